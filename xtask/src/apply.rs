//! Brings an output folder to the state of a tree of files: all of it or nothing.
//!
//! [`Plan::new`] only looks: it compares the folder with the tree, and refuses what would touch a file that is
//! not ours. [`Plan::apply`] first writes all new texts into a staging folder inside the output, and then
//! moves them into place one by one; if a move fails, those before it are undone.
//!
//! **Invariant:** only files that codegen wrote, by their first line, are overwritten or deleted.
//!
//! **Invariant:** nothing outside of the output folder is touched, no symbolic link in it is followed, and no crate
//! below it is looked into.

mod staging;

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use codegen::impact::Impact;
use codegen::tree::{self, Changes, Tree};

use staging::Staging;

/// The folder that cargo builds in, at the top of a crate: never looked into.
const TARGET: &str = "target";

/// The file that makes a folder a crate.
const MANIFEST: &str = "Cargo.toml";

/// What may stand in the folder of a crate before anything is generated into it.
const BESIDE: [&str; 7] = [
    "Cargo.lock",
    "LICENSE",
    "README.md",
    TARGET,
    "benches",
    "examples",
    "tests",
];

/// What has to happen so that a folder holds a tree.
#[derive(Debug)]
pub struct Plan<'t> {
    root: PathBuf,
    old: Tree,
    new: &'t Tree,
}

/// Why a tree cannot be applied.
#[derive(Debug)]
pub enum Refusal {
    /// The output folder is not a folder.
    NotAFolder(PathBuf),
    /// The output folder holds this, and nothing that codegen wrote.
    NotOurs(PathBuf, String),
    /// Files stand where generated ones belong, and are not ours.
    Foreign(Vec<PathBuf>),
    /// Something else than a file stands where a generated file belongs.
    InTheWay(PathBuf, Obstacle),
    /// Reading or writing failed.
    Io {
        /// What was being done, as a verb.
        action: &'static str,
        /// To what.
        path: PathBuf,
        /// What the operating system said.
        error: io::Error,
    },
}

/// What stands in the way of a generated file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A symbolic link, which would lead somewhere else.
    Link,
    /// A folder, where a file belongs.
    Folder,
    /// A file, where a folder belongs.
    File,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFolder(path) => {
                write!(f, "the output folder {} is a file", path.display())
            }
            Self::NotOurs(path, entry) => write!(
                f,
                "the output folder {} has `{entry}` in it, and nothing that codegen wrote\n\
                 Choose a folder that does not exist, is empty, or holds a generated crate.",
                path.display()
            ),
            Self::Foreign(paths) => {
                f.write_str("codegen did not write these files, and will not overwrite them:")?;
                paths
                    .iter()
                    .try_for_each(|path| write!(f, "\n  {}", path.display()))?;
                f.write_str("\nMove them away, or choose another output folder.")
            }
            Self::InTheWay(path, obstacle) => {
                let what = match obstacle {
                    Obstacle::Link => "a symbolic link, which codegen does not follow",
                    Obstacle::Folder => "a folder, where a generated file belongs",
                    Obstacle::File => "a file, where a folder of generated files belongs",
                };
                write!(f, "{} is {what}", path.display())
            }
            Self::Io {
                action,
                path,
                error,
            } => {
                write!(f, "cannot {action} {}: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    fn io(action: &'static str, path: &Path, error: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_owned(),
            error,
        }
    }
}

impl<'t> Plan<'t> {
    /// Compares the folder `root`, which need not exist, with a tree.
    ///
    /// # Errors
    ///
    /// If the tree cannot be applied without touching what is not ours, or the folder cannot be read.
    pub fn new(root: &Path, new: &'t Tree) -> Result<Self, Refusal> {
        let exists = is_folder(root)?;
        let owned = exists && is_ours(root, new);
        let old = if owned {
            read_owned(root)?
        } else {
            Tree::new()
        };
        let mut foreign = Vec::new();
        for (path, _) in new
            .iter()
            .filter(|(path, _)| old.get(path.as_str()).is_none())
        {
            foreign.extend(foreign_file(root, path)?);
        }
        if !foreign.is_empty() {
            return Err(Refusal::Foreign(foreign));
        }
        if exists && !owned {
            refuse_other_use(root)?;
        }
        Ok(Self {
            root: root.to_owned(),
            old,
            new,
        })
    }

