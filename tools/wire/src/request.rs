//! Reads a request, and says what in it differs from the call.

use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::Value;

use crate::body;
use crate::compare::{difference, is_same, is_same_deep, says, without_nulls};
use crate::document::{Form, Parameter, Place, SchemeKind, Style, elements, essence, is_json};
use crate::plan::Case;
use crate::program::secret;
use crate::read::{self, Found, Pairs, Shape};

/// The base URL where the document has none that is absolute.
pub(crate) const BASE_URL: &str = "https://h.example/b";

/// A difference: what part of the request it is in, and what it is.
pub(crate) type Difference = (&'static str, String);

struct Request {
    /// The values of the variables of the path, as they were sent.
    variables: Vec<(String, String)>,
    query: Pairs,
    cookies: Pairs,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What differs between a call and what the program says of the request.
pub(crate) fn differences(case: &Case<'_>, answer: &Value) -> Vec<Difference> {
    let mut out = Vec::new();
    let text = |key: &str| answer.get(key).and_then(Value::as_str).unwrap_or_default();
    if text("method") != case.operation.method {
        out.push((
            "method",
            format!("{} in place of {}", text("method"), case.operation.method),
        ));
    }
    let mut request = Request {
        variables: Vec::new(),
        query: Pairs::default(),
        cookies: Pairs::default(),
        headers: headers(answer, &mut out),
        body: bytes(answer.get("body")),
    };
    url(case, text("uri"), &mut request, &mut out);
    let cookies = request.take_header("cookie").unwrap_or_default();
    request.cookies = Pairs::parse(&cookies, "; ");
    let may_be_authorized = credentials(case, &mut request, &mut out);
    for (parameter, value) in &case.parameters {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query | Place::QueryString => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        };
        if let Err(difference) = request.parameter(parameter, value) {
            out.push((place, format!("`{}`: {difference}", parameter.name)));
        }
    }
    sent_body(case, &mut request, &mut out);
    accepted(case, &mut request, &mut out);
    let unasked = |pairs: &Pairs| {
        pairs
            .list
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    let queries = unasked(&request.query);
    let cookies = unasked(&request.cookies);
    let is_usual = |name: &str| {
        ["accept-encoding", "user-agent"].contains(&name)
            || (name == "authorization" && may_be_authorized)
    };
    let headers = request.headers.iter().map(|(name, _)| name.clone());
    let headers: Vec<_> = headers.filter(|name| !is_usual(name)).collect();
    for (place, names) in [("query", queries), ("cookie", cookies), ("header", headers)] {
        out.extend(
            names
                .into_iter()
                .map(|name| (place, format!("`{name}` was not asked for"))),
        );
    }
    out
}

fn bytes(value: Option<&Value>) -> Vec<u8> {
    let bytes = value.and_then(Value::as_array).into_iter().flatten();
    bytes
        .filter_map(|byte| u8::try_from(byte.as_u64()?).ok())
        .collect()
}

fn headers(answer: &Value, out: &mut Vec<Difference>) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for header in answer
        .get("headers")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let name = header.get(0).and_then(Value::as_str).unwrap_or_default();
        match String::from_utf8(bytes(header.get(1))) {
            Ok(value) => headers.push((name.to_owned(), value)),
            Err(_) => out.push(("header", format!("`{name}` is no UTF-8"))),
        }
    }
    headers
}

/// Reads what is before the query, and takes the query apart.
fn url(case: &Case<'_>, uri: &str, request: &mut Request, out: &mut Vec<Difference>) {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?[]@!$&'()*+,;=%".contains(c);
    if let Some(other) = uri.chars().find(|c| !is_allowed(*c)) {
        out.push(("url", format!("{other:?} in {uri}")));
    }
    let (base, query) = uri.split_once('?').unwrap_or((uri, ""));
    request.query = Pairs::parse(query, "&");
    let template = case
        .operation
        .template
        .split('#')
        .next()
        .unwrap_or_default();
    let (template, fixed) = template.split_once('?').unwrap_or((template, ""));
    let fixed = Pairs::parse(fixed, "&").list.into_iter();
    let is_fixed = |value: &Option<String>| value.as_ref().is_none_or(|value| !value.contains('{'));
    for (name, value) in fixed.filter(|(_, value)| is_fixed(value)) {
        let pair = (name, value);
        match request.query.list.iter().position(|other| *other == pair) {
            Some(position) => drop(request.query.list.remove(position)),
            None => out.push(("query", format!("`{}` of the template is missing", pair.0))),
        }
    }
    let server = case.operation.server.as_deref().unwrap_or(BASE_URL);
    let Some(path) = base.strip_prefix(server) else {
        out.push(("url", format!("{base} does not begin with {server}")));
        return;
    };
    match variables(template, path, |name| listed(case, name)) {
        Some(variables) => request.variables = variables,
        None => out.push(("path", format!("{path} does not match {template}"))),
    }
}

