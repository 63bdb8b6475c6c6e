//! Reading the files of a description: the entry document first, then what references lead to.

use std::collections::HashMap;

use super::{Bases, Documents, Failure, File, Role, unreadable};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::{Files, Sources};
use crate::read::load::{self, Loaded};
use crate::read::node::Node;
use crate::read::overlay::Overlay;
use crate::read::tree::{Data, Full, NodeId, Step, Tree};
use crate::read::upgrade;

/// What files are read with.
struct Reader<'r> {
    files: &'r dyn Files,
    diagnostics: &'r Diagnostics,
    sources: &'r mut Sources,
    overlays: Vec<Overlay>,
}

impl Documents {
    /// Reads the entry document and every file that can be reached from it by references, each corrected by the
    /// overlays for it. What cannot be read is reported here if it is malformed, and where a reference is resolved if it
    /// is not there.
    ///
    /// The text of every file is kept in `sources`. Returns `None` if the entry document itself cannot be read.
    pub(crate) fn load(
        entry: &str,
        overlays: &[String],
        files: &dyn Files,
        diagnostics: &Diagnostics,
        sources: &mut Sources,
    ) -> Option<Self> {
        let mut documents = Self {
            tree: Tree::default(),
            entry: NodeId::default(),
            files: Vec::new(),
            positions: HashMap::new(),
            anchors: HashMap::new(),
            bases: Bases::default(),
            originals: HashMap::new(),
            written: HashMap::new(),
        };
        let mut reader = Reader {
            files,
            diagnostics,
            sources,
            overlays: Vec::new(),
        };
        let loaded = documents.read(entry, Role::Part, &mut reader).ok()?;
        for path in overlays {
            documents.read_overlay(path, entry, &mut reader);
        }
        let mut waiting = documents.settle(entry, loaded, &mut reader);
        while let Some(path) = waiting.pop() {
            if !documents.positions.contains_key(&path)
                && let Ok(loaded) = documents.read(&path, Role::Part, &mut reader)
            {
                waiting.extend(documents.settle(&path, loaded, &mut reader));
            }
        }
        match &documents.files.first()?.content {
            Ok(root) => documents.entry = *root,
            Err(Failure::Malformed) => return None,
            Err(Failure::Unreadable(error)) => {
                diagnostics.push(unreadable(entry, error));
                return None;
            }
        }
        for overlay in &reader.overlays {
            overlay.report_unused(diagnostics);
        }
        upgrade::upgrade(&mut documents, diagnostics);
        Some(documents)
    }

    /// Reads a file, and reports it if it is malformed.
    fn read(
        &mut self,
        path: &str,
        role: Role,
        reader: &mut Reader<'_>,
    ) -> Result<Option<Loaded>, Full> {
        let number = u32::try_from(self.files.len()).map_err(|_| Full)?;
        if role == Role::Part {
            self.positions.insert(path.to_owned(), number);
        }
        let loaded = match reader.files.read(path) {
            Ok(bytes) => {
                let loaded = load::load(&mut self.tree, number, path, &bytes);
                reader.sources.insert(path, bytes);
                loaded.map_err(|error| {
                    reader.diagnostics.push(error);
                    Failure::Malformed
                })
            }
            Err(error) => Err(Failure::Unreadable(error)),
        };
        self.files.push(File {
            path: path.to_owned(),
            role,
            content: loaded
                .as_ref()
                .map(|loaded| loaded.root)
                .map_err(Clone::clone),
        });
        Ok(loaded.ok())
    }

    /// Reads an overlay, and reports it if it cannot be read.
    fn read_overlay(&mut self, path: &str, entry: &str, reader: &mut Reader<'_>) {
        let Ok(loaded) = self.read(path, Role::Overlay, reader) else {
            return;
        };
        if let Some(File {
            content: Err(Failure::Unreadable(error)),
            ..
        }) = self.files.last()
        {
            reader.diagnostics.push(unreadable(path, error));
        }
        let Some(loaded) = loaded else {
            return;
        };
        self.report_repeated(&loaded, reader.diagnostics);
        let overlay = Overlay::read(self.node(loaded.root), entry, reader.diagnostics);
        reader.overlays.extend(overlay);
    }

    /// Corrects a file that was read, makes it known, and tells the paths of the files that it refers to.
    fn settle(
        &mut self,
        path: &str,
        loaded: Option<Loaded>,
        reader: &mut Reader<'_>,
    ) -> Vec<String> {
        let Some(mut loaded) = loaded else {
            return Vec::new();
        };
        let diagnostics = reader.diagnostics;
        let mut corrected = false;
        for overlay in &mut reader.overlays {
            corrected |= overlay.apply(self, path, loaded.root, diagnostics);
        }
        if corrected {
            loaded.note_again(&self.tree);
        }
        let repeated = self.index(path, &loaded);
        self.report_identifiers(&repeated, diagnostics);
        self.report_repeated(&loaded, diagnostics);
        self.referred(path, &loaded)
    }

    /// Makes anchors and identifiers known. Tells which values have the identifier of another one, which is the first
    /// of each two.
    fn index(&mut self, path: &str, loaded: &Loaded) -> Vec<(NodeId, NodeId)> {
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
        let mut repeated = Vec::new();
        for (_, value, name) in identifiers {
            let first = self.bases.insert(tree, path, value, name);
            repeated.extend(first.map(|first| (first, value)));
        }
        for (value, name) in anchors {
            let scope = self.bases.scope(tree, value);
            for start in [scope, Some(loaded.root)].into_iter().flatten() {
                self.anchors
                    .entry((start, name.to_owned()))
                    .or_insert(value);
            }
        }
        repeated
    }

    /// Reports identifiers of several schemas that are not the same.
    fn report_identifiers(&self, repeated: &[(NodeId, NodeId)], diagnostics: &Diagnostics) {
        for (first, second) in repeated {
            let (first, second) = (self.node(*first), self.node(*second));
            let (Some(name), false) = (second.get("$id"), first.to_json() == second.to_json())
            else {
                continue;
            };
            let text = name.as_str().unwrap_or_default();
            let message = format!("there is another schema with the `$id` `{text}`");
            let place = first.get("$id").unwrap_or(first).at();
            diagnostics.push(
                name.warning("duplicate-id", message)
                    .related(place, "the first one, which counts")
                    .help("references by it lead to the first one: give one of them another `$id`"),
            );
        }
    }

    fn report_repeated(&self, loaded: &Loaded, diagnostics: &Diagnostics) {
        for (object, key) in &loaded.repeated {
            let key = self.tree.key(*key);
            let at = Node::new(self, *object).at().member(key);
            let error =
                Diagnostic::error("duplicate-key", format!("the key `{key}` is there twice"))
                    .at(at.clone().repeated_key())
                    .related(at.key(), "the first one")
                    .help("remove one of the two, or give it another name");
            diagnostics.push(error);
        }
    }

    /// Paths of the files that a file refers to.
    fn referred(&self, path: &str, loaded: &Loaded) -> Vec<String> {
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
