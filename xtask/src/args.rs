//! The command line: parses, and does nothing else.

use std::ffi::OsString;
use std::path::PathBuf;

use codegen::Faults;
use codegen::suggest::closest;
use lexopt::{Arg, Parser, ValueExt};

use crate::failure::Failure;
use crate::help::Topic;

/// What the user asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `codegen`
    Codegen(CodegenArgs),
    /// `impact`
    Impact(ImpactArgs),
    /// `suggest`
    Suggest(SuggestArgs),
    /// `corpus`
    Corpus(CorpusArgs),
    /// `meaning`, with what its tool is told.
    Meaning(Vec<OsString>),
    /// `wire`, with what its tool is told.
    Wire(Vec<OsString>),
    /// `test`
    Test,
    /// `bench`
    Bench(BenchArgs),
    /// `config-schema`
    ConfigSchema,
    /// `--help`
    Help(Topic),
    /// One document of a corpus, in a process of its own: not for people.
    CorpusDocument(CodegenArgs),
}

/// `codegen`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodegenArgs {
    /// Whether the output is written or compared.
    pub mode: Mode,
    /// What to generate; `None` for what `codegen.toml` names.
    pub document: Option<DocumentArgs>,
    /// What happens if a part of the document cannot be generated.
    pub faults: Faults,
}

/// Whether the output is written or compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Compare it, and change nothing.
    Check,
}

/// A document that `codegen.toml` does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentArgs {
    /// The document.
    pub schema: PathBuf,
    /// Overlays, which are applied after those of the configuration.
    pub overlays: Vec<PathBuf>,
    /// Where the crate goes.
    pub out: PathBuf,
    /// Name of the package; by default that of the document.
    pub package: Option<String>,
    /// A configuration in the form of `codegen.toml`.
    pub config: Option<PathBuf>,
    /// The folder that references may not leave; by default what the references need, within reason.
    pub root: Option<PathBuf>,
}

/// `suggest`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestArgs {
    /// What to look at; `None` for what `codegen.toml` names.
    pub document: Option<DocumentArgs>,
}

/// `impact`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactArgs {
    /// What callers have.
    pub before: Before,
    /// The folder of the crate that they get; by default the one that `codegen.toml` names.
    pub after: Option<PathBuf>,
    /// How the findings are written.
    pub form: Form,
    /// Whether it is a failure if callers would not compile.
    pub deny_breaking: bool,
}

/// Where the crate is that callers have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// Where the other one is, in this revision.
    Revision(String),
    /// In a folder of its own.
    Folder(PathBuf),
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
}

/// `corpus`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusArgs {
    /// A folder of documents, or one document.
    pub path: PathBuf,
    /// What is done with each crate.
    pub compile: Compile,
    /// Whether each part of a crate is compiled without the others, too.
    pub parts: bool,
    /// Where the table goes as JSON.
    pub json: Option<PathBuf>,
    /// Where the plot of time over operations goes, as SVG.
    pub plot: Option<PathBuf>,
    /// Where the crates go; by default a folder in `target`.
    pub out: Option<PathBuf>,
    /// Only documents whose path contains this.
    pub only: Option<String>,
    /// What happens if a part of a document cannot be generated.
    pub faults: Faults,
}

/// What is done with each crate of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compile {
    /// It is only generated.
    No,
    /// `cargo check`
    Check,
    /// `cargo clippy`
    Clippy,
}

/// `bench`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchArgs {
    /// How often each crate is compiled.
    pub rounds: u32,
}

/// Parses the arguments after the name of the program.
///
/// # Errors
///
/// [`Failure::Usage`], saying what is wrong and what to write instead.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Failure> {
    let mut parser = Parser::from_args(arguments);
    let command = match parser.next().map_err(usage)? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help(Topic::All)),
        Some(Arg::Value(name)) => name.string().map_err(usage)?,
        Some(argument) => return Err(usage(argument.unexpected())),
    };
    match command.as_str() {
        "codegen" => codegen(&mut parser),
        "impact" => impact(&mut parser),
        "suggest" => suggest(&mut parser),
        "corpus" => corpus(&mut parser),
        "meaning" => untouched(&mut parser).map(Command::Meaning),
        "wire" => untouched(&mut parser).map(Command::Wire),
        "test" => nothing(&mut parser, Command::Test, Topic::Test),
        "bench" => bench(&mut parser),
        "config-schema" => nothing(&mut parser, Command::ConfigSchema, Topic::ConfigSchema),
        "corpus-document" => corpus_document(&mut parser),
        "help" => Ok(Command::Help(Topic::All)),
        other => Err(Failure::Usage(format!(
            "there is no command `{other}`{}",
            suggestion(
                other,
                &[
                    "codegen",
                    "impact",
                    "suggest",
                    "corpus",
                    "meaning",
                    "wire",
                    "test",
                    "bench",
                    "config-schema",
                    "help"
                ],
                ""
            )
        ))),
    }
}

