//! What comes back from operations.

pub(crate) mod several;

use bytes::Bytes;

use crate::answer;
use crate::error::Error;
use crate::model::Place;
use crate::operation::table::MediaKind;
use crate::response::Response;

/// Something that an answer can be decoded to.
///
/// Implemented for every type that can be a field of a model, for `()`, [`Bytes`] and
/// [`Page`](crate::Page), and by [`responses!`](crate::responses!) for enums of several answers.
#[diagnostic::on_unimplemented(
    message = "no answer can be decoded as `{Self}`",
    note = "answers decode as types of generated crates and their fields, as `Value`, `Bytes`, `Chunks` and `()`",
    note = "what implements `Deserialize` can be made of a `Value`: `serde_json::from_value`"
)]
pub trait Output: Sized {
    /// Whether the body is read by the output itself, after `send` has returned.
    #[doc(hidden)]
    const STREAMED: bool = false;

    /// Decodes an answer.
    ///
    /// # Errors
    ///
    /// If the answer is an error, or is not what the API's document says.
    fn decode(response: &Response) -> Result<Self, Error>;
}

impl<T: Place> Output for T {
    fn decode(response: &Response) -> Result<Self, Error> {
        let mut value = T::vacant();
        answer::decode(response, &mut value)?;
        Ok(value)
    }
}

impl Output for () {
    fn decode(response: &Response) -> Result<Self, Error> {
        answer::check(response)
    }
}

impl Output for Bytes {
    fn decode(response: &Response) -> Result<Self, Error> {
        answer::check(response)?;
        Ok(response.bytes().clone())
    }
}

/// The facts of one of several answers.
#[derive(Debug)]
pub struct ResponseRow {
    /// The name of the variant.
    pub variant: &'static str,
    /// The statuses that it is for.
    pub status: StatusPattern,
    /// The media type and how it is read; `None` if there is no body.
    pub media: Option<(&'static str, MediaKind)>,
    /// Whether it is not wrapped, although the operation has wrapped answers.
    pub is_bare: bool,
}

/// Which statuses an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusPattern {
    /// Exactly this one.
    Code(u16),
    /// The hundred: `Range(4)` is 400 to 499.
    Range(u8),
    /// All that nothing else matches.
    Default,
}

/// Makes an enum of several answers decodable: one row for each variant, with the statuses and the
/// media type it is for.
///
/// The enum stays outside. Its last variant takes the answers that no row is for; it holds a
/// [`Response`]. `Bare` says that an answer has no envelope where others of the operation have one.
///
/// ```text
/// responses! {
///     ThingsGetOutput from "#/paths/~1things/get/responses" {
///         Thing(Json "application/json"): Code(200),
///         Csv(Text "text/csv"): Code(200),
///         Started(Json "application/json" Bare): Code(202),
///         Nothing: Code(204),
///     } else Undocumented
/// }
/// ```
#[macro_export]
macro_rules! responses {
    ($name:ident from $source:literal {
        $($variant:ident $(($kind:ident $media:literal $($bare:ident)? $(,)?))?:
            $status:ident $(($code:literal $(,)?))?),* $(,)?
    } else $unknown:ident) => {
        impl $crate::Output for $name {
            #[inline]
            fn decode(response: &$crate::Response) -> Result<Self, $crate::Error> {
                const ROWS: &[$crate::output::ResponseRow] = &[$($crate::output::ResponseRow {
                    variant: stringify!($variant),
                    status: $crate::output::StatusPattern::$status $(($code))?,
                    media: $crate::responses!(@media $($kind $media)?),
                    is_bare: $crate::responses!(@bare $($($bare)?)?),
                }),*];
                match $crate::__private::choose(response, ROWS)? {
                    $(Some((stringify!($variant), _row)) => $crate::responses!(@make $variant response _row $($kind)?),)*
                    _ => Ok(Self::$unknown(response.clone())),
                }
            }
        }
    };
    (@media) => { None };
    (@media $kind:ident $media:literal) => { Some(($media, $crate::operation::MediaKind::$kind)) };
    (@bare) => { false };
    (@bare Bare) => { true };
    (@make $variant:ident $response:ident $row:ident) => { Ok(Self::$variant) };
    (@make $variant:ident $response:ident $row:ident $kind:ident) => {
        Ok(Self::$variant($crate::__private::decode_as($response, $row)?))
    };
}
