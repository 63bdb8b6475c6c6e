//! `cargo xtask impact`: what the difference between two states of a generated crate means for its callers.

use std::path::Path;

use codegen::Faults;
use codegen::impact::Impact;

use crate::apply;
use crate::args::{Before, Form, ImpactArgs};
use crate::failure::Failure;
use crate::job::Job;
use crate::{git, terminal, workspace};

/// Runs the command.
///
/// # Errors
///
/// If one of the states cannot be read, or, if this is asked for, callers would not compile.
pub fn run(args: &ImpactArgs) -> Result<(), Failure> {
    let after = match &args.after {
        Some(folder) => folder.clone(),
        None => Job::of_workspace(&workspace::root()?, Faults::Stop)?
            .output()
            .to_owned(),
    };
    let old = match &args.before {
        Before::Revision(revision) => git::owned(&after, revision)?,
        Before::Folder(folder) => apply::owned(folder)?,
    };
    let new = apply::owned(&after)?;
    for (tree, place) in [(&old, before(args)), (&new, after.display().to_string())] {
        if tree.is_empty() {
            let message = format!("{place} holds nothing that codegen wrote");
            return Err(Failure::Fault(message));
        }
    }
    let impact = Impact::between(&old, &new);
    terminal::print(match args.form {
        Form::Text => terminal::paint_headings(terminal::stdout(), impact.text(None).trim_end()),
        Form::Markdown => impact.markdown(),
    });
    if args.deny_breaking && impact.is_breaking() {
        return Err(Failure::Fault(
            "code that calls the crate may not compile".to_owned(),
        ));
    }
    Ok(())
}

fn before(args: &ImpactArgs) -> String {
    match &args.before {
        Before::Revision(revision) => format!("the revision {revision}"),
        Before::Folder(folder) => Path::new(folder).display().to_string(),
    }
}
