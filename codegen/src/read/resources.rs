//! The resource tree: which resource an operation belongs to, and what it is called there.
//!
//! `PATCH /user/invites/{invite_id}` is `edit` of the resource `user`, `invites`: the literal segments of the
//! path lead to the resource, the method says what is done.
//!
//! **Invariant:** resource and verb depend on the operation itself only. Where two operations of one
//! resource want the same verb, [`names`](super::names) decides by rank, and the other one takes its next candidate.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{self, Level, Named, Verb};
use super::template::{Segment, Template};
use crate::config::{Config, Naming, ResourceSettings};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Docs, Ident, OperationId, Resource, ResourceId};

/// What resource and verb are made from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Identity<'a> {
    /// Method in capitals.
    pub(super) method: &'a str,
    /// The path.
    pub(super) template: &'a Template,
    /// Whether the answer is a list.
    pub(super) lists: Lists,
    /// The first of `tags`.
    pub(super) tag: Option<&'a str>,
    /// `operationId`.
    pub(super) operation_id: Option<&'a str>,
}

/// Whether an answer is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lists {
    /// It is, or it is an object around one.
    Yes,
    /// It has lists in it, which may be what it is about.
    Perhaps,
    /// There is no list in it.
    No,
}

/// Where an operation is in the tree, in the words of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The way to its resource, from the root.
    pub(super) resource: Vec<String>,
    /// What it could be called there, the best first.
    pub(super) candidates: Vec<String>,
    /// How usual its path is for its verb: the lower, the more it has a right to the first candidate.
    pub(super) rank: u32,
    /// How many segments of its path come before those that lead to its resource.
    pub(super) base: usize,
}

