//! What is written for a small API, and how little of it changes with the document.

use super::*;
use crate::config::FeatureGroups;
use crate::ir::*;

fn ident(name: &str) -> Ident {
    Ident(name.to_owned())
}

fn source(pointer: &str) -> Source {
    Source(pointer.to_owned())
}

fn docs(description: &str) -> Docs {
    Docs {
        description: Some(description.to_owned()),
        ..Docs::default()
    }
}

fn example(description: &str, example: &str) -> Docs {
    Docs {
        examples: vec![format!("\"{example}\"")],
        ..docs(description)
    }
}

fn member(name: &str, docs: Docs, presence: Presence, ty: Type, facts: Vec<Fact>) -> Member {
    Member {
        name: ident(name),
        wire: name.to_owned(),
        docs,
        presence,
        ty,
        facts,
        source: source(&format!("#/components/schemas/X/properties/{name}")),
        deprecated: false,
    }
}

fn payload(ty: Type) -> Payload {
    Payload {
        ty,
        facts: Vec::new(),
    }
}

fn json() -> Media {
    Media {
        name: "application/json".to_owned(),
        kind: MediaKind::Json,
    }
}

fn variants(values: &[(&str, &str)]) -> Vec<Variant> {
    values
        .iter()
        .map(|(name, value)| Variant {
            name: ident(name),
            value: Literal::Text((*value).to_owned()),
            docs: Docs::default(),
        })
        .collect()
}

fn ty(
    name: &str,
    home: Home,
    direction: Direction,
    about: &str,
    pointer: &str,
    kind: TypeKind,
) -> TypeDef {
    TypeDef {
        name: ident(name),
        home,
        docs: docs(about),
        source: source(pointer),
        direction,
        deprecated: false,
        kind,
        derives: Vec::new(),
        same_as: None,
    }
}

fn style(kind: StyleKind, explode: bool) -> Style {
    Style {
        kind,
        explode,
        allow_reserved: false,
    }
}

const SENT: Direction = Direction {
    sent: true,
    received: false,
};
const RECEIVED: Direction = Direction {
    sent: false,
    received: true,
};
const BOTH: Direction = Direction {
    sent: true,
    received: true,
};

const INVITE: TypeId = TypeId(0);
const INVITE_STATUS: TypeId = TypeId(1);
const EDIT_STATUS: TypeId = TypeId(2);
const RESULT_INFO: TypeId = TypeId(3);
const FAILURE: TypeId = TypeId(4);

