//! Envelopes: the object that answers are wrapped in, as the configuration describes it.

use super::schema::Schema;
use super::types::Types;
use crate::config::EnvelopeSettings;
use crate::ir::Envelope;

/// The envelope in terms of the IR.
pub(super) fn envelope(settings: &EnvelopeSettings) -> Envelope {
    Envelope {
        success: settings.success.clone(),
        result: settings.result.clone(),
        errors: settings.errors.clone(),
        messages: settings.messages.clone(),
        result_info: settings.result_info.clone(),
    }
}

/// What is in the envelope.
#[derive(Clone, Debug)]
pub(super) struct Contents<'d> {
    /// The payload.
    pub(super) result: Schema<'d>,
    /// Information about the page that the payload is.
    pub(super) result_info: Option<Schema<'d>>,
}

/// Opens the envelope; `None` if the schema is not one. It is one if it is an object that has the member for
/// the payload and, where the configuration names such members, one that tells of success or of errors.
pub(super) fn open<'d>(
    schema: &Schema<'d>,
    settings: Option<&EnvelopeSettings>,
    types: &Types<'d>,
) -> Option<Contents<'d>> {
    let settings = settings?;
    let result = types.property(schema, &settings.result)?;
    let mut marks = [&settings.success, &settings.errors]
        .into_iter()
        .flatten()
        .peekable();
    let marked = marks.peek().is_none() || marks.any(|name| types.property(schema, name).is_some());
    let result_info = settings
        .result_info
        .as_ref()
        .and_then(|name| types.property(schema, name));
    marked.then_some(Contents {
        result,
        result_info,
    })
}
