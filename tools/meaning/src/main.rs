//! Tests whether generated types mean what schemas say.
//!
//! For every document: every example that `jsonschema` accepts is decoded as the type that was generated for its
//! schema, and encoded again; the result has to be equal. Then the examples are changed so that keywords are violated,
//! and the verdict of decoding and `validate()` has to be that of `jsonschema`; so it has to be for the examples that
//! `jsonschema` rejects as they are.
//!
//! The types are those of the generated crate, compiled: a program that depends on it reads the examples.

mod compare;
mod draw;
mod mutate;
mod program;
mod report;
mod suite;
mod validate;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::Faults;
use codegen::survey::{Sample, Scope, Survey};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::Value;
use xtask::args::DocumentArgs;
use xtask::failure::Failure;
use xtask::folder::Folder;
use xtask::job::Job;
use xtask::{corpus, workspace};

use crate::draw::{Draw, Patterns};
use crate::mutate::Mutation;
use crate::report::{Miss, Row};
use crate::validate::Validators;

const HELP: &str = "\
Tests whether generated types mean what schemas say, against an independent validator.

Usage: cargo xtask meaning PATH [OPTIONS]

PATH is a folder of OpenAPI documents, or one document.

Options:
      --suite           PATH is a folder of the JSON Schema Test Suite: `tests/draft2020-12`
      --json FILE       Write the table and all misses as JSON
      --markdown FILE   Write the table and the first misses as Markdown
      --out DIR         Where the crates go [default: target/meaning]
      --only TEXT       Only documents with TEXT in their path
      --smaller BYTES   Only documents of at most this size
      --draw N          Draw N values from the schema of every type, in place of the examples
      --mutations N     At most so many changes of one example [default: 40]
  -h, --help            Show this text
";

/// What the user asks for.
struct Args {
    path: PathBuf,
    json: Option<PathBuf>,
    markdown: Option<PathBuf>,
    out: Option<PathBuf>,
    suite: bool,
    only: Option<String>,
    smaller: Option<u64>,
    draw: Option<u64>,
    mutations: usize,
}

fn main() -> ExitCode {
    match parse() {
        Ok(Some(args)) => match run(args) {
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
        json: None,
        markdown: None,
        out: None,
        suite: false,
        only: None,
        smaller: None,
        draw: None,
        mutations: 40,
    };
    let text = |error: lexopt::Error| error.to_string();
    while let Some(argument) = parser.next().map_err(text)? {
        let value = |parser: &mut Parser| parser.value().map_err(text);
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Long("json") => args.json = Some(value(&mut parser)?.into()),
            Arg::Long("markdown") => args.markdown = Some(value(&mut parser)?.into()),
            Arg::Long("out") => args.out = Some(value(&mut parser)?.into()),
            Arg::Long("suite") => args.suite = true,
            Arg::Long("only") => args.only = Some(value(&mut parser)?.string().map_err(text)?),
            Arg::Long("smaller") => args.smaller = Some(value(&mut parser)?.parse().map_err(text)?),
            Arg::Long("draw") => args.draw = Some(value(&mut parser)?.parse().map_err(text)?),
            Arg::Long("mutations") => args.mutations = value(&mut parser)?.parse().map_err(text)?,
            Arg::Value(value) if path.is_none() => path = Some(PathBuf::from(value)),
            other => return Err(text(other.unexpected())),
        }
    }
    args.path = path.ok_or("a folder of documents is needed")?;
    Ok(Some(args))
}

fn run(mut args: Args) -> Result<(), Failure> {
    let target = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => workspace::root()?.join("target"),
    };
    let target = workspace::absolute(&target)?;
    let out = args.out.clone().unwrap_or_else(|| target.join("meaning"));
    let out = workspace::absolute(&out)?;
    fs::create_dir_all(&out).map_err(|error| Failure::io("make the folder", &out, &error))?;
    if args.suite {
        let documents = out.join("suite");
        suite::documents(&args.path, &documents)?;
        args.path = documents;
    }
    let args = &args;
    let documents = corpus::documents(&args.path)?;
    let base = if args.path.is_dir() {
        args.path.as_path()
    } else {
        args.path.parent().unwrap_or(Path::new(""))
    };
    let mut rows = Vec::new();
    let write = |path: &Path, text: String| {
        fs::write(path, text).map_err(|error| Failure::io("write", path, &error))
    };
    for path in documents {
        let name = path.strip_prefix(base).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        let size = fs::metadata(&path).map_or(0, |file| file.len());
        if args.only.as_ref().is_some_and(|part| !name.contains(part))
            || args.smaller.is_some_and(|most| size > most)
        {
            continue;
        }
        eprintln!("{name}");
        let row = document(
            args,
            base,
            &path,
            &name,
            &out,
            &target.join("meaning-target"),
        )?;
        eprint!("{}", report::text(std::slice::from_ref(&row)));
        rows.push(row);
        // As it goes, since the whole takes long.
        if let Some(path) = &args.json {
            let json = serde_json::to_string_pretty(&report::json(&rows)).unwrap_or_default();
            write(path, json + "\n")?;
        }
    }
    print!("{}", report::text(&rows));
    if let Some(path) = &args.markdown {
        write(path, report::markdown(&rows))?;
    }
    Ok(())
}

