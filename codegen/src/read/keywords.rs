//! Which keywords the objects of OpenAPI have, and a warning for each that nothing is made of.
//!
//! Schemas are not looked at here: `schema` knows their keywords.
//!
//! **Invariant:** a keyword of a document is carried into the crate, or it is reported. A keyword that is new in
//! OpenAPI is a line here, and a line of `docs/support.md`.

use std::collections::{BTreeMap, HashSet};

use super::docs;
use super::node::Node;
use crate::config::Naming;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::suggest;

use Fate::{Carried, Ignored, List, Map, One};

/// What an object of OpenAPI can have.
struct Object {
    /// What it is called in diagnostics.
    name: &'static str,
    /// Its keywords.
    keywords: &'static [(&'static str, Fate)],
    /// What stands under all other keys, where they are names.
    names: Option<&'static Object>,
}

/// What becomes of the value of a keyword.
#[derive(Clone, Copy)]
enum Fate {
    /// It is read.
    Carried,
    /// It is not, and this is why.
    Ignored(&'static str),
    /// It is an object.
    One(&'static Object),
    /// It is a list of objects.
    List(&'static Object),
    /// It has objects by name.
    Map(&'static Object),
}

const LINKS: &str = "what a call needs of the answer to another one is given by the caller";
const UNNAMED: &str = "parts without a name are not generated";
const NESTED: &str = "parts within parts are not generated";
const TAGS: &str = "tags are shown where resources follow them: `[resources] naming = \"tag\"`";
const FLAT_TAGS: &str = "each tag is a resource of the client";

static ROOT: Object = object(
    "a document",
    &[
        ("openapi", Carried),
        (
            "$self",
            Ignored("references are resolved by the paths of files"),
        ),
        ("info", One(&INFO)),
        (
            "jsonSchemaDialect",
            Ignored("schemas are read in the dialect of OpenAPI"),
        ),
        ("servers", List(&SERVER)),
        ("paths", Map(&PATH_ITEM)),
        ("webhooks", Map(&PATH_ITEM)),
        ("components", One(&COMPONENTS)),
        ("security", Carried),
        ("tags", List(&TAG)),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        // Of Swagger 2.0: what they hold has become members of `components`.
        ("swagger", Carried),
        ("definitions", Carried),
        ("parameters", Carried),
        ("responses", Carried),
        ("securityDefinitions", Carried),
    ],
);

static INFO: Object = object(
    "`info`",
    &[
        ("title", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("termsOfService", Carried),
        ("contact", One(&CONTACT)),
        ("license", One(&LICENSE)),
        ("version", Carried),
    ],
);

static CONTACT: Object = object(
    "a contact",
    &[("name", Carried), ("url", Carried), ("email", Carried)],
);

static LICENSE: Object = object(
    "a license",
    &[("name", Carried), ("identifier", Carried), ("url", Carried)],
);

static SERVER: Object = object(
    "a server",
    &[
        ("url", Carried),
        ("description", Carried),
        ("name", Carried),
        ("variables", Map(&SERVER_VARIABLE)),
    ],
);

static SERVER_VARIABLE: Object = object(
    "a server variable",
    &[
        ("enum", Carried),
        ("default", Carried),
        ("description", Carried),
    ],
);

static COMPONENTS: Object = object(
    "`components`",
    &[
        ("schemas", Carried),
        ("responses", Map(&RESPONSE)),
        ("parameters", Map(&PARAMETER)),
        ("examples", Map(&EXAMPLE)),
        ("requestBodies", Map(&REQUEST_BODY)),
        ("headers", Map(&HEADER)),
        ("securitySchemes", Map(&SECURITY_SCHEME)),
        ("links", Ignored(LINKS)),
        ("callbacks", Map(&CALLBACK)),
        ("pathItems", Map(&PATH_ITEM)),
        ("mediaTypes", Map(&MEDIA_TYPE)),
    ],
);

static PATH_ITEM: Object = object(
    "a path item",
    &[
        ("$ref", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("get", One(&OPERATION)),
        ("put", One(&OPERATION)),
        ("post", One(&OPERATION)),
        ("delete", One(&OPERATION)),
        ("options", One(&OPERATION)),
        ("head", One(&OPERATION)),
        ("patch", One(&OPERATION)),
        ("trace", One(&OPERATION)),
        ("query", One(&OPERATION)),
        ("additionalOperations", Map(&OPERATION)),
        ("servers", List(&SERVER)),
        ("parameters", List(&PARAMETER)),
    ],
);

static OPERATION: Object = object(
    "an operation",
    &[
        ("tags", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("operationId", Carried),
        ("parameters", List(&PARAMETER)),
        ("requestBody", One(&REQUEST_BODY)),
        ("responses", One(&RESPONSES)),
        ("callbacks", Map(&CALLBACK)),
        ("deprecated", Carried),
        ("security", Carried),
        ("servers", List(&SERVER)),
    ],
);

static EXTERNAL_DOCS: Object = object(
    "`externalDocs`",
    &[
        ("url", Carried),
        ("description", Ignored("the link is shown by itself")),
    ],
);

static PARAMETER: Object = object(
    "a parameter",
    &[
        ("name", Carried),
        ("in", Carried),
        ("description", Carried),
        ("required", Carried),
        ("deprecated", Carried),
        (
            "allowEmptyValue",
            Ignored("an empty text is sent as `name=`"),
        ),
        ("style", Carried),
        ("explode", Carried),
        ("allowReserved", Carried),
        ("schema", Carried),
        ("example", Carried),
        ("examples", Map(&EXAMPLE)),
        ("content", Map(&MEDIA_TYPE)),
    ],
);

static HEADER: Object = object(
    "a header",
    &[
        ("description", Carried),
        ("required", Carried),
        ("deprecated", Carried),
        ("style", Carried),
        (
            "explode",
            Ignored("headers of answers are given as they came"),
        ),
        ("schema", Carried),
        ("example", Carried),
        ("examples", Map(&EXAMPLE)),
        ("content", Map(&MEDIA_TYPE)),
    ],
);

static REQUEST_BODY: Object = object(
    "a request body",
    &[
        ("description", Carried),
        ("content", Map(&MEDIA_TYPE)),
        ("required", Carried),
    ],
);

static MEDIA_TYPE: Object = object(
    "a media type",
    &[
        ("schema", Carried),
        ("itemSchema", Carried),
        ("example", Carried),
        ("examples", Map(&EXAMPLE)),
        ("encoding", Map(&ENCODING)),
        ("prefixEncoding", Ignored(UNNAMED)),
        ("itemEncoding", Ignored(UNNAMED)),
    ],
);

static ENCODING: Object = object(
    "an encoding",
    &[
        ("contentType", Carried),
        // Reported where they are read.
        ("headers", Carried),
        ("style", Carried),
        ("explode", Carried),
        ("allowReserved", Carried),
        ("encoding", Ignored(NESTED)),
        ("prefixEncoding", Ignored(NESTED)),
        ("itemEncoding", Ignored(NESTED)),
    ],
);

static RESPONSES: Object = Object {
    name: "responses",
    keywords: &[],
    names: Some(&RESPONSE),
};

static RESPONSE: Object = object(
    "a response",
    &[
        ("summary", Carried),
        ("description", Carried),
        ("headers", Map(&HEADER)),
        ("content", Map(&MEDIA_TYPE)),
        ("links", Ignored(LINKS)),
    ],
);

static CALLBACK: Object = Object {
    name: "a callback",
    keywords: &[],
    names: Some(&PATH_ITEM),
};

static EXAMPLE: Object = object(
    "an example",
    &[
        ("summary", Ignored("the value is shown")),
        ("description", Ignored("the value is shown")),
        ("value", Carried),
        ("dataValue", Carried),
        ("serializedValue", Ignored("examples are shown as values")),
        ("externalValue", Ignored("nothing is read from the network")),
    ],
);

static TAG: Object = object(
    "a tag",
    &[
        ("name", Carried),
        ("summary", Ignored(TAGS)),
        ("description", Ignored(TAGS)),
        ("externalDocs", Ignored(TAGS)),
        ("parent", Ignored(TAGS)),
        ("kind", Ignored(TAGS)),
    ],
);

/// Where each tag is a resource.
static RESOURCE_TAG: Object = object(
    "a tag",
    &[
        ("name", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("parent", Ignored(FLAT_TAGS)),
        ("kind", Ignored(FLAT_TAGS)),
    ],
);

static SECURITY_SCHEME: Object = object(
    "a security scheme",
    &[
        ("type", Carried),
        ("description", Carried),
        ("name", Carried),
        ("in", Carried),
        ("scheme", Carried),
        ("bearerFormat", Carried),
        ("flows", One(&FLOWS)),
        ("openIdConnectUrl", Carried),
        ("oauth2MetadataUrl", Carried),
        ("deprecated", Carried),
    ],
);

static FLOWS: Object = object(
    "`flows`",
    &[
        ("implicit", One(&FLOW)),
        ("password", One(&FLOW)),
        ("clientCredentials", One(&FLOW)),
        ("authorizationCode", One(&FLOW)),
        ("deviceAuthorization", One(&FLOW)),
    ],
);

static FLOW: Object = object(
    "a flow",
    &[
        ("authorizationUrl", Carried),
        ("deviceAuthorizationUrl", Carried),
        ("tokenUrl", Carried),
        ("refreshUrl", Carried),
        ("scopes", Carried),
    ],
);

const fn object(name: &'static str, keywords: &'static [(&'static str, Fate)]) -> Object {
    Object {
        name,
        keywords,
        names: None,
    }
}

/// A keyword that nothing is made of, with the object that has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lost<'d> {
    object: &'static str,
    keyword: &'d str,
    why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// There is no such keyword; perhaps this one is meant.
    Unknown(Option<&'static str>),
    /// It is known, and has no place in the crate.
    Ignored(&'static str),
    /// It stands beside a reference.
    BesideReference,
}

/// Reports the keywords of a document that nothing is made of: each once, at its first place.
pub(super) fn check(root: Node<'_>, naming: Naming, diagnostics: &Diagnostics) {
    if root.get("openapi").is_none() {
        // It is no document, which is reported.
        return;
    }
    let mut lost: BTreeMap<Lost<'_>, Vec<Node<'_>>> = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<(Node<'_>, &'static Object)> = vec![(root, &ROOT)];
    while let Some((node, object)) = waiting.pop() {
        if !seen.insert(node.identity()) || is_of_a_body(node, object) {
            continue;
        }
        let object = match naming {
            Naming::Tag if object.name == TAG.name => &RESOURCE_TAG,
            _ => object,
        };
        if node.reference().is_none() || object.name == PATH_ITEM.name {
            look(node, object, &mut lost, &mut waiting);
        } else {
            beside_reference(node, object, &mut lost);
        }
        // A reference to nothing is reported where it is followed.
        if let (Some(_), Ok(target)) = (node.reference(), node.target()) {
            waiting.push((target, object));
        }
    }
    for (lost, mut places) in lost {
        places.sort_by_key(|place| place.identity());
        report(lost, &places, diagnostics);
    }
}

/// Whether it is a parameter of Swagger 2.0 that has become a request body.
fn is_of_a_body(node: Node<'_>, object: &Object) -> bool {
    let place = node.get("in").and_then(Node::as_str);
    object.name == PARAMETER.name && matches!(place, Some("body" | "formData"))
}

/// Looks at the keywords of one object.
fn look<'d>(
    node: Node<'d>,
    object: &'static Object,
    lost: &mut BTreeMap<Lost<'d>, Vec<Node<'d>>>,
    waiting: &mut Vec<(Node<'d>, &'static Object)>,
) {
    for (key, value) in node.entries().filter(|(key, _)| !is_extension(key)) {
        let known = object.keywords.iter().find(|(keyword, _)| *keyword == key);
        let fate = known.map(|(_, fate)| *fate).or(object.names.map(One));
        match fate {
            Some(Carried) => {}
            Some(One(object)) => waiting.push((value, object)),
            Some(List(object)) => waiting.extend(value.items().map(|item| (item, object))),
            Some(Map(object)) => {
                let named = value.entries().filter(|(key, _)| !is_extension(key));
                waiting.extend(named.map(|(_, value)| (value, object)));
            }
            Some(Ignored(_)) if says_nothing(key, value) => {}
            Some(Ignored(why)) => note(lost, object, key, value, Why::Ignored(why)),
            None => {
                let all = object.keywords.iter().map(|(keyword, _)| *keyword);
                note(
                    lost,
                    object,
                    key,
                    value,
                    Why::Unknown(suggest::closest(key, all)),
                );
            }
        }
    }
}

/// What stands beside a `$ref` has no effect, but for a summary and a description that the object may have itself.
fn beside_reference<'d>(
    node: Node<'d>,
    object: &'static Object,
    lost: &mut BTreeMap<Lost<'d>, Vec<Node<'d>>>,
) {
    let carried = |key| {
        let mut keywords = object.keywords.iter();
        docs::counts_beside_reference(node, key)
            && keywords.any(|(keyword, fate)| *keyword == key && matches!(fate, Carried))
    };
    let others = node
        .entries()
        .filter(|(key, _)| *key != "$ref" && !is_extension(key) && !carried(key));
    for (key, value) in others {
        note(lost, object, key, value, Why::BesideReference);
    }
}

fn note<'d>(
    lost: &mut BTreeMap<Lost<'d>, Vec<Node<'d>>>,
    object: &'static Object,
    keyword: &'d str,
    value: Node<'d>,
    why: Why,
) {
    let object = object.name;
    lost.entry(Lost {
        object,
        keyword,
        why,
    })
    .or_default()
    .push(value);
}

fn is_extension(key: &str) -> bool {
    key.starts_with("x-") || key.starts_with("X-")
}

/// Whether it says what holds without it.
fn says_nothing(key: &str, value: Node<'_>) -> bool {
    let is_usual = |dialect: &str| {
        dialect.contains("spec.openapis.org/oas/")
            || dialect.contains("json-schema.org/draft/2020-12")
    };
    match key {
        "jsonSchemaDialect" => value.as_str().is_some_and(is_usual),
        "allowEmptyValue" | "explode" => value.as_bool() == Some(false),
        "links" => value.entries().len() == 0,
        _ => value.as_str().is_some_and(|text| text.trim().is_empty()),
    }
}

fn report(lost: Lost<'_>, places: &[Node<'_>], diagnostics: &Diagnostics) {
    let Lost {
        object,
        keyword,
        why,
    } = lost;
    let (code, message, help) = match why {
        Why::Unknown(near) => (
            "unknown-keyword",
            format!("`{keyword}` means nothing in {object}"),
            near.map_or_else(
                || "it is ignored".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        ),
        Why::Ignored(why) => (
            "ignored-keyword",
            format!("`{keyword}` of {object} is ignored"),
            why.to_owned(),
        ),
        Why::BesideReference => (
            "ignored-keyword",
            format!("`{keyword}` beside the reference to {object} is ignored"),
            "what is referred to counts".to_owned(),
        ),
    };
    let Some((first, others)) = places.split_first() else {
        return;
    };
    let warning = Diagnostic::warning(code, message).at(first.at().key());
    diagnostics.push(warning.help(match others.len() {
        0 => help,
        1 => format!("{help} (and in one other place)"),
        count => format!("{help} (and in {count} other places)"),
    }));
}
