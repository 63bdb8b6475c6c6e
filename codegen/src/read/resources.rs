//! The resource tree: which resource an operation belongs to, and what it is called there.
//!
//! `PATCH /user/invites/{invite_id}` is `edit` of the resource `user`, `invites`: the literal segments of the
//! path lead to the resource, the method says what is done. Where two operations of one resource want the same verb,
//! [`names`](super::names) decides by rank, and the other one takes its next candidate.

mod spot;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::spot::{Identity, Spot};
use super::names::{self, Level, Named, Verb};
use super::template::Template;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Docs, Ident, OperationId, Resource, ResourceId};

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
