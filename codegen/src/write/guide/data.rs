//! The parts of the guide that are about data, whether or not there is anything to call.

use super::super::docs::Doc;
use super::super::layout::Layout;
use crate::ir::{Type, Webhook};

/// How the bodies are read that the API sends to its users.
pub(super) fn webhooks(layout: &Layout<'_>, package: &str, doc: &mut Doc) {
    let Some(ty) = received(layout) else {
        return;
    };
    doc.own("# Webhooks");
    doc.block(
        [
            "```no_run",
            "# fn example(body: &[u8]) -> Result<(), runtime::json::DecodeError> {",
            &format!("let received: {package}::{ty} = runtime::json::from_slice(body)?;"),
            "# Ok(())",
            "# }",
            "```",
        ]
        .map(str::to_owned),
    );
    doc.own("What the API sends has types like what it answers. They implement `Serialize` and `Deserialize` as well.");
}

/// A type that stands for the body of a webhook: of all, the first by name, so that it changes seldom.
fn received<'a>(layout: &'a Layout<'_>) -> Option<&'a str> {
    let webhooks = layout.api.webhooks.iter();
    let payloads = webhooks.filter_map(|Webhook { payload, .. }| payload.as_ref());
    let names = payloads.filter_map(|payload| match payload.ty {
        Type::Named(id) => Some(layout.ty(id)?.name.as_str()),
        _ => None,
    });
    names.min()
}

/// What callers can do about what the document does not say.
pub(super) fn beyond_the_document(doc: &mut Doc) {
    doc.own("# Beyond the document");
    doc.block(
        [
            "What comes and is not in the document is kept: values of enums and alternatives as `Unknown`, members in",
            "`additional_properties`, whole answers by `send_raw`. What comes as something else than the document says is",
            "decoded by `send_as`. What is to be sent and is not in the document is added to a call by `header` and `query`, by",
            "`body_member` where its inputs are members of the body, and to a model in its `additional_properties`.",
        ]
        .map(str::to_owned),
    );
}

/// Where the rest is.
pub(super) fn beyond_the_crate(doc: &mut Doc) {
    doc.own("# Beyond the crate");
    doc.block(
        [
            "[`runtime`] is what this crate is made of, and has a guide of its own: uploads, limits of time and size,",
            "transports. What is not exported here, such as [`ErrorKind`](runtime::ErrorKind), is used from there: name it",
            "among the dependencies of your crate, from the same place as in the `Cargo.toml` of this one.",
        ]
        .map(str::to_owned),
    );
}
