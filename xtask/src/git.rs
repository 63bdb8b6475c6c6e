//! What a folder held in another revision, as git says.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use codegen::tree::{self, Tree};

use crate::failure::Failure;

/// The files below a folder that codegen wrote, in another revision.
///
/// # Errors
///
/// If git is not there, or does not know the folder or the revision.
pub fn owned(folder: &Path, revision: &str) -> Result<Tree, Failure> {
    let list = [
        "ls-tree",
        "-r",
        "-z",
        "--name-only",
        "--end-of-options",
        revision,
        ".",
    ];
    let names = text(run(folder, &list, String::new())?);
    let paths: Vec<tree::Path> = names
        .split('\0')
        .filter_map(|name| tree::Path::new(name).ok())
        .collect();
    let wanted: String = paths
        .iter()
        .map(|path| format!("{revision}:./{path}\n"))
        .collect();
    let contents = run(folder, &["cat-file", "--batch"], wanted)?;
    let mut rest = contents.as_slice();
    let mut owned = Tree::new();
    for path in paths {
        let Some((content, others)) = object(rest) else {
            return Err(Failure::Fault(format!(
                "git does not show {path} of {revision}"
            )));
        };
        rest = others;
        let content = String::from_utf8_lossy(content);
        if tree::is_owned(&content) {
            owned.insert(path, content.into_owned());
        }
    }
    Ok(owned)
}

/// The first of the objects that `cat-file --batch` prints, and the others: a line that ends with the size, the
/// content, and the end of a line.
fn object(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = text.split_at_checked(end)?;
    let size = line.rsplit(|byte| *byte == b' ').next()?;
    let size: usize = std::str::from_utf8(size).ok()?.parse().ok()?;
    let (content, rest) = rest.get(1..)?.split_at_checked(size)?;
    Some((content, rest.get(1..)?))
}

/// What git prints in a folder when it is told something.
fn run(folder: &Path, arguments: &[&str], input: String) -> Result<Vec<u8>, Failure> {
    let failure = |error: std::io::Error| Failure::Fault(format!("cannot run git: {error}"));
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(arguments.iter().map(OsStr::new))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failure)?;
    let stdin = child.stdin.take();
    // Git prints while it reads.
    let writer = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().map_err(failure)?;
    drop(writer.join());
    if status.success() {
        Ok(stdout)
    } else {
        let said = text(stderr);
        Err(Failure::Fault(format!("git: {}", said.trim())))
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}