impl Spot {
    /// Finds the place of an operation, whatever other operations there are.
    pub(super) fn of(identity: &Identity<'_>, settings: &ResourceSettings) -> Self {
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
    pub(super) fn taking(mut self, body: &str) -> Self {
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

/// An operation that gets its place in the tree.
#[derive(Clone, Debug)]
pub(super) struct Seedling<'a> {
    /// What it is called in the configuration.
    pub(super) name: String,
    /// Its path.
    pub(super) template: &'a Template,
    /// Where it shall be.
    pub(super) spot: Spot,
    /// The name that the configuration gives it, and where.
    pub(super) pinned: Option<(Ident, Location)>,
    /// Where it stands in the document.
    pub(super) at: Location,
}

/// Reports a base that is that of no path.
pub(super) fn report_base(seedlings: &[Seedling<'_>], config: &Config, diagnostics: &Diagnostics) {
    let Some(base) = &config.resources.base else {
        return;
    };
    if seedlings.iter().all(|seedling| seedling.spot.base == 0) {
        let message = format!("no operation is named by a path that starts with `{base}`");
        let error = Diagnostic::error("matches-nothing", message);
        diagnostics.push(
            error
                .at(config.at("/resources/base"))
                .help("remove the entry, or correct it"),
        );
    }
}

/// The tree with the place of each operation in it.
#[derive(Debug)]
pub(super) struct Grown {
    /// The resources: each comes after its parent, the root is the first.
    pub(super) resources: Vec<Resource>,
    /// For each operation its resource, and what it is called there.
    pub(super) operations: Vec<(ResourceId, Named)>,
}

/// Makes the tree.
pub(super) fn grow(seedlings: &[Seedling<'_>], diagnostics: &Diagnostics) -> Grown {
    let plots = survey(seedlings);
    let mut resources: Vec<Resource> = plots
        .iter()
        .map(|(words, plot)| resource(words, plot, &plots))
        .collect();
    for plot in plots.values() {
        name_children(plot, &plots, &mut resources);
    }
    let mut operations: BTreeMap<usize, (ResourceId, Named)> = BTreeMap::new();
    for plot in plots.values() {
        for (at, named) in name_verbs(plot, seedlings, &mut resources, diagnostics) {
            operations.insert(at, (plot.id, named));
        }
    }
    Grown {
        operations: operations.into_values().collect(),
        resources,
    }
}

/// What is known of a resource before anything has a name.
#[derive(Debug)]
struct Plot<'s> {
    id: ResourceId,
    /// The path that leads there; the first in the alphabet if there are several.
    path: Option<String>,
    /// The resources below it.
    children: BTreeSet<&'s [String]>,
    /// Its operations.
    operations: Vec<usize>,
}

/// All resources, in an order in which parents come first.
fn survey<'s>(seedlings: &'s [Seedling<'_>]) -> BTreeMap<&'s [String], Plot<'s>> {
    let empty = || Plot {
        id: ResourceId(0),
        path: None,
        children: BTreeSet::new(),
        operations: Vec::new(),
    };
    let mut plots: BTreeMap<&[String], Plot<'s>> = BTreeMap::new();
    plots.insert(&[], empty());
    for (at, seedling) in seedlings.iter().enumerate() {
        let own = seedling.spot.resource.as_slice();
        plots.entry(own).or_insert_with(empty).operations.push(at);
        let mut words = own;
        while let Some((_, above)) = words.split_last() {
            let plot = plots.entry(words).or_insert_with(empty);
            let path = path_to(words, seedling);
            if plot.path.as_ref().is_none_or(|known| path < *known) {
                plot.path = Some(path);
            }
            plots
                .entry(above)
                .or_insert_with(empty)
                .children
                .insert(words);
            words = above;
        }
    }
    for (plot, number) in plots.values_mut().zip(0..) {
        plot.id = ResourceId(number);
    }
    plots
}

fn resource(words: &[String], plot: &Plot<'_>, plots: &BTreeMap<&[String], Plot<'_>>) -> Resource {
    let above = words.split_last().map(|(_, above)| above);
    Resource {
        parent: above.and_then(|above| plots.get(above)).map(|plot| plot.id),
        name: names::pending(),
        module: names::pending(),
        docs: Docs::default(),
        path: plot.path.clone().unwrap_or_default(),
        operations: Vec::new(),
        children: Vec::new(),
    }
}

/// The path of an operation up to the segment that leads to a resource; nothing if other words than those of
/// the path lead there.
fn path_to(words: &[String], seedling: &Seedling<'_>) -> String {
    let segments = &seedling.template.segments;
    let literals = segments
        .iter()
        .enumerate()
        .skip(seedling.spot.base)
        .filter_map(|(at, segment)| Some((at, segment.literal()?)));
    let way: Vec<(usize, String)> = literals.take(words.len()).collect();
    if way.iter().map(|(_, literal)| literal).ne(words) {
        return String::new();
    }
    let end = way.last().map_or(0, |(at, _)| at + 1);
    segments
        .iter()
        .take(end)
        .map(|segment| format!("/{segment}"))
        .collect()
}

fn name_children(
    plot: &Plot<'_>,
    plots: &BTreeMap<&[String], Plot<'_>>,
    resources: &mut [Resource],
) {
    let children: Vec<(&str, ResourceId)> = plot
        .children
        .iter()
        .filter_map(|words| Some((words.last()?.as_str(), plots.get(words)?.id)))
        .collect();
    let texts: Vec<&str> = children.iter().map(|(text, _)| *text).collect();
    let level = if plot.id == ResourceId(0) {
        Level::Root
    } else {
        Level::Below
    };
    let mut below: Vec<(Ident, ResourceId)> = Vec::new();
    for ((_, child), named) in children.iter().zip(names::modules(&texts, level)) {
        if let Some(resource) = resources.get_mut(child.0 as usize) {
            resource.module = named.ident.clone();
            resource.docs.notes.extend(named.note);
        }
        below.push((named.ident, *child));
    }
    below.sort();
    if let Some(resource) = resources.get_mut(plot.id.0 as usize) {
        resource.children = below.into_iter().map(|(_, child)| child).collect();
    }
}

/// The names of the operations of a resource, by their positions.
fn name_verbs(
    plot: &Plot<'_>,
    seedlings: &[Seedling<'_>],
    resources: &mut [Resource],
    diagnostics: &Diagnostics,
) -> Vec<(usize, Named)> {
    let here: Vec<(usize, &Seedling<'_>)> = plot
        .operations
        .iter()
        .filter_map(|at| Some((*at, seedlings.get(*at)?)))
        .collect();
    let wishes: Vec<Verb> = here.iter().map(|(_, seedling)| seedling.wish()).collect();
    let children = resources
        .get(plot.id.0 as usize)
        .map(|resource| resource.children.clone())
        .unwrap_or_default();
    let mut taken: Vec<&str> = children
        .iter()
        .filter_map(|child| resources.get(child.0 as usize))
        .map(|resource| resource.module.as_str())
        .collect();
    if plot.id == ResourceId(0) {
        taken.extend(CLIENT);
    }
    report_clashes(&here, &wishes, &taken, diagnostics);
    let named = names::verbs(&wishes, &taken);
    let named: Vec<(usize, Named)> = here.iter().map(|(at, _)| *at).zip(named).collect();
    let mut verbs: Vec<(usize, &str, usize)> = named
        .iter()
        .map(|(at, named)| {
            (
                order_of_verb(named.ident.as_str()),
                named.ident.as_str(),
                *at,
            )
        })
        .collect();
    verbs.sort_unstable();
    let operations = verbs
        .into_iter()
        .filter_map(|(.., at)| u32::try_from(at).ok().map(OperationId));
    if let Some(resource) = resources.get_mut(plot.id.0 as usize) {
        resource.operations = operations.collect();
    }
    named
}

/// Reports names of the configuration that another operation of the resource has too, by the configuration or
/// because it would be called so otherwise.
fn report_clashes(
    here: &[(usize, &Seedling<'_>)],
    wishes: &[Verb],
    taken: &[&str],
    diagnostics: &Diagnostics,
) {
    let mut pinned: BTreeMap<&Ident, (&Seedling<'_>, &Location)> = BTreeMap::new();
    let all = || here.iter().map(|(_, seedling)| *seedling);
    for seedling in all() {
        let Some((name, at)) = &seedling.pinned else {
            continue;
        };
        match pinned.get(name) {
            Some((other, other_at)) => {
                diagnostics.push(
                    named_twice(name, at).related((*other_at).clone(), format!("`{}`", other.name)),
                );
            }
            None => drop(pinned.insert(name, (seedling, at))),
        }
    }
    if pinned.is_empty() {
        return;
    }
    let others: Vec<Verb> = wishes
        .iter()
        .filter(|verb| verb.pinned.is_none())
        .cloned()
        .collect();
    let unpinned = all().filter(|seedling| seedling.pinned.is_none());
    for (seedling, named) in unpinned.zip(names::verbs(&others, taken)) {
        if let Some((_, at)) = pinned.get(&named.ident) {
            let help = format!(
                "choose another name, or give one to the other: [operations.\"{}\"] verb = …",
                seedling.name
            );
            let error = named_twice(&named.ident, at)
                .related(seedling.at.clone(), format!("`{}`", seedling.name));
            diagnostics.push(error.help(help));
        }
    }
}

fn named_twice(name: &Ident, at: &Location) -> Diagnostic {
    Diagnostic::error(
        "name-clash",
        format!("another method of the resource is called `{name}`"),
    )
    .at(at.clone())
}

/// Methods that the client has anyway.
const CLIENT: [&str; 3] = ["builder", "from_env", "default"];

impl Seedling<'_> {
    /// What [`names`] decides on.
    fn wish(&self) -> Verb {
        Verb {
            identity: self.name.clone(),
            candidates: self.spot.candidates.clone(),
            rank: self.spot.rank,
            pinned: self.pinned.as_ref().map(|(name, _)| name.clone()),
        }
    }
}

/// Position of a verb among the operations of a resource: the usual ones first.
fn order_of_verb(verb: &str) -> usize {
    const USUAL: [&str; 6] = ["list", "get", "create", "update", "edit", "delete"];
    USUAL
        .iter()
        .position(|usual| *usual == verb)
        .unwrap_or(USUAL.len())
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