/// Options that a tool parses itself.
fn untouched(parser: &mut Parser) -> Result<Vec<OsString>, Failure> {
    Ok(parser.raw_args().map_err(usage)?.collect())
}

fn codegen(parser: &mut Parser) -> Result<Command, Failure> {
    const OPTIONS: &[&str] = &[
        "check",
        "schema",
        "overlay",
        "out",
        "package",
        "config",
        "root",
        "keep-going",
        "help",
    ];
    let mut check = Mode::Write;
    let mut faults = Faults::Stop;
    let mut document = DocumentOptions::default();
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Codegen)),
            Arg::Long("check") => check = Mode::Check,
            Arg::Long("keep-going") => faults = Faults::KeepGoing,
            Arg::Long("schema") => document.schema = Some(path(parser)?),
            Arg::Long("overlay") => document.overlays.push(path(parser)?),
            Arg::Long("out") => document.out = Some(path(parser)?),
            Arg::Long("package") => document.package = Some(package(parser)?),
            Arg::Long("config") => document.config = Some(path(parser)?),
            Arg::Long("root") => document.root = Some(path(parser)?),
            other => return Err(unexpected(&other, OPTIONS)),
        }
    }
    Ok(Command::Codegen(CodegenArgs {
        mode: check,
        document: document.finish("--schema FILE --out DIR")?,
        faults,
    }))
}

fn suggest(parser: &mut Parser) -> Result<Command, Failure> {
    const OPTIONS: &[&str] = &["overlay", "config", "root", "help"];
    let mut document = DocumentOptions::default();
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Suggest)),
            Arg::Long("overlay") => document.overlays.push(path(parser)?),
            Arg::Long("config") => document.config = Some(path(parser)?),
            Arg::Long("root") => document.root = Some(path(parser)?),
            Arg::Value(value) if document.schema.is_none() => {
                document.schema = Some(value.into());
                // Nothing is written there.
                document.out = Some("generated".into());
            }
            other => return Err(unexpected(&other, OPTIONS)),
        }
    }
    Ok(Command::Suggest(SuggestArgs {
        document: document.finish("FILE")?,
    }))
}

fn impact(parser: &mut Parser) -> Result<Command, Failure> {
    const OPTIONS: &[&str] = &["old", "new", "markdown", "deny-breaking", "help"];
    let (mut revision, mut old, mut after) = (None, None, None);
    let mut form = Form::Text;
    let mut deny_breaking = false;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Impact)),
            Arg::Long("old") => old = Some(path(parser)?),
            Arg::Long("new") => after = Some(path(parser)?),
            Arg::Long("markdown") => form = Form::Markdown,
            Arg::Long("deny-breaking") => deny_breaking = true,
            Arg::Value(value) if revision.is_none() => {
                revision = Some(value.string().map_err(usage)?)
            }
            other => return Err(unexpected(&other, OPTIONS)),
        }
    }
    let before = match (revision, old) {
        (Some(_), Some(_)) => {
            let message = "`impact` compares with a revision or with `--old DIR`, not with both";
            return Err(Failure::Usage(message.to_owned()));
        }
        (None, Some(folder)) => Before::Folder(folder),
        (revision, None) => Before::Revision(revision.unwrap_or_else(|| "HEAD".to_owned())),
    };
    Ok(Command::Impact(ImpactArgs {
        before,
        after,
        form,
        deny_breaking,
    }))
}

/// The options of `codegen` that name a document, as far as they were given.
#[derive(Default)]
struct DocumentOptions {
    schema: Option<PathBuf>,
    overlays: Vec<PathBuf>,
    out: Option<PathBuf>,
    package: Option<String>,
    config: Option<PathBuf>,
    root: Option<PathBuf>,
}

impl DocumentOptions {
    /// `document` is how one is named.
    fn finish(self, document: &str) -> Result<Option<DocumentArgs>, Failure> {
        let Self {
            schema,
            overlays,
            out,
            package,
            config,
            root,
        } = self;
        match (schema, out) {
            (Some(schema), Some(out)) => Ok(Some(DocumentArgs {
                schema,
                overlays,
                out,
                package,
                config,
                root,
            })),
            (Some(_), None) => Err(needs("schema", "--out DIR")),
            (None, Some(_)) => Err(needs("out", "--schema FILE")),
            (None, None) => {
                let lonely = [
                    ("overlay", !overlays.is_empty()),
                    ("package", package.is_some()),
                    ("config", config.is_some()),
                    ("root", root.is_some()),
                ];
                match lonely.iter().find(|(_, given)| *given) {
                    Some((name, _)) => Err(needs(name, document)),
                    None => Ok(None),
                }
            }
        }
    }
}

