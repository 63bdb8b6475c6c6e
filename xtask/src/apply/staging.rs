//! The folder inside the output where new texts wait until all of them are written, with copies of the old
//! ones: enough to undo everything.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use codegen::tree::{Change, Changes};

use super::Refusal;

/// Name of the staging folder. What an interrupted run left in it is thrown away by the next.
const STAGING: &str = ".codegen-staging";

/// An application of changes that is under way.
pub(super) struct Staging {
    root: PathBuf,
    /// Folders that did not exist before, in the order in which they were made.
    made: Vec<PathBuf>,
    /// Changes that are in place: the path, and whether there is an old text to go back to.
    done: Vec<(String, Before)>,
}

/// What was there before a change.
#[derive(Clone, Copy)]
enum Before {
    Nothing,
    File,
}

impl Staging {
    /// Makes the output folder, where there is none, and an empty staging folder in it.
    pub(super) fn begin(root: &Path) -> Result<Self, Refusal> {
        let mut staging = Self {
            root: root.to_owned(),
            made: Vec::new(),
            done: Vec::new(),
        };
        match staging.prepare() {
            Ok(()) => Ok(staging),
            Err(refusal) => {
                staging.undo();
                Err(refusal)
            }
        }
    }

    fn prepare(&mut self) -> Result<(), Refusal> {
        self.make_folder(&self.root.clone())?;
        let place = self.root.join(STAGING);
        match fs::remove_dir_all(&place) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Refusal::io("clear", &place, error)),
        }
        fs::create_dir(&place).map_err(|error| Refusal::io("write to", &self.root, error))
    }

    /// Writes all new texts into the staging folder, and copies all old ones there.
    pub(super) fn fill(&mut self, changes: &Changes<'_>) -> Result<(), Refusal> {
        for change in changes.iter() {
            if let Some(text) = change.new {
                let place = self.staged(Side::New, change.path.as_str());
                make_parent(&place)?;
                fs::write(&place, text).map_err(|error| Refusal::io("write", &place, error))?;
            }
            if change.old.is_some() {
                let from = self.root.join(change.path.as_str());
                let place = self.staged(Side::Old, change.path.as_str());
                make_parent(&place)?;
                fs::copy(&from, &place).map_err(|error| Refusal::io("copy", &from, error))?;
            }
        }
        Ok(())
    }

    /// Moves one change into place.
    pub(super) fn put(&mut self, change: &Change<'_>) -> Result<(), Refusal> {
        let place = self.root.join(change.path.as_str());
        if change.new.is_some() {
            if let Some(parent) = place.parent() {
                self.make_folder(parent)?;
            }
            fs::rename(self.staged(Side::New, change.path.as_str()), &place)
                .map_err(|error| Refusal::io("write", &place, error))?;
        } else {
            fs::remove_file(&place).map_err(|error| Refusal::io("delete", &place, error))?;
        }
        let before = if change.old.is_some() {
            Before::File
        } else {
            Before::Nothing
        };
        self.done.push((change.path.to_string(), before));
        Ok(())
    }

    /// Keeps what was done: removes the staging folder, and folders that have become empty.
    pub(super) fn commit(self) {
        for (path, _) in &self.done {
            remove_empty_folders(&self.root, path);
        }
        self.clear();
    }

    /// Undoes what was done, the last change first. What fails here cannot be helped: the copy stays in the
    /// staging folder then.
    pub(super) fn undo(self) {
        let mut restored = true;
        for (path, before) in self.done.iter().rev() {
            let place = self.root.join(path);
            let undone = match before {
                Before::Nothing => fs::remove_file(&place),
                Before::File => fs::rename(self.staged(Side::Old, path), &place),
            };
            restored &= undone.is_ok();
        }
        if restored {
            self.clear();
            for folder in self.made.iter().rev() {
                // Fails if somebody else has put something there: then it has to stay.
                let _ = fs::remove_dir(folder);
            }
        }
    }

    fn clear(&self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(self.root.join(STAGING));
    }

    fn staged(&self, side: Side, path: &str) -> PathBuf {
        let side = match side {
            Side::New => "new",
            Side::Old => "old",
        };
        self.root.join(STAGING).join(side).join(path)
    }

    /// Makes a folder and those above it, remembering which were not there.
    fn make_folder(&mut self, folder: &Path) -> Result<(), Refusal> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|place| !place.as_os_str().is_empty() && !place.exists())
            .collect();
        for place in missing.into_iter().rev() {
            fs::create_dir(place).map_err(|error| Refusal::io("make the folder", place, error))?;
            self.made.push(place.to_owned());
        }
        Ok(())
    }
}

/// The halves of the staging folder.
#[derive(Clone, Copy)]
enum Side {
    New,
    Old,
}

fn make_parent(place: &Path) -> Result<(), Refusal> {
    let Some(parent) = place.parent() else {
        return Ok(());
    };
    fs::create_dir_all(parent).map_err(|error| Refusal::io("make the folder", parent, error))
}

/// Removes the folders of a deleted file that hold nothing any more, up to the output folder.
fn remove_empty_folders(root: &Path, path: &str) {
    let mut place = root.join(path);
    while place.pop() && place != root {
        if fs::remove_dir(&place).is_err() {
            return;
        }
    }
}
