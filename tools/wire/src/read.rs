//! Reads values back from a request, by the tables of styles of OpenAPI and by RFC 6570.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use crate::document::Style;

/// What a reader has to know of a value before it reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Primitive,
    Array,
    /// With the names of its members.
    Object(Vec<String>),
}

impl Shape {
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Array(_) => Self::Array,
            Value::Object(members) => Self::Object(members.keys().cloned().collect()),
            _ => Self::Primitive,
        }
    }
}

/// What is found: texts, since requests have no types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    Text(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

/// Undoes the escaping of one text.
pub(crate) type Decode = fn(&str) -> Result<String, String>;

pub(crate) fn percent(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded
        .map(Into::into)
        .map_err(|_| format!("no UTF-8 in {text}"))
}

/// A text as it can be sent anywhere.
pub(crate) fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// As [`percent`], where `+` is a space.
pub(crate) fn form(text: &str) -> Result<String, String> {
    percent(&text.replace('+', " "))
}

/// Where nothing is escaped.
pub(crate) fn plain(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

/// As [`plain`], without spaces around, as between the elements of a header.
pub(crate) fn trimmed(text: &str) -> Result<String, String> {
    Ok(text.trim_matches(' ').to_owned())
}

/// Reads the styles that stand alone: `simple`, `label` and `matrix`.
pub(crate) fn expansion(
    raw: &str,
    style: Style,
    is_exploded: bool,
    name: &str,
    shape: &Shape,
    decode: Decode,
) -> Result<Found, String> {
    let without = |prefix: char| {
        let rest = raw.strip_prefix(prefix);
        rest.ok_or_else(|| format!("`{raw}` does not begin with `{prefix}`"))
    };
    let (raw, separator) = match style {
        Style::Label => (without('.')?, if is_exploded { '.' } else { ',' }),
        Style::Matrix if is_exploded && *shape != Shape::Primitive => {
            let pairs = without(';')?
                .split(';')
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            let pairs = pairs.map(|(name, value)| Ok((decode(name)?, decode(value)?)));
            let pairs = pairs.collect::<Result<Vec<_>, String>>()?;
            if *shape != Shape::Array {
                return Ok(Found::Members(pairs));
            }
            if let Some((other, _)) = pairs.iter().find(|(other, _)| other != name) {
                return Err(format!("`{other}` in place of `{name}`"));
            }
            return Ok(Found::List(
                pairs.into_iter().map(|(_, value)| value).collect(),
            ));
        }
        Style::Matrix => {
            let raw = without(';')?;
            let (other, value) = raw.split_once('=').unwrap_or((raw, ""));
            if decode(other)? != name {
                return Err(format!("`{other}` in place of `{name}`"));
            }
            (value, ',')
        }
        _ => (raw, ','),
    };
    match shape {
        Shape::Primitive => decode(raw).map(Found::Text),
        Shape::Object(_) if is_exploded => {
            let pairs = raw
                .split(separator)
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            let pairs = pairs.map(|(name, value)| Ok((decode(name)?, decode(value)?)));
            pairs.collect::<Result<_, String>>().map(Found::Members)
        }
        _ => split(raw, &separator.to_string(), shape, decode),
    }
}

/// Reads items, or names and values that take turns.
fn split(raw: &str, separator: &str, shape: &Shape, decode: Decode) -> Result<Found, String> {
    let items = raw
        .split(separator)
        .map(decode)
        .collect::<Result<Vec<_>, _>>()?;
    if *shape == Shape::Array {
        return Ok(Found::List(items));
    }
    let (pairs, rest) = items.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(format!("a name without a value in `{raw}`"));
    }
    Ok(Found::Members(
        pairs
            .iter()
            .cloned()
            .map(|[name, value]| (name, value))
            .collect(),
    ))
}

/// The pairs of a query, a form or a cookie header, as they were sent. What is read is taken out, so that what is left
/// was not asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) list: Vec<(String, Option<String>)>,
}

impl Pairs {
    pub(crate) fn parse(text: &str, separator: &str) -> Self {
        let pairs = text.split(separator).filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| match pair.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (pair.to_owned(), None),
        });
        Self {
            list: pairs.collect(),
        }
    }

    /// Takes the values of the pairs whose name, decoded, is as asked.
    fn take(
        &mut self,
        is_asked: impl Fn(&str) -> bool,
        decode: Decode,
    ) -> Result<Vec<(String, String)>, String> {
        let mut taken = Vec::new();
        let mut left = Vec::new();
        for (raw, value) in std::mem::take(&mut self.list) {
            match decode(&raw) {
                Ok(name) if is_asked(&name) => taken.push((name, value)),
                _ => left.push((raw, value)),
            }
        }
        self.list = left;
        let value = |(name, value): (String, Option<String>)| match value {
            Some(value) => Ok((name, value)),
            None => Err(format!("`{name}` without `=`")),
        };
        taken.into_iter().map(value).collect()
    }

    /// Takes the one value of a name as it was sent.
    pub(crate) fn one(&mut self, name: &str, decode: Decode) -> Result<Option<String>, String> {
        let mut values = self.take(|other| other == name, decode)?.into_iter();
        match (values.next(), values.next()) {
            (Some(_), Some(_)) => Err(format!("`{name}` more than once")),
            (first, _) => Ok(first.map(|(_, value)| value)),
        }
    }

    /// Reads a value in one of the styles of a query.
    pub(crate) fn read(
        &mut self,
        name: &str,
        style: Style,
        is_exploded: bool,
        shape: &Shape,
        decode: Decode,
    ) -> Result<Found, String> {
        let decoded = |pairs: Vec<(String, String)>| {
            let pairs = pairs
                .into_iter()
                .map(|(name, value)| Ok((name, decode(&value)?)));
            pairs.collect::<Result<Vec<_>, String>>()
        };
        let separator = match style {
            Style::DeepObject if *shape != Shape::Primitive => {
                let prefix = format!("{name}[");
                let taken =
                    self.take(|other| other == name || other.starts_with(&prefix), decode)?;
                return Ok(match decoded(taken)? {
                    none if none.is_empty() => Found::Nothing,
                    pairs => Found::Members(pairs),
                });
            }
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            Style::TabDelimited => "%09",
            _ => ",",
        };
        match shape {
            Shape::Array if is_exploded => {
                let values = decoded(self.take(|other| other == name, decode)?)?;
                let values: Vec<_> = values.into_iter().map(|(_, value)| value).collect();
                Ok(if values.is_empty() {
                    Found::Nothing
                } else {
                    Found::List(values)
                })
            }
            Shape::Object(names) if is_exploded => {
                let pairs =
                    decoded(self.take(|other| names.iter().any(|name| name == other), decode)?)?;
                Ok(if pairs.is_empty() {
                    Found::Nothing
                } else {
                    Found::Members(pairs)
                })
            }
            Shape::Primitive => match self.one(name, decode)? {
                Some(raw) => decode(&raw).map(Found::Text),
                None => Ok(Found::Nothing),
            },
            _ => match self.one(name, decode)? {
                // A delimiter that is not allowed in a URI may be sent escaped, and a space as in forms.
                Some(raw) if separator == "%20" => {
                    split(&raw.replace('+', "%20"), separator, shape, decode)
                }
                Some(raw) if separator == "%7C" => {
                    split(&raw.replace('|', "%7C"), separator, shape, decode)
                }
                Some(raw) => split(&raw, separator, shape, decode),
                None => Ok(Found::Nothing),
            },
        }
    }
}