fn needs(given: &str, missing: &str) -> Failure {
    Failure::Usage(format!("`--{given}` needs `{missing}`"))
}

fn corpus(parser: &mut Parser) -> Result<Command, Failure> {
    const OPTIONS: &[&str] = &[
        "check",
        "clippy",
        "parts",
        "json",
        "plot",
        "out",
        "only",
        "strict",
        "keep-going",
        "help",
    ];
    let mut folder = None;
    let mut compile = Compile::No;
    let mut parts = false;
    let mut json = None;
    let mut plot = None;
    let mut out = None;
    let mut only = None;
    let mut faults = Faults::KeepGoing;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Corpus)),
            Arg::Long("check") if compile == Compile::No => compile = Compile::Check,
            Arg::Long("check") => {}
            Arg::Long("clippy") => compile = Compile::Clippy,
            Arg::Long("parts") => parts = true,
            Arg::Long("json") => json = Some(path(parser)?),
            Arg::Long("plot") => plot = Some(path(parser)?),
            Arg::Long("out") => out = Some(path(parser)?),
            Arg::Long("only") => only = Some(text(parser)?),
            Arg::Long("strict") => faults = Faults::Stop,
            Arg::Long("keep-going") => faults = Faults::KeepGoing,
            Arg::Value(value) if folder.is_none() => folder = Some(PathBuf::from(value)),
            other => return Err(unexpected(&other, OPTIONS)),
        }
    }
    let path = folder.ok_or_else(|| {
        Failure::Usage("`corpus` needs a folder of documents: `cargo xtask corpus PATH`".to_owned())
    })?;
    Ok(Command::Corpus(CorpusArgs {
        path,
        compile: match compile {
            Compile::No if parts => Compile::Check,
            asked => asked,
        },
        parts,
        json,
        plot,
        out,
        only,
        faults,
    }))
}

fn corpus_document(parser: &mut Parser) -> Result<Command, Failure> {
    match codegen(parser)? {
        Command::Codegen(args) => Ok(Command::CorpusDocument(args)),
        other => Ok(other),
    }
}

fn bench(parser: &mut Parser) -> Result<Command, Failure> {
    let mut rounds = 3;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(Topic::Bench)),
            Arg::Long("rounds") => {
                rounds = parser
                    .value()
                    .and_then(|value| value.parse())
                    .map_err(usage)?
            }
            other => return Err(unexpected(&other, &["rounds", "help"])),
        }
    }
    if rounds == 0 {
        return Err(Failure::Usage("`--rounds` has to be at least 1".to_owned()));
    }
    Ok(Command::Bench(BenchArgs { rounds }))
}

/// A command without options.
fn nothing(parser: &mut Parser, command: Command, topic: Topic) -> Result<Command, Failure> {
    match parser.next().map_err(usage)? {
        None => Ok(command),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help(topic)),
        Some(other) => Err(unexpected(&other, &["help"])),
    }
}

fn path(parser: &mut Parser) -> Result<PathBuf, Failure> {
    let value = parser.value().map_err(usage)?;
    if value.is_empty() {
        Err(Failure::Usage("a path is empty".to_owned()))
    } else {
        Ok(value.into())
    }
}

fn text(parser: &mut Parser) -> Result<String, Failure> {
    parser.value().and_then(ValueExt::string).map_err(usage)
}

fn package(parser: &mut Parser) -> Result<String, Failure> {
    let name = text(parser)?;
    match codegen::package::fault(&name) {
        Some(fault) => Err(Failure::Usage(fault)),
        None => Ok(name),
    }
}

fn usage(error: lexopt::Error) -> Failure {
    Failure::Usage(error.to_string())
}

fn unexpected(argument: &Arg<'_>, options: &[&str]) -> Failure {
    Failure::Usage(match argument {
        Arg::Long(name) => {
            format!(
                "there is no option `--{name}`{}",
                suggestion(name, options, "--")
            )
        }
        Arg::Short(letter) => format!("there is no option `-{letter}`"),
        Arg::Value(value) => format!("`{}` is one argument too many", value.to_string_lossy()),
    })
}

/// `: did you mean …?`, if one of the names is close enough to be meant.
fn suggestion(given: &str, names: &[&str], prefix: &str) -> String {
    closest(given, names.iter().copied()).map_or_else(String::new, |name| {
        format!(": did you mean `{prefix}{name}`?")
    })
}

#[cfg(test)]
mod tests {
    use codegen::Faults;

