//! The spot of an operation in the tree: which resource it belongs to, and what it could be called there.
//!
//! **Invariant:** it depends on the operation itself only.

use crate::config::{Naming, ResourceSettings};
use crate::read::lists::Lists;
use crate::read::template::{Segment, Template};

/// What resource and verb are made from.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Identity<'a> {
    /// Method in capitals.
    pub(in crate::read) method: &'a str,
    /// The path.
    pub(in crate::read) template: &'a Template,
    /// Whether the answer is a list.
    pub(in crate::read) lists: Lists,
    /// The first of `tags`.
    pub(in crate::read) tag: Option<&'a str>,
    /// `operationId`.
    pub(in crate::read) operation_id: Option<&'a str>,
}

/// Where an operation is in the tree, in the words of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Spot {
    /// The way to its resource, from the root.
    pub(in crate::read) resource: Vec<String>,
    /// What it could be called there, the best first.
    pub(in crate::read) candidates: Vec<String>,
    /// How usual its path is for its verb: the lower, the more it has a right to the first candidate.
    pub(in crate::read) rank: u32,
    /// How many segments of its path come before those that lead to its resource.
    pub(in crate::read) base: usize,
}

impl Spot {
    /// Finds the place of an operation, whatever other operations there are.
    pub(in crate::read) fn of(identity: &Identity<'_>, settings: &ResourceSettings) -> Self {
        match (settings.naming, identity.tag, identity.operation_id) {
            (Naming::Path, ..) | (_, None, None) => Self::by_path(identity, settings),
            (Naming::Tag, Some(tag), None) => Self {
                resource: vec![tag.to_owned()],
                base: 0,
                ..Self::by_path(identity, settings)
            },
            (Naming::Tag, tag, Some(id)) => Self::by_id(identity, tag.map(str::to_owned), id),
            (Naming::OperationId, _, Some(id)) => Self::by_id(identity, None, id),
            (Naming::OperationId, Some(_), None) => Self::by_path(identity, settings),
        }
    }

    /// The place of the same operation with another body.
    pub(in crate::read) fn taking(mut self, body: &str) -> Self {
        for candidate in &mut self.candidates {
            candidate.push_str(" as ");
            candidate.push_str(body);
        }
        self
    }

    fn by_path(identity: &Identity<'_>, settings: &ResourceSettings) -> Self {
        let verb = verb(identity);
        let base = base(identity.template, settings);
        let candidates = [
            second(identity, &verb),
            format!("{verb} {}", by_parameters(identity)),
            format!("{verb} at {}", whole_path(identity)),
        ];
        Self {
            resource: identity
                .template
                .segments
                .iter()
                .skip(base)
                .filter_map(Segment::literal)
                .collect(),
            candidates: std::iter::once(verb).chain(candidates).collect(),
            rank: rank(identity),
            base,
        }
    }

    fn by_id(identity: &Identity<'_>, resource: Option<String>, id: &str) -> Self {
        Self {
            resource: resource.into_iter().collect(),
            candidates: vec![id.to_owned(), format!("{id} at {}", whole_path(identity))],
            rank: 0,
            base: 0,
        }
    }
}

/// How many segments a path has of those that the configuration says are no resources: all of them, or none.
fn base(template: &Template, settings: &ResourceSettings) -> usize {
    let base = settings.base.as_deref().unwrap_or_default();
    let wanted: Vec<&str> = base.split('/').filter(|text| !text.is_empty()).collect();
    let own = template.segments.iter().map(Segment::to_string);
    if own.take(wanted.len()).eq(wanted.iter().copied()) {
        wanted.len()
    } else {
        0
    }
}

/// What the method does to the thing at the path.
fn verb(identity: &Identity<'_>) -> String {
    if let Some(fragment) = &identity.template.fragment {
        return fragment.clone();
    }
    let mut verb = match identity.method {
        "GET" if identity.lists == Lists::Yes && !identity.template.ends_in_parameter() => {
            "list".to_owned()
        }
        "POST" => "create".to_owned(),
        "PUT" => "update".to_owned(),
        "PATCH" => "edit".to_owned(),
        other => other.to_ascii_lowercase(),
    };
    let fixed = identity.template.query.iter();
    let bound = identity.template.bound.iter();
    for word in fixed
        .flat_map(|query| words_of_query(query))
        .chain(bound.map(|bound| bound.key.as_str()))
    {
        verb.push(' ');
        verb.push_str(word);
    }
    verb
}

