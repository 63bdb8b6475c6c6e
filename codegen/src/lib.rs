//! Turns an OpenAPI document into the files of a Rust crate.
//!
//! [`generate`] is the whole of it: a pure function from documents and configuration to a [`Tree`] of files.
//! It reads no disk, clock, environment or network; the caller gives it [`Files`] and writes the tree.

pub mod advice;
pub mod config;
pub mod diagnostic;
mod failure;
mod format;
pub mod impact;
pub mod input;
pub mod ir;
mod keyword;
pub mod package;
mod read;
pub mod suggest;
pub mod survey;
pub mod tree;
mod write;

use crate::advice::Advice;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::{Files, Sources};
use crate::ir::Api;
use crate::read::reading;
use crate::read::resolve::Documents;
use crate::survey::{Sample, Scope, Survey, Typed};
use crate::tree::Tree;

pub use write::{Bug, Dependency, Membership, Options};

/// What a crate is generated from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Where files are read from.
    pub files: &'a dyn Files,
    /// Path of the entry document in `files`.
    pub document: &'a str,
    /// Paths in `files` of OpenAPI Overlays, which correct the document, in the order in which they are applied.
    pub overlays: &'a [String],
    /// What `codegen.toml` says; its `schema`, `overlays`, `output` and `apis` are the caller's business.
    pub config: &'a Config,
    /// Name of the generated package.
    pub package: &'a str,
    /// What the caller decides about the generated crate.
    pub options: &'a Options,
    /// What happens if a part of the document cannot be generated.
    pub faults: Faults,
}

/// What happens if a part of the document cannot be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faults {
    /// Nothing is generated.
    Stop,
    /// The rest is generated.
    KeepGoing,
}

/// What came of it.
#[derive(Debug)]
pub struct Generation {
    /// What the API is; `None` if there is a fault and the rest was not asked for.
    pub api: Option<Api>,
    /// The files of the crate; present if and only if `api` is.
    pub tree: Option<Tree>,
    /// What is wrong, and where.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read, to show lines of them.
    pub sources: Sources,
}

/// Generates a crate.
#[must_use]
pub fn generate(input: &Input<'_>) -> Generation {
    let diagnostics = Diagnostics::new();
    let mut sources = Sources::new();
    let documents = load(input, &diagnostics, &mut sources);
    let api = documents
        .filter(|documents| read::is_openapi(documents, &diagnostics))
        .map(|documents| read::read(&documents, input.config, input.package, &diagnostics));
    if let Some(api) = &api {
        report_groups(api, input, &diagnostics);
    }
    let stop = diagnostics.has_errors() && input.faults == Faults::Stop;
    let api = api.filter(|_| !stop);
    let tree = api
        .as_ref()
        .and_then(|api| diagnostics.ok(write::files(api, input.options).map_err(bug)));
    Generation {
        api: api.filter(|_| tree.is_some()),
        tree,
        diagnostics: diagnostics.into_vec(),
        sources,
    }
}

/// Generates a crate, and finds the examples that tell whether its types mean what the schemas say. `None` if there
/// is nothing to generate.
#[must_use]
pub fn survey(input: &Input<'_>, scope: Scope) -> Option<Survey> {
    let diagnostics = Diagnostics::new();
    let mut sources = Sources::new();
    let documents = load(input, &diagnostics, &mut sources)?;
    let (api, found) = read::survey(&documents, input.config, input.package, scope, &diagnostics);
    let found = found?;
    let tree = diagnostics.ok(write::files(&api, input.options).map_err(bug))?;
    let (program, cases) = write::program(&api, input.options, &found.payloads);
    let mut excluded = found.excluded;
    let mut samples = Vec::new();
    for example in found.examples {
        match cases.get(example.payload).copied().flatten() {
            Some(case) => samples.push(Sample {
                source: example.source,
                definition: example.definition,
                case,
                value: example.value,
            }),
            None => excluded.untyped += 1,
        }
    }
    let types = found.types.into_iter().enumerate();
    let types = types.filter_map(|(position, (definition, source))| {
        Some(Typed {
            source,
            definition,
            case: cases.get(position).copied().flatten()?,
        })
    });
    Some(Survey {
        types: types.collect(),
        generation: Generation {
            api: Some(api),
            tree: Some(tree),
            diagnostics: diagnostics.into_vec(),
            sources,
        },
        samples,
        definitions: found.definitions,
        program,
        excluded,
    })
}

/// What the configuration could say of a document, and does not. `None` if the document cannot be read, which
/// [`generate`] tells more of.
#[must_use]
pub fn advice(input: &Input<'_>) -> Option<Advice> {
    let unheard = Diagnostics::new();
    let documents = load(input, &unheard, &mut Sources::new())?;
    read::is_openapi(&documents, &unheard)
        .then(|| read::advise(&documents, input.config, input.package))
}

/// Reads the documents, corrected by the overlays.
fn load(input: &Input<'_>, diagnostics: &Diagnostics, sources: &mut Sources) -> Option<Documents> {
    let Input {
        document,
        overlays,
        files,
        config,
        ..
    } = *input;
    reading::read(document, overlays, files, config, diagnostics, sources)
}

/// Reports groups that shall be on by default and that the crate does not have.
fn report_groups(api: &Api, input: &Input<'_>, diagnostics: &Diagnostics) {
    let Some(default) = &input.options.features.default else {
        return;
    };
    let groups = write::groups(api, input.options);
    for (position, name) in default.iter().enumerate() {
        if groups.contains(name) {
            continue;
        }
        let message = format!("the crate has no group `{name}`");
        let error = Diagnostic::error("matches-nothing", message)
            .at(input.config.at(&format!("/features/default/{position}")));
        diagnostics.push(
            match suggest::closest(name, groups.iter().map(String::as_str)) {
                Some(other) => error.help(format!("did you mean `{other}`?")),
                None if groups.is_empty() => error.help(
                    "it has no groups at all: `groups = \"always\"` makes one of each top-level resource",
                ),
                None => error.help(format!("it has `{}`", groups.join("`, `"))),
            },
        );
    }
}

/// A fault of the generator itself, told like one of the document.
fn bug(bug: Bug) -> Diagnostic {
    Diagnostic::error("generator-bug", bug.to_string())
        .help("please report it, with the document that causes it")
}
