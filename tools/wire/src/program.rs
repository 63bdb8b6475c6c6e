//! Compiles and runs the program that makes requests.

use std::env;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use xtask::failure::Failure;
use xtask::workspace;

use crate::generated::{Call, Generated, Setter, Taken};

/// What does not depend on the API.
const FRAME: &str = r#"//! Reads lines of JSON, with the number of a call and its inputs, and writes the requests that would be sent.

#![allow(deprecated, unused_mut)]

use std::io::{BufRead, Write};

use runtime::Client;
use runtime::model::Place;
use serde_json::{Value, json};

type Inputs = serde_json::Map<String, Value>;
type Call = fn(&Client, &mut Inputs) -> Result<Value, String>;

fn needed<T: Place>(inputs: &mut Inputs, field: &str) -> Result<T, String> {
    let value = inputs.remove(field).ok_or_else(|| format!("the input `{field}` is missing"))?;
    runtime::json::from_str(&value.to_string()).map_err(|error| format!("`{field}` is not decoded: {error}"))
}

/// The type is that of a field.
fn needed_as<O, T: Place>(inputs: &mut Inputs, field: &str, _: fn(&O) -> &T) -> Result<T, String> {
    needed(inputs, field)
}

fn needed_in<O, T: Place>(inputs: &mut Inputs, field: &str, _: fn(&O) -> &Option<T>) -> Result<T, String> {
    needed(inputs, field)
}

/// Members of a body that have no input.
fn members(inputs: &mut Inputs) -> Inputs {
    match inputs.remove("+") {
        Some(Value::Object(members)) => members,
        _ => Inputs::new(),
    }
}

fn given<T: Place>(inputs: &mut Inputs, field: &str) -> Result<Option<T>, String> {
    if inputs.contains_key(field) { needed(inputs, field).map(Some) } else { Ok(None) }
}

fn given_as<O, T: Place>(inputs: &mut Inputs, field: &str, _: fn(&O) -> &T) -> Result<Option<T>, String> {
    given(inputs, field)
}

fn given_in<O, T: Place>(inputs: &mut Inputs, field: &str, _: fn(&O) -> &Option<T>) -> Result<Option<T>, String> {
    given(inputs, field)
}

type Request = runtime::http::Request<runtime::bytes::Bytes>;

fn written(
    inputs: &Inputs,
    valid: Result<(), runtime::Violations>,
    request: Result<Request, runtime::Error>,
) -> Result<Value, String> {
    if let Some(field) = inputs.keys().next() {
        return Err(format!("nothing takes the input `{field}`"));
    }
    let request = request.map_err(|error| {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        text
    })?;
    let headers = request.headers().iter().map(|(name, value)| json!([name.as_str(), value.as_bytes()]));
    Ok(json!({
        "method": request.method().as_str(),
        "uri": request.uri().to_string(),
        "headers": headers.collect::<Vec<_>>(),
        "body": request.body().to_vec(),
        "violations": valid.err().map(|violations| violations.to_string()),
    }))
}

