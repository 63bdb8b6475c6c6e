//! The resource tree: which resource an operation belongs to, and what it is called there.
//!
//! `PATCH /user/invites/{invite_id}` is `edit` of the resource `user`, `invites`: the literal segments of the
//! path lead to the resource, the method says what is done.
//!
//! **Invariant:** resource and verb depend on the operation itself only, as long as no two operations of
//! one resource would be called the same. Where they would, both names follow from the two identities, never
//! from their order.

use std::collections::BTreeMap;

use super::template::Template;

/// What resource and verb are made from.
pub(super) struct Identity<'a> {
    /// Method in capitals.
    pub(super) method: &'a str,
    /// The path.
    pub(super) template: &'a Template,
    /// Whether the answer is a list.
    pub(super) lists: bool,
    /// The first of `tags`.
    pub(super) tag: Option<&'a str>,
    /// `operationId`.
    pub(super) operation_id: Option<&'a str>,
}

/// What the tree is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Structure {
    /// The literal segments of paths.
    Paths,
    /// Tags; operations are called by their operationIds.
    Tags,
    /// operationIds, at their dots and slashes.
    OperationIds,
}

/// Where an operation is in the tree, in the words of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The way to its resource, from the root; never empty.
    pub(super) resource: Vec<String>,
    /// What it is called there.
    pub(super) verb: Vec<String>,
}

/// The resource of operations that no segment, tag or operationId leads anywhere.
const ROOT: &str = "root";

/// Finds resource and verb of an operation, whatever other operations there are.
pub(super) fn spot(identity: &Identity<'_>, structure: Structure) -> Spot {
    match structure {
        Structure::Paths => by_path(identity),
        Structure::Tags => by_tag(identity),
        Structure::OperationIds => by_operation_id(identity),
    }
}

fn by_path(identity: &Identity<'_>) -> Spot {
    let resource = literals(identity.template);
    Spot {
        resource: or_root(resource),
        verb: verb(identity),
    }
}

fn by_tag(identity: &Identity<'_>) -> Spot {
    let by_path = || by_path(identity);
    let Some(tag) = identity.tag else {
        return by_path();
    };
    let verb = match identity.operation_id {
        Some(id) => vec![id.to_owned()],
        None => by_path()
            .resource
            .into_iter()
            .chain(verb(identity))
            .collect(),
    };
    Spot {
        resource: vec![tag.to_owned()],
        verb,
    }
}

fn by_operation_id(identity: &Identity<'_>) -> Spot {
    let Some(id) = identity.operation_id else {
        return by_path(identity);
    };
    let mut parts: Vec<String> = id
        .split(['.', '/', '#', ':'])
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    match parts.pop() {
        Some(verb) if !parts.is_empty() => Spot {
            resource: parts,
            verb: vec![verb],
        },
        Some(verb) => Spot {
            resource: or_root(identity.tag.map(str::to_owned).into_iter().collect()),
            verb: vec![verb],
        },
        None => by_path(identity),
    }
}

fn or_root(resource: Vec<String>) -> Vec<String> {
    if resource.is_empty() {
        vec![ROOT.to_owned()]
    } else {
        resource
    }
}

fn literals(template: &Template) -> Vec<String> {
    template
        .segments
        .iter()
        .filter_map(super::template::Segment::literal)
        .collect()
}

/// What the method does to the thing at the path.
fn verb(identity: &Identity<'_>) -> Vec<String> {
    if let Some(fragment) = &identity.template.fragment {
        return vec![fragment.clone()];
    }
    let verb = match identity.method {
        "GET" if identity.lists && !identity.template.ends_in_parameter() => "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "edit",
        other => &other.to_ascii_lowercase(),
    };
    let mut words = vec![verb.to_owned()];
    words.extend(
        identity
            .template
            .query
            .as_deref()
            .map(words_of_query)
            .unwrap_or_default(),
    );
    words
}

