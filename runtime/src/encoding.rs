//! Compressed bodies.
//!
//! **Invariant:** no more than the limit and one window of the format is ever held in memory, whatever a body
//! claims to become. Windows are as large as the registered encodings of HTTP allow: 16 MiB for brotli
//! (RFC 7932), 8 MiB for Zstandard (RFC 9659).

use std::io::Read;

use bytes::Bytes;
#[cfg(feature = "zstd")]
use ruzstd::decoding::StreamingDecoder;

/// What a request says in `accept-encoding` whose answer must not be compressed: without the header, any
/// encoding would do (RFC 9110, 12.5.3).
pub(crate) const NONE: &str = "identity";

/// What requests say in `accept-encoding`.
pub(crate) const ACCEPTED: &str = match (
    cfg!(feature = "gzip"),
    cfg!(feature = "brotli"),
    cfg!(feature = "zstd"),
) {
    (false, false, false) => NONE,
    (true, false, false) => "gzip",
    (false, true, false) => "br",
    (false, false, true) => "zstd",
    (true, true, false) => "gzip, br",
    (true, false, true) => "gzip, zstd",
    (false, true, true) => "br, zstd",
    (true, true, true) => "gzip, br, zstd",
};

/// The largest window of a Zstandard frame.
#[cfg(feature = "zstd")]
const ZSTD_WINDOW: u64 = 8 << 20;

/// How many encodings may be applied one after the other.
const MOST: usize = 3;

/// Why a body could not be decompressed.
#[derive(Debug)]
pub(crate) enum EncodingError {
    /// No decompressor for this encoding is compiled in.
    Unknown(String),
    /// It becomes larger than allowed; this is the part that is not.
    TooLarge(Bytes),
    /// It is damaged.
    Damaged(std::io::Error),
}

/// Takes off the encodings that a `content-encoding` header lists.
///
/// # Errors
///
/// See [`EncodingError`].
pub(crate) fn decode(encodings: &str, body: Bytes, limit: usize) -> Result<Bytes, EncodingError> {
    let names: Vec<_> = names(encodings).collect();
    if names.len() > MOST {
        return Err(EncodingError::Unknown(encodings.to_owned()));
    }
    names.iter().rev().try_fold(body, |body, name| {
        decode_one(&name.to_ascii_lowercase(), body, limit)
    })
}

/// Whether what a `content-encoding` header lists changes nothing.
pub(crate) fn is_none(encodings: &str) -> bool {
    names(encodings).all(|name| name.eq_ignore_ascii_case(NONE))
}

fn names(encodings: &str) -> impl DoubleEndedIterator<Item = &str> {
    let names = encodings.split(',').map(str::trim);
    names.filter(|name| !name.is_empty())
}

#[cfg_attr(
    not(any(feature = "gzip", feature = "brotli", feature = "zstd")),
    expect(unused_variables)
)]
fn decode_one(name: &str, body: Bytes, limit: usize) -> Result<Bytes, EncodingError> {
    match name {
        NONE => Ok(body),
        #[cfg(feature = "gzip")]
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(&*body), limit),
        #[cfg(feature = "brotli")]
        "br" if has_large_window(&body) => {
            let message = "the window is larger than brotli allows";
            Err(EncodingError::Damaged(std::io::Error::other(message)))
        }
        #[cfg(feature = "brotli")]
        "br" => read(brotli_decompressor::Decompressor::new(&*body, 4096), limit),
        #[cfg(feature = "zstd")]
        "zstd" => {
            let decoder = StreamingDecoder::new_with_max_window_size(&*body, ZSTD_WINDOW)
                .map_err(|error| EncodingError::Damaged(std::io::Error::other(error)))?;
            read(decoder, limit)
        }
        _ => Err(EncodingError::Unknown(name.to_owned())),
    }
}

/// Whether a body starts like what the decoder knows besides brotli: windows of up to a gigabyte.
#[cfg(feature = "brotli")]
fn has_large_window(body: &[u8]) -> bool {
    body.first().is_some_and(|first| first & 0x7f == 0x11)
}

#[cfg_attr(
    not(any(feature = "gzip", feature = "brotli", feature = "zstd")),
    expect(dead_code)
)]
fn read(decoder: impl Read, limit: usize) -> Result<Bytes, EncodingError> {
    let mut out = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    decoder
        .take(most)
        .read_to_end(&mut out)
        .map_err(EncodingError::Damaged)?;
    if out.len() > limit {
        out.truncate(limit);
        return Err(EncodingError::TooLarge(out.into()));
    }
    Ok(out.into())
}
