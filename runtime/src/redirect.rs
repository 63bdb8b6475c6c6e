//! Redirects: followed where they cannot do harm.
//!
//! **Invariant:** a redirect is followed only for GET and HEAD, with the same method. A request that goes to
//! another origin than the call was made for, which happens only if the client is told to, holds nothing
//! that is meant for that one, however many redirects follow. A redirect that is all that an operation answers
//! is not followed.

use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode, Uri, header};
use url::Url;

use crate::client::Redirects;
use crate::operation::table::{OperationFact, OperationTable};
use crate::printable::Printable;
use crate::request::Prepared;

/// How many redirects are followed, one after the other.
pub(crate) const MOST: usize = 10;

/// Where a redirect leads to.
pub(crate) enum Redirect {
    /// It may be followed, with this request.
    To(Arc<Prepared>),
    /// It may not, for this reason.
    Refused(String),
}

/// Whether a status is that of a redirect, which is what the operation answers.
pub(crate) fn is_answer(table: &OperationTable, status: StatusCode) -> bool {
    let declared = |fact| matches!(fact, &OperationFact::Redirect);
    is_redirect(status) && table.facts.iter().any(declared)
}

const fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What to do about the answer to a request; `None` if it is the answer.
pub(crate) fn of(request: &Prepared, status: StatusCode, headers: &HeaderMap) -> Option<Redirect> {
    if !is_redirect(status) || is_answer(request.table, status) {
        return None;
    }
    let location = headers.get(header::LOCATION)?;
    let from = request.uri(&[]).ok()?;
    let target = location
        .to_str()
        .ok()
        .and_then(|location| resolve(&from, location));
    let Some(target) = target else {
        return Some(Redirect::Refused("its location is not a URL".to_owned()));
    };
    if !matches!(request.method, Method::GET | Method::HEAD) {
        return Some(Redirect::Refused(format!(
            "{} requests are not redirected",
            request.method
        )));
    }
    if request.is_once() {
        let why = "there is a stream in the body, which cannot be sent again";
        return Some(Redirect::Refused(why.to_owned()));
    }
    if let Some(to) = same_origin(&from, &target) {
        return Some(Redirect::To(Arc::new(request.with_url(to))));
    }
    let origin = target.origin().ascii_serialization();
    let origin = Printable(&origin, request.client.settings().limits.error_text);
    Some(match request.client.settings().redirects {
        Redirects::SameOrigin => Redirect::Refused(format!(
            "it leads to another origin, {origin}, which must not get the credentials; `.configure(|it| it.redirects(Redirects::AnyOrigin))` of the builder follows it without them"
        )),
        Redirects::AnyOrigin => match beyond(request, &from, &target) {
            Ok(to) => Redirect::To(Arc::new(request.beyond_origin(to))),
            Err(why) => Redirect::Refused(format!("it leads to another origin, {origin}, {why}")),
        },
    })
}

/// `target` as a URL of another origin that may be asked, or why it may not.
fn beyond(request: &Prepared, from: &Uri, target: &Url) -> Result<Uri, &'static str> {
    let is_secure = target.scheme() == "https";
    if !is_secure && (target.scheme() != "http" || from.scheme_str() == Some("https")) {
        return Err("whose scheme is not `https`");
    }
    if !target.username().is_empty() || target.password().is_some() {
        return Err("with credentials of its own");
    }
    if request.has_body() {
        return Err("which must not get the body");
    }
    let uri = target.as_str().parse();
    uri.map_err(|_| "with a URL that cannot be sent")
}

/// A URL that may be relative to `base`.
pub(crate) fn resolve(base: &Uri, location: &str) -> Option<Url> {
    let mut url = Url::parse(&base.to_string()).ok()?.join(location).ok()?;
    url.set_fragment(None);
    Some(url)
}

/// `target`, if it has the same scheme, host and port as `base` and no credentials of its own.
pub(crate) fn same_origin(base: &Uri, target: &Url) -> Option<Uri> {
    let base = Url::parse(&base.to_string()).ok()?;
    let is_same = target.origin() == base.origin()
        && target.username().is_empty()
        && target.password().is_none();
    if is_same {
        target.as_str().parse().ok()
    } else {
        None
    }
}
