//! The texts of `--help`.

use std::borrow::Cow;

use crate::failure::Failure;
use crate::{steps, terminal};

/// What a help text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Topic {
    All,
    Codegen,
    Impact,
    Suggest,
    Corpus,
    Test,
    Bench,
    ConfigSchema,
}

/// The text on a topic.
#[must_use]
pub fn text(topic: Topic) -> Cow<'static, str> {
    let text = match topic {
        Topic::All => ALL,
        Topic::Codegen => CODEGEN,
        Topic::Impact => IMPACT,
        Topic::Suggest => SUGGEST,
        Topic::Corpus => CORPUS,
        Topic::Test => return of_test().into(),
        Topic::Bench => BENCH,
        Topic::ConfigSchema => CONFIG_SCHEMA,
    };
    text.into()
}

const ALL: &str = "\
Generates Rust clients from OpenAPI documents.

Usage: cargo xtask COMMAND [OPTIONS]

Commands:
  codegen          Regenerate what `codegen.toml` names, or any other document
  impact           Show what the regenerated crate means for the code that calls it
  suggest          Print what `codegen.toml` could say of a document: how its lists have pages
  test             Run everything that has to pass: format, lints, tests, docs, drift
  corpus           Try all documents in a folder, and show a table
  meaning          Test what types mean, against an independent validator of JSON Schema
  wire             Test what is sent, against an independent reader of requests
  bench            Measure how fast generated code compiles, against serde's derive
  config-schema    Print the JSON Schema of `codegen.toml`

`cargo xtask COMMAND --help` shows the options of a command.

Exit codes: 0 all is well, 1 the document or the tree is at fault, 2 wrong usage.
";

const CODEGEN: &str = "\
Regenerates what `codegen.toml` names, and prints what changed.

Usage: cargo xtask codegen [--check] [--keep-going]
       cargo xtask codegen --schema FILE --out DIR [OPTIONS]

Options:
      --check          Change nothing; show a diff and exit with 1 if the output is out of date
      --schema FILE    Generate this document (OpenAPI 3.0 to 3.2, Swagger 2.0; YAML or JSON)
      --overlay FILE   Correct the document with this OpenAPI Overlay first; several are applied in this order
      --out DIR        Where the crate goes; only files that codegen wrote are replaced or deleted
      --package NAME   Name of the package [default: the name of DIR]
      --config FILE    Names, envelope, pagination and so on, in the form of `codegen.toml`
      --root DIR       The folder that references to other files may not leave
                       [default: the smallest one that holds FILE and the documents it refers to,
                       at most three levels above FILE]
      --keep-going     Generate the rest if parts of the document cannot be generated
  -h, --help           Show this text
";

const IMPACT: &str = "\
Shows what the difference between two states of a generated crate means for the code that calls it:
what does not compile any more, what is sent or refused differently, what is deprecated, what is new.

Usage: cargo xtask impact [REVISION] [OPTIONS]

The crates are those that `codegen.toml` names, as they stand in their folders. They are compared with what
git has in REVISION [default: HEAD]: `cargo xtask impact main` says what a branch does.

Options:
      --old DIR         Compare with the crate in this folder, without git
      --new DIR         Look at the crate in this folder
      --markdown        Write Markdown, for the text of a pull request
      --deny-breaking   Exit with 1 if code that calls the crate may not compile
  -h, --help            Show this text
";

const SUGGEST: &str = "\
Prints what `codegen.toml` could say of a document, and does not: how its lists have pages, and what
all of its paths start with. It is guessed by names that are in common use, and tried.

Usage: cargo xtask suggest [FILE] [OPTIONS]

Without FILE, it is about what `codegen.toml` names.

Options:
      --overlay FILE   Correct the document with this OpenAPI Overlay first
      --config FILE    What is said already, in the form of `codegen.toml`
      --root DIR       The folder that references to other files may not leave
  -h, --help           Show this text
";

const CORPUS: &str = "\
Generates a crate from every OpenAPI document under PATH, and shows a table.

Usage: cargo xtask corpus PATH [OPTIONS]

A document is a file with `openapi` or `swagger` at its top level; files that are only referred to
are read with the documents that refer to them. PATH may be a single document.

Options:
      --check        Compile each crate with all features, and count the warnings
      --clippy       The same with clippy
      --parts        Compile each part of a crate without the others, too: those that are features
      --json FILE    Write the table as JSON, too
      --plot FILE    Draw the seconds of generating over the operations, as SVG
      --out DIR      Where the crates go [default: target/corpus]
      --only TEXT    Only documents with TEXT in their path
      --strict       Generate nothing from a document that has errors; otherwise they are counted,
                     and the rest of the document is generated (as with `codegen --keep-going`)
  -h, --help         Show this text

A document fails if it is not generated, if generating it again gives other bytes, if an operation is
skipped, or if its crate does not compile without warnings. Exit code 1 if one fails.
";

fn of_test() -> String {
    let commands: String = steps::commands()
        .map(|command| format!("  {command}\n"))
        .collect();
    format!(
        "Runs everything that has to pass, in this order, and stops at the first failure:\n\n{commands}\n\
         Usage: cargo xtask test\n"
    )
}

const BENCH: &str = "\
Compiles 300 generated models of 12 fields, and the same structs with serde's derive, and prints
time and peak memory of the compiler for each as a Markdown table. Takes some minutes; nothing
else should run.

Usage: cargo xtask bench [--rounds N]

Options:
      --rounds N   How often each crate is compiled; the median counts [default: 3]
  -h, --help       Show this text
";

const CONFIG_SCHEMA: &str = "\
Prints the JSON Schema of `codegen.toml`, for editors.

Usage: cargo xtask config-schema
";

/// Prints the text on a topic.
///
/// # Errors
///
/// None: it has the shape of a command.
pub fn print(topic: Topic) -> Result<(), Failure> {
    terminal::print(text(topic));
    Ok(())
}