/// Something that the program is asked.
struct Question<'a> {
    sample: &'a Sample,
    value: Value,
    expected: Expected,
}

/// What the validator says of a value.
enum Expected {
    /// An example is valid.
    Accepted,
    /// An example is not, and why.
    Rejected(String),
    /// An example that was valid before it was changed.
    Changed(Mutation, Result<(), String>),
}

fn document(
    args: &Args,
    base: &Path,
    path: &Path,
    name: &str,
    out: &Path,
    target: &Path,
) -> Result<Row, Failure> {
    let package = corpus::package(name);
    let limit = args.path.is_dir().then_some(base);
    let root = Folder::around(path, &[], limit)?.path().to_owned();
    let crate_folder = out.join(&package);
    let job = Job::of_document(
        &DocumentArgs {
            schema: path.to_owned(),
            overlays: Vec::new(),
            out: crate_folder.clone(),
            package: Some(package.clone()),
            config: None,
            root: Some(root),
        },
        Faults::KeepGoing,
    )?;
    let mut row = Row::new(name);
    let scope = args.draw.map_or(Scope::Examples, |_| Scope::Types);
    let Some(mut survey) = job.survey(scope) else {
        row.failure = Some("nothing is generated".to_owned());
        return Ok(row);
    };
    let validators = match Validators::new(&survey.definitions) {
        Ok(validators) => validators,
        Err(message) => {
            row.failure = Some(message);
            return Ok(row);
        }
    };
    if let Some(count) = args.draw {
        survey.samples = drawn(&survey, &validators, count, &mut row);
    }
    row.examples = survey.samples.len();
    row.excluded = survey.excluded;
    let questions = questions(&survey, &validators, args.mutations, &mut row);
    if questions.is_empty() {
        return Ok(row);
    }
    let lines = questions.iter().map(|question| {
        let json = serde_json::to_string(&question.value).unwrap_or_default();
        format!("{}\t{json}\n", question.sample.case)
    });
    let input: String = lines.collect();
    let answers = match program::ask(&survey, &package, &crate_folder, target, &input) {
        Ok(answers) => answers,
        Err(Failure::Fault(message)) => {
            row.failure = Some(message);
            return Ok(row);
        }
        Err(other) => return Err(other),
    };
    for (question, answer) in questions.iter().zip(answers.lines()) {
        judge(question, answer, &mut row);
    }
    Ok(row)
}

/// How many values are drawn for one that is valid and was not drawn before.
const TRIES: u64 = 10;

/// Values that are drawn from the schema of every type, without those that are drawn twice or are not valid.
fn drawn(survey: &Survey, validators: &Validators, count: u64, row: &mut Row) -> Vec<Sample> {
    let patterns = Patterns::default();
    let mut samples: Vec<Sample> = Vec::new();
    for (typed, seed) in survey.types.iter().zip(0..) {
        let Ok(validator) = validators.of(&typed.definition) else {
            continue;
        };
        let mut draw = Draw::new(&survey.definitions, &patterns, seed);
        let from = samples.len();
        for _ in 0..count * TRIES {
            if (samples.len() - from) as u64 == count {
                break;
            }
            let Some(value) = draw.one(&typed.definition) else {
                continue;
            };
            let is_known = samples[from..].iter().any(|sample| sample.value == value);
            if !is_known && validator.check(&value).is_ok() {
                samples.push(Sample {
                    source: typed.source.clone(),
                    definition: typed.definition.clone(),
                    case: typed.case,
                    value,
                });
            }
        }
        if samples.len() == from {
            row.not_drawn.push(typed.source.0.clone());
        }
    }
    samples
}

