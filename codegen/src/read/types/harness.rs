//! For tests: lowers all component schemas of a document and shows what came of them.

use std::collections::BTreeMap;

use super::{Finished, Types};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::{Files, Sources};
use crate::ir::{self, Api, Counts, TypeId};
use crate::read::direction::{self, Way};
use crate::read::names::{self, Place};
use crate::read::node::Node;
use crate::read::recursion;
use crate::read::resolve::Documents;

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
        dump.split_once("\n\n").map_or(String::new(), |(_, types)| types.to_owned())
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
    let Some(documents) = Documents::load(entry, files, &diagnostics, &mut Sources::new()) else {
        return Outcome { api: empty(), finished: Counts::default(), diagnostics: diagnostics.into_vec(), others: Vec::new() };
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
        others.push(format!("{name}: {}{null} {:?}", lowered.ty, lowered.facts));
    }
    let Finished { types, drafts, untyped, schemas, schemas_inlined, schemas_unused } = types.finish();
    let mut api = Api { types, ..empty() };
    direction::mark(&mut api, &ways);
    recursion::bound(&mut api, &diagnostics);
    names::assign(&mut api, &drafts, &diagnostics);
    let finished = Counts { untyped, schemas, schemas_inlined, schemas_excluded: schemas_unused, ..Counts::default() };
    Outcome { api, finished, diagnostics: diagnostics.into_vec(), others }
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
        webhooks: Vec::new(),
        envelope: None,
        counts: Counts::default(),
    }
}
