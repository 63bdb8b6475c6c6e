//! One document of a corpus, in a process of its own: the figures go to the standard output as JSON, the
//! diagnostics to the standard error stream.

use std::time::Instant;

use codegen::diagnostic::Colour;
use codegen::ir::Api;
use codegen::tree::Tree;
use serde_json::{Value, json};

use crate::apply::Plan;
use crate::args::{CodegenArgs, DocumentArgs};
use crate::failure::Failure;
use crate::folder::Folder;
use crate::job::{Job, Outcome};
use crate::measure;
use crate::terminal;

/// Generates the document, writes the crate, and prints the figures.
///
/// # Errors
///
/// If the document is at fault, or the crate cannot be written.
pub fn run(args: &CodegenArgs) -> Result<(), Failure> {
    let Some(document) = &args.document else {
        return Err(Failure::Usage("a document is needed".to_owned()));
    };
    let job = job(document, args)?;
    let start = Instant::now();
    let outcome = job.generate();
    let seconds = start.elapsed().as_secs_f64();
    terminal::eprint(outcome.worst(Colour::Never));
    let (Some(api), Some(tree)) = (&outcome.api, &outcome.tree) else {
        return Err(Failure::Reported);
    };
    let peak_kib = measure::own_peak();
    repeat(&job, &outcome)?;
    Plan::new(job.output(), tree)?.apply()?;
    terminal::print(format_args!(
        "{}\n",
        figures(api, tree, &outcome, seconds, peak_kib)
    ));
    Ok(())
}

/// Generates the document again, which has to give the same files and diagnostics.
fn repeat(job: &Job, first: &Outcome) -> Result<(), Failure> {
    let again = job.generate();
    let differs = |what: &str| Err(Failure::Fault(format!("two runs differ in {what}")));
    if again.diagnostics(Colour::Never) != first.diagnostics(Colour::Never) {
        return differs("what they say");
    }
    let (Some(first), Some(again)) = (&first.tree, &again.tree) else {
        return differs("whether there is a crate");
    };
    match first.changes(again).iter().next() {
        None => Ok(()),
        Some(change) => differs(change.path.as_str()),
    }
}

/// The root given is the farthest that references may lead, not the folder that names are relative to: so
/// the crate is the same as if the document had been given to `codegen`.
fn job(document: &DocumentArgs, args: &CodegenArgs) -> Result<Job, Failure> {
    let limit = document.root.as_deref();
    let root = Folder::around(&document.schema, &document.overlays, limit)?
        .path()
        .to_owned();
    Job::of_document(
        &DocumentArgs {
            root: Some(root),
            ..document.clone()
        },
        args.faults,
    )
}

fn figures(
    api: &Api,
    tree: &Tree,
    outcome: &Outcome,
    seconds: f64,
    peak_kib: Option<u64>,
) -> Value {
    json!({
        "title": api.title,
        "operations": api.counts.operations,
        "generated": api.operations.len(),
        "excluded": api.counts.operations_excluded,
        "skipped": api.counts.operations_skipped,
        "schemas": api.counts.schemas,
        "models": api.types.len(),
        "untyped": api.counts.untyped,
        "files": tree.len(),
        "lines": tree.iter().map(|(_, text)| text.lines().count()).sum::<usize>(),
        "warnings": outcome.warnings(),
        "errors": outcome.errors(),
        "seconds": (seconds * 1000.0).round() / 1000.0,
        "peak_kib": peak_kib,
        "digest": format!("{:016x}", digest(tree)),
    })
}

/// A number that two trees share only if they are equal, as good as certainly (FNV-1a, 64 bits): to compare
/// two versions of the generator.
fn digest(tree: &Tree) -> u64 {
    let bytes = tree
        .iter()
        .flat_map(|(path, text)| [path.as_str(), "\0", text, "\0"])
        .flat_map(str::bytes);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
