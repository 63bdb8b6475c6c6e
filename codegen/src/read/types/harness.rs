//! For tests: lowers all component schemas of a document and shows what came of them.

use std::collections::{BTreeMap, HashMap};

use super::{Finished, Types};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::{Files, Sources};
use crate::ir::{self, Api, Counts, TypeId};
use crate::read::corpus_test;
use crate::read::direction::{self, Way};
use crate::read::names::{self, Place};
use crate::read::node::Node;
use crate::read::reading;
use crate::read::recursion;

/// What came of a document.
pub(crate) struct Outcome {
    pub(crate) api: Api,
    pub(crate) finished: Counts,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Where other types than named ones came of, as text.
    pub(crate) others: Vec<String>,
}

impl Outcome {
    /// The types, as `ir::dump` shows them.
    pub(crate) fn types(&self) -> String {
        let dump = ir::dump(&self.api);
        dump.split_once("\n\n")
            .map_or(String::new(), |(_, types)| types.to_owned())
    }

    /// Types, what came of schemas that have no type of their own, and diagnostics.
    pub(crate) fn summary(&self) -> String {
        let mut lines = self.types();
        if !lines.is_empty() {
            lines.push('\n');
        }
        for line in self.others.iter().chain(&self.problems()) {
            lines.push_str(line);
            lines.push('\n');
        }
        lines
    }

    /// Codes, messages and places of the diagnostics.
    pub(crate) fn problems(&self) -> Vec<String> {
        let shown = self.diagnostics.iter().map(|one| {
            let at = one.at.as_ref().map_or("", |at| at.pointer.as_str());
            format!("{}: {} at {at}", one.code, one.message)
        });
        shown.collect()
    }
}

/// Lowers the component schemas of one file. All are received, and sent as well if `x-sent` says so.
pub(crate) fn lower(yaml: &str) -> Outcome {
    let files = BTreeMap::from([("api.yaml".to_owned(), yaml.as_bytes().to_vec())]);
    lower_files("api.yaml", &files)
}

/// Lowers the component schemas of an entry document.
pub(crate) fn lower_files(entry: &str, files: &dyn Files) -> Outcome {
    let diagnostics = Diagnostics::new();
    let Some(documents) = reading::read(
        entry,
        &[],
        files,
        &Config::default(),
        &diagnostics,
        &mut Sources::new(),
    ) else {
        return Outcome {
            api: empty(),
            finished: Counts::default(),
            diagnostics: diagnostics.into_vec(),
            others: Vec::new(),
        };
    };
    let mut types = Types::new(&documents, &diagnostics);
    let mut others = Vec::new();
    let components = documents.root().descend(["components", "schemas"]);
    let mut ways: Vec<(TypeId, Way)> = Vec::new();
    for (name, schema) in components.into_iter().flat_map(Node::entries) {
        let lowered = types.value(schema, Place::Operation("test"));
        let mut ids = Vec::new();
        direction::named(&lowered.ty, &mut ids);
        ways.extend(ids.iter().map(|id| (*id, Way::Received)));
        if schema.get("x-sent").is_some() {
            ways.extend(ids.iter().map(|id| (*id, Way::Sent)));
        }
        let null = if lowered.nullable { " | null" } else { "" };
        if ids.is_empty() {
            others.push(format!("{name}: {}{null} {:?}", lowered.ty, lowered.facts));
        }
    }
    for (path, item) in documents
        .root()
        .get("paths")
        .into_iter()
        .flat_map(Node::entries)
    {
        let item = item.target().unwrap_or(item);
        for (method, operation) in item.entries() {
            let operation = operation.target().unwrap_or(operation);
            lower_below(
                &mut types,
                operation,
                &Place::Operation(&format!("{method} {path}")),
                &mut ways,
                0,
            );
        }
    }
    let Finished {
        types,
        drafts,
        untyped,
        schemas,
        schemas_inlined,
        schemas_unused,
        ..
    } = types.finish();
    let mut api = Api { types, ..empty() };
    direction::mark(&mut api, &ways);
    recursion::bound(&mut api, "", &diagnostics);
    names::assign(&mut api, &drafts, &HashMap::new(), &diagnostics);
    let finished = Counts {
        untyped,
        schemas,
        schemas_inlined,
        schemas_excluded: schemas_unused,
        ..Counts::default()
    };
    Outcome {
        api,
        finished,
        diagnostics: diagnostics.into_vec(),
        others,
    }
}

/// Lowers every schema in an operation.
fn lower_below<'d>(
    types: &mut Types<'d>,
    node: Node<'d>,
    place: &Place<'_>,
    ways: &mut Vec<(TypeId, Way)>,
    depth: u32,
) {
    let followed = if node.reference().is_some() {
        node.target().unwrap_or(node)
    } else {
        node
    };
    for (key, value) in followed.entries() {
        match key {
            "schema" | "itemSchema" => {
                let lowered = types.value(value, *place);
                let mut ids = Vec::new();
                direction::named(&lowered.ty, &mut ids);
                ways.extend(ids.iter().map(|id| (*id, Way::Received)));
            }
            "example" | "examples" | "callbacks" | "links" => {}
            other if depth > 8 || other.starts_with("x-") => {}
            _ => lower_below(types, value, &place.word(key), ways, depth + 1),
        }
    }
    for item in followed.items() {
        let name = item
            .target()
            .ok()
            .and_then(|item| item.get("name"))
            .and_then(Node::as_str)
            .unwrap_or("item");
        lower_below(types, item, &place.member(name), ways, depth + 1);
    }
}

/// Lowers the documents of the corpus that have at most `most` bytes; nothing without the corpus.
pub(crate) fn lower_corpus(most: u64) -> impl Iterator<Item = (String, Outcome)> {
    let documents = corpus_test::documents().into_iter();
    documents.filter_map(move |(root, entry)| {
        let size = std::fs::metadata(root.join(&entry)).map_or(0, |file| file.len());
        (size <= most).then(|| {
            let outcome = lower_files(&entry, &corpus_test::Folder(root));
            (entry, outcome)
        })
    })
}

fn empty() -> Api {
    Api {
        title: String::new(),
        version: String::new(),
        description: None,
        document: String::new(),
        package: String::new(),
        servers: Vec::new(),
        base_url_env: None,
        request_id_headers: Vec::new(),
        schemes: Vec::new(),
        resources: Vec::new(),
        operations: Vec::new(),
        types: Vec::new(),
        headers: Vec::new(),
        webhooks: Vec::new(),
        envelope: None,
        counts: Counts::default(),
    }
}