/// `beta=true&x=y` as words: names, and values that say more than that the name is there.
fn words_of_query(query: &str) -> Vec<String> {
    query
        .split('&')
        .flat_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = (!matches!(value, "" | "true" | "1")).then_some(value);
            [Some(name), value].into_iter().flatten().map(str::to_owned)
        })
        .collect()
}

/// Gives operations of one resource that would be called the same names of their own.
///
/// Where several are called the same, the one whose path has the form that is usual for its verb keeps the name:
/// `get`, `update`, `edit` and `delete` are for one thing of many (`/invites/{id}`), `list` and `create` for
/// all of them (`/invites`); after that the one with fewest parameters. The others are told by the parameters
/// that they need (`list_by_user_id`), `…_all` if they need none, and where even that is the same,
/// by the whole path.
pub(super) fn settle(identities: &[Identity<'_>], spots: &mut [Spot]) {
    for rule in [usual_form, whole_path] {
        for group in clashes(spots) {
            let members: Vec<(usize, &Identity<'_>)> = group
                .iter()
                .filter_map(|&at| Some((at, identities.get(at)?)))
                .collect();
            let names = rule(&members);
            for ((at, _), more) in members.iter().zip(names) {
                if let Some(spot) = spots.get_mut(*at) {
                    spot.verb.extend(more);
                }
            }
        }
    }
}

/// Positions of operations that have resource and verb in common.
fn clashes(spots: &[Spot]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, spot) in spots.iter().enumerate() {
        groups.entry(fold(spot)).or_default().push(at);
    }
    groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect()
}

/// What remains of a spot in Rust's names, where case and punctuation are gone.
fn fold(spot: &Spot) -> String {
    let letters = |words: &[String]| -> String {
        let text = words.concat();
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut path: Vec<String> = spot
        .resource
        .iter()
        .map(|word| letters(std::slice::from_ref(word)))
        .collect();
    path.push(letters(&spot.verb));
    path.join("/")
}

/// Words to add to the verbs: none for the one operation of usual form, else those of the parameters.
fn usual_form(members: &[(usize, &Identity<'_>)]) -> Vec<Vec<String>> {
    let forms: Vec<(bool, usize)> = members.iter().map(|(_, identity)| form(identity)).collect();
    let best = forms.iter().min().copied();
    let usual = forms.iter().filter(|form| Some(**form) == best).count() == 1;
    members
        .iter()
        .zip(&forms)
        .map(|((_, identity), form)| {
            if usual && Some(*form) == best {
                Vec::new()
            } else {
                by_parameters(identity)
            }
        })
        .collect()
}

/// Whether the path has an unusual form for the verb, and how many parameters it has.
fn form(identity: &Identity<'_>) -> (bool, usize) {
    let of_one = identity.template.ends_in_parameter();
    let for_one = !identity.lists && identity.method != "POST";
    (of_one != for_one, identity.template.parameters().count())
}

fn by_parameters(identity: &Identity<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for name in identity.template.parameters() {
        words.push(if words.is_empty() { "by" } else { "and" }.to_owned());
        words.push(name.to_owned());
    }
    if words.is_empty() {
        words.push("all".to_owned());
    }
    words
}

/// Words to add to the verbs: method and path, which no other operation has.
fn whole_path(members: &[(usize, &Identity<'_>)]) -> Vec<Vec<String>> {
    members
        .iter()
        .map(|(_, identity)| {
            let path = identity.template.shape().replace("{}", " parameter ");
            vec!["at".to_owned(), identity.method.to_ascii_lowercase(), path]
        })
        .collect()
}

/// Position of a verb among the operations of a resource: the usual ones first.
pub(super) fn order_of_verb(verb: &str) -> usize {
    const USUAL: [&str; 6] = ["list", "get", "create", "update", "edit", "delete"];
    USUAL
        .iter()
        .position(|usual| *usual == verb)
        .unwrap_or(USUAL.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(&'static str, &'static str, bool);

    fn spots(rows: &[Row], structure: Structure) -> Vec<String> {
        let templates: Vec<Template> = rows
            .iter()
            .map(|row| Template::parse(row.1).expect("a template"))
            .collect();
        let identities: Vec<Identity<'_>> = rows
            .iter()
            .zip(&templates)
            .map(|(row, template)| Identity {
                method: row.0,
                template,
                lists: row.2,
                tag: Some("The Tag"),
                operation_id: Some("group/do-it"),
            })
            .collect();
        let mut spots: Vec<Spot> = identities
            .iter()
            .map(|identity| spot(identity, structure))
            .collect();
        settle(&identities, &mut spots);
        spots
            .iter()
            .map(|spot| format!("{}: {}", spot.resource.join("."), spot.verb.join("_")))
            .collect()
    }

    #[test]
    fn resource_and_verb_follow_from_path_and_method() {
        let rows = [
            Row("GET", "/user/invites", true),
            Row("GET", "/user/invites/{invite_id}", false),
            Row("GET", "/user", false),
            Row("POST", "/user/invites", false),
            Row("PUT", "/user/invites/{invite_id}", false),
            Row("PATCH", "/user/invites/{invite_id}", false),
            Row("DELETE", "/user/invites/{invite_id}", false),
            Row("POST", "/user/invites/{invite_id}/cancel", false),
            Row("GET", "/", false),
            Row("HEAD", "/Accounts/{Sid}.json", false),
        ];
        assert_eq!(
            spots(&rows, Structure::Paths),
            [
                "user.invites: list",
                "user.invites: get",
                "user: get",
                "user.invites: create",
                "user.invites: update",
                "user.invites: edit",
                "user.invites: delete",
                "user.invites.cancel: create",
                "root: get",
                "Accounts: head",
            ]
        );
    }

    #[test]
    fn clashes_are_resolved_by_what_differs() {
        let rows = [
            Row("DELETE", "/a", false),
            Row("DELETE", "/a/{id}", false),
            Row("GET", "/b", true),
            Row("GET", "/b", false),
            Row("GET", "/c/{x}/d", true),
            Row("GET", "/c/d", true),
            Row("GET", "/e/{x}/f", true),
            Row("GET", "/e/{y}/f", true),
            Row("POST", "/g", false),
            Row("POST", "/g/{id}", false),
            Row("GET", "/h-i/{x}", false),
            Row("GET", "/h_i/{x}", false),
        ];
        assert_eq!(
            spots(&rows, Structure::Paths),
            [
                "a: delete_all",
                "a: delete",
                "b: list",
                "b: get",
                "c.d: list_by_x",
                "c.d: list",
                "e.f: list_by_x",
                "e.f: list_by_y",
                "g: create",
                "g: create_by_id",
                "h-i: get_by_x_at_get_/h-i/ parameter ",
                "h_i: get_by_x_at_get_/h_i/ parameter ",
            ]
        );
    }

    #[test]
    fn order_of_operations_changes_no_name() {
        let mut rows = vec![
            Row("DELETE", "/a", false),
            Row("DELETE", "/a/{id}", false),
            Row("DELETE", "/a/{id}/{x}", false),
        ];
        let mut forward = spots(&rows, Structure::Paths);
        rows.reverse();
        let mut backward = spots(&rows, Structure::Paths);
        forward.sort();
        backward.sort();
        assert_eq!(forward, backward);
    }

    #[test]
    fn queries_and_fragments_are_part_of_the_verb() {
        let rows = [
            Row("POST", "/messages", false),
            Row("POST", "/messages?beta=true", false),
            Row("POST", "/messages?beta=caching", false),
            Row("PUT", "/files/{id}#copy", false),
        ];
        assert_eq!(
            spots(&rows, Structure::Paths),
            [
                "messages: create",
                "messages: create_beta",
                "messages: create_beta_caching",
                "files: copy"
            ]
        );
    }

    #[test]
    fn tags_and_operation_ids_lead_on_demand() {
        let rows = [Row("GET", "/user/invites", true)];
        assert_eq!(spots(&rows, Structure::Tags), ["The Tag: group/do-it"]);
        assert_eq!(spots(&rows, Structure::OperationIds), ["group: do-it"]);
    }
}
