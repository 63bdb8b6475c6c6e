//! `cargo xtask`: see `cargo xtask --help`.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use xtask::args::{self, Command};
use xtask::failure::Failure;
use xtask::terminal::{self, Tone};
use xtask::{bench, codegen, config_schema, corpus, help, measure, test};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if let Some(log) = env::var_os(measure::LOG) {
        return measure::wrap_compiler(&log, arguments);
    }
    let done = args::parse(arguments).and_then(|command| match command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::CorpusDocument(args) => corpus::document::run(&args),
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
        Failure::Usage(message) => {
            eprintln!("{error} {message}\n\n`cargo xtask --help` shows what there is.")
        }
        Failure::Fault(message) => eprintln!("{error} {message}"),
        Failure::Reported => {}
    }
    ExitCode::from(failure.exit_code())
}