/// The texts that a variable of the path can be, if its schema lists them.
fn listed(case: &Case<'_>, name: &str) -> Vec<String> {
    let mut parameters = case.operation.parameters.iter();
    let own = parameters.find(|one| one.place == Place::Path && one.name == name);
    let values = own
        .into_iter()
        .flat_map(|own| elements(&own.schema, "enum"));
    values
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// What stands in a path in place of the variables of a template. Of variables without anything between them, those
/// that are listed tell where the others end.
pub(crate) fn variables(
    template: &str,
    path: &str,
    listed: impl Fn(&str) -> Vec<String>,
) -> Option<Vec<(String, String)>> {
    let mut names = Vec::new();
    let mut pattern = String::from("^");
    let mut rest = template;
    while let Some((literal, name, after)) = rest.split_once('{').and_then(|(literal, after)| {
        let (name, after) = after.split_once('}')?;
        Some((literal, name, after))
    }) {
        pattern.push_str(&regex::escape(literal));
        let is_beside = after.starts_with('{') || (literal.is_empty() && !names.is_empty());
        let texts = if is_beside { listed(name) } else { Vec::new() };
        if texts.is_empty() {
            pattern.push_str("([^/]*?)");
        } else {
            let escaped = |text: &String| regex::escape(&read::percent_encoded(text));
            let texts: Vec<_> = texts
                .iter()
                .flat_map(|text| [regex::escape(text), escaped(text)])
                .collect();
            pattern.push_str(&format!("({})", texts.join("|")));
        }
        names.push(name.to_owned());
        rest = after;
    }
    pattern.push_str(&regex::escape(rest));
    pattern.push('$');
    let pattern = Regex::new(&pattern).ok()?;
    // What the template has outside of variables may be sent escaped.
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let found = pattern
        .captures(path)
        .or_else(|| pattern.captures(&decoded))?;
    let values = found
        .iter()
        .skip(1)
        .map(|value| value.map_or("", |value| value.as_str()).to_owned());
    Some(names.into_iter().zip(values).collect())
}

/// Whether there is a credential that the header `authorization` may be of.
fn credentials(case: &Case<'_>, request: &mut Request, out: &mut Vec<Difference>) -> bool {
    let all = &case.operation.credentials;
    for (number, scheme) in all.iter().enumerate() {
        let mut later = all.iter().skip(number + 1);
        // There is room for one only.
        let is_replaced = later.any(|later| later.kind.place() == scheme.kind.place());
        if is_replaced || is_given(case, &scheme.kind) {
            continue;
        }
        let token = secret(&scheme.name, false);
        let (found, expected) = match &scheme.kind {
            SchemeKind::Header(name) => (request.take_header(&name.to_lowercase()), token),
            SchemeKind::Query(name) => {
                (request.query.one(name, read::percent).ok().flatten(), token)
            }
            SchemeKind::Cookie(name) => (
                request.cookies.one(name, read::percent).ok().flatten(),
                token,
            ),
            // Base64 of `user:pa ss`.
            SchemeKind::Basic => (
                request.take_header("authorization"),
                "Basic dXNlcjpwYSBzcw==".to_owned(),
            ),
            SchemeKind::Bearer => (
                request.take_header("authorization"),
                format!("Bearer {token}"),
            ),
            SchemeKind::Other => continue,
        };
        if found.as_ref() != Some(&expected) {
            out.push((
                "credential",
                format!("`{}`: {found:?} in place of {expected}", scheme.name),
            ));
        }
    }
    !case.operation.credentials.is_empty()
}

/// Whether the caller has set what the credential would be, as a parameter.
fn is_given(case: &Case<'_>, kind: &SchemeKind) -> bool {
    let mut parameters = case.parameters.iter().map(|(parameter, _)| parameter);
    parameters.any(|parameter| match kind.place() {
        (Some(Place::Header), name) => {
            parameter.place == Place::Header && parameter.name.eq_ignore_ascii_case(&name)
        }
        (place, name) => Some(parameter.place) == place && parameter.name == name,
    })
}

fn sent_body(case: &Case<'_>, request: &mut Request, out: &mut Vec<Difference>) {
    let media = request.take_header("content-type");
    let Some((body, kind, value)) = &case.body else {
        if !request.body.is_empty() || media.is_some() {
            out.push(("body", format!("a body of {media:?} was not asked for")));
        }
        return;
    };
    let media = media.unwrap_or_default();
    if essence(&media) != essence(&body.media) && !body.media.contains('*') {
        out.push((
            "body",
            format!("the media type {media} in place of {}", body.media),
        ));
    }
    match body::differences(body, *kind, value, &request.body, &media) {
        Ok(differences) => out.extend(
            differences
                .into_iter()
                .map(|difference| ("body", difference)),
        ),
        Err(fault) => out.push(("body", fault)),
    }
}

fn accepted(case: &Case<'_>, request: &mut Request, out: &mut Vec<Difference>) {
    let sent = request.take_header("accept").unwrap_or_default();
    let meant = &case.operation.accepted;
    let is_meant =
        |one: &str| one.contains('*') || meant.iter().any(|media| essence(media) == essence(one));
    if !meant.is_empty() && !sent.split(',').any(is_meant) {
        out.push(("accept", format!("{sent} in place of {meant:?}")));
    }
}

impl Request {
    /// Takes a header; several of a name are one, as HTTP says.
    fn take_header(&mut self, name: &str) -> Option<String> {
        let taken: Vec<_> = self
            .headers
            .extract_if(.., |(other, _)| other == name)
            .collect();
        let values: Vec<_> = taken.into_iter().map(|(_, value)| value).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    fn parameter(&mut self, parameter: &Parameter, value: &Value) -> Result<(), String> {
        let (style, is_exploded) = match &parameter.form {
            Form::Content(media) => return self.content(parameter, media, value),
            Form::Styled { style, is_exploded } => (*style, *is_exploded),
        };
        let value = &without_nulls(value);
        let shape = Shape::of(value);
        let name = &parameter.name;
        let found = match parameter.place {
            Place::Path => {
                let raw = self.variable(name)?;
                read::expansion(&raw, style, is_exploded, name, &shape, read::percent)?
            }
            Place::Header => match self.take_header(&name.to_lowercase()) {
                Some(raw) => {
                    let decode = if shape == Shape::Primitive {
                        read::plain
                    } else {
                        read::trimmed
                    };
                    read::expansion(&raw, Style::Simple, is_exploded, name, &shape, decode)?
                }
                None => Found::Nothing,
            },
            Place::Cookie => {
                let decode = if style == Style::Cookie {
                    read::plain
                } else {
                    read::percent
                };
                self.cookies
                    .read(name, style, is_exploded, &shape, decode)?
            }
            Place::Query | Place::QueryString => {
                self.query
                    .read(name, style, is_exploded, &shape, read::percent)?
            }
        };
        let is_same = match style {
            Style::DeepObject if shape != Shape::Primitive => is_same_deep(&found, name, value),
            _ => is_same(&found, value),
        };
        is_same
            .then_some(())
            .ok_or_else(|| format!("{found:?} in place of {value}"))
    }

    fn content(&mut self, parameter: &Parameter, media: &str, value: &Value) -> Result<(), String> {
        let name = &parameter.name;
        let sent = match parameter.place {
            Place::Path => Some(read::percent(&self.variable(name)?)?),
            Place::Header => self.take_header(&name.to_lowercase()),
            Place::Cookie => self
                .cookies
                .one(name, read::percent)?
                .map(|raw| read::percent(&raw))
                .transpose()?,
            Place::Query | Place::QueryString => self
                .query
                .one(name, read::percent)?
                .map(|raw| read::percent(&raw))
                .transpose()?,
        };
        let sent = sent.ok_or("it was not sent")?;
        if !is_json(media) {
            return says(&sent, value)
                .then_some(())
                .ok_or_else(|| format!("{sent:?} in place of {value}"));
        }
        let found: Value = sent.parse().map_err(|error| format!("no JSON: {error}"))?;
        difference(&found, value, "").map_or(Ok(()), Err)
    }

    fn variable(&self, name: &str) -> Result<String, String> {
        let found = self.variables.iter().find(|(other, _)| other == name);
        found
            .map(|(_, raw)| raw.clone())
            .ok_or_else(|| "the template has no such variable".to_owned())
    }
}
