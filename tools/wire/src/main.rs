//! Tests what generated crates send.
//!
//! For every document: a reader of its own reads the OpenAPI document, draws awkward values for every parameter and
//! body, calls every operation of the generated crate with them, and reads the requests back as the specification says
//! a server does. What is read has to be what was drawn.
//!
//! The crate is compiled as it is: a program that depends on it calls its functions.

mod body;
mod compare;
mod document;
mod draw;
mod generated;
mod plan;
mod program;
mod read;
mod report;
mod request;

#[cfg(test)]
mod body_test;
#[cfg(test)]
mod draw_test;
#[cfg(test)]
mod read_test;
#[cfg(test)]
mod request_test;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::Faults;
use lexopt::{Arg, Parser, ValueExt};
use serde_json::{Value, json};
use xtask::apply::Plan;
use xtask::args::DocumentArgs;
use xtask::failure::Failure;
use xtask::folder::Folder;
use xtask::job::Job;
use xtask::{corpus, workspace};

use crate::document::{Document, Operation};
use crate::generated::Call;
use crate::plan::{Case, Planner};
use crate::program::Places;
use crate::report::{Miss, Row};

const HELP: &str = "\
Tests what generated crates send, against an independent reader of documents and requests.

Usage: cargo xtask wire PATH [OPTIONS]

PATH is a folder of OpenAPI documents, or one document.

Options:
      --rounds N        Calls of each operation: with what is required, with everything, then
                        with what is drawn [default: 5]
      --only TEXT       Only documents with TEXT in their path
      --smaller BYTES   Only documents of at most this size
      --json FILE       Write the table and all differences as JSON
      --out DIR         Where the crates go [default: target/wire]
  -h, --help            Show this text
";

/// What the user asks for.
struct Args {
    path: PathBuf,
    rounds: usize,
    only: Option<String>,
    smaller: Option<u64>,
    json: Option<PathBuf>,
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    match parse() {
        Ok(Some(args)) => match run(&args) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                if let Failure::Usage(message) | Failure::Fault(message) = &failure {
                    eprintln!("error: {message}");
                }
                ExitCode::from(failure.exit_code())
            }
        },
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

fn parse() -> Result<Option<Args>, String> {
    let mut parser = Parser::from_env();
    let mut path = None;
    let mut args = Args {
        path: PathBuf::new(),
        rounds: 5,
        only: None,
        smaller: None,
        json: None,
        out: None,
    };
    let text = |error: lexopt::Error| error.to_string();
    while let Some(argument) = parser.next().map_err(text)? {
        let value = |parser: &mut Parser| parser.value().map_err(text);
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Long("rounds") => args.rounds = value(&mut parser)?.parse().map_err(text)?,
            Arg::Long("only") => args.only = Some(value(&mut parser)?.string().map_err(text)?),
            Arg::Long("smaller") => args.smaller = Some(value(&mut parser)?.parse().map_err(text)?),
            Arg::Long("json") => args.json = Some(value(&mut parser)?.into()),
            Arg::Long("out") => args.out = Some(value(&mut parser)?.into()),
            Arg::Value(value) if path.is_none() => path = Some(PathBuf::from(value)),
            other => return Err(text(other.unexpected())),
        }
    }
    args.path = path.ok_or("a folder of documents is needed")?;
    Ok(Some(args))
}

fn run(args: &Args) -> Result<(), Failure> {
    let target = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => workspace::root()?.join("target"),
    };
    let target = workspace::absolute(&target)?;
    let out = workspace::absolute(&args.out.clone().unwrap_or_else(|| target.join("wire")))?;
    fs::create_dir_all(&out).map_err(|error| Failure::io("make the folder", &out, &error))?;
    let is_folder = args.path.is_dir();
    let base = if is_folder {
        &args.path
    } else {
        args.path.parent().unwrap_or(Path::new(""))
    };
    let mut rows = Vec::new();
    for path in corpus::documents(&args.path)? {
        let name = path.strip_prefix(base).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        let size = fs::metadata(&path).map_or(0, |file| file.len());
        if args.only.as_ref().is_some_and(|part| !name.contains(part))
            || args.smaller.is_some_and(|most| size > most)
        {
            continue;
        }
        let package = corpus::package(&name);
        let limit = is_folder.then_some(base);
        let places = Places {
            crate_folder: out.join(&package),
            target: target.join("wire-target"),
            package,
        };
        let mut row = Row {
            name,
            ..Row::default()
        };
        match document(&path, limit, &places, args.rounds, &mut row) {
            Err(Failure::Fault(message)) => row.failure = Some(message),
            other => other?,
        }
        eprint!(
            "{}{}",
            report::table(std::slice::from_ref(&row)),
            report::details(&row)
        );
        rows.push(row);
        // As it goes, since the whole takes long.
        if let Some(path) = &args.json {
            let json = serde_json::to_string_pretty(&report::json(&rows)).unwrap_or_default();
            fs::write(path, json + "\n").map_err(|error| Failure::io("write", path, &error))?;
        }
    }
    print!("{}", report::table(&rows));
    Ok(())
}