/// The invites API.
fn invites() -> Api {
    let id = || vec![Fact::MaxLength(32), Fact::ReadOnly];
    let beside = Home::Resource(ResourceId(2));
    let types = vec![
        ty(
            "Invite",
            beside,
            RECEIVED,
            "An invitation to become a member of an organization.",
            "#/components/schemas/Invite",
            TypeKind::Model(Model {
                members: vec![
                    member(
                        "expires_on",
                        example("When the invitation ends.", "2014-01-01T05:20:00Z"),
                        Presence::Optional,
                        Type::DateTime,
                        vec![Fact::Format("date-time".into()), Fact::ReadOnly],
                    ),
                    member(
                        "id",
                        example(
                            "Identifier of the invitation.",
                            "4f5f0c14a2a41d5063dd301b2f829f04",
                        ),
                        Presence::Optional,
                        Type::Text,
                        id(),
                    ),
                    member(
                        "invited_member_id",
                        docs("Identifier of the invited user."),
                        Presence::Nullable,
                        Type::Text,
                        id(),
                    ),
                    member(
                        "organization_id",
                        docs("Identifier of the organization."),
                        Presence::Required,
                        Type::Text,
                        id(),
                    ),
                    member(
                        "roles",
                        docs("Names of the roles."),
                        Presence::Optional,
                        Type::List(Box::new(Type::Text)),
                        vec![Fact::Items(vec![Fact::MaxLength(120)]), Fact::ReadOnly],
                    ),
                    member(
                        "status",
                        docs("State of the invitation."),
                        Presence::Optional,
                        Type::Named(INVITE_STATUS),
                        vec![],
                    ),
                ],
                rest: Rest::Any(ident("additional_properties"), Vec::new()),
                facts: vec![],
            }),
        ),
        ty(
            "InviteStatus",
            beside,
            RECEIVED,
            "State of the invitation.",
            "#/components/schemas/Invite/properties/status",
            TypeKind::Enum(Enum {
                repr: EnumRepr::Text,
                variants: variants(&[
                    ("Pending", "pending"),
                    ("Accepted", "accepted"),
                    ("Rejected", "rejected"),
                    ("Expired", "expired"),
                ]),
                unknown: ident("Unknown"),
                others: Others::Invalid,
            }),
        ),
        ty(
            "InviteEditStatus",
            beside,
            SENT,
            "The answer to the invitation.",
            "#/paths/~1user~1invites~1{invite_id}/patch/requestBody/content/application~1json/schema/properties/status",
            TypeKind::Enum(Enum {
                repr: EnumRepr::Text,
                variants: variants(&[("Accepted", "accepted"), ("Rejected", "rejected")]),
                unknown: ident("Unknown"),
                others: Others::Invalid,
            }),
        ),
        ty(
            "ResultInfo",
            Home::Shared,
            RECEIVED,
            "Where a page is in the whole list.",
            "#/components/schemas/ResultInfo",
            TypeKind::Model(Model {
                members: vec![member(
                    "count",
                    docs("Number of items on this page."),
                    Presence::Optional,
                    Type::Number,
                    vec![],
                )],
                rest: Rest::Any(ident("additional_properties"), Vec::new()),
                facts: vec![],
            }),
        ),
        ty(
            "ResponseFailure",
            Home::Shared,
            RECEIVED,
            "An answer that is an error.",
            "#/components/schemas/ResponseFailure",
            TypeKind::Model(Model {
                members: vec![member(
                    "success",
                    docs("Whether the call succeeded."),
                    Presence::Required,
                    Type::Bool,
                    vec![Fact::Enum(vec![Literal::Bool(false)])],
                )],
                rest: Rest::Any(ident("additional_properties"), Vec::new()),
                facts: vec![],
            }),
        ),
    ];
    let failure = || Response {
        status: StatusPattern::Range(4),
        docs: docs("The call failed."),
        content: vec![(json(), payload(Type::Named(FAILURE)))],
        example: None,
        source: source("#/x"),
    };
    let success = |ty: Type| Response {
        status: StatusPattern::Code(200),
        docs: docs("The answer."),
        content: vec![(json(), payload(ty))],
        example: None,
        source: source("#/x"),
    };
    let security = || vec![vec![SchemeId(0), SchemeId(1)], vec![SchemeId(2)]];
    let invite_id = || Input {
        location: Location::Path(style(StyleKind::Simple, false)),
        member: member(
            "invite_id",
            example(
                "Identifier of the invitation.",
                "4f5f0c14a2a41d5063dd301b2f829f04",
            ),
            Presence::Required,
            Type::Text,
            vec![Fact::MaxLength(32)],
        ),
    };
    let operation = |name: &str,
                     verb: &str,
                     method: &str,
                     path: &str,
                     about: &str,
                     inputs: Vec<Input>,
                     output: Output| Operation {
        key: format!("{method} {path}"),
        resource: ResourceId(2),
        name: ident(name),
        verb: ident(verb),
        method: method.to_owned(),
        path: path.to_owned(),
        docs: docs(about),
        source: source(&format!(
            "#/paths/{}/{}",
            path.replace('/', "~1"),
            method.to_ascii_lowercase()
        )),
        inputs,
        body: None,
        responses: vec![success(Type::Named(INVITE)), failure()],
        headers: vec![],
        output,
        security: security(),
        idempotent: false,
        deprecated: false,
        pagination: None,
        page_in_body: false,
        enveloped: true,
        redirected: false,
        server: None,
        query: None,
        stream: None,
    };
    let mut list = operation(
        "UserInvitesList",
        "list",
        "GET",
        "/user/invites",
        "Lists all invitations of the current user.",
        vec![Input {
            location: Location::Query(style(StyleKind::Form, true)),
            member: member(
                "page",
                docs("Number of the page."),
                Presence::Optional,
                Type::Integer(IntegerType::I64),
                vec![Fact::Minimum(Literal::Int(1))],
            ),
        }],
        Output::Page {
            item: payload(Type::Named(INVITE)),
            info: Some(Type::Named(RESULT_INFO)),
            member: None,
        },
    );
    list.pagination = Some(Pagination::Page {
        page: "page".into(),
        first: 1,
        total: Some("result_info.total_count".into()),
        total_pages: None,
    });
    let get = operation(
        "UserInvitesGet",
        "get",
        "GET",
        "/user/invites/{invite_id}",
        "Shows one invitation.",
        vec![invite_id()],
        Output::Value(payload(Type::Named(INVITE))),
    );
    let mut edit = operation(
        "UserInvitesEdit",
        "edit",
        "PATCH",
        "/user/invites/{invite_id}",
        "Responds to an invitation.",
        vec![
            invite_id(),
            Input {
                location: Location::Member,
                member: member(
                    "status",
                    docs("The answer to the invitation."),
                    Presence::Required,
                    Type::Named(EDIT_STATUS),
                    vec![],
                ),
            },
        ],
        Output::Value(payload(Type::Named(INVITE))),
    );
    edit.body = Some(Body {
        media: vec![json()],
        required: true,
        facts: vec![],
        encodings: vec![],
    });
    edit.idempotent = true;
    let scheme = |key: &str, header: &str, env: &str| Scheme {
        key: key.to_owned(),
        name: ident(key),
        kind: if header.is_empty() {
            SchemeKind::Bearer
        } else {
            SchemeKind::Header(header.to_owned())
        },
        env: Some(env.to_owned()),
        docs: docs("Who is calling."),
        source: source("#/components/securitySchemes/x"),
    };
    let resource = |parent, name: &str, module: &str, path: &str, operations, children| Resource {
        parent,
        name: ident(name),
        module: ident(module),
        docs: Docs::default(),
        path: path.to_owned(),
        operations,
        children,
    };
    Api {
        title: "Example API".into(),
        version: "4.0.0".into(),
        description: Some("User invites of the Example API.".into()),
        document: "schema/invites.yaml".into(),
        package: "generated".into(),
        servers: vec![Server {
            url: "https://api.example.com/client/v4".into(),
            description: None,
            variables: vec![],
        }],
        base_url_env: Some("EXAMPLE_BASE_URL".into()),
        request_id_headers: vec!["x-request-id".into()],
        headers: vec![],
        webhooks: vec![],
        schemes: vec![
            scheme("api_email", "X-Auth-Email", "EXAMPLE_EMAIL"),
            scheme("api_key", "X-Auth-Key", "EXAMPLE_API_KEY"),
            scheme("api_token", "", "EXAMPLE_API_TOKEN"),
        ],
        resources: vec![
            resource(None, "Root", "root", "/", vec![], vec![ResourceId(1)]),
            resource(
                Some(ResourceId(0)),
                "UserApi",
                "user",
                "/user",
                vec![],
                vec![ResourceId(2)],
            ),
            resource(
                Some(ResourceId(1)),
                "UserInvitesApi",
                "invites",
                "/user/invites",
                vec![OperationId(0), OperationId(1), OperationId(2)],
                vec![],
            ),
        ],
        operations: vec![list, get, edit],
        types,
        envelope: Some(Envelope {
            success: Some("success".into()),
            result: "result".into(),
            errors: Some("errors".into()),
            messages: Some("messages".into()),
            result_info: Some("result_info".into()),
        }),
        counts: Counts::default(),
    }
}