/// `beta=true&x=y` as words: names, and values that say more than that the name is there.
fn words_of_query(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').flat_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = (!matches!(value, "" | "true" | "1")).then_some(value);
        [Some(name), value].into_iter().flatten()
    })
}

/// How usual the path is for the verb. After that, few parameters are usual.
fn rank(identity: &Identity<'_>) -> u32 {
    let parameters = u32::try_from(identity.template.parameters().count()).unwrap_or(u32::MAX);
    if is_usual(identity) {
        parameters
    } else {
        parameters.saturating_add(1000)
    }
}

/// `get`, `update`, `edit` and `delete` are for one thing of many (`/invites/{id}`), `list` and `create` for all
/// of them (`/invites`).
fn is_usual(identity: &Identity<'_>) -> bool {
    let for_one = match identity.method {
        "GET" => identity.lists != Lists::Yes,
        method => method != "POST",
    };
    identity.template.ends_in_parameter() == for_one
}

/// What an operation is called if another one has a better right to its verb: what the unusual form of
/// its path most likely means, or else the parameter that makes the difference.
fn second(identity: &Identity<'_>, verb: &str) -> String {
    let of_one = identity.template.ends_in_parameter();
    match (identity.method, identity.lists) {
        _ if is_usual(identity) => {}
        ("POST", _) => return "update".to_owned(),
        ("GET", Lists::Perhaps) if !of_one => return "list".to_owned(),
        ("PUT" | "PATCH" | "DELETE", _) if !of_one => return format!("{verb} all"),
        _ => {}
    }
    match identity.template.parameters().last() {
        Some(last) => format!("{verb} by {last}"),
        None => format!("{verb} all"),
    }
}

fn by_parameters(identity: &Identity<'_>) -> String {
    let names: Vec<&str> = identity.template.parameters().collect();
    if names.is_empty() {
        "all".to_owned()
    } else {
        format!("by {}", names.join(" and "))
    }
}

