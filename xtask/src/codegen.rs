//! `cargo xtask codegen`: brings the output to what the document says, or tells how it differs.

use std::fmt::Write as _;
use std::path::Path;

use codegen::Faults;
use codegen::impact::Impact;
use codegen::ir::Api;
use codegen::tree::Changes;

use crate::apply::{Plan, Refusal};
use crate::args::{CodegenArgs, DocumentArgs, Mode};
use crate::failure::Failure;
use crate::job::{Job, Outcome};
use crate::terminal;
use crate::workspace;

/// Runs the command.
///
/// # Errors
///
/// If a document or a configuration is at fault, an output cannot be written, or, in [`Mode::Check`], is out of date.
/// The other APIs of a workspace are looked at all the same.
pub fn run(args: &CodegenArgs) -> Result<(), Failure> {
    let jobs = match &args.document {
        Some(document) => vec![Job::of_document(document, args.faults)],
        None => Job::of_workspace(&workspace::root()?, args.faults)?,
    };
    let mut done = Ok(());
    for (index, job) in jobs.into_iter().enumerate() {
        if index > 0 {
            terminal::print("\n");
        }
        if let Err(failure) = job.and_then(|job| bring(&job, args)) {
            crate::report(&failure);
            done = Err(Failure::Reported);
        }
    }
    done
}

/// Brings the output of a job to what its document says, or tells how it differs.
fn bring(job: &Job, args: &CodegenArgs) -> Result<(), Failure> {
    let outcome = job.generate();
    terminal::eprint(outcome.diagnostics(terminal::stderr()));
    let Some(tree) = &outcome.tree else {
        return Err(stopped(&outcome, job.output()));
    };
    let plan = Plan::new(job.output(), tree)?;
    let changes = plan.changes();
    match args.mode {
        Mode::Write => {
            plan.apply()?;
            terminal::print(summary(&changes, &outcome, job.output()));
            match plan.impact() {
                Some(impact) => {
                    let text = shortened(&impact, args);
                    terminal::print(terminal::paint_headings(terminal::stdout(), &text));
                }
                None => terminal::print(hint(&changes, &outcome, args)),
            }
        }
        Mode::Check if changes.is_empty() => {
            terminal::print(summary(&changes, &outcome, job.output()))
        }
        Mode::Check => {
            terminal::print(terminal::paint_diff(terminal::stdout(), &changes.diff()));
            return Err(Failure::Fault(out_of_date(
                &changes,
                job.output(),
                &repair(args),
            )));
        }
    }
    Ok(())
}

/// The difference between the outputs of a workspace and what its documents say: empty if there is none.
///
/// # Errors
///
/// If a document is at fault, or an output cannot be read.
pub fn drift(root: &Path) -> Result<String, Failure> {
    let mut all = String::new();
    for job in Job::of_workspace(root, Faults::Stop)? {
        let job = job?;
        let outcome = job.generate();
        let Some(tree) = &outcome.tree else {
            return Err(Failure::Fault(
                outcome.diagnostics(codegen::diagnostic::Colour::Never),
            ));
        };
        all += &Plan::new(job.output(), tree)?.changes().diff();
    }
    Ok(all)
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Fault(refusal.to_string())
    }
}

/// What changed, in one screen.
fn summary(changes: &Changes<'_>, outcome: &Outcome, output: &Path) -> String {
    let output = shown(output);
    let mut text = if changes.is_empty() {
        format!("{output} is up to date\n")
    } else {
        format!("{output}:\n{changes}\n")
    };
    if let Some(api) = &outcome.api {
        let _ = writeln!(text, "{}", contents(api, outcome.errors()));
    }
    text
}

/// How many findings of a kind are shown before the others are only counted.
const FINDINGS: usize = 4;

/// What could come next, if the crate is new and nothing was said of its lists.
fn hint(changes: &Changes<'_>, outcome: &Outcome, args: &CodegenArgs) -> String {
    let document = args.document.as_ref().filter(|it| it.config.is_none());
    let (Some(document), Some(api), false) = (document, &outcome.api, changes.is_empty()) else {
        return String::new();
    };
    let mut operations = api.operations.iter();
    if operations.any(|one| one.verb.as_str() == "list" && one.pagination.is_none()) {
        let schema = document.schema.display();
        format!("\n`cargo xtask suggest {schema}` looks how its lists have pages.\n")
    } else {
        String::new()
    }
}

/// What the change means for callers, in one screen.
fn shortened(impact: &Impact, args: &CodegenArgs) -> String {
    let text = impact.text(Some(FINDINGS));
    let hint = match &args.document {
        _ if text == impact.text(None) => String::new(),
        None => "`cargo xtask impact` shows all of it.\n".to_owned(),
        Some(document) => {
            format!(
                "`cargo xtask impact --new {}` shows all of it.\n",
                document.out.display()
            )
        }
    };
    format!("\n{}\n{hint}", text.trim_end())
}

/// What the crate holds, and what it does not.
fn contents(api: &Api, errors: usize) -> String {
    let mut parts = vec![
        count(api.operations.len(), "operation"),
        count(api.types.len(), "type"),
    ];
    let excluded = api.counts.operations_excluded;
    if excluded > 0 {
        parts.push(format!(
            "{} left out by configuration",
            count(excluded, "operation")
        ));
    }
    let skipped = api.counts.operations_skipped;
    if skipped > 0 {
        parts.push(format!(
            "{} left out because of errors",
            count(skipped, "operation")
        ));
    }
    if errors > 0 {
        parts.push(format!("{} in the document", count(errors, "error")));
    }
    parts.join(", ")
}

fn stopped(outcome: &Outcome, output: &Path) -> Failure {
    Failure::Fault(format!(
        "because of {}, {} was not touched",
        count(outcome.errors(), "error"),
        shown(output)
    ))
}

fn out_of_date(changes: &Changes<'_>, output: &Path, repair: &str) -> String {
    let files = count(changes.iter().count(), "file");
    format!("{} is out of date ({files}): run `{repair}`", shown(output))
}

/// The command that brings the output up to date.
fn repair(args: &CodegenArgs) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    if let Some(DocumentArgs {
        schema,
        overlays,
        out,
        package,
        config,
        root,
    }) = &args.document
    {
        let _ = write!(
            command,
            " --schema {} --out {}",
            schema.display(),
            out.display()
        );
        for overlay in overlays {
            let _ = write!(command, " --overlay {}", overlay.display());
        }
        if let Some(package) = package {
            let _ = write!(command, " --package {package}");
        }
        for (name, path) in [("config", config), ("root", root)] {
            if let Some(path) = path {
                let _ = write!(command, " --{name} {}", path.display());
            }
        }
    }
    if args.faults == Faults::KeepGoing {
        command.push_str(" --keep-going");
    }
    command
}

/// A path as seen from the current folder, if it is below it.
pub(crate) fn shown(path: &Path) -> String {
    let below = std::env::current_dir()
        .and_then(|current| current.canonicalize())
        .ok()
        .and_then(|current| path.strip_prefix(current).ok().map(Path::to_owned));
    match below {
        Some(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Some(below) => below.display().to_string(),
        None => path.display().to_string(),
    }
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
