//! What all paths start with.

use std::collections::BTreeSet;

use super::super::configured::Configured;
use super::super::template::{Part, Segment};
use crate::advice::Base;
use crate::config::{Naming, ResourceSettings};

/// How many of a hundred operations have to share it.
const SHARE: usize = 90;

/// How many resources there have to be below it: a start with fewer is a resource itself.
const RESOURCES: usize = 3;

/// The longest start of the paths of nearly all operations, where it names no resource.
pub(super) fn common(
    operations: &[Configured<'_, '_>],
    settings: &ResourceSettings,
) -> Option<Base> {
    if settings.base.is_some() || settings.naming != Naming::Path {
        return None;
    }
    let all: Vec<Vec<Option<String>>> = operations
        .iter()
        .map(|one| one.found.template.segments.iter())
        .map(|segments| segments.map(text).collect())
        .collect();
    let mut start: Vec<String> = Vec::new();
    let mut found = None;
    loop {
        let below = all.iter().filter(|path| has_start(path, &start));
        let next: Vec<Option<&String>> =
            below.map(|path| path.get(start.len())?.as_ref()).collect();
        if !start.is_empty() {
            let resources: BTreeSet<_> = next.iter().collect();
            if !next.contains(&None) && resources.len() >= RESOURCES {
                found = Some((start.clone(), next.len()));
            }
        }
        let is_shared = |segment: &&String| {
            let same = next.iter().filter(|other| **other == Some(segment));
            same.count() * 100 >= all.len() * SHARE
        };
        match next.iter().flatten().copied().find(is_shared) {
            Some(segment) => start.push(segment.clone()),
            None => break,
        }
    }
    let (start, count) = found?;
    Some(Base {
        path: format!("/{}", start.join("/")),
        operations: count,
        others: all.len() - count,
    })
}

/// A segment that is text, and nothing else.
fn text(segment: &Segment) -> Option<String> {
    match segment.0.as_slice() {
        [Part::Text(text)] => Some(text.clone()),
        _ => None,
    }
}

fn has_start(path: &[Option<String>], start: &[String]) -> bool {
    let mut segments = start.iter().zip(path);
    path.len() >= start.len() && segments.all(|(wanted, segment)| segment.as_ref() == Some(wanted))
}
