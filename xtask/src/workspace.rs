//! Where things are: the workspace that `codegen.toml` belongs to, and the runtime that generated crates use.

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::failure::Failure;

/// Name of the configuration file, which marks the root of a workspace.
pub const CONFIG: &str = "codegen.toml";

/// The folder that holds `codegen.toml`: the current one, or the nearest above it, or that of this tool.
///
/// # Errors
///
/// If there is none.
pub fn root() -> Result<PathBuf, Failure> {
    let current = env::current_dir()
        .map_err(|error| Failure::Fault(format!("there is no current folder: {error}")))?;
    [current, manifest_folder()]
        .iter()
        .find_map(|start| {
            start
                .ancestors()
                .find(|folder| folder.join(CONFIG).is_file())
        })
        .map(Path::to_owned)
        .ok_or_else(|| Failure::Fault(format!("there is no `{CONFIG}` in this folder or above it")))
}

/// The folder of the `runtime` crate that stands beside this tool.
#[must_use]
pub fn runtime() -> PathBuf {
    manifest_folder()
        .parent()
        .map(|root| root.join("runtime"))
        .unwrap_or_default()
}

/// Whether a folder is one that cargo keeps for itself, with what it has fetched.
#[must_use]
pub fn is_of_cargo(folder: &Path) -> bool {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => env::home_dir().unwrap_or_default().join(".cargo"),
    };
    let home = home.canonicalize().unwrap_or(home);
    ["git", "registry"]
        .iter()
        .any(|part| folder.starts_with(home.join(part)))
}

/// Gives a crate that stands by itself the versions that this workspace uses, unless it has its own already.
///
/// # Errors
///
/// If the file cannot be written.
pub fn share_lock_file(folder: &Path) -> Result<(), Failure> {
    let own = folder.join("Cargo.lock");
    let shared = runtime().join("../Cargo.lock");
    if !own.exists() && shared.exists() {
        fs::copy(&shared, &own).map_err(|error| Failure::io("write", &own, &error))?;
    }
    Ok(())
}

/// The folder of this tool's `Cargo.toml`: as cargo says when it runs it, or as it was when it was compiled.
fn manifest_folder() -> PathBuf {
    match env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) if Path::new(&folder).join("../runtime/Cargo.toml").is_file() => folder.into(),
        _ => env!("CARGO_MANIFEST_DIR").into(),
    }
}

/// The path of `to` as seen from the folder `from`, with `/` between its parts. Both are absolute.
#[must_use]
pub fn relative(from: &Path, to: &Path) -> String {
    let from: Vec<Component<'_>> = from.components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let down = to
        .iter()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

/// A path that need not exist yet as an absolute one: the part that exists without symbolic links in it.
///
/// # Errors
///
/// If there is no current folder.
pub fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path).map_err(|error| Failure::io("find", path, &error))?;
    let existing = path
        .ancestors()
        .find_map(|place| Some((place, place.canonicalize().ok()?)));
    Ok(match existing {
        Some((place, canonical)) => match path.strip_prefix(place) {
            Ok(rest) if rest.as_os_str().is_empty() => canonical,
            Ok(rest) => canonical.join(rest),
            Err(_) => path,
        },
        None => path,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn a_relative_path_goes_up_and_down() {
        let relative = |from, to| relative(Path::new(from), Path::new(to));
        assert_eq!(relative("/w/generated", "/w/runtime"), "../runtime");
        assert_eq!(relative("/tmp/out", "/w/runtime"), "../../w/runtime");
        assert_eq!(relative("/w", "/w/runtime"), "runtime");
        assert_eq!(relative("/w", "/w"), ".");
    }
}