    use super::{Before, CodegenArgs, Command, Compile, Mode, parse};
    use crate::help::Topic;

    fn message(arguments: &[&str]) -> String {
        parse(arguments.iter().map(Into::into))
            .expect_err("the arguments are wrong")
            .to_string()
    }

    fn command(arguments: &[&str]) -> Command {
        parse(arguments.iter().map(Into::into)).expect("the arguments are right")
    }

    #[test]
    fn no_arguments_mean_help() {
        assert_eq!(command(&[]), Command::Help(Topic::All));
        assert_eq!(
            command(&["codegen", "--help"]),
            Command::Help(Topic::Codegen)
        );
    }

    #[test]
    fn codegen_without_options_writes_what_the_workspace_names() {
        let expected = CodegenArgs {
            mode: Mode::Write,
            document: None,
            faults: Faults::Stop,
        };
        assert_eq!(command(&["codegen"]), Command::Codegen(expected.clone()));
        assert_eq!(
            command(&["codegen", "--check"]),
            Command::Codegen(CodegenArgs {
                mode: Mode::Check,
                ..expected
            })
        );
    }

    #[test]
    fn parts_of_a_corpus_are_compiled() {
        let compile = |arguments: &[&str]| match command(arguments) {
            Command::Corpus(args) => (args.compile, args.parts),
            other => panic!("{other:?}"),
        };
        assert_eq!(compile(&["corpus", "docs"]), (Compile::No, false));
        let parts = ["corpus", "docs", "--parts"];
        assert_eq!(compile(&parts), (Compile::Check, true));
        let clippy = ["corpus", "docs", "--parts", "--clippy"];
        assert_eq!(compile(&clippy), (Compile::Clippy, true));
    }

    #[test]
    fn a_suggestion_is_of_a_document_or_of_what_the_workspace_names() {
        let document = |arguments: &[&str]| match command(arguments) {
            Command::Suggest(args) => args.document.map(|document| document.schema),
            other => panic!("{other:?}"),
        };
        assert_eq!(document(&["suggest"]), None);
        assert_eq!(
            document(&["suggest", "a.yaml", "--root", "."]),
            Some("a.yaml".into())
        );
        assert_eq!(
            message(&["suggest", "--config", "c.toml"]),
            "`--config` needs `FILE`"
        );
        assert_eq!(
            message(&["suggest", "a.yaml", "b.yaml"]),
            "`b.yaml` is one argument too many"
        );
    }

    #[test]
    fn impact_compares_with_the_last_commit_unless_told() {
        let before = |arguments: &[&str]| match command(arguments) {
            Command::Impact(args) => args.before,
            other => panic!("{other:?}"),
        };
        assert_eq!(before(&["impact"]), Before::Revision("HEAD".to_owned()));
        let main = Before::Revision("main".to_owned());
        assert_eq!(before(&["impact", "main", "--markdown"]), main);
        let folder = Before::Folder("old".into());
        assert_eq!(before(&["impact", "--old", "old"]), folder);
        assert_eq!(
            message(&["impact", "main", "--old", "old"]),
            "`impact` compares with a revision or with `--old DIR`, not with both"
        );
    }

    #[test]
    fn wrong_usage_says_what_to_write() {
        assert_eq!(
            message(&["codegne"]),
            "there is no command `codegne`: did you mean `codegen`?"
        );
        assert_eq!(
            message(&["codegen", "--chek"]),
            "there is no option `--chek`: did you mean `--check`?"
        );
        assert_eq!(
            message(&["codegen", "--nonsense"]),
            "there is no option `--nonsense`"
        );
        assert_eq!(
            message(&["codegen", "--schema", "a.yaml"]),
            "`--schema` needs `--out DIR`"
        );
        assert_eq!(
            message(&["codegen", "--out", "a"]),
            "`--out` needs `--schema FILE`"
        );
        assert_eq!(
            message(&["codegen", "--package", "a"]),
            "`--package` needs `--schema FILE --out DIR`"
        );
        assert_eq!(
            message(&["codegen", "--overlay", "a"]),
            "`--overlay` needs `--schema FILE --out DIR`"
        );
        let message_of = |name| message(&["codegen", "--package", name]);
        assert!(message_of("Bad Name").starts_with("`Bad Name` cannot be the name of a package: "));
        assert!(message_of("fn").starts_with("`fn` cannot be the name of a package: "));
        assert_eq!(
            message(&["codegen", "a.yaml"]),
            "`a.yaml` is one argument too many"
        );
        assert_eq!(
            message(&["codegen", "--schema"]),
            "missing argument for option '--schema'"
        );
        assert_eq!(
            message(&["corpus"]),
            "`corpus` needs a folder of documents: `cargo xtask corpus PATH`"
        );
    }
}
