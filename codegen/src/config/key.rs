//! The keys of `[operations]` and `[types]`.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::ir::StatusPattern;

/// An operation by method and path: `PATCH /user/invites/{invite_id}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationKey {
    /// HTTP method, in capitals.
    pub method: String,
    /// Path template, as in the document.
    pub path: String,
}

impl FromStr for OperationKey {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        let (key, rest) = operation(text)?;
        if rest.is_empty() {
            return Ok(key);
        }
        Err(malformed(text, "nothing may follow the path"))
    }
}

impl fmt::Display for OperationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A type: what two keys of one type resolve to is the same, so it does not matter which form is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKey {
    /// A reference, as it could stand under `$ref` in the entry document: `#/components/schemas/Invite`.
    Pointer(String),
    /// A place of an operation: `GET /user/invites 200[]`.
    Place(PlaceKey),
}

/// A place of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceKey {
    /// The operation.
    pub operation: OperationKey,
    /// Where the steps start.
    pub part: Part,
    /// Whether the steps start at the raw body instead of the payload, which is the body without its envelope.
    pub envelope: bool,
    /// The way from there to the schema.
    pub steps: Vec<KeyStep>,
}

/// Where the steps start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// `body`: the body of the request.
    Body,
    /// `200`, `4XX`, `default`: the body of an answer.
    Response(StatusPattern),
    /// `query.status`: a parameter, by its location (`path`, `query`, `header`, `cookie`) and its name.
    Parameter {
        /// `path`, `query`, `header` or `cookie`.
        location: String,
        /// Its name.
        name: String,
    },
}

/// One step of the way to a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyStep {
    /// `.name`, or `."na.me"`: a member of an object.
    Member(String),
    /// `[]`: the items of a list.
    Items,
    /// `{}`: the values of a map, or of the members of an object that have no name of their own.
    Values,
}

impl FromStr for TypeKey {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        if text
            .split_once('#')
            .is_some_and(|(file, _)| !file.contains(' '))
        {
            return Ok(Self::Pointer(text.to_owned()));
        }
        let (operation, rest) = operation(text)?;
        let rest = rest.trim();
        let end = rest.find([' ', '.', '[', '{']).unwrap_or(rest.len());
        let (word, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let mut steps = steps(rest)
            .ok_or_else(|| malformed(text, "the steps are written `.member`, `[]` or `{}`"))?;
        let part = match word {
            "body" => Part::Body,
            "path" | "query" | "header" | "cookie" => Part::Parameter {
                location: word.to_owned(),
                name: parameter(&mut steps).ok_or_else(|| malformed(text, "the name of the parameter is missing"))?,
            },
            _ => Part::Response(word.parse().map_err(|_| {
                malformed(text, "after the path comes a status (`200`, `4XX`, `default`), `body` or `query.<name>`")
            })?),
        };
        let enveloped = matches!(part, Part::Response(_))
            && steps.first() == Some(&KeyStep::Member("envelope".into()));
        if enveloped {
            steps.remove(0);
        }
        Ok(Self::Place(PlaceKey {
            operation,
            part,
            envelope: enveloped,
            steps,
        }))
    }
}

/// Takes the name of a parameter off the steps.
fn parameter(steps: &mut Vec<KeyStep>) -> Option<String> {
    match steps.first()? {
        KeyStep::Member(name) => {
            let name = name.clone();
            steps.remove(0);
            Some(name)
        }
        KeyStep::Items | KeyStep::Values => None,
    }
}

/// Splits the operation off a key.
fn operation(text: &str) -> Result<(OperationKey, &str), Diagnostic> {
    let (method, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim_start();
    let (path, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_method = !method.is_empty()
        && method
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    if !is_method || !path.starts_with('/') {
        return Err(malformed(
            text,
            "it starts with a method and a path: `GET /user/invites`",
        ));
    }
    Ok((
        OperationKey {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
        },
        rest,
    ))
}

/// `.member[]{}`; a first member needs no dot.
fn steps(text: &str) -> Option<Vec<KeyStep>> {
    let mut rest = text.trim();
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("[]") {
            steps.push(KeyStep::Items);
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix("{}") {
            steps.push(KeyStep::Values);
            rest = after;
            continue;
        }
        let dotted = rest.strip_prefix('.');
        if dotted.is_none() && !steps.is_empty() {
            return None;
        }
        let (name, after) = member(dotted.unwrap_or(rest))?;
        steps.push(KeyStep::Member(name.to_owned()));
        rest = after;
    }
    Some(steps)
}

/// The name of a member, and what follows it.
fn member(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted.split_once('"');
    }
    let end = text.find(['.', '[', '{']).unwrap_or(text.len());
    text.split_at_checked(end)
        .filter(|(name, _)| !name.is_empty())
}

fn malformed(text: &str, help: &str) -> Diagnostic {
    Diagnostic::error(
        "malformed-key",
        format!("`{text}` is not a key of this table"),
    )
    .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> PlaceKey {
        match text.parse() {
            Ok(TypeKey::Place(place)) => place,
            other => unreachable!("{other:?}"),
        }
    }

    fn member(name: &str) -> KeyStep {
        KeyStep::Member(name.to_owned())
    }

    #[test]
    fn a_pointer_stays_as_it_is() {
        let key: Result<TypeKey, _> = "#/components/schemas/A".parse();
        assert_eq!(
            key,
            Ok(TypeKey::Pointer("#/components/schemas/A".to_owned()))
        );
    }

    #[test]
    fn the_payload_of_an_answer() {
        let key = place("GET /user/invites/{invite_id} 200");
        assert_eq!(key.operation.to_string(), "GET /user/invites/{invite_id}");
        assert_eq!(key.part, Part::Response(StatusPattern::Code(200)));
        assert_eq!((key.envelope, key.steps), (false, vec![]));
    }

    #[test]
    fn steps_through_answers() {
        let key = place("get /user/invites 4xx errors[].source");
        assert_eq!(key.operation.method, "GET");
        assert_eq!(key.part, Part::Response(StatusPattern::Range(4)));
        assert_eq!(
            key.steps,
            [member("errors"), KeyStep::Items, member("source")]
        );
        let key = place("GET /user/invites 200 envelope.result_info");
        assert_eq!(
            (key.envelope, key.steps),
            (true, vec![member("result_info")])
        );
        assert_eq!(place("GET /a 200[]").steps, [KeyStep::Items]);
        assert_eq!(
            place("GET /a default {}.\"b.c\"").steps,
            [KeyStep::Values, member("b.c")]
        );
    }

    #[test]
    fn steps_through_bodies_and_parameters() {
        let key = place("PATCH /a body.status");
        assert_eq!((key.part, key.steps), (Part::Body, vec![member("status")]));
        let key = place("GET /a query.status[]");
        let part = Part::Parameter {
            location: "query".to_owned(),
            name: "status".to_owned(),
        };
        assert_eq!((key.part, key.steps), (part, vec![KeyStep::Items]));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in [
            "",
            "Invite",
            "GET",
            "GET user",
            "GET /a",
            "GET /a 700",
            "GET /a 200 a..b",
            "GET /a query",
            "GET /a 200 []b",
        ] {
            assert!(text.parse::<TypeKey>().is_err(), "{text}");
        }
        assert!("GET /a 200".parse::<OperationKey>().is_err());
    }
}
