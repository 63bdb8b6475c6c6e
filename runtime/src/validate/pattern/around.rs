//! Patterns that look around where they start or end, as several that do not.
//!
//! At the start of a text, `(?!a)b` says that `b` is there and `a` is not: two patterns, both of which an engine
//! matches that never backtracks. The same goes for looking back at the end. Elsewhere there is no such place.
//!
//! The generator has this file as well, beside that of the engine.

/// A part of a pattern: it has to match, or must not.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The pattern, which does not look around at its start and end.
    pub(super) pattern: String,
    /// Whether it has to match.
    pub(super) is_wanted: bool,
}

/// The alternatives of a pattern, each with its parts: it matches if all parts of one of them are as they should be.
/// `None` if it looks around elsewhere than where it starts or ends, or where it may start anywhere.
pub(super) fn split(pattern: &str) -> Option<Vec<Vec<Part>>> {
    let items = items(pattern);
    if !items.iter().any(|item| looks_around(item)) {
        return Some(vec![vec![Part {
            pattern: pattern.to_owned(),
            is_wanted: true,
        }]]);
    }
    items.split(|item| *item == "|").map(branch).collect()
}

/// The parts of one alternative.
fn branch(items: &[&str]) -> Option<Vec<Part>> {
    let is_start = |item: &&&str| **item == "^" || after(item, "(?=", "(?!").is_some();
    let is_end = |item: &&&str| **item == "$" || after(item, "(?<=", "(?<!").is_some();
    let first = items.iter().take_while(is_start).count();
    let (start, rest) = items.split_at(first);
    let last = rest.len() - rest.iter().rev().take_while(is_end).count();
    let (middle, end) = rest.split_at(last);

    let (is_bound, is_closed) = (start.contains(&"^"), end.contains(&"$"));
    let mut parts = Vec::new();
    for item in start {
        if let Some((within, is_wanted)) = after(item, "(?=", "(?!") {
            let pattern = format!("^(?:{within})");
            parts.push(Part { pattern, is_wanted });
        }
    }
    let looked_ahead = !parts.is_empty();
    for item in end {
        if let Some((within, is_wanted)) = after(item, "(?<=", "(?<!") {
            let pattern = format!("(?:{within})$");
            parts.push(Part { pattern, is_wanted });
        }
    }
    let looked_back = end.len() > usize::from(is_closed);
    let is_elsewhere = middle.iter().any(|item| looks_around(item));
    let is_repeated = looked_ahead && middle.first().is_some_and(|item| repeats(item));
    if is_elsewhere || is_repeated || (looked_ahead && !is_bound) || (looked_back && !is_closed) {
        return None;
    }
    let [bound, closed] = [(is_bound, "^"), (is_closed, "$")].map(|(is, sign)| match is {
        true => sign,
        false => "",
    });
    parts.push(Part {
        pattern: format!("{bound}{}{closed}", middle.concat()),
        is_wanted: true,
    });
    Some(parts)
}

/// What a group has in it that starts in one of two ways, and whether it was the first.
fn after<'i>(item: &'i str, wanted: &str, unwanted: &str) -> Option<(&'i str, bool)> {
    let within = |start| item.strip_prefix(start)?.strip_suffix(')');
    let is_wanted = within(wanted).map(|within| (within, true));
    is_wanted.or_else(|| within(unwanted).map(|within| (within, false)))
}

/// Whether a part of a pattern says how often what is before it comes.
fn repeats(item: &str) -> bool {
    matches!(item, "*" | "+" | "?" | "{")
}

/// Whether there is a group in a part of a pattern that looks around.
fn looks_around(item: &str) -> bool {
    ["(?=", "(?!", "(?<=", "(?<!"]
        .iter()
        .any(|start| item.contains(start))
}

/// A pattern in pieces: groups and classes as a whole, each with what repeats it, and anything else by character.
fn items(pattern: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut from, mut depth, mut in_class) = (0, 0_usize, false);
    let mut chars = pattern.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && !in_class {
            let end = chars.peek().map_or(pattern.len(), |(at, _)| *at);
            items.push(&pattern[from..end]);
            from = end;
        }
    }
    items.extend(Some(&pattern[from..]).filter(|rest| !rest.is_empty()));
    items
}

#[cfg(test)]
mod tests {
    use super::split;

    /// The parts of a pattern, as in `^a !^(?:b) | ^c`.
    fn parts(pattern: &str) -> Option<String> {
        let branches = split(pattern)?;
        let branches = branches.iter().map(|parts| {
            let parts = parts.iter().map(|part| match part.is_wanted {
                true => part.pattern.clone(),
                false => format!("!{}", part.pattern),
            });
            parts.collect::<Vec<_>>().join(" ")
        });
        Some(branches.collect::<Vec<_>>().join(" | "))
    }

    #[test]
    fn what_looks_around_at_the_ends_is_several_patterns() {
        for (pattern, expected) in [
            ("^a|b$", "^a|b$"),
            ("^(?!x$)[a-z]+$", "!^(?:x$) ^[a-z]+$"),
            ("(?!x|y)^a", "!^(?:x|y) ^a"),
            (
                r"^(?=.*\d)(?=.*[()|A-Z])\S{8,}$",
                r"^(?:.*\d) ^(?:.*[()|A-Z]) ^\S{8,}$",
            ),
            (
                "^(?!-)[a-z-]{1,63}(?<!-)$",
                "!^(?:-) !(?:-)$ ^[a-z-]{1,63}$",
            ),
            ("[a-z]+(?<=z)$", "(?:z)$ [a-z]+$"),
            ("^(?!a)b|^c$|d", "!^(?:a) ^b | ^c$ | d"),
            (r"^(?!\)|[)])(a|b)$", r"!^(?:\)|[)]) ^(a|b)$"),
            ("^(?!(?:a|b)$)c", "!^(?:(?:a|b)$) ^c"),
            ("^(?=.*a)", "^(?:.*a) ^"),
        ] {
            assert_eq!(parts(pattern).as_deref(), Some(expected), "{pattern}");
        }
    }

    #[test]
    fn elsewhere_there_is_no_such_place() {
        for pattern in [
            "(?!x)a",
            "a(?!x)b",
            "^a(?=b)",
            "(?<!x)a",
            "a(?<!x)",
            "^((?!x).)*$",
            "^(?:(?!x)a|b)$",
            "^(?!a)b|(?!c)d",
            "^(?!x)*a",
        ] {
            assert_eq!(parts(pattern), None, "{pattern}");
        }
    }
}
