//! What goes in: files below one root, which the caller reads.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads files below one root.
///
/// Paths are relative to the root, have `/` between their parts, and never `.` or `..` in them. An
/// implementation that reads a disk has to refuse what a symbolic link would make it read outside of the root.
pub trait Files {
    /// The content of a file.
    ///
    /// # Errors
    ///
    /// If it does not exist, is outside of the root, or cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// It is a link to something outside of the root.
    OutsideRoot,
    /// Anything else, in words.
    Other(String),
}

impl Files for BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

/// The text of files that were read, kept to show lines of it in diagnostics.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Sources {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn insert(&mut self, path: impl Into<String>, content: impl Into<Arc<[u8]>>) {
        self.files.insert(path.into(), content.into());
    }

    /// The content of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The text of a file, without a byte order mark and up to the first byte that is not UTF-8.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let bytes = self.get(path)?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok(),
        }
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Adds all files of another set.
    pub fn extend(&mut self, other: Sources) {
        self.files.extend(other.files);
    }
}
