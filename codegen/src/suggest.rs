//! "Did you mean": the closest of some names.

/// The candidate that is closest to a word, if one is close enough to be a slip of the keyboard, or differs only in the
/// names of parameters (`/a/{id}`).
#[must_use]
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    if word.contains('{') {
        let shape = shape(word);
        let same = candidates.iter().find(|other| self::shape(other) == shape);
        if let Some(same) = same {
            return Some(same);
        }
    }
    let word: Vec<char> = word.chars().take(LONGEST).collect();
    let allowed = (word.len() / 3).clamp(1, 4);
    let distances = candidates.into_iter().filter_map(|candidate| {
        let other: Vec<char> = candidate.chars().take(LONGEST).collect();
        let near = other.len().abs_diff(word.len()) <= allowed;
        near.then(|| (distance(&word, &other), candidate))
    });
    let (distance, candidate) = distances.min()?;
    (distance <= allowed).then_some(candidate)
}

/// A text without what stands in its braces.
fn shape(text: &str) -> String {
    let mut parts = text.split('{');
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str("{}");
        shape.push_str(part.split_once('}').map_or(part, |(_, after)| after));
    }
    shape
}

/// Names are compared up to this many characters.
const LONGEST: usize = 200;

/// How many characters have to be inserted, removed, replaced or swapped with their neighbour; capitals count
/// as the small letter.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (row, x) in (1..).zip(a) {
        let mut line = vec![row];
        let mut left = row;
        for (column, y) in (0..).zip(b) {
            let at = |cells: &[usize], column: usize| {
                cells.get(column).copied().unwrap_or(usize::MAX - 1)
            };
            let changed = usize::from(!x.eq_ignore_ascii_case(y));
            let mut cell = (at(&last, column) + changed)
                .min(at(&last, column + 1) + 1)
                .min(left + 1);
            let swapped = column > 0 && previous == Some(y) && b.get(column - 1) == Some(x);
            if swapped {
                cell = cell.min(at(&before, column - 1) + 1);
            }
            line.push(cell);
            left = cell;
        }
        previous = Some(x);
        before = std::mem::replace(&mut last, line);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let names = ["Invite", "InviteStatus", "Member"];
        assert_eq!(closest("Invte", names), Some("Invite"));
        assert_eq!(closest("Inivte", names), Some("Invite"));
        assert_eq!(closest("invitestatus", names), Some("InviteStatus"));
        assert_eq!(closest("Account", names), None);
        assert_eq!(closest("", names), None);
    }

    #[test]
    fn the_names_of_parameters_do_not_matter() {
        let names = ["GET /a/{identifier}/b", "GET /a/{identifier}"];
        assert_eq!(closest("GET /a/{id}", names), Some("GET /a/{identifier}"));
        assert_eq!(closest("GET /x/{id}", names), None);
    }

    #[test]
    fn swapping_neighbours_is_one_step() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(distance(&chars("ab"), &chars("ba")), 1);
        assert_eq!(distance(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(distance(&[], &chars("abc")), 3);
    }
}
