//! Path templates: the keys of `paths` in their parts.
//!
//! A key may carry a query (`/messages?beta=true`) or a fragment (`/files/{id}#copy`), with which vendors
//! tell apart operations that share a path. A query is always sent; a fragment never is. A pair of the query
//! whose value is a parameter (`/search?q={query}`) says no more than that there is a query parameter.

use std::fmt;

/// A path template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Template {
    /// The path without query and fragment, as in the document.
    pub(super) path: String,
    /// What follows `?` and is the same in every request.
    pub(super) query: Option<String>,
    /// The pairs after `?` whose value is a parameter.
    pub(super) bound: Vec<Bound>,
    /// What follows `#`: only tells operations apart.
    pub(super) fragment: Option<String>,
    /// The path between its slashes; empty ones are left out.
    pub(super) segments: Vec<Segment>,
}

/// A pair of the query whose value is a parameter: `q={query}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bound {
    /// What the pair is called in a request.
    pub(super) key: String,
    /// The name of the parameter.
    pub(super) parameter: String,
}

/// What stands between two slashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Segment(pub(super) Vec<Part>);

/// A part of a segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Literal text.
    Text(String),
    /// The name of a parameter.
    Parameter(String),
}

/// Why a key of `paths` is no path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TemplateError {
    /// It does not start with `/`.
    NotAPath,
    /// A brace is opened and not closed, or closed and not opened.
    UnpairedBrace,
    /// There is nothing between two braces.
    EmptyParameter,
}

impl Template {
    /// Takes a key of `paths` apart.
    pub(super) fn parse(key: &str) -> Result<Self, TemplateError> {
        let (rest, fragment) = split_outside_braces(key, '#');
        let (path, query) = split_outside_braces(rest, '?');
        if !path.starts_with('/') {
            return Err(TemplateError::NotAPath);
        }
        let segments = path
            .split('/')
            .filter(|text| !text.is_empty())
            .map(Segment::parse)
            .collect::<Result<_, _>>()?;
        let (query, bound) = split_query(query.unwrap_or_default());
        Ok(Self {
            path: path.to_owned(),
            query,
            bound,
            fragment: fragment.filter(|text| !text.is_empty()).map(str::to_owned),
            segments,
        })
    }

    /// The names of the parameters in their order.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flat_map(Segment::parameters)
    }

    /// Whether the last segment ends in a parameter, so that the path is that of one thing of many.
    pub(super) fn ends_in_parameter(&self) -> bool {
        self.segments
            .last()
            .is_some_and(|segment| segment.literal().is_none())
    }

    /// The template with its parameters nameless: two templates that are equal like this match the same requests.
    pub(super) fn shape(&self) -> String {
        let mut shape = String::new();
        for segment in &self.segments {
            shape.push('/');
            for part in &segment.0 {
                match part {
                    Part::Text(text) => shape.push_str(text),
                    Part::Parameter(_) => shape.push_str("{}"),
                }
            }
        }
        let fixed = self.query.iter().cloned();
        let bound = self.bound.iter().map(|bound| format!("{}={{}}", bound.key));
        for (at, pair) in fixed.chain(bound).enumerate() {
            shape.push(if at == 0 { '?' } else { '&' });
            shape.push_str(&pair);
        }
        if let Some(fragment) = &self.fragment {
            shape.push('#');
            shape.push_str(fragment);
        }
        shape
    }
}

/// Splits at the first `mark` that is not between braces.
fn split_outside_braces(text: &str, mark: char) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            other if other == mark && depth == 0 => {
                let (before, after) = text.split_at(at);
                return (before, after.strip_prefix(mark));
            }
            _ => {}
        }
    }
    (text, None)
}

/// The pairs of a query that are fixed, as they are written, and those whose value is a parameter.
fn split_query(query: &str) -> (Option<String>, Vec<Bound>) {
    let mut fixed: Vec<&str> = Vec::new();
    let mut bound = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match Bound::parse(pair) {
            Some(parameter) => bound.push(parameter),
            None => fixed.push(pair),
        }
    }
    ((!fixed.is_empty()).then(|| fixed.join("&")), bound)
}

