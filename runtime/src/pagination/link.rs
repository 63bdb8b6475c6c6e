//! Next pages whose URL is in the answer.

use http::{HeaderMap, header};

use super::token::text;
use crate::error::{Error, ErrorKind};
use crate::redirect;
use crate::request::Prepared;
use crate::response::Response;

/// The request for a next page whose URL is in the answer.
pub(super) fn linked(response: &Response, path: Option<&str>) -> Result<Option<Prepared>, Error> {
    let link = match path {
        Some(path) => text(response, path),
        None => link_header(response.headers()),
    };
    let Some(link) = link else { return Ok(None) };
    let request = response.request();
    let here = request.uri(&[])?;
    let target = redirect::resolve(&here, &link).and_then(|url| redirect::same_origin(&here, &url));
    match target {
        Some(target) => Ok(Some(request.with_url(target))),
        None => {
            let message = "the server says that the next page is at another origin, which must not get the credentials";
            Err(Error::new(ErrorKind::Redirect, message).with_response(response.clone()))
        }
    }
}

/// The URL of the `Link` header (RFC 8288) whose relation is `next`.
fn link_header(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|text| {
            let mut rest = text;
            while let Some((_, after)) = rest.split_once('<') {
                let (url, after) = after.split_once('>')?;
                // The parameters of this link end where the next one starts.
                let parameters = after
                    .split_once('<')
                    .map_or(after, |(parameters, _)| parameters);
                if parameters.split([';', ',']).any(is_next) {
                    return Some(url.to_owned());
                }
                rest = after;
            }
            None
        })
}

fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    let relations = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel")
        && relations
            .split_whitespace()
            .any(|relation| relation.eq_ignore_ascii_case("next"))
}
