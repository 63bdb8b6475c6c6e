//! `cargo xtask suggest`: what `codegen.toml` could say of a document.

use codegen::Faults;
use codegen::advice::Advice;

use crate::args::SuggestArgs;
use crate::failure::Failure;
use crate::job::Job;
use crate::terminal;
use crate::workspace;

/// Prints what could be said, as a part of `codegen.toml`.
///
/// # Errors
///
/// If a document cannot be read.
pub fn run(args: &SuggestArgs) -> Result<(), Failure> {
    let jobs = match &args.document {
        Some(document) => vec![Job::of_document(document, Faults::KeepGoing)],
        None => Job::of_workspace(&workspace::root()?, Faults::KeepGoing)?,
    };
    for (index, job) in jobs.into_iter().enumerate() {
        if index > 0 {
            terminal::print("\n");
        }
        let job = job?;
        match job.advice() {
            Some(advice) => terminal::print(text(&advice)),
            None => {
                terminal::eprint(job.generate().diagnostics(terminal::stderr()));
                return Err(Failure::Reported);
            }
        }
    }
    Ok(())
}

fn text(advice: &Advice) -> String {
    if advice.is_empty() {
        return "# Nothing that is not said: no more lists seem to have pages, and no start is common to all paths.\n"
            .to_owned();
    }
    format!("# For `codegen.toml`: guessed by names that are in common use, and tried.\n\n{advice}")
}
