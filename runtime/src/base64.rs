//! Bytes that JSON carries as text in base64.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::alphabet::{STANDARD as STANDARD_ALPHABET, URL_SAFE as URL_SAFE_ALPHABET};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

/// Bytes that JSON carries as text in base64.
///
/// Any text fits, so that an answer never fails because of it, and comes back byte for byte when it is
/// sent again: text that is not the usual encoding of its bytes is kept as it is. When it is read,
/// line breaks and spaces are skipped, `-` and `_` are taken like `+` and `/`, and `=` at the end may
/// be missing.
///
/// ```
/// use runtime::Base64;
///
/// let bytes = Base64::from(b"hello".as_slice());
/// assert_eq!(bytes.to_text(), "aGVsbG8=");
/// assert_eq!(bytes.as_bytes()?, b"hello");
/// # Ok::<(), runtime::InvalidBase64>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Base64(Content);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Content {
    /// Bytes whose text is their usual encoding.
    Bytes(Vec<u8>),
    /// Bytes with another text, which they came with.
    Other(Vec<u8>, Box<str>),
    /// Text that is not base64.
    Invalid(Box<str>),
}

/// A text was not base64 where its bytes were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidBase64(());

impl fmt::Display for InvalidBase64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not base64")
    }
}

impl std::error::Error for InvalidBase64 {}

impl Base64 {
    /// From text in base64. Any text fits.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let Some(bytes) = decode(text) else {
            return Self(Content::Invalid(text.into()));
        };
        if STANDARD.encode(&bytes) == text {
            Self(Content::Bytes(bytes))
        } else {
            Self(Content::Other(bytes, text.into()))
        }
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// If this came as a text that is not base64.
    pub fn as_bytes(&self) -> Result<&[u8], InvalidBase64> {
        match &self.0 {
            Content::Bytes(bytes) | Content::Other(bytes, _) => Ok(bytes),
            Content::Invalid(_) => Err(InvalidBase64(())),
        }
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// If this came as a text that is not base64.
    pub fn into_bytes(self) -> Result<Vec<u8>, InvalidBase64> {
        match self.0 {
            Content::Bytes(bytes) | Content::Other(bytes, _) => Ok(bytes),
            Content::Invalid(_) => Err(InvalidBase64(())),
        }
    }

    /// The bytes, if the text is their usual encoding; otherwise the text.
    pub(crate) fn usual(&self) -> Result<&[u8], &str> {
        match &self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Other(_, text) | Content::Invalid(text) => Err(text),
        }
    }

    /// The text in base64.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        match &self.0 {
            Content::Bytes(bytes) => STANDARD.encode(bytes).into(),
            Content::Other(_, text) | Content::Invalid(text) => Cow::Borrowed(text),
        }
    }
}

/// The usual encoding of `bytes`.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// How many characters the usual encoding of so many bytes has.
pub(crate) fn encoded_len(bytes: usize) -> usize {
    bytes.div_ceil(3).saturating_mul(4)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const STANDARD_LENIENT: GeneralPurpose = GeneralPurpose::new(&STANDARD_ALPHABET, LENIENT);
    const URL_SAFE_LENIENT: GeneralPurpose = GeneralPurpose::new(&URL_SAFE_ALPHABET, LENIENT);

    let compact: Cow<'_, str> = if text.contains(|c: char| c.is_ascii_whitespace()) {
        text.chars().filter(|c| !c.is_ascii_whitespace()).collect()
    } else {
        text.into()
    };
    let engine = if compact.contains(['-', '_']) {
        &URL_SAFE_LENIENT
    } else {
        &STANDARD_LENIENT
    };
    engine.decode(compact.as_bytes()).ok()
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) | Content::Other(bytes, _) => {
                write!(f, "Base64({} bytes)", bytes.len())
            }
            Content::Invalid(text) => f.debug_tuple("Base64").field(text).finish(),
        }
    }
}
