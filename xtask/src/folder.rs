//! Documents on disk: files below one folder, read when they are asked for.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use codegen::input::{Files, ReadError};

use crate::failure::Failure;

/// How far above the folder of a document its references may lead by default.
const LEVELS: usize = 3;

/// A folder that files are read from, and nothing outside of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The folder, without symbolic links in its path.
    root: PathBuf,
}

impl Folder {
    /// A folder that exists.
    ///
    /// # Errors
    ///
    /// If it does not, or is not a folder.
    pub fn new(root: &Path) -> Result<Self, Failure> {
        let root = canonical(root)?;
        if root.is_dir() {
            Ok(Self { root })
        } else {
            Err(Failure::Fault(format!(
                "{} is not a folder",
                root.display()
            )))
        }
    }

    /// The smallest folder that holds a document with its overlays and all documents that they refer to, directly or
    /// not, as far as these are below `limit`.
    ///
    /// # Errors
    ///
    /// If the document or an overlay does not exist.
    pub fn around(
        document: &Path,
        overlays: &[PathBuf],
        limit: Option<&Path>,
    ) -> Result<Self, Failure> {
        let document = canonical(document)?;
        let own = parent(&document).to_owned();
        let limit = match limit {
            Some(limit) => canonical(limit)?,
            None => default_limit(&own, env::home_dir().as_deref()),
        };
        let mut root = own.clone();
        let mut seen = BTreeSet::new();
        // Files, and the folder that their references are relative to: those of an overlay stand in the document then.
        let mut open = vec![(document, own.clone())];
        for overlay in overlays {
            let overlay = canonical(overlay)?;
            while !overlay.starts_with(&root) && root.pop() {}
            open.push((overlay, own.clone()));
        }
        while let Some((file, base)) = open.pop() {
            if !seen.insert(file.clone()) {
                continue;
            }
            // What cannot be read is diagnosed when it is needed.
            let Ok(content) = fs::read(&file) else {
                continue;
            };
            for target in references(&String::from_utf8_lossy(&content)) {
                let Some((highest, place)) = lookup(&base, &target) else {
                    continue;
                };
                if !highest.starts_with(&limit) || !is_document_name(&place) {
                    continue;
                }
                while !highest.starts_with(&root) && root.pop() {}
                let place = place.canonicalize().ok();
                let place = place.filter(|place| place.starts_with(&root));
                open.extend(place.map(|place| (place.clone(), parent(&place).to_owned())));
            }
        }
        Ok(Self { root })
    }

    /// The folder on disk.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The name of a file on disk below this folder: its path with `/` between its parts.
    ///
    /// # Errors
    ///
    /// If it does not exist, or is not below this folder.
    pub fn name_of(&self, file: &Path) -> Result<String, Failure> {
        let file = canonical(file)?;
        let outside = || {
            Failure::Fault(format!(
                "{} is not below {}",
                file.display(),
                self.root.display()
            ))
        };
        let below = file.strip_prefix(&self.root).map_err(|_| outside())?;
        let parts: Vec<_> = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        Ok(parts.join("/"))
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let plain = |part| matches!(part, Component::Normal(_));
        if !Path::new(path).components().all(plain) {
            return Err(ReadError::OutsideRoot);
        }
        let place = self
            .root
            .join(path)
            .canonicalize()
            .map_err(|error| read_error(&error))?;
        if !place.starts_with(&self.root) {
            return Err(ReadError::OutsideRoot);
        }
        if !place.is_file() {
            return Err(ReadError::Other("it is not a file".to_owned()));
        }
        fs::read(&place).map_err(|error| read_error(&error))
    }
}

fn read_error(error: &std::io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::NotFound,
        _ => ReadError::Other(error.to_string()),
    }
}

fn canonical(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::Fault(format!("there is no file {}", path.display())),
        _ => Failure::io("read", path, &error),
    })
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Some levels above a folder, but never as far as the home folder or the root of the disk, where things
/// lie that no document has a reason to refer to.
fn default_limit(own: &Path, home: Option<&Path>) -> PathBuf {
    let private = |folder: &&Path| {
        folder.parent().is_none() || home.is_some_and(|home| home.starts_with(folder))
    };
    own.ancestors()
        .take(LEVELS + 1)
        .take_while(|folder| *folder == own || !private(folder))
        .last()
        .unwrap_or(own)
        .to_owned()
}

/// The files that a text refers to: what stands after `$ref` up to the `#`. This only has to find the
/// folders that are involved; reading decides what a reference really means.
fn references(text: &str) -> BTreeSet<String> {
    let value = |rest: &str| {
        let rest = rest.trim_start_matches(['"', '\'', ':', ' ']);
        let end = rest
            .find(['#', '"', '\'', '\n', '\r', ',', '}'])
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default().trim().to_owned()
    };
    text.split("$ref")
        .skip(1)
        .map(value)
        .filter(|file| !file.is_empty() && !file.contains("://"))
        .collect()
}

/// Where a relative path leads from a folder: the highest folder on the way, and the end of it. `None` if it
/// leads above the root of the disk.
fn lookup(folder: &Path, target: &str) -> Option<(PathBuf, PathBuf)> {
    let mut highest = folder.to_owned();
    let mut place = folder.to_owned();
    for part in Path::new(target).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if place.pop() => {
                if !place.starts_with(&highest) {
                    highest.clone_from(&place);
                }
            }
            Component::Normal(name) => place.push(name),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some((highest, place))
}

/// Whether a file is JSON or YAML by its name.
pub(crate) fn is_document_name(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    ["json", "yaml", "yml"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{default_limit, lookup, references};

    #[test]
    fn the_highest_folder_counts_though_the_path_comes_back() {
        let lookup = |target| lookup(Path::new("/a/b/c"), target);
        let found = |highest: &str, place: &str| Some((highest.into(), place.into()));
        assert_eq!(lookup("d/e.yaml"), found("/a/b/c", "/a/b/c/d/e.yaml"));
        assert_eq!(lookup("./../c/e.yaml"), found("/a/b", "/a/b/c/e.yaml"));
        assert_eq!(lookup("d/../../e.yaml"), found("/a/b", "/a/b/e.yaml"));
        assert_eq!(lookup("../../../../e.yaml"), None);
        assert_eq!(lookup("/etc/e.yaml"), None);
    }

    #[test]
    fn references_to_files_are_found_in_json_and_yaml() {
        let text = "a: {$ref: './a.yaml#/x'}\nb:\n  $ref: \"../b.yaml\"\nc:\n  $ref: '#/own'\n{\"$ref\":\"c.json#/y\",\n$ref: d.yml\n$ref: https://e.test/f.json\n";
        let found: Vec<String> = references(text).into_iter().collect();
        assert_eq!(found, ["../b.yaml", "./a.yaml", "c.json", "d.yml"]);
    }

    #[test]
    fn the_default_limit_stays_away_from_home() {
        let limit = |own| default_limit(Path::new(own), Some(Path::new("/home/me")));
        assert_eq!(limit("/srv/a/b/c/d/e"), Path::new("/srv/a/b"));
        assert_eq!(limit("/srv/a"), Path::new("/srv"));
        assert_eq!(limit("/home/me/api/spec"), Path::new("/home/me/api"));
        assert_eq!(limit("/home/me"), Path::new("/home/me"));
        assert_eq!(limit("/"), Path::new("/"));
    }
}