fn document(
    path: &Path,
    limit: Option<&Path>,
    places: &Places,
    rounds: usize,
    row: &mut Row,
) -> Result<(), Failure> {
    let job = Job::of_document(
        &DocumentArgs {
            schema: path.to_owned(),
            overlays: Vec::new(),
            out: places.crate_folder.clone(),
            package: Some(places.package.clone()),
            config: None,
            root: Some(Folder::around(path, &[], limit)?.path().to_owned()),
        },
        Faults::KeepGoing,
    )?;
    let Some(tree) = job.generate().tree else {
        return Err(Failure::Fault("nothing is generated".to_owned()));
    };
    Plan::new(&places.crate_folder, &tree)?.apply()?;
    let generated = generated::load(&places.crate_folder).map_err(Failure::Fault)?;
    let document = Document::load(&workspace::absolute(path)?).map_err(Failure::Fault)?;
    let (operations, faults) = document.operations();
    row.operations = operations.len() + faults.len();
    for fault in faults {
        *row.left_out.entry(fault).or_default() += 1;
    }
    let cases = cases(&document, &operations, &generated.calls, rounds, row);
    if cases.is_empty() {
        return Ok(());
    }
    let lines = cases
        .iter()
        .map(|case| format!("{}\n", json!({"call": case.call, "inputs": case.inputs})));
    let base_url = document.server().is_none().then_some(request::BASE_URL);
    let answers = program::run(&generated, places, base_url, &lines.collect::<String>())?;
    let mut called: Vec<*const Operation> = Vec::new();
    for (case, answer) in cases.iter().zip(answers.lines()) {
        let answer: Value = answer
            .parse()
            .map_err(|error| Failure::Fault(format!("no JSON from the program: {error}")))?;
        judge(case, &generated.calls, &answer, row);
        called.push(case.operation);
    }
    called.dedup();
    row.called = called.len();
    Ok(())
}

/// What is called, and why the rest is not.
fn cases<'p>(
    document: &'p Document,
    operations: &'p [Operation],
    calls: &'p [Call],
    rounds: usize,
    row: &mut Row,
) -> Vec<Case<'p>> {
    let mut cases = Vec::new();
    for operation in operations {
        let is_own = |call: &&(usize, &Call)| call.1.is_of(operation);
        let numbered: Vec<_> = calls.iter().enumerate().collect();
        let own: Vec<_> = numbered.iter().filter(is_own).collect();
        if own.is_empty() {
            *row.left_out
                .entry("an operation that is not generated".to_owned())
                .or_default() += 1;
        }
        for (number, call) in own {
            let planner = Planner {
                document,
                operation,
                number: *number,
                call,
            };
            for round in 0..rounds {
                let mut left_out = Vec::new();
                match planner.case(round, &mut left_out) {
                    Ok(case) => cases.push(case),
                    Err(why) => left_out.push(why),
                }
                for why in left_out {
                    *row.left_out.entry(why).or_default() += 1;
                }
            }
        }
    }
    cases
}

fn judge(case: &Case<'_>, calls: &[Call], answer: &Value, row: &mut Row) {
    let differences = match answer.get("error").and_then(Value::as_str) {
        Some(error) => vec![("error", error.to_owned())],
        None => request::differences(case, answer),
    };
    row.requests += 1;
    row.refused += usize::from(answer.get("violations").is_some_and(Value::is_string));
    row.equal += usize::from(differences.is_empty());
    let operation = calls
        .get(case.call)
        .map(|call| call.path.clone())
        .unwrap_or_default();
    row.differences
        .extend(differences.into_iter().map(|(place, text)| Miss {
            operation: operation.clone(),
            round: case.round,
            place,
            text,
            inputs: Value::Object(case.inputs.clone()),
        }));
}
