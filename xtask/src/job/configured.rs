//! What `codegen.toml` and the files that it lists say to generate.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::config::Config;
use codegen::diagnostic::{Diagnostic, Diagnostics, render};
use codegen::input::Sources;

use crate::failure::Failure;
use crate::{terminal, workspace};

/// A configuration that says what to generate.
pub(super) struct Configured {
    pub(super) config: Config,
    /// What was wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Its text, for diagnostics.
    pub(super) sources: Sources,
    /// The document, relative to the configuration.
    pub(super) schema: String,
    /// Where the crate goes.
    pub(super) output: PathBuf,
}

/// What a file says, what is wrong with it, and its text.
type Read = (Config, Vec<Diagnostic>, Sources);

/// The configurations of a workspace: that of `codegen.toml`, unless it only lists others, and those. What is wrong with
/// one of them stands in its place, and comes first where files are listed that cannot be read.
///
/// # Errors
///
/// If `codegen.toml` cannot be read, or two of them write into one folder.
pub(super) fn read(root: &Path) -> Result<Vec<Result<Configured, Failure>>, Failure> {
    let (first, mut diagnostics, sources) = file(root, &root.join(workspace::CONFIG))?;
    let mut others = Vec::new();
    let mut wrong = Vec::new();
    for (index, path) in first.apis.iter().enumerate() {
        match listed(root, path) {
            Ok(other) => others.push(other),
            Err(fault) => wrong.push(fault.at(first.at(&format!("/apis/{index}")))),
        }
    }
    let only_lists = !first.apis.is_empty() && first.schema.is_none() && first.output.is_none();
    if only_lists && !diagnostics.is_empty() {
        diagnostics.extend(wrong);
        return Err(reported(&diagnostics, &sources));
    }
    let mut all = Vec::new();
    if !wrong.is_empty() {
        all.push(Err(reported(&wrong, &sources)));
    }
    if !only_lists {
        all.push(complete(root, first, diagnostics, sources));
    }
    for (config, mut diagnostics, sources) in others {
        if !config.apis.is_empty() {
            let what = format!("only `{}` lists others", workspace::CONFIG);
            diagnostics.push(Diagnostic::error("invalid-api", what).at(config.at("/apis")));
        }
        let other = complete(root, config, diagnostics, sources);
        if let Ok(other) = &other {
            apart(all.iter().flatten(), other)?;
        }
        all.push(other);
    }
    Ok(all)
}

/// The configuration of a further API.
fn listed(root: &Path, path: &str) -> Result<Read, Diagnostic> {
    if Path::new(path).file_name() == Some(workspace::CONFIG.as_ref()) {
        let what = format!("`{}` is the file that lists others", workspace::CONFIG);
        let help = "a file of this name marks the root of a workspace: call it `billing.toml`, for instance";
        return Err(Diagnostic::error("invalid-api", what).help(help));
    }
    file(root, &root.join(path))
        .map_err(|failure| Diagnostic::error("invalid-api", failure.to_string()))
}

/// A configuration with the document and the output that it names.
fn complete(
    root: &Path,
    config: Config,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
) -> Result<Configured, Failure> {
    let is_whole = config.schema.is_some() && config.output.is_some();
    if !is_whole && !diagnostics.is_empty() {
        return Err(reported(&diagnostics, &sources));
    }
    let missing = |key| Failure::Fault(format!("`{}` does not say `{key}`", config.file));
    let schema = config.schema.clone().ok_or_else(|| missing("schema"))?;
    let output = config.output.as_ref().ok_or_else(|| missing("output"))?;
    let place = root.join(&config.file);
    let output = workspace::absolute(&place.parent().unwrap_or(root).join(output))?;
    Ok(Configured {
        config,
        diagnostics,
        sources,
        schema,
        output,
    })
}

/// That two crates do not share a folder, and that neither is in that of the other.
fn apart<'c>(
    mut others: impl Iterator<Item = &'c Configured>,
    this: &Configured,
) -> Result<(), Failure> {
    let clash = others.find(|other| {
        other.output.starts_with(&this.output) || this.output.starts_with(&other.output)
    });
    clash.map_or(Ok(()), |other| {
        Err(Failure::Fault(format!(
            "the crates of `{}` and `{}` are to go into one folder, {}",
            other.config.file,
            this.config.file,
            this.output.display()
        )))
    })
}

/// Reads a configuration; `root` is the folder that its path is shown below.
pub(super) fn file(root: &Path, path: &Path) -> Result<Read, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
    let name = path
        .strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned();
    let diagnostics = Diagnostics::new();
    let config = Config::parse(&name, &text, &diagnostics);
    let mut sources = Sources::new();
    sources.insert(name, text.into_bytes());
    Ok((config, diagnostics.into_vec(), sources))
}

fn reported(diagnostics: &[Diagnostic], sources: &Sources) -> Failure {
    terminal::eprint(render(diagnostics, sources, terminal::stderr()));
    Failure::Reported
}
