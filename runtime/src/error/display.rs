//! The messages of errors.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::{Cause, Error, ErrorDetail};
use crate::limit::Limits;
use crate::printable::Printable;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "`{}` failed: ", operation.name)?;
        }
        match &self.0.cause {
            Cause::Told { message, .. } => {
                f.write_str(message)?;
                self.fmt_root(message, f)?;
            }
            Cause::Validation(violations) => write!(
                f,
                "the request was not sent, its inputs violate constraints of the API: {violations}"
            )?,
            Cause::Transport(error) => {
                write!(f, "{error}")?;
                self.fmt_root(&error.to_string(), f)?;
            }
            Cause::Decode(error) => {
                let told = error.told(self.text_limit());
                write!(f, "the answer is not what the API's document says: {told}")?;
                self.fmt_media(f)?;
            }
            Cause::Api(details) => self.fmt_api(details, f)?,
        }
        match self.0.attempts {
            0 | 1 => {}
            attempts => write!(f, ", after {attempts} attempts")?,
        }
        match self.request_id() {
            Some(id) => write!(f, " (request id {})", Printable(id, self.text_limit())),
            None => Ok(()),
        }
    }
}

/// The sources of an error, each after the one that it caused.
pub(super) struct Causes<'a>(pub(super) &'a Error);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, source) in sources(self.0).enumerate() {
            f.write_str(if index == 0 { "" } else { ": " })?;
            write!(f, "{source}")?;
        }
        Ok(())
    }
}

fn sources(error: &Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&error| error.source())
}

/// How many entries of the server's list of errors a message names.
const MOST_DETAILS: usize = 5;

impl Error {
    /// What it all began with, which tells a name that cannot be resolved from a certificate that is refused.
    /// Nothing if the message has it, or says as much.
    fn fmt_root(&self, message: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = sources(self).last().map(ToString::to_string);
        match root.filter(|root| !self.is_timeout() && !message.contains(root.as_str())) {
            Some(root) => write!(f, ": {}", Printable(&root, self.text_limit())),
            None => Ok(()),
        }
    }

    fn fmt_api(&self, details: &[ErrorDetail], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status() {
            Some(status) if status.is_success() => write!(
                f,
                "the server answered {status}, but that it did not succeed"
            )?,
            Some(status) => write!(f, "the server answered {status}")?,
            None => f.write_str("the server answered with an error")?,
        }
        for (index, detail) in details.iter().take(MOST_DETAILS).enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            detail.write(self.text_limit(), f)?;
        }
        if details.len() > MOST_DETAILS {
            write!(f, "; and {} more", details.len() - MOST_DETAILS)?;
        }
        match self.status() {
            Some(StatusCode::UNAUTHORIZED) => f.write_str(" (check the credentials)"),
            Some(StatusCode::FORBIDDEN) => f.write_str(" (the credentials may lack a permission)"),
            Some(StatusCode::TOO_MANY_REQUESTS) => f.write_str(" (wait before the next call)"),
            _ => Ok(()),
        }
    }

    /// How many characters of each text of the server to show.
    pub(super) fn text_limit(&self) -> usize {
        match self.response() {
            Some(response) => response.text_limit(),
            None => Limits::new().error_text,
        }
    }

    fn fmt_media(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let media = self
            .headers()
            .and_then(|headers| headers.get(CONTENT_TYPE)?.to_str().ok());
        match media {
            Some(media) if !crate::media::is_json(media) => {
                write!(
                    f,
                    " (the server calls it {})",
                    Printable(media, self.text_limit())
                )
            }
            _ => Ok(()),
        }
    }
}
