//! What the tests of this crate share: cases on disk, and what is generated from them.

pub(crate) mod compile;
pub(crate) mod shuffle;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::advice::Advice;
use codegen::config::Config;
use codegen::diagnostic::{Colour, Diagnostic, Diagnostics, Severity, render};
use codegen::input::Sources;
use codegen::ir::Api;
use codegen::survey::Scope;
use codegen::tree::Tree;
use codegen::{Dependency, Faults, Input, Membership, Options, advice, generate, survey};
use serde_json::Value;

/// A document with its configuration, as files in memory.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Name of its folder.
    pub(crate) name: String,
    /// All files of the folder that are no expectation, by path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Path of the entry document.
    pub(crate) document: String,
}

/// What came of a case.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) api: Option<Api>,
    pub(crate) tree: Option<Tree>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The diagnostics as people read them.
    pub(crate) said: String,
}

/// The folder of this crate.
pub(crate) fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All cases in `tests/cases`, by name.
pub(crate) fn cases() -> Vec<Case> {
    let folder = crate_folder().join("tests/cases");
    let entries = fs::read_dir(&folder).expect("the folder of the cases can be read");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "there are no cases");
    folders.iter().map(|folder| Case::read(folder)).collect()
}

impl Case {
    /// Reads a folder: `input.yaml` or `input.json`, `codegen.toml` if there is one, and files that the
    /// document refers to.
    pub(crate) fn read(folder: &Path) -> Self {
        let name = folder
            .file_name()
            .expect("a folder has a name")
            .to_string_lossy()
            .into_owned();
        let files = read_folder(folder, |path| {
            path != "ir.txt" && path != "diagnostics.txt" && !path.starts_with("expected/")
        });
        let document = ["input.yaml", "input.json"]
            .into_iter()
            .find(|path| files.contains_key(*path));
        let document = document
            .unwrap_or_else(|| panic!("{name} has neither input.yaml nor input.json"))
            .to_owned();
        Self {
            name,
            files,
            document,
        }
    }

    /// A document on its own.
    pub(crate) fn of(name: &str, document: &str, text: &str, config: Option<&str>) -> Self {
        let mut files = BTreeMap::from([(document.to_owned(), text.as_bytes().to_vec())]);
        files.extend(config.map(|config| (CONFIG.to_owned(), config.as_bytes().to_vec())));
        Self {
            name: name.to_owned(),
            files,
            document: document.to_owned(),
        }
    }

