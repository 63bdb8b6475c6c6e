//! Compiles and runs the program that reads examples as generated types.

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use codegen::survey::Survey;
use xtask::apply::Plan;
use xtask::failure::Failure;
use xtask::workspace;

/// Asks the program; the answers are lines.
pub(crate) fn ask(
    survey: &Survey,
    package: &str,
    crate_folder: &Path,
    target: &Path,
    input: &str,
) -> Result<String, Failure> {
    if let Some(tree) = &survey.generation.tree {
        Plan::new(crate_folder, tree)?.apply()?;
    }
    let folder = crate_folder.with_file_name(format!("{package}-program"));
    write(&folder.join("src/main.rs"), &survey.program)?;
    let runtime = workspace::runtime();
    let runtime = runtime.canonicalize().unwrap_or(runtime);
    let manifest = format!(
        "[package]\nname = \"{package}-program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nruntime = {{ path = {runtime:?}, default-features = false }}\n\
         sample = {{ path = {crate_folder:?}, package = {package:?} }}\n\n[workspace]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    workspace::share_lock_file(&folder)?;
    let questions = folder.join("questions.txt");
    write(&questions, input)?;
    let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target)
        .output()
        .map_err(|error| Failure::Fault(format!("cannot run cargo: {error}")))?;
    if !built.status.success() {
        let said = String::from_utf8_lossy(&built.stderr);
        let said: Vec<&str> = said
            .lines()
            .filter(|line| line.contains("error"))
            .take(5)
            .collect();
        return Err(Failure::Fault(said.join("\n")));
    }
    let fail = |error| Failure::io("read", &questions, &error);
    let asked = Command::new(target.join("debug").join(format!("{package}-program")))
        .stdin(Stdio::from(File::open(&questions).map_err(fail)?))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::Fault(format!("cannot run the program: {error}")))?;
    if !asked.status.success() {
        return Err(Failure::Fault(format!(
            "the program ended with {}",
            asked.status
        )));
    }
    Ok(String::from_utf8_lossy(&asked.stdout).into_owned())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let fail = |error| Failure::io("write", path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    fs::write(path, text).map_err(fail)
}