fn answer(client: &Client, line: &str) -> Result<Value, String> {
    let mut line: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let call = line["call"].as_u64().and_then(|call| CALLS.get(usize::try_from(call).ok()?));
    let call = call.ok_or("there is no such call")?;
    let inputs = line["inputs"].as_object_mut().ok_or("there are no inputs")?;
    call(client, inputs)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let builder = sample::Client::builder()
        .transport(runtime::transport::memory::Memory::new())
        .configure(credentials)
        .request_validation(false);
    let builder = match std::env::var("WIRE_BASE_URL") {
        Ok(url) => builder.base_url(url),
        Err(_) => builder,
    };
    let client = builder.build()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let answer = answer(client.as_ref(), &line?).unwrap_or_else(|error| json!({"error": error}));
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
"#;

/// The secret of a scheme.
pub(crate) fn secret(name: &str, is_basic: bool) -> String {
    if is_basic {
        return "user:pa ss".to_owned();
    }
    let word: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("token-{word}")
}

/// The `main.rs` of the program.
fn source(generated: &Generated) -> String {
    let mut out = FRAME.to_owned();
    out.push_str("\nfn credentials(builder: runtime::ClientBuilder) -> runtime::ClientBuilder {\n    builder\n");
    for (name, is_basic) in &generated.schemes {
        let _ = writeln!(
            out,
            "        .credential({name:?}, {:?})",
            secret(name, *is_basic)
        );
    }
    out.push_str("}\n\nstatic CALLS: &[Call] = &[\n");
    generated
        .calls
        .iter()
        .for_each(|call| out.push_str(&closure(call)));
    out.push_str("];\n");
    out
}

fn closure(call: &Call) -> String {
    let ty = format!("sample::{}", call.path);
    let read = |setter: &Setter, word: &str| {
        let field = &setter.field;
        let place = format!(", |call: &{ty}| &call.{field}");
        let (suffix, place) = match setter.taken {
            Taken::Named => ("", ""),
            Taken::IntoField => ("_as", place.as_str()),
            Taken::IntoSome => ("_in", place.as_str()),
        };
        format!("{word}{suffix}(inputs, {field:?}{place})?")
    };
    let arguments = call
        .arguments
        .iter()
        .map(|argument| format!(", {}", read(argument, "needed")));
    let mut out = format!(
        "    |client, inputs| {{\n        let mut call = {ty}::new(client{});\n",
        arguments.collect::<String>()
    );
    for setter in &call.setters {
        let _ = writeln!(
            out,
            "        if let Some(value) = {} {{\n            call = call.{}(value);\n        }}",
            read(setter, "given"),
            setter.name
        );
    }
    for field in &call.constants {
        let _ = writeln!(
            out,
            "        if let Some(value) = given(inputs, {field:?})? {{\n            call.inputs.{field} = value;\n        }}"
        );
    }
    if call.takes_members {
        out.push_str("        for (name, value) in members(inputs) {\n            call = call.body_member(&name, value);\n        }\n");
    }
    out.push_str("        written(inputs, call.validate(), call.request())\n    },\n");
    out
}

/// Where things are.
pub(crate) struct Places {
    pub(crate) package: String,
    pub(crate) crate_folder: PathBuf,
    pub(crate) target: PathBuf,
}

/// Compiles the program, and gives it lines; it answers each with one.
pub(crate) fn run(
    generated: &Generated,
    places: &Places,
    base_url: Option<&str>,
    input: &str,
) -> Result<String, Failure> {
    let name = format!("{}-wire", places.package);
    let folder = places.crate_folder.with_file_name(&name);
    write(&folder.join("src/main.rs"), &source(generated))?;
    let runtime = workspace::runtime();
    let runtime = runtime.canonicalize().unwrap_or(runtime);
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         runtime = {{ path = {runtime:?}, default-features = false, features = [\"testing\"] }}\n\
         sample = {{ path = {:?}, package = {:?}, default-features = false, \
         features = {:?} }}\nserde_json = \"1\"\n\n\
         [workspace]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        places.crate_folder, places.package, generated.features
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    workspace::share_lock_file(&folder)?;
    let lines = folder.join("calls.jsonl");
    write(&lines, input)?;
    let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", &places.target)
        .output()
        .map_err(|error| Failure::Fault(format!("cannot run cargo: {error}")))?;
    if !built.status.success() {
        let said = String::from_utf8_lossy(&built.stderr);
        let errors = said.lines().filter(|line| line.contains("error")).take(5);
        return Err(Failure::Fault(errors.collect::<Vec<_>>().join("\n")));
    }
    let mut program = Command::new(places.target.join("debug").join(&name));
    program.envs(base_url.map(|url| ("WIRE_BASE_URL", url)));
    let fail = |error| Failure::io("read", &lines, &error);
    let done = program
        .stdin(Stdio::from(File::open(&lines).map_err(fail)?))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::Fault(format!("cannot run the program: {error}")))?;
    if !done.status.success() {
        return Err(Failure::Fault(format!(
            "the program ended with {}",
            done.status
        )));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let fail = |error| Failure::io("write", path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    fs::write(path, text).map_err(fail)
}