    /// The document of this workspace with its configuration.
    pub(crate) fn of_workspace() -> Self {
        let root = crate_folder().join("..");
        let read = |path: &str| {
            fs::read(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
        };
        let files = [SCHEMA, CONFIG].map(|path| (path.to_owned(), read(path)));
        Self {
            name: "invites".to_owned(),
            files: files.into(),
            document: SCHEMA.to_owned(),
        }
    }

    /// Whether there are overlays, so that the document is not what it is generated from.
    pub(crate) fn is_corrected(&self) -> bool {
        self.files.keys().any(|path| path.contains(".overlay."))
    }

    /// The same with another document.
    pub(crate) fn edited(&self, edit: impl FnOnce(&mut Value)) -> Self {
        let mut edited = self.clone();
        let content = edited
            .files
            .get_mut(&self.document)
            .expect("the document is there");
        let mut document = parse(&self.document, content);
        edit(&mut document);
        *content = serde_json::to_vec_pretty(&document).expect("JSON is written");
        edited
    }

    /// The crate, which has to be generated.
    pub(crate) fn tree(&self) -> Tree {
        let outcome = self.generate("../runtime");
        let (_, tree) = outcome.expect(&self.name);
        tree.clone()
    }

    /// Name of the package.
    pub(crate) fn package(&self) -> String {
        format!("case_{}", self.name)
    }

    /// The files that are documents or parts of them, with their paths.
    pub(crate) fn documents_mut(&mut self) -> impl Iterator<Item = (&String, &mut Vec<u8>)> {
        self.files.iter_mut().filter(|(path, _)| *path != CONFIG)
    }

    /// Generates the crate. `runtime` is how it refers to `runtime`.
    pub(crate) fn generate(&self, runtime: &str) -> Outcome {
        self.generate_with(runtime, Faults::Stop)
    }

    /// Generates what has no fault.
    pub(crate) fn keep_going(&self) -> Outcome {
        self.generate_with("../runtime", Faults::KeepGoing)
    }

    fn generate_with(&self, runtime: &str, faults: Faults) -> Outcome {
        let mut sources = Sources::new();
        let mut all = Vec::new();
        let generation = self.with_input(runtime, &mut sources, &mut all, |input| {
            generate(&Input { faults, ..input })
        });
        sources.extend(generation.sources);
        all.extend(generation.diagnostics);
        let said = render(&all, &sources, Colour::Never);
        Outcome {
            api: generation.api,
            tree: generation.tree,
            diagnostics: all,
            said,
        }
    }

    /// The program that reads JSON as the types of the crate, which it calls by the name of the package. `None` if
    /// the document has no examples.
    pub(crate) fn program(&self, runtime: &str) -> Option<String> {
        let survey =
            |input: Input<'_>| survey(&input, Scope::Examples).expect("a crate is generated");
        let survey = self.with_input(runtime, &mut Sources::new(), &mut Vec::new(), survey);
        let name = format!("{} ::", self.package());
        (!survey.samples.is_empty()).then(|| survey.program.replace("sample ::", &name))
    }

    /// What the configuration could say.
    pub(crate) fn advice(&self) -> Advice {
        let advice = |input: Input<'_>| advice(&input).expect("the document can be read");
        self.with_input("../runtime", &mut Sources::new(), &mut Vec::new(), advice)
    }

    fn with_input<T>(
        &self,
        runtime: &str,
        sources: &mut Sources,
        said: &mut Vec<Diagnostic>,
        then: impl FnOnce(Input<'_>) -> T,
    ) -> T {
        let diagnostics = Diagnostics::new();
        let config = match self.files.get(CONFIG) {
            Some(text) => {
                sources.insert(CONFIG, text.clone());
                let text = std::str::from_utf8(text).expect("the configuration is UTF-8");
                Config::parse(CONFIG, text, &diagnostics)
            }
            None => Config::default(),
        };
        said.extend(diagnostics.into_vec());
        let options = Options {
            runtime: Dependency::Path(runtime.to_owned()),
            membership: Membership::Member,
            features: config.features.clone(),
            dev_dependencies: config.dev_dependencies.clone(),
        };
        then(Input {
            files: &self.files,
            document: &self.document,
            overlays: &config.overlays,
            config: &config,
            package: &self.package(),
            options: &options,
            faults: Faults::Stop,
        })
    }
}

/// Path of the document of this workspace.
const SCHEMA: &str = "schema/invites.yaml";

/// Name of the configuration in a case.
pub(crate) const CONFIG: &str = "codegen.toml";

impl Outcome {
    /// Whether something could not be generated.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|one| one.severity == Severity::Error)
    }

    /// The API and its files, of a case that has no errors.
    pub(crate) fn expect(&self, name: &str) -> (&Api, &Tree) {
        match (&self.api, &self.tree) {
            (Some(api), Some(tree)) if !self.has_errors() => (api, tree),
            _ => panic!("{name} is not generated:\n{}", self.said),
        }
    }
}

/// The text of each file of a tree, by path.
pub(crate) fn texts(tree: &Tree) -> BTreeMap<String, String> {
    tree.iter()
        .map(|(path, text)| (path.to_string(), text.to_owned()))
        .collect()
}

/// The value at a JSON pointer, which has to be there.
pub(crate) fn at<'d>(document: &'d mut Value, pointer: &str) -> &'d mut Value {
    document
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("the document has no {pointer}"))
}

/// A document as JSON, whatever it is written in.
pub(crate) fn parse(path: &str, bytes: &[u8]) -> Value {
    if path.ends_with(".json") {
        serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
    } else {
        serde_yaml::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// The files below a folder whose path is wanted, with `/` between the parts of their paths.
pub(crate) fn read_folder(root: &Path, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let place = entry.expect("an entry").path();
            if place.is_dir() {
                folders.push(place);
                continue;
            }
            let below = place.strip_prefix(root).expect("it is below the root");
            let path = below.to_string_lossy().replace('\\', "/");
            if wanted(&path) {
                found.insert(path, fs::read(&place).expect("a file can be read"));
            }
        }
    }
    found
}

/// The folder of data shared by several projects, if it stands beside this workspace.
pub(crate) fn shared() -> Option<PathBuf> {
    let place = crate_folder().join("../../shared");
    if place.join("upstream").is_dir() {
        Some(place)
    } else {
        println!("skipped: no corpus");
        None
    }
}
