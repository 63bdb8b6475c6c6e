//! A file that is a part of a body: bytes with a name and a media type.

use std::fmt;
use std::io;
use std::path::Path;

use crate::base64::Base64;
use crate::model::{Binary, Place, Slot, View};

/// A file that is a part of a multipart body.
///
/// Without a name of its own it is sent under the name of the member, and without a content type under the one
/// that the document gives, else as `application/octet-stream`.
///
/// ```
/// use runtime::FilePart;
///
/// let part = FilePart::from(b"a,b\n".as_slice())
///     .with_file_name("table.csv")
///     .with_content_type("text/csv");
/// assert_eq!(part.file_name(), Some("table.csv"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FilePart {
    bytes: Vec<u8>,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl FilePart {
    /// Reads a file, and takes its name. Blocks the thread until it is read.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            bytes: std::fs::read(path)?,
            file_name: name,
            content_type: None,
        })
    }

    /// Under another file name.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// With another content type, such as `image/png`. One that is none makes the request fail before it is sent.
    #[must_use]
    pub fn with_content_type(mut self, media: impl Into<String>) -> Self {
        self.content_type = Some(media.into());
        self
    }

    /// The bytes of the file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The name of the file, if it has one of its own.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The content type, if it has one of its own.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }
}

impl From<&[u8]> for FilePart {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<&[u8; N]> for FilePart {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.file_name.as_deref().unwrap_or_default();
        write!(f, "FilePart({name:?}, {} bytes)", self.bytes.len())
    }
}

impl Place for FilePart {
    fn vacant() -> Self {
        Self::default()
    }
    fn view(&self) -> View<'_> {
        View::Bytes(&self.bytes, Some(self))
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Binary(self)
    }
}

impl Binary for FilePart {
    fn set_text(&mut self, text: &str) {
        let bytes = Base64::from_text(text).into_bytes();
        *self = bytes.unwrap_or_else(|_| text.as_bytes().to_vec()).into();
    }
    fn set_bytes(&mut self, bytes: &[u8]) {
        *self = bytes.into();
    }
    fn set_file(&mut self, file: &FilePart) {
        self.clone_from(file);
    }
}
