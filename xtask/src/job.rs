//! One generation: a document, its configuration, and the folder that the crate goes to.

mod configured;

use std::iter;
use std::path::{Path, PathBuf};

use codegen::advice::Advice;
use codegen::config::Config;
use codegen::diagnostic::{Colour, Diagnostic, Severity, render};
use codegen::input::Sources;
use codegen::ir::Api;
use codegen::package;
use codegen::survey::{Scope, Survey};
use codegen::tree::Tree;
use codegen::{Dependency, Faults, Input, Membership, Options};

use crate::args::DocumentArgs;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::job::configured::Configured;
use crate::workspace;

/// A document that is ready to be generated.
#[derive(Debug)]
pub struct Job {
    /// Where documents are read from.
    folder: Folder,
    /// The files to read; `None` if one of them is not there, which the diagnostics tell.
    files: Option<Named>,
    config: Config,
    /// What was wrong with the configuration.
    diagnostics: Vec<Diagnostic>,
    /// The configuration's text, for diagnostics.
    sources: Sources,
    package: String,
    options: Options,
    faults: Faults,
    output: PathBuf,
}

/// Files, as paths in a folder.
#[derive(Debug)]
struct Named {
    document: String,
    overlays: Vec<String>,
}

/// What came of a job.
#[derive(Debug)]
pub struct Outcome {
    /// The API; `None` if there is a fault.
    pub api: Option<Api>,
    /// The crate; `None` if there is a fault.
    pub tree: Option<Tree>,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Job {
    /// What the `codegen.toml` of a workspace names, and what the files say that it lists under `apis`. One that cannot be
    /// read or does not say what to generate is a failure of its own.
    ///
    /// # Errors
    ///
    /// If `codegen.toml` cannot be read, or two of the files write into one folder.
    pub fn of_workspace(
        root: &Path,
        faults: Faults,
    ) -> Result<Vec<Result<Self, Failure>>, Failure> {
        let job = |configured| Self::configured(root, configured, faults);
        let all = configured::read(root)?.into_iter();
        Ok(all.map(|configured| configured.and_then(job)).collect())
    }

    /// What a configuration of a workspace names. A file that is not there is a fault of this job alone.
    fn configured(root: &Path, configured: Configured, faults: Faults) -> Result<Self, Failure> {
        let Configured {
            config,
            mut diagnostics,
            sources,
            schema,
            output,
        } = configured;
        let folder = Folder::new(root)?;
        let beside = folder.path().join(&config.file);
        let beside = beside.parent().unwrap_or(folder.path()).to_owned();
        let (options, lost) = options(&output, Membership::Member, &config);
        diagnostics.extend(lost);
        let files = named(&folder, &beside, &schema, &config);
        let files = files.map_err(|missing| diagnostics.extend(missing));
        Ok(Self {
            files: files.ok(),
            folder,
            diagnostics,
            sources,
            package: config
                .package
                .clone()
                .unwrap_or_else(|| package_name(&output)),
            options,
            config,
            faults,
            output,
        })
    }

    /// A document that the command line names.
    ///
    /// # Errors
    ///
    /// If it, or its configuration, cannot be read.
    pub fn of_document(args: &DocumentArgs, faults: Faults) -> Result<Self, Failure> {
        let (config, mut diagnostics, sources) = match &args.config {
            Some(path) => configured::file(path.parent().unwrap_or(Path::new("")), path)?,
            None => (Config::default(), Vec::new(), Sources::new()),
        };
        diagnostics.extend((!config.apis.is_empty()).then(|| unread_apis(&config)));
        let beside = args.config.as_deref().and_then(Path::parent);
        let configured = config.overlays.iter();
        let configured = configured.map(|path| beside.unwrap_or(Path::new("")).join(path));
        let overlays: Vec<PathBuf> = configured.chain(args.overlays.iter().cloned()).collect();
        let folder = match &args.root {
            Some(root) => Folder::new(root)?,
            None => Folder::around(&args.schema, &overlays, None)?,
        };
        let output = workspace::absolute(&args.out)?;
        let (options, lost) = options(&output, Membership::Standalone, &config);
        diagnostics.extend(lost);
        let package = args.package.clone().or_else(|| config.package.clone());
        let names = overlays.iter().map(|file| folder.name_of(file));
        Ok(Self {
            files: Some(Named {
                document: folder.name_of(&args.schema)?,
                overlays: names.collect::<Result<_, Failure>>()?,
            }),
            folder,
            diagnostics,
            sources,
            package: package.unwrap_or_else(|| package_name(&output)),
            options,
            config,
            faults,
            output,
        })
    }

    /// Where the crate goes.
    #[must_use]
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Generates the crate, finds the examples of the document, and writes nothing.
    #[must_use]
    pub fn survey(&self, scope: Scope) -> Option<Survey> {
        codegen::survey(&self.input()?, scope)
    }

    /// What the configuration could say, and does not; `None` if the document cannot be read.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        codegen::advice(&self.input()?)
    }

