//! How answers are wrapped.

/// The names of the members of the object that wraps every answer.
#[derive(Debug)]
pub struct Envelope {
    /// A boolean; `false` makes the answer an error whatever its status.
    pub success: Option<&'static str>,
    /// The payload.
    pub result: &'static str,
    /// The list of errors.
    pub errors: Option<&'static str>,
    /// The list of messages.
    pub messages: Option<&'static str>,
    /// Information about the page that the payload is.
    pub result_info: Option<&'static str>,
}
