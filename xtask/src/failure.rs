//! How a command fails: the two kinds decide the exit code.

use std::fmt;
use std::path::Path;

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong: exit code 2.
    Usage(String),
    /// The document, the configuration or the tree on disk is at fault: exit code 1.
    Fault(String),
    /// The same, when everything has already been said on the way.
    Reported,
}

impl Failure {
    /// The exit code that tells this failure from others.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Fault(_) | Self::Reported => 1,
        }
    }

    /// An I/O error, with what was being done to which path.
    pub fn io(action: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::Fault(format!("cannot {action} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::Fault(message) => f.write_str(message),
            Self::Reported => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}