    fn input(&self) -> Option<Input<'_>> {
        let files = self.files.as_ref()?;
        Some(Input {
            files: &self.folder,
            document: &files.document,
            overlays: &files.overlays,
            config: &self.config,
            package: &self.package,
            options: &self.options,
            faults: self.faults,
        })
    }

    /// Generates the crate, and writes nothing.
    #[must_use]
    pub fn generate(&self) -> Outcome {
        let Some(input) = self.input() else {
            return Outcome {
                api: None,
                tree: None,
                diagnostics: self.diagnostics.clone(),
                sources: self.sources.clone(),
            };
        };
        let generation = codegen::generate(&input);
        let mut sources = self.sources.clone();
        sources.extend(generation.sources);
        let diagnostics: Vec<Diagnostic> = self
            .diagnostics
            .iter()
            .cloned()
            .chain(generation.diagnostics)
            .collect();
        let stop = self.faults == Faults::Stop && diagnostics.iter().any(is_error);
        Outcome {
            api: generation.api.filter(|_| !stop),
            tree: generation.tree.filter(|_| !stop),
            diagnostics,
            sources,
        }
    }
}

impl Outcome {
    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|one| is_error(one)).count()
    }

    /// How many warnings there are.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.diagnostics.len() - self.errors()
    }

    /// The errors, as text for people; the warnings, if there is no error.
    #[must_use]
    pub fn worst(&self, colour: Colour) -> String {
        if self.errors() == 0 {
            return self.diagnostics(colour);
        }
        let errors: Vec<Diagnostic> = self
            .diagnostics
            .iter()
            .filter(|one| is_error(one))
            .cloned()
            .collect();
        render(&errors, &self.sources, colour)
    }

    /// What is wrong, as text for people; empty if nothing is.
    #[must_use]
    pub fn diagnostics(&self, colour: Colour) -> String {
        render(&self.diagnostics, &self.sources, colour)
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// The files that a configuration names, relative to the folder `beside`, or what is wrong with them.
fn named(
    folder: &Folder,
    beside: &Path,
    schema: &str,
    config: &Config,
) -> Result<Named, Vec<Diagnostic>> {
    let name = |path: &str, pointer: &str| {
        let fault = |failure: Failure| {
            Diagnostic::error("unreadable-file", failure.to_string()).at(config.at(pointer))
        };
        folder.name_of(&beside.join(path)).map_err(fault)
    };
    let overlays = config.overlays.iter().enumerate();
    let overlays = overlays.map(|(index, path)| name(path, &format!("/overlays/{index}")));
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for file in iter::once(name(schema, "/schema")).chain(overlays) {
        match file {
            Ok(file) => found.push(file),
            Err(fault) => missing.push(fault),
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    Ok(Named {
        document: found.remove(0),
        overlays: found,
    })
}

/// That a configuration lists others where one document is named.
fn unread_apis(config: &Config) -> Diagnostic {
    Diagnostic::warning(
        "unread-setting",
        "`apis` is not read: one document is named",
    )
    .at(config.at("/apis"))
    .help("`cargo xtask codegen` without `--schema` generates what a workspace lists")
}

/// What is decided about the generated crate, and what is wrong with where it finds `runtime`.
fn options(
    output: &Path,
    membership: Membership,
    config: &Config,
) -> (Options, Option<Diagnostic>) {
    let (runtime, lost) = match &config.runtime {
        Some(table) => (Dependency::Table(table.clone()), None),
        None => {
            let runtime = workspace::runtime();
            let runtime = runtime.canonicalize().unwrap_or(runtime);
            let lost = workspace::is_of_cargo(&runtime).then(|| elsewhere(&runtime, membership));
            let path = workspace::relative(output, &runtime);
            (Dependency::Path(path), lost)
        }
    };
    let options = Options {
        runtime,
        membership,
        features: config.features.clone(),
        dev_dependencies: config.dev_dependencies.clone(),
    };
    (options, lost)
}

/// A crate that others build as well would not find `runtime`: an error where the crate is a member of a workspace.
fn elsewhere(runtime: &Path, membership: Membership) -> Diagnostic {
    let message = format!(
        "the crate would refer to `runtime` in {}, which other machines do not have",
        runtime.display()
    );
    let diagnostic = match membership {
        Membership::Member => Diagnostic::error("runtime-not-found", message),
        Membership::Standalone => Diagnostic::warning("runtime-not-found", message),
    };
    diagnostic.help(
        "say in `codegen.toml` where it is, as in the `Cargo.toml` that has `xtask`: \
         runtime = { git = \"…\", rev = \"…\" }",
    )
}

/// The name of the output folder as the name of a package.
fn package_name(output: &Path) -> String {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let plain = package_words(&name);
    if package::fault(&plain).is_none() {
        plain
    } else if plain.is_empty() {
        "api".to_owned()
    } else {
        format!("api-{plain}")
    }
}

/// The letters and digits of a text with one separator between words: two of them would make the name of a crate
/// that the compiler warns of.
pub(crate) fn package_words(text: &str) -> String {
    let mut name = String::new();
    let mut separator = None;
    for letter in text.chars() {
        if !letter.is_ascii_alphanumeric() {
            let this = if letter == '_' { '_' } else { '-' };
            separator = separator.or(Some(this));
            continue;
        }
        if let Some(separator) = separator.take().filter(|_| !name.is_empty()) {
            name.push(separator);
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::package_name;

    #[test]
    fn a_package_is_called_like_its_folder() {
        for (folder, package) in [
            ("/w/generated", "generated"),
            ("/w/My Client", "my-client"),
            ("/w/3scale", "api-3scale"),
            ("/tmp/.tmpAb", "tmpab"),
            ("/w/test", "api-test"),
            ("/w/type", "api-type"),
            ("/w/--My_Client (v2)--", "my_client-v2"),
            ("/w/a__b -_c", "a_b-c"),
            ("/", "api"),
        ] {
            assert_eq!(package_name(Path::new(folder)), package);
        }
    }
}
