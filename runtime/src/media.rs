//! Media types.

/// The media type without its parameters: `text/html` of `text/html; charset=utf-8`.
pub(crate) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// A parameter of a media type: `utf-8` of `text/html; charset="utf-8"`.
pub(crate) fn parameter<'m>(media: &'m str, name: &str) -> Option<&'m str> {
    let parameters = media.split(';').skip(1);
    let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
    let (_, value) = pairs.find(|(other, _)| other.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"'))
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

/// Whether a media type fits a pattern such as `application/*`, whatever the case and the parameters.
pub(crate) fn matches(media: &str, pattern: &str) -> bool {
    let (media, pattern) = (essence(media), essence(pattern));
    if media.eq_ignore_ascii_case(pattern) || pattern == "*/*" {
        return true;
    }
    let family = |text: &str| {
        text.split('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    pattern.ends_with("/*") && family(media) == family(pattern)
}

/// Whether a media type is a form in one text.
pub(crate) fn is_form(media: &str) -> bool {
    essence(media).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
