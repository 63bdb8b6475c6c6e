//! `cargo xtask impact`: what the difference between two states of a generated crate means for its callers.

use std::path::{Path, PathBuf};

use ::codegen::Faults;
use ::codegen::impact::Impact;
use ::codegen::tree::Tree;

use crate::apply;
use crate::args::{Before, Form, ImpactArgs};
use crate::failure::Failure;
use crate::job::Job;
use crate::terminal::{self, Tone};
use crate::{codegen, git, workspace};

/// Runs the command.
///
/// # Errors
///
/// If one of the states cannot be read, or, if this is asked for, callers would not compile.
pub fn run(args: &ImpactArgs) -> Result<(), Failure> {
    let crates = match &args.after {
        Some(folder) => vec![folder.clone()],
        None => of_workspace()?,
    };
    let breaking = match crates.as_slice() {
        [one] => report(args, &compare(args, one)?),
        several => report_each(args, several)?,
    };
    if args.deny_breaking && breaking {
        return Err(Failure::Fault(
            "code that calls the crate may not compile".to_owned(),
        ));
    }
    Ok(())
}

/// The crates that the configuration names.
fn of_workspace() -> Result<Vec<PathBuf>, Failure> {
    let jobs = Job::of_workspace(&workspace::root()?, Faults::Stop)?;
    let output = |job: Result<Job, Failure>| Ok(job?.output().to_owned());
    jobs.into_iter().map(output).collect()
}

/// Reports on each of several crates under its name. One that is not in the revision is new.
fn report_each(args: &ImpactArgs, crates: &[PathBuf]) -> Result<bool, Failure> {
    if let Before::Folder(_) = args.before {
        let message = "`--old DIR` needs `--new DIR`: the workspace has several crates";
        return Err(Failure::Usage(message.to_owned()));
    }
    let mut breaking = false;
    for (index, folder) in crates.iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        let name = codegen::shown(folder);
        terminal::print(match args.form {
            Form::Text => {
                let name = terminal::paint(terminal::stdout(), Tone::Strong, &name);
                format!("{gap}{name}\n\n")
            }
            Form::Markdown => format!("{gap}## `{name}`\n\n"),
        });
        if state_before(args, folder)?.is_empty() {
            terminal::print("This crate is new.\n");
        } else {
            breaking |= report(args, &compare(args, folder)?);
        }
    }
    Ok(breaking)
}

/// What the difference between the two states of a crate means.
fn compare(args: &ImpactArgs, after: &Path) -> Result<Impact, Failure> {
    let old = state_before(args, after)?;
    let new = apply::owned(after)?;
    for (tree, place) in [(&old, before(args)), (&new, after.display().to_string())] {
        if tree.is_empty() {
            let message = format!("{place} holds nothing that codegen wrote");
            return Err(Failure::Fault(message));
        }
    }
    Ok(Impact::between(&old, &new))
}

fn state_before(args: &ImpactArgs, after: &Path) -> Result<Tree, Failure> {
    match &args.before {
        Before::Revision(revision) => git::owned(after, revision),
        Before::Folder(folder) => Ok(apply::owned(folder)?),
    }
}

/// Prints the findings. Whether callers may have to change.
fn report(args: &ImpactArgs, impact: &Impact) -> bool {
    terminal::print(match args.form {
        Form::Text => terminal::paint_headings(terminal::stdout(), impact.text(None).trim_end()),
        Form::Markdown => impact.markdown(),
    });
    impact.is_breaking()
}

fn before(args: &ImpactArgs) -> String {
    match &args.before {
        Before::Revision(revision) => format!("the revision {revision}"),
        Before::Folder(folder) => Path::new(folder).display().to_string(),
    }
}
