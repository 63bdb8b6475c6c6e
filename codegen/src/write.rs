//! The writing half: IR in, files out, one writer for each kind of file and item.
//!
//! **Invariant:** no OpenAPI document is seen here, and no name is made here: writers copy what the IR says.

mod docs;
mod facts;
mod markdown;

use std::fmt;

use crate::ir::Api;
use crate::tree::Tree;

/// What the caller decides about the generated crate, beside the API itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the generated crate refers to `runtime`.
    pub runtime: Dependency,
    /// Whether the generated crate stands in a workspace.
    pub membership: Membership,
    /// Whether the parts of the API are cargo features.
    pub groups: Groups,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runtime: Dependency::Path("../runtime".to_owned()),
            membership: Membership::Member,
            groups: Groups::Auto,
        }
    }
}

/// How a crate is found by cargo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependency {
    /// In this folder, relative to the generated crate or absolute.
    Path(String),
    /// In the registry, with this version requirement.
    Version(String),
}

/// Whether the generated crate stands in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// It is a member of the workspace around it.
    Member,
    /// It is a workspace of its own, wherever its folder is.
    Standalone,
}

/// Whether the parts of the API are cargo features of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// If there are more than 100 operations.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A fault of the generator itself: what was written is not what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bug {
    /// The file that it was found in.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is a bug in the generator: {}: {}", self.path, self.message)
    }
}

impl std::error::Error for Bug {}

/// Writes the crate of an API.
///
/// # Errors
///
/// [`Bug`] if a file, once formatted, does not have the tokens that were meant. No document should be able
/// to cause that.
pub(crate) fn files(_api: &Api, _options: &Options) -> Result<Tree, Bug> {
    Ok(Tree::new())
}