impl Bound {
    fn parse(pair: &str) -> Option<Self> {
        let (key, value) = pair.split_once('=')?;
        let parameter = value.strip_prefix('{')?.strip_suffix('}')?;
        let is_name = |text: &str| !text.is_empty() && !text.contains(['{', '}']);
        (is_name(key) && is_name(parameter)).then(|| Self {
            key: key.to_owned(),
            parameter: parameter.to_owned(),
        })
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(TemplateError::UnpairedBrace)?;
            push_text(&mut parts, before)?;
            if name.contains('{') {
                return Err(TemplateError::UnpairedBrace);
            }
            if name.is_empty() {
                return Err(TemplateError::EmptyParameter);
            }
            parts.push(Part::Parameter(name.to_owned()));
            rest = after;
        }
        push_text(&mut parts, rest)?;
        Ok(Self(parts))
    }

    /// The names of its parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Parameter(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// What of it names a resource: its literal text. There is none in a segment that is a parameter, with
    /// or without a file extension (`{id}`, `{id}.json`) or signs between several (`{base}...{head}`).
    pub(super) fn literal(&self) -> Option<String> {
        let named: Vec<&str> = self
            .0
            .iter()
            .filter_map(|part| match part {
                Part::Text(text) => Some(without_extension(text)),
                Part::Parameter(_) => None,
            })
            .filter(|text| text.chars().any(char::is_alphanumeric))
            .collect();
        (!named.is_empty()).then(|| named.join("_"))
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Parameter(name) => write!(f, "{{{name}}}"),
        })
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) -> Result<(), TemplateError> {
    if text.contains('}') {
        return Err(TemplateError::UnpairedBrace);
    }
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
    Ok(())
}

/// `.json` says how a thing is written and not what it is.
fn without_extension(text: &str) -> &str {
    text.strip_suffix(".json").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(key: &str) -> Template {
        Template::parse(key).expect("a template")
    }

    #[test]
    fn query_and_fragment_are_split_off() {
        let both = template("/v1/messages?beta=true#stream");
        assert_eq!(both.path, "/v1/messages");
        assert_eq!(both.query.as_deref(), Some("beta=true"));
        assert_eq!(both.fragment.as_deref(), Some("stream"));
        let fragment = template("/files/{file_id}#copy?x");
        assert_eq!(
            (fragment.query.as_deref(), fragment.fragment.as_deref()),
            (None, Some("copy?x"))
        );
        let braces = template("/a/{?b}");
        assert_eq!(braces.parameters().collect::<Vec<_>>(), ["?b"]);
    }

    #[test]
    fn pairs_of_the_query_are_fixed_or_parameters() {
        let pairs = template("/search/{kind}?q={query}&beta=true&{a}=1&b={c}{d}&page={page}#x");
        let bound: Vec<(&str, &str)> = pairs
            .bound
            .iter()
            .map(|bound| (bound.key.as_str(), bound.parameter.as_str()))
            .collect();
        assert_eq!(bound, [("q", "query"), ("page", "page")]);
        assert_eq!(pairs.query.as_deref(), Some("beta=true&{a}=1&b={c}{d}"));
        assert_eq!(pairs.parameters().collect::<Vec<_>>(), ["kind"]);
        assert_eq!(
            template("/search?q={query}").shape(),
            template("/search?q={text}").shape()
        );
        assert_ne!(
            template("/search?q={q}").shape(),
            template("/search").shape()
        );
    }

    #[test]
    fn segments_may_mix_text_and_parameters() {
        let mixed = template("/a/{b}{c}/pre-{d}/{e}.json/");
        assert_eq!(mixed.parameters().collect::<Vec<_>>(), ["b", "c", "d", "e"]);
        assert_eq!(
            mixed
                .segments
                .iter()
                .map(Segment::literal)
                .collect::<Vec<_>>(),
            [Some("a".to_owned()), None, Some("pre-".to_owned()), None]
        );
        assert!(mixed.ends_in_parameter());
        assert!(!template("/a/thumbnail.{extension}").ends_in_parameter());
        assert!(!template("/").ends_in_parameter());
    }

    #[test]
    fn shape_forgets_names_and_trailing_slashes() {
        assert_eq!(template("/a/{b}/").shape(), template("/a/{c}").shape());
        assert_ne!(template("/a/{b}#x").shape(), template("/a/{b}#y").shape());
        assert_ne!(template("/a/{b}").shape(), template("/a/b").shape());
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(Template::parse("a"), Err(TemplateError::NotAPath));
        for unpaired in ["/{a", "/a}", "/{a{b}}"] {
            assert_eq!(
                Template::parse(unpaired),
                Err(TemplateError::UnpairedBrace),
                "{unpaired}"
            );
        }
        assert_eq!(Template::parse("/{}"), Err(TemplateError::EmptyParameter));
    }
}