    /// What has to happen, by path.
    #[must_use]
    pub fn changes(&self) -> Changes<'_> {
        self.old.changes(self.new)
    }

    /// What the changes mean for the code that calls the crate; `None` if there is no such crate yet, or no change.
    #[must_use]
    pub fn impact(&self) -> Option<Impact> {
        let is_update = !self.old.is_empty() && self.old != *self.new;
        is_update.then(|| Impact::between(&self.old, self.new))
    }

    /// Makes all changes. A file that does not change is not touched.
    ///
    /// # Errors
    ///
    /// If reading or writing fails: then the folder is as it was before.
    pub fn apply(&self) -> Result<(), Refusal> {
        let changes = self.changes();
        if changes.is_empty() {
            return Ok(());
        }
        let mut staging = Staging::begin(&self.root)?;
        let done = staging
            .fill(&changes)
            .and_then(|()| changes.iter().try_for_each(|change| staging.put(change)));
        match done {
            Ok(()) => staging.commit(),
            Err(_) => staging.undo(),
        }
        done
    }
}

/// The file that stands at a path of the tree although codegen did not write it, refusing links and folders
/// on the way to it.
fn foreign_file(root: &Path, path: &tree::Path) -> Result<Option<PathBuf>, Refusal> {
    let mut place = root.to_owned();
    let mut parts = path.as_str().split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let kind = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Refusal::io("look at", &place, error)),
        };
        let last = parts.peek().is_none();
        let obstacle = match (kind.is_symlink(), kind.is_dir(), last) {
            (true, _, _) => Obstacle::Link,
            (false, true, true) => Obstacle::Folder,
            (false, false, false) => Obstacle::File,
            (false, true, false) | (false, false, true) => continue,
        };
        return Err(Refusal::InTheWay(place, obstacle));
    }
    Ok(Some(place))
}

/// Whether there is such a folder.
fn is_folder(place: &Path) -> Result<bool, Refusal> {
    match fs::metadata(place) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(_) => Err(Refusal::NotAFolder(place.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Refusal::io("look at", place, error)),
    }
}

/// Whether a file of the tree is in the folder already, written by codegen.
fn is_ours(root: &Path, new: &Tree) -> bool {
    let mut texts = new
        .iter()
        .filter_map(|(path, _)| fs::read(root.join(path.as_str())).ok());
    texts.any(|content| tree::is_owned(&String::from_utf8_lossy(&content)))
}

/// Refuses a folder in which codegen wrote nothing, if it is there for something else.
fn refuse_other_use(root: &Path) -> Result<(), Refusal> {
    let visible = entries(root)?.into_iter().map(|(name, _)| name);
    let other = visible
        .filter(|name| !name.starts_with('.') && !BESIDE.contains(&name.as_str()))
        .min();
    match other {
        Some(name) => Err(Refusal::NotOurs(root.to_owned(), name)),
        None => Ok(()),
    }
}

/// The files below a folder that codegen wrote; none if there is no such folder.
///
/// # Errors
///
/// If it cannot be read.
pub fn owned(root: &Path) -> Result<Tree, Refusal> {
    if is_folder(root)? {
        read_owned(root)
    } else {
        Ok(Tree::new())
    }
}

/// The files below a folder that codegen wrote, without those of other crates.
fn read_owned(root: &Path) -> Result<Tree, Refusal> {
    let mut owned = Tree::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for (name, kind) in entries(&folder)? {
            // What a tree cannot hold is not ours: hidden files and folders, among others.
            let Ok(path) = tree::Path::new(format!("{prefix}{name}")) else {
                continue;
            };
            let place = folder.join(&name);
            if kind.is_dir() && path.as_str() != TARGET && !place.join(MANIFEST).exists() {
                folders.push((place, format!("{path}/")));
            } else if kind.is_file() {
                let content =
                    fs::read(&place).map_err(|error| Refusal::io("read", &place, error))?;
                let text = String::from_utf8_lossy(&content);
                if tree::is_owned(&text) {
                    owned.insert(path, text.into_owned());
                }
            }
        }
    }
    Ok(owned)
}

/// What a folder holds; a name that is not Unicode cannot be one of ours, and is left out.
fn entries(folder: &Path) -> Result<Vec<(String, fs::FileType)>, Refusal> {
    let fail = |error| Refusal::io("read the folder", folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let kind = entry.file_type().map_err(fail)?;
        found.extend(
            entry
                .file_name()
                .into_string()
                .ok()
                .map(|name| (name, kind)),
        );
    }
    Ok(found)
}
