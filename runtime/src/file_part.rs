//! A file in a body: bytes or a stream, with a name and a media type.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bytes::Bytes;
use futures_core::Stream;

use crate::boxed::BoxError;
use crate::reader;
use crate::source::Source;

/// A file to be uploaded: a part of a multipart body, or a body of bytes as a whole.
///
/// Without a name of its own a part is sent under the name of the member. Without a content type of its own a
/// file is sent under the one that the document gives, a part else as `application/octet-stream`.
///
/// It holds bytes, or a stream that is read while it is sent. **A stream can be sent once**: a call with one
/// is never repeated, neither after a failure, nor with another credential, nor after a redirect; and sending
/// an operation, or a clone of it, for the second time is an error. The stream is read only as fast as the
/// server takes it, and dropped when the call is over. An error of it is the
/// [`source`](std::error::Error::source) of the call's, whose kind is [`Upload`](crate::ErrorKind::Upload).
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
    held: Held,
    file_name: Option<String>,
    content_type: Option<String>,
}

/// What a file holds.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Held {
    Bytes(Bytes),
    Stream(Source),
}

impl From<Vec<u8>> for Held {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl Default for Held {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl FilePart {
    /// Reads a file into memory, and takes its name. Blocks the thread until it is read.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        Ok(Self::from(std::fs::read(path)?).named_after(path))
    }

    /// Opens a file to be read while it is sent, and takes its name and its length.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        // The length of what is not a file, such as a pipe, says nothing.
        let length = metadata.is_file().then_some(metadata.len());
        Ok(Self::from_reader(file, length).named_after(path))
    }

    /// What `reader` reads, which is `length` bytes if that is known. A thread of its own reads it while it
    /// is sent, in async code, too.
    #[must_use]
    pub fn from_reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::from_stream(reader::Chunks::new(reader), length)
    }

    /// The chunks of a stream, which have `length` bytes together if that is known. Without a length the body
    /// is sent in chunks (`transfer-encoding: chunked`), which some servers do not take; with another number
    /// of bytes than `length` the call fails.
    #[must_use]
    pub fn from_stream<S, B, E>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self {
            held: Held::Stream(Source::new(chunks, length)),
            ..Self::default()
        }
    }

    fn named_after(mut self, path: &Path) -> Self {
        let name = path.file_name();
        self.file_name = name.map(|name| name.to_string_lossy().into_owned());
        self
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

    /// The bytes of the file; `None` if it is a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.held {
            Held::Bytes(bytes) => Some(bytes),
            Held::Stream(_) => None,
        }
    }

    /// How many bytes the file has; `None` if it is a stream of which that is not known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.held {
            Held::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Held::Stream(source) => source.length(),
        }
    }

    pub(crate) fn held(&self) -> &Held {
        &self.held
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

impl From<Bytes> for FilePart {
    fn from(bytes: Bytes) -> Self {
        Self {
            held: Held::Bytes(bytes),
            ..Self::default()
        }
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
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
        match &self.held {
            Held::Bytes(bytes) => write!(f, "FilePart({name:?}, {} bytes)", bytes.len()),
            Held::Stream(source) => write!(f, "FilePart({name:?}, {source:?})"),
        }
    }
}