/// What to ask about a document.
fn questions<'a>(
    survey: &'a Survey,
    validators: &Validators,
    mutations: usize,
    row: &mut Row,
) -> Vec<Question<'a>> {
    row.patterns = validators.patterns_left_out().to_vec();
    let mut samples: Vec<&Sample> = survey.samples.iter().collect();
    samples.sort_by(|a, b| (&a.definition, &a.source.0).cmp(&(&b.definition, &b.source.0)));
    let patterns = Patterns::default();
    let mut questions = Vec::new();
    for group in samples.chunk_by(|a, b| a.definition == b.definition) {
        let Some(first) = group.first() else { continue };
        let validator = match validators.of(&first.definition) {
            Ok(validator) => validator,
            Err(message) => {
                row.no_validator += group.len();
                row.unusable.push(format!("{}: {message}", first.source.0));
                continue;
            }
        };
        let mut changed: Vec<Value> = Vec::new();
        for sample in group {
            let example = match accepted(&validator, &sample.value) {
                Ok(example) => example,
                Err(reason) => {
                    questions.push(Question {
                        sample,
                        value: sample.value.clone(),
                        expected: Expected::Rejected(reason),
                    });
                    continue;
                }
            };
            questions.push(Question {
                sample,
                value: example.clone(),
                expected: Expected::Accepted,
            });
            if changed.contains(&example) {
                continue;
            }
            let found =
                mutate::changes(&example, &sample.definition, &survey.definitions, &patterns);

            let step = found.len().div_ceil(mutations.max(1)).max(1);
            for change in found.into_iter().step_by(step) {
                let (mutation, value) = change.of(&example);
                if value == example {
                    continue;
                }
                let verdict = validator.check(&value);
                questions.push(Question {
                    sample,
                    value,
                    expected: Expected::Changed(mutation, verdict),
                });
            }
            changed.push(example);
        }
    }
    questions
}

/// The example, if it is valid, or the JSON in it: some documents write examples of objects as texts.
fn accepted(validator: &validate::One<'_>, example: &Value) -> Result<Value, String> {
    let Err(reason) = validator.check(example) else {
        return Ok(example.clone());
    };
    let inner = example.as_str().and_then(compare::read);
    inner
        .filter(|inner| validator.check(inner).is_ok())
        .ok_or(reason)
}

/// Compares what the program says with what is expected.
fn judge(question: &Question<'_>, answer: &str, row: &mut Row) {
    let (text, violations) = answer.split_once('\t').unwrap_or((answer, ""));
    let ours = match text.strip_prefix('!') {
        Some(error) => Err(error.to_owned()),
        None if violations.is_empty() => Ok(()),
        None => Err(violations.to_owned()),
    };
    let miss = |what: &'static str, reason: String| Miss {
        source: question.sample.source.0.clone(),
        what,
        reason,
        value: question.value.clone(),
    };
    match &question.expected {
        Expected::Accepted => {
            row.accepted += 1;
            match (text.strip_prefix('!'), compare::read(text)) {
                (Some(error), _) => row.round_trip.push(miss("not decoded", error.to_owned())),
                (None, Some(back)) => match compare::difference(&question.value, &back) {
                    None => row.equal += 1,
                    Some(difference) => row.round_trip.push(miss("not equal", difference)),
                },
                (None, None) => row.round_trip.push(miss("not equal", "no JSON".to_owned())),
            }
            if text.strip_prefix('!').is_none()
                && let Err(reason) = ours
            {
                row.verdicts.push(miss("an example is rejected", reason));
            }
        }
        Expected::Rejected(reason) => {
            row.rejected += 1;
            match ours {
                Err(_) => row.rejected_by_both += 1,
                Ok(()) => row
                    .verdicts
                    .push(miss("an example is accepted by us only", reason.clone())),
            }
        }
        Expected::Changed(mutation, theirs) => {
            row.mutated += 1;
            *row.kinds.entry(mutation.kind).or_default() += 1;
            match (theirs, &ours) {
                (Ok(()), Ok(())) => {
                    let back = compare::read(text).unwrap_or_default();
                    match compare::difference(&question.value, &back) {
                        None => row.agreeing += 1,
                        Some(difference) => row.verdicts.push(miss(
                            "does not come back",
                            format!("{}{}: {difference}", mutation.kind, mutation.path),
                        )),
                    }
                }
                (Err(_), Err(_)) => row.agreeing += 1,
                (Ok(()), Err(reason)) => row.verdicts.push(miss(
                    "rejected by us only",
                    format!("{}{}: {reason}", mutation.kind, mutation.path),
                )),
                (Err(reason), Ok(())) => row.verdicts.push(miss(
                    "accepted by us only",
                    format!("{}{}: {reason}", mutation.kind, mutation.path),
                )),
            }
        }
    }
}
