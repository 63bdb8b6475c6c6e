//! The command line of the generator: it reads and writes files, and calls `codegen`.
//!
//! It is a library as well as a program, so that tests, and the tools of other workspaces, can use its parts.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use crate::args::Command;
use crate::failure::Failure;
use crate::terminal::Tone;

pub mod apply;
pub mod args;
pub mod bench;
pub mod codegen;
pub mod config_schema;
pub mod corpus;
pub mod failure;
pub mod folder;
pub mod git;
pub mod help;
pub mod impact;
pub mod job;
pub mod measure;
mod steps;
pub mod suggest;
pub mod terminal;
pub mod test;
pub mod tool;
pub mod workspace;

/// The whole program: reads the command line, does what it says, and reports what fails.
///
/// An xtask of another workspace is this one call.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if let Some(log) = env::var_os(measure::LOG) {
        return measure::wrap_compiler(&log, arguments);
    }
    let done = args::parse(arguments).and_then(|command| match command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::CorpusDocument(args) => corpus::document::run(&args),
        Command::Impact(args) => impact::run(&args),
        Command::Suggest(args) => suggest::run(&args),
        Command::Meaning(arguments) => tool::run("meaning", &arguments),
        Command::Wire(arguments) => tool::run("wire", &arguments),
        Command::Test => test::run(),
        Command::Bench(args) => bench::run(&args),
        Command::ConfigSchema => config_schema::run(),
        Command::Help(topic) => help::print(topic),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

fn report(failure: &Failure) -> ExitCode {
    let error = terminal::paint(terminal::stderr(), Tone::Bad, "error:");
    match failure {
        Failure::Usage(message) => terminal::eprint(format_args!(
            "{error} {message}\n\n`cargo xtask --help` shows what there is.\n"
        )),
        Failure::Fault(message) => terminal::eprint(format_args!("{error} {message}\n")),
        Failure::Reported => {}
    }
    ExitCode::from(failure.exit_code())
}
