//! The examples of answers that tests are answered with.

use proc_macro2::Literal;

use crate::ir::{Api, Response, StatusPattern};

/// Whether any operation has an example.
pub(crate) fn any(api: &Api) -> bool {
    let mut responses = api
        .operations
        .iter()
        .flat_map(|operation| &operation.responses);
    responses.any(|response| example(response).is_some())
}

/// The status and the example of an answer of success, one member a line.
pub(super) fn example(response: &Response) -> Option<(u16, Literal)> {
    let status = match response.status {
        StatusPattern::Code(status @ 200..=299) => status,
        StatusPattern::Range(2) | StatusPattern::Default => 200,
        StatusPattern::Code(_) | StatusPattern::Range(_) => return None,
    };
    let value: serde_json::Value = serde_json::from_str(response.example.as_deref()?).ok()?;
    let text = serde_json::to_string_pretty(&value).ok()?;
    Some((status, raw(&text)))
}

/// A raw string, so that JSON reads as it is.
fn raw(text: &str) -> Literal {
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
        .parse()
        .unwrap_or_else(|_| Literal::string(text))
}