fn written(api: &Api) -> Tree {
    files(api, &Options::default()).expect("every file has the tokens that were meant")
}

fn model(api: &mut Api, id: TypeId) -> &mut Model {
    match &mut api.types[id.0 as usize].kind {
        TypeKind::Model(model) => model,
        _ => unreachable!("the type is a model"),
    }
}

/// The changed lines of each changed file: removed ones with `-`, added ones with `+`.
fn changed(change: impl FnOnce(&mut Api)) -> Vec<String> {
    let before = written(&invites());
    let mut api = invites();
    change(&mut api);
    let after = written(&api);
    let diff = before.changes(&after).diff();
    diff.lines()
        .filter(|line| {
            line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---")
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_changed_limit_is_a_line_of_docs_and_a_row() {
    let lines = changed(|api| model(api, INVITE).members[1].facts[0] = Fact::MaxLength(64));
    assert_eq!(
        lines,
        [
            "-    /// At most 32 characters. Read-only. Example: `4f5f0c14a2a41d5063dd301b2f829f04`.",
            "+    /// At most 64 characters. Read-only. Example: `4f5f0c14a2a41d5063dd301b2f829f04`.",
            "-        id: Optional \"id\" [MaxLength(32), ReadOnly],",
            "+        id: Optional \"id\" [MaxLength(64), ReadOnly],",
        ]
    );
}

#[test]
fn an_added_value_is_a_variant_and_a_row() {
    let lines = changed(|api| match &mut api.types[INVITE_STATUS.0 as usize].kind {
        TypeKind::Enum(items) => items.variants.extend(variants(&[("Revoked", "revoked")])),
        _ => unreachable!("the type is an enum"),
    });
    assert_eq!(
        lines,
        [
            "+    /// `revoked`",
            "+    Revoked,",
            "+        Revoked = \"revoked\","
        ]
    );
}

#[test]
fn an_added_member_is_a_field_and_a_row() {
    let added = || {
        member(
            "note",
            docs("What the inviter wrote."),
            Presence::Optional,
            Type::Text,
            vec![Fact::MaxLength(100)],
        )
    };
    let lines = changed(|api| model(api, INVITE).members.insert(2, added()));
    assert_eq!(
        lines,
        [
            "+    /// What the inviter wrote.",
            "+    ///",
            "+    /// At most 100 characters.",
            "+    pub note: Option<String>,",
            "+        note: Optional \"note\" [MaxLength(100)],",
        ]
    );
}

#[test]
fn an_added_input_is_a_field_a_setter_and_a_row() {
    let lines = changed(|api| {
        let added = member(
            "per_page",
            docs("Size of a page."),
            Presence::Optional,
            Type::Integer(IntegerType::I64),
            vec![],
        );
        api.operations[0].inputs.push(Input {
            location: Location::Query(style(StyleKind::Form, true)),
            member: added,
        });
    });
    assert_eq!(
        lines,
        [
            "+    /// Size of a page.",
            "+    pub per_page: Option<i64>,",
            "+            per_page: None,",
            "+",
            "+    /// Size of a page.",
            "+    pub fn per_page(mut self, per_page: i64) -> Self {",
            "+        self.inputs.per_page = Some(per_page);",
            "+        self",
            "+    }",
            "+            per_page: Query Optional \"per_page\" [],",
        ]
    );
}

/// The rows of the table of invites in their groups, where the model has these members.
fn groups(members: &[String]) -> Vec<Vec<String>> {
    let mut api = invites();
    model(&mut api, INVITE).members = members
        .iter()
        .map(|name| {
            member(
                name,
                Docs::default(),
                Presence::Optional,
                Type::Bool,
                vec![],
            )
        })
        .collect();
    let tree = written(&api);
    let text = tree
        .iter()
        .find_map(|(_, text)| Some(text.split_once("    Invite from ")?.1))
        .expect("the table of invites");
    let (table, _) = text.split_once("\n    }\n").expect("its end");
    let groups = table.split("} with {").flat_map(|group| group.split("} {"));
    let rows = |group: &str| {
        let rows = group
            .lines()
            .filter_map(|line| line.trim().split_once(": "));
        rows.map(|(name, _)| name.to_owned()).collect()
    };
    groups.map(rows).collect()
}

#[test]
fn many_rows_are_in_groups_whose_ends_stay() {
    let names: Vec<String> = (0..100).map(|n| format!("member_{n:03}")).collect();
    let before = groups(&names);
    assert!(before.iter().all(|group| (1..=32).contains(&group.len())));
    let mut rows: Vec<String> = before.concat();
    assert_eq!(rows.pop().as_deref(), Some("additional_properties"));
    assert_eq!(rows, names);
    assert_eq!(groups(&names[..31]).len(), 1);
    assert_eq!(groups(&names[..32]).len(), 2);

    let mut more = names;
    more.insert(0, "added".to_owned());
    let (after, ends) = (groups(&more), |groups: &[Vec<String>]| {
        let ends = groups.iter().filter_map(|group| group.last().cloned());
        ends.collect::<Vec<String>>()
    });
    assert_ne!(before, after);
    assert_eq!(ends(&before), ends(&after));
}

#[test]
fn a_reworded_description_changes_docs_only() {
    let lines = changed(|api| {
        api.operations[2].docs =
            docs("Accepts or rejects an invitation. Nothing happens the second time.");
        model(api, INVITE).members[0].docs =
            example("The moment in which it ends.", "2014-01-01T05:20:00Z");
        api.types[INVITE_STATUS.0 as usize].docs = docs("What became of it.");
        api.description = Some("Another description.\n\n    fn main() {}".to_owned());
    });
    assert!(lines.len() > 8);
    for line in lines {
        let text = line[1..].trim_start();
        assert!(text.starts_with("///") || text.starts_with("//!"), "{line}");
    }
}

#[test]
fn an_added_operation_moves_nothing() {
    let lines = changed(|api| {
        let mut delete = invites().operations.remove(1);
        delete.name = ident("UserInvitesDelete");
        delete.verb = ident("delete");
        delete.method = "DELETE".to_owned();
        delete.output = Output::Empty;
        api.operations.push(delete);
        api.resources[2].operations.push(OperationId(3));
    });
    assert!(lines.iter().all(|line| line.starts_with('+')), "{lines:#?}");
}

#[test]
fn the_order_of_the_document_changes_nothing() {
    let lines = changed(|api| {
        let swap = |id: TypeId| match id {
            INVITE => FAILURE,
            FAILURE => INVITE,
            other => other,
        };
        api.types.swap(0, 4);
        for operation in &mut api.operations {
            if let Output::Value(payload) | Output::Page { item: payload, .. } =
                &mut operation.output
            {
                payload.ty = Type::Named(swap(INVITE));
            }
            for (_, payload) in operation
                .responses
                .iter_mut()
                .flat_map(|response| &mut response.content)
            {
                if let Type::Named(id) = &mut payload.ty {
                    *id = swap(*id);
                }
            }
        }
    });
    assert_eq!(lines, [""; 0]);
}

#[test]
fn every_file_is_ours() {
    for (path, text) in written(&invites()).iter() {
        assert!(tree::is_owned(text), "{path}");
        assert!(
            text.ends_with('\n') && !text.contains("\n\n\n") && !text.contains(" \n"),
            "{path}"
        );
    }
}

/// An API with one of everything.
fn everything() -> Api {
    let mut api = invites();
    let named = |n: u32| Type::Named(TypeId(n));
    let both = |name: &str, about: &str, kind| {
        ty(
            name,
            Home::Shared,
            BOTH,
            about,
            &format!("#/components/schemas/{name}"),
            kind,
        )
    };
    let object = |members, rest| {
        TypeKind::Model(Model {
            members,
            rest,
            facts: vec![],
        })
    };
    let rest = || Rest::Any(ident("additional_properties"), Vec::new());
    let mut old = member(
        "old",
        docs("No longer used."),
        Presence::Optional,
        Type::Bool,
        vec![Fact::Deprecated],
    );
    old.deprecated = true;
    let mut keyword = member(
        "type",
        Docs::default(),
        Presence::Required,
        Type::Text,
        vec![Fact::Const(Literal::Text("node".into()))],
    );
    keyword.name = ident("r#type");
    let mut odd = member(
        "odd",
        docs("A \"quoted\" \\\\ name."),
        Presence::Required,
        Type::Text,
        vec![Fact::Pattern("^\"\\\\d+`\u{202e}$".into())],
    );
    odd.wire = "odd \"name\"\n\u{202e}".into();
    let long = "A [link], <T>, https://example.com/a_b?c=(d), `code` and Vec<u8>. ".repeat(6);
    api.types.extend([
        both(
            "Node",
            &long,
            object(
                vec![
                    keyword,
                    odd,
                    old,
                    member(
                        "parent",
                        docs("* one\n  * two\n\ntext\n\n    let x = 1;\n"),
                        Presence::OptionalNullable,
                        Type::Boxed(Box::new(named(5))),
                        vec![],
                    ),
                    member(
                        "owner",
                        docs("| a | b |\n|---|---|\n| c | d |"),
                        Presence::Required,
                        Type::Boxed(Box::new(named(6))),
                        vec![],
                    ),
                    member(
                        "tags",
                        Docs::default(),
                        Presence::Optional,
                        Type::Map(Box::new(Type::List(Box::new(Type::Nullable(Box::new(
                            Type::Integer(IntegerType::U16),
                        )))))),
                        vec![Fact::Values(vec![Fact::Items(vec![
                            Fact::Minimum(Literal::Int(-1)),
                            Fact::Nullable,
                        ])])],
                    ),
                    member(
                        "created",
                        Docs::default(),
                        Presence::Nullable,
                        Type::Date,
                        vec![Fact::Format("date".into())],
                    ),
                    member(
                        "data",
                        Docs::default(),
                        Presence::Required,
                        Type::Bytes,
                        vec![Fact::Format("byte".into())],
                    ),
                    member(
                        "any",
                        Docs::default(),
                        Presence::Required,
                        Type::Json,
                        vec![Fact::Default(Literal::Json("{\"a\":[1]}".into()))],
                    ),
                ],
                rest(),
            ),
        ),
        both(
            "Contact",
            "An address.",
            TypeKind::Union(Union {
                arms: vec![
                    Arm {
                        name: ident("Email"),
                        payload: payload(named(7)),
                        converts: true,
                        tests: vec![
                            Test::Type(JsonType::Object),
                            Test::Is("kind".into(), vec![Literal::Text("email".into())]),
                        ],
                        docs: Docs::default(),
                    },
                    Arm {
                        name: ident("Node"),
                        payload: payload(Type::Boxed(Box::new(named(5)))),
                        converts: true,
                        tests: vec![Test::Has("type".into())],
                        docs: docs("A node."),
                    },
                    Arm {
                        name: ident("Text"),
                        payload: Payload {
                            ty: Type::Text,
                            facts: vec![Fact::MaxLength(3)],
                        },
                        converts: true,
                        tests: vec![Test::Type(JsonType::String)],
                        docs: Docs::default(),
                    },
                    Arm {
                        name: ident("List"),
                        payload: payload(Type::List(Box::new(Type::Text))),
                        converts: true,
                        tests: vec![Test::Decodes],
                        docs: Docs::default(),
                    },
                ],
                unknown: ident("Unknown"),
                others: Others::Invalid,
                facts: Vec::new(),
            }),
        ),
        both(
            "Email",
            "<p>An <b>e-mail</b> address.</p><ul><li>a</li></ul>",
            TypeKind::Model(Model {
                members: vec![member(
                    "kind",
                    docs("Always the same."),
                    Presence::Optional,
                    named(8),
                    vec![],
                )],
                rest: Rest::Typed(
                    ident("additional_properties"),
                    Payload {
                        ty: Type::Text,
                        facts: vec![Fact::MaxLength(5)],
                    },
                ),
                facts: vec![Fact::MinProperties(1)],
            }),
        ),
        both(
            "Level",
            "A level.",
            TypeKind::Enum(Enum {
                repr: EnumRepr::Integer,
                variants: vec![
                    Variant {
                        name: ident("Low"),
                        value: Literal::Int(-1),
                        docs: Docs::default(),
                    },
                    Variant {
                        name: ident("High"),
                        value: Literal::Int(10),
                        docs: docs("The highest."),
                    },
                ],
                unknown: ident("Unknown"),
                others: Others::Invalid,
            }),
        ),
        ty(
            "NodesCreateOutput",
            Home::Resource(ResourceId(3)),
            RECEIVED,
            "What came back.",
            "#/paths/~1nodes/post/responses",
            TypeKind::Responses(vec![
                ResponseArm {
                    name: ident("Created"),
                    status: StatusPattern::Code(201),
                    media: Some(json()),
                    payload: Some(payload(named(5))),
                    wrapped: false,
                    docs: docs("Created."),
                },
                ResponseArm {
                    name: ident("Csv"),
                    status: StatusPattern::Code(200),
                    media: Some(Media {
                        name: "text/csv".into(),
                        kind: MediaKind::Text,
                    }),
                    payload: Some(payload(Type::Text)),
                    wrapped: false,
                    docs: Docs::default(),
                },
                ResponseArm {
                    name: ident("Accepted"),
                    status: StatusPattern::Range(2),
                    media: None,
                    payload: None,
                    wrapped: false,
                    docs: Docs::default(),
                },
            ]),
        ),
    ]);
    api.types[8].deprecated = true;
    let mut create = invites().operations.remove(1);
    create.resource = ResourceId(3);
    create.name = ident("NodesCreate");
    create.verb = ident("create");
    create.method = "POST".into();
    create.path = "/nodes".into();
    create.deprecated = true;
    create.enveloped = false;
    create.output = Output::OneOf(TypeId(9));
    create.query = Some("beta=true".into());
    create.server = Some("https://upload.example.com".into());
    create.security = vec![vec![], vec![SchemeId(2)]];
    create.body = Some(Body {
        media: vec![json()],
        required: true,
        facts: vec![],
        encodings: vec![],
    });
    let input = |name: &str, location, presence, ty| Input {
        location,
        member: member(name, docs("An input."), presence, ty, vec![]),
    };
    create.inputs = vec![
        input(
            "a",
            Location::Query(style(StyleKind::PipeDelimited, false)),
            Presence::Required,
            Type::List(Box::new(Type::Text)),
        ),
        input(
            "b",
            Location::Query(style(StyleKind::DeepObject, true)),
            Presence::Required,
            Type::Map(Box::new(Type::Text)),
        ),
        input(
            "c",
            Location::Header(style(StyleKind::Simple, true)),
            Presence::Required,
            Type::DateTime,
        ),
        input(
            "d",
            Location::Cookie(style(StyleKind::Form, true)),
            Presence::Nullable,
            Type::Bool,
        ),
        input(
            "e",
            Location::Query(style(StyleKind::Content("application/json".into()), false)),
            Presence::Required,
            named(6),
        ),
        input(
            "f",
            Location::Query(style(StyleKind::Form, false)),
            Presence::Required,
            Type::Number,
        ),
        input(
            "body",
            Location::Body,
            Presence::Required,
            Type::Boxed(Box::new(named(5))),
        ),
        input(
            "g",
            Location::Query(Style {
                allow_reserved: true,
                ..style(StyleKind::Form, true)
            }),
            Presence::OptionalNullable,
            Type::Text,
        ),
        input(
            "h",
            Location::Query(style(StyleKind::Form, true)),
            Presence::Optional,
            Type::Date,
        ),
    ];
    create.inputs[8].member.deprecated = true;
    let mut clear = invites().operations.remove(1);
    clear.resource = ResourceId(4);
    clear.name = ident("NodesNodesDelete");
    clear.verb = ident("delete");
    clear.method = "DELETE".into();
    clear.path = "/nodes/{type}".into();
    clear.output = Output::Empty;
    clear.inputs[0].member.name = ident("r#type");
    clear.inputs[0].member.wire = "type".into();
    clear.responses.remove(0);
    let mut ping = invites().operations.remove(0);
    ping.resource = ResourceId(0);
    ping.name = ident("Ping");
    ping.verb = ident("ping");
    ping.path = "/".into();
    ping.docs = Docs::default();
    ping.enveloped = false;
    ping.output = Output::Bytes;
    ping.pagination = None;
    api.operations.extend([create, clear, ping]);
    let resource = |parent, name: &str, module: &str, operations, children| Resource {
        parent: Some(parent),
        name: ident(name),
        module: ident(module),
        docs: docs("Nodes, see [Node]."),
        path: format!("/{module}"),
        operations,
        children,
    };
    api.resources[0].operations.push(OperationId(5));
    api.resources[0].children.push(ResourceId(3));
    api.resources.push(resource(
        ResourceId(0),
        "NodesApi",
        "nodes",
        vec![OperationId(3)],
        vec![ResourceId(4)],
    ));
    api.resources.push(resource(
        ResourceId(3),
        "NodesNodesApi",
        "nodes",
        vec![OperationId(4)],
        vec![],
    ));
    api.schemes.push(Scheme {
        key: "login".into(),
        name: ident("login"),
        kind: SchemeKind::Basic,
        env: None,
        docs: Docs::default(),
        source: source("#/x"),
    });
    api.description = Some("See https://example.com. \n# Heading\n```rust\npanic!()\n```".into());
    api
}

#[test]
fn everything_can_be_written() {
    for groups in [FeatureGroups::Never, FeatureGroups::Always] {
        let mut options = Options::default();
        options.features.groups = groups;
        let tree =
            files(&everything(), &options).expect("every file has the tokens that were meant");
        assert!(tree.get("src/nodes/nodes.rs").is_some());
    }
}