/// Words for method and path, which no other operation has.
fn whole_path(identity: &Identity<'_>) -> String {
    format!(
        "{} {}",
        identity.method.to_ascii_lowercase(),
        identity.template.shape().replace("{}", "parameter")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(method: &str, key: &str, lists: Lists, naming: Naming) -> Spot {
        let template = Template::parse(key).expect("a template");
        let tag = Some("The Tag");
        let operation_id = Some("group/do-it");
        Spot::of(
            &Identity {
                method,
                template: &template,
                lists,
                tag,
                operation_id,
            },
            &ResourceSettings { naming, base: None },
        )
    }

    #[test]
    fn resource_and_verb_follow_from_path_and_method() {
        for (method, key, lists, resource, verb) in [
            ("GET", "/user/invites", Lists::Yes, "user.invites", "list"),
            (
                "GET",
                "/user/invites/{invite_id}",
                Lists::No,
                "user.invites",
                "get",
            ),
            (
                "GET",
                "/user/invites/{invite_id}",
                Lists::Yes,
                "user.invites",
                "get",
            ),
            ("GET", "/user", Lists::No, "user", "get"),
            ("POST", "/user/invites", Lists::No, "user.invites", "create"),
            (
                "PUT",
                "/user/invites/{invite_id}",
                Lists::No,
                "user.invites",
                "update",
            ),
            (
                "PATCH",
                "/user/invites/{invite_id}",
                Lists::No,
                "user.invites",
                "edit",
            ),
            (
                "DELETE",
                "/user/invites/{invite_id}",
                Lists::No,
                "user.invites",
                "delete",
            ),
            (
                "POST",
                "/user/invites/{invite_id}/cancel",
                Lists::No,
                "user.invites.cancel",
                "create",
            ),
            ("GET", "/", Lists::No, "", "get"),
            (
                "HEAD",
                "/Accounts/{Sid}.json",
                Lists::No,
                "Accounts",
                "head",
            ),
            (
                "POST",
                "/messages?beta=true",
                Lists::No,
                "messages",
                "create beta",
            ),
            (
                "POST",
                "/messages?beta=caching",
                Lists::No,
                "messages",
                "create beta caching",
            ),
            ("PUT", "/files/{id}#copy", Lists::No, "files", "copy"),
        ] {
            let spot = spot(method, key, lists, Naming::Path);
            assert_eq!(spot.resource.join("."), resource, "{method} {key}");
            assert_eq!(
                spot.candidates.first().map(String::as_str),
                Some(verb),
                "{method} {key}"
            );
        }
    }

    #[test]
    fn a_base_is_no_resource_where_the_path_has_all_of_it() {
        for (key, base, resource) in [
            ("/api/v1/invites/{id}", "/api/v1", "invites"),
            ("/api/v1/invites/{id}", "api/v1/", "invites"),
            ("/{tenant}/v1/invites", "/{tenant}/v1", "invites"),
            ("/api/v1", "/api/v1", ""),
            ("/api/v10/invites", "/api/v1", "api.v10.invites"),
            ("/api", "/api/v1", "api"),
            ("/api/v1/invites", "", "api.v1.invites"),
        ] {
            let template = Template::parse(key).expect("a template");
            let identity = Identity {
                method: "GET",
                template: &template,
                lists: Lists::No,
                tag: None,
                operation_id: None,
            };
            let settings = ResourceSettings {
                naming: Naming::Path,
                base: Some(base.to_owned()),
            };
            let spot = Spot::of(&identity, &settings);
            assert_eq!(spot.resource.join("."), resource, "{key} {base}");
        }
    }

    #[test]
    fn the_usual_path_has_the_better_right_to_a_verb() {
        let rank = |method, key, lists| spot(method, key, lists, Naming::Path).rank;
        assert!(rank("DELETE", "/a/{id}", Lists::No) < rank("DELETE", "/a", Lists::No));
        assert!(rank("PATCH", "/a/{id}", Lists::No) < rank("PATCH", "/a", Lists::Yes));
        assert!(rank("POST", "/a", Lists::No) < rank("POST", "/a/{id}", Lists::No));
        assert!(rank("GET", "/c/d", Lists::Yes) < rank("GET", "/c/{x}/d", Lists::Yes));
    }

    #[test]
    fn further_candidates_tell_what_differs() {
        let candidates = |method, key, lists| spot(method, key, lists, Naming::Path).candidates;
        assert_eq!(
            candidates("DELETE", "/a", Lists::No),
            ["delete", "delete all", "delete all", "delete at delete /a"]
        );
        assert_eq!(
            candidates("POST", "/a/{x}/b/{y}", Lists::No),
            [
                "create",
                "update",
                "create by x and y",
                "create at post /a/parameter/b/parameter"
            ]
        );
        let second = |method, key, lists| candidates(method, key, lists).into_iter().nth(1);
        assert_eq!(second("GET", "/a", Lists::Perhaps).as_deref(), Some("list"));
        assert_eq!(
            second("GET", "/a/{x}/b", Lists::No).as_deref(),
            Some("get by x")
        );
        assert_eq!(
            second("GET", "/a/{x}/b", Lists::Yes).as_deref(),
            Some("list by x")
        );
    }

    #[test]
    fn tags_and_operation_ids_lead_on_demand() {
        let by_tag = spot("GET", "/user/invites", Lists::Yes, Naming::Tag);
        assert_eq!(by_tag.resource, ["The Tag"]);
        assert_eq!(
            by_tag.candidates,
            ["group/do-it", "group/do-it at get /user/invites"]
        );
        let by_id = spot("GET", "/user/invites", Lists::Yes, Naming::OperationId);
        assert!(by_id.resource.is_empty());
        assert_eq!(by_id.candidates, by_tag.candidates);
    }
}
