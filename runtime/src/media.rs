//! Media types.

/// The media type without its parameters: `text/html` of `text/html; charset=utf-8`.
pub(crate) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// A parameter of a media type: `utf-8` of `text/html; charset="utf-8"`.
pub(crate) fn parameter<'m>(media: &'m str, name: &str) -> Option<&'m str> {
    let found = parameters(media).find(|(other, _)| other.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// Whether a media type is JSON: `application/json`, `text/json`, or anything that ends with `+json`.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = essence(media);
    let ends_with = |suffix: &str| {
        essence.len() >= suffix.len()
            && essence
                .get(essence.len() - suffix.len()..)
                .is_some_and(|end| end.eq_ignore_ascii_case(suffix))
    };
    ends_with("/json") || ends_with("+json")
}

/// How well a media type fits a pattern, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// The pattern is `*/*`.
    Any,
    /// The pattern is a range such as `text/*`.
    Family,
    /// It is the one of the pattern, which has parameters that this one does not have.
    Other,
    /// It is the one of the pattern, which has no parameters.
    Same,
    /// It is the one of the pattern with its parameters.
    Exact,
}

/// How well a media type fits a pattern, whatever the case; `None` if it does not.
pub(crate) fn fit(media: &str, pattern: &str) -> Option<Fit> {
    let (name, wanted) = (essence(media), essence(pattern));
    if name.eq_ignore_ascii_case(wanted) {
        let is_there = |(name, value): (&str, &str)| {
            parameters(media).any(|(other, is)| {
                other.eq_ignore_ascii_case(name) && is.eq_ignore_ascii_case(value)
            })
        };
        return Some(match parameters(pattern).next() {
            None => Fit::Same,
            Some(_) if parameters(pattern).all(is_there) => Fit::Exact,
            Some(_) => Fit::Other,
        });
    }
    let (family, sub) = wanted.split_once('/')?;
    let is_of_family = || {
        let (own, _) = name.split_once('/').unwrap_or_default();
        own.eq_ignore_ascii_case(family)
    };
    match (family, sub) {
        ("*", "*") => Some(Fit::Any),
        (_, "*") if is_of_family() => Some(Fit::Family),
        _ => None,
    }
}

/// The parameters of a media type, without quotation marks.
fn parameters(media: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = media
        .split(';')
        .skip(1)
        .filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
}

/// Whether a media type is a form in one text.
pub(crate) fn is_form(media: &str) -> bool {
    essence(media).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
