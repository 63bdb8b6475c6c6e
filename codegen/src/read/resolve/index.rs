//! What a file is known by, and which files it refers to.

use super::Documents;
use crate::read::load::Loaded;
use crate::read::node::Node;
use crate::read::tree::{Data, NodeId, Step, Tree};

impl Documents {
    /// Makes anchors and identifiers known.
    pub(in crate::read) fn index(&mut self, path: &str, loaded: &Loaded) {
        let tree = &self.tree;
        let mut identifiers = Vec::new();
        let mut anchors = Vec::new();
        for id in &loaded.anchors {
            let entry = tree.entry(*id);
            let (Step::Key(key), Data::Text(name), Some(value)) =
                (entry.step, &entry.data, entry.parent)
            else {
                continue;
            };
            if is_data(tree, value) {
                continue;
            }
            match (tree.key(key), name.strip_prefix('#')) {
                ("$self", _) if value != loaded.root => {}
                // Before there was `$anchor`.
                ("$id", Some(name)) => anchors.push((value, name)),
                ("$id" | "$self", _) => identifiers.push((tree.depth(value), value, name)),
                _ => anchors.push((value, name)),
            }
        }
        identifiers.sort_by_key(|(depth, ..)| *depth);
        for (_, value, name) in identifiers {
            let first = self.bases.insert(tree, path, value, name);
            self.repeated.extend(first.map(|first| (first, value)));
        }
        for (value, name) in anchors {
            let scope = self.bases.scope(tree, value);
            for start in [scope, Some(loaded.root)].into_iter().flatten() {
                self.anchors
                    .entry((start, name.to_owned()))
                    .or_insert(value);
            }
        }
    }

    /// Values with one identifier: the first, and each of the others.
    pub(in crate::read) fn repeated_identifiers(
        &self,
    ) -> impl Iterator<Item = (Node<'_>, Node<'_>)> {
        let pairs = self.repeated.iter();
        pairs.map(|(first, other)| (self.node(*first), self.node(*other)))
    }

    /// Paths of the files that a file refers to.
    pub(in crate::read) fn referred(&self, path: &str, loaded: &Loaded) -> Vec<String> {
        let texts = loaded
            .references
            .iter()
            .filter_map(|id| Node::new(self, *id).as_str());
        let outside = texts.filter(|text| !text.starts_with('#'));
        let uris = outside.map(|text| text.split('#').next().unwrap_or_default());
        let mut paths: Vec<String> = uris
            .filter_map(|uri| self.path_of(uri, loaded.root, path).ok())
            .collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}

/// Whether a value stands in an example, a default or a list of values: what looks like a schema there is none.
fn is_data(tree: &Tree, value: NodeId) -> bool {
    /// What holds values.
    const DATA: [&str; 7] = [
        "const",
        "dataValue",
        "default",
        "enum",
        "example",
        "examples",
        "value",
    ];
    /// What holds members with names of their own.
    const MAPS: [&str; 16] = [
        "$defs",
        "callbacks",
        "content",
        "definitions",
        "dependencies",
        "dependentSchemas",
        "headers",
        "mediaTypes",
        "parameters",
        "pathItems",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "webhooks",
    ];
    let around = std::iter::successors(Some(value), |id| tree.entry(*id).parent);
    let keys = around.filter_map(|id| match tree.entry(id).step {
        Step::Key(key) => Some(tree.key(key)),
        Step::Root(_) | Step::Index(_) => None,
    });
    let mut is_name = false;
    for key in keys.collect::<Vec<_>>().into_iter().rev() {
        if !is_name && DATA.contains(&key) {
            return true;
        }
        is_name = !is_name && MAPS.contains(&key);
    }
    false
}
