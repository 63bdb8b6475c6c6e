//! How what a crate takes answers for differs: what failures decode as, and what is taken for an alternative of a union.

use std::collections::BTreeSet;

use super::compare::{Comparison, Subject};
use super::facts::Difference;
use super::surface::{ANY_STATUS, Item};
use super::table::Fact;
use super::{Effect, clip};

impl Comparison {
    /// What failures of an operation decode as. Callers choose that themselves: their code compiles all the same.
    pub(super) fn failures(&mut self, subject: Subject<'_>, old: &Item, new: &Item) {
        let statuses: BTreeSet<&String> = old.failures.keys().chain(new.failures.keys()).collect();
        for status in statuses {
            let failure = match status.as_str() {
                ANY_STATUS => "any other failure".to_owned(),
                status => format!("a failure {status}"),
            };
            let difference = match (decoded(old, status), decoded(new, status)) {
                (Some(was), Some(is)) if self.is_same(was, is) => continue,
                (Some(was), Some(is)) => Difference::new(
                    Effect::Behaviour,
                    format!("{failure} decodes as `{is}`, was `{was}`"),
                ),
                (None, Some(is)) => {
                    Difference::new(Effect::New, format!("{failure} decodes as `{is}`"))
                }
                (Some(was), None) => Difference::new(
                    Effect::Note,
                    format!("{failure} is not said to be `{was}` any more"),
                ),
                (None, None) => continue,
            };
            self.add(subject.place, [difference]);
        }
    }
}

/// What a failure of a status decodes as: what is said of the status, of all that begin with its digit, or of any.
fn decoded<'i>(item: &'i Item, status: &str) -> Option<&'i str> {
    let digit = status.get(..2).unwrap_or_default();
    let range = format!("{digit}XX`");
    let found = [status, &range, ANY_STATUS]
        .into_iter()
        .find_map(|status| item.failures.get(status))?;
    Some(found)
}

/// How the tests differ that tell what is taken for an alternative of a union.
pub(super) fn of_tests(old: &[Fact], new: &[Fact], is_received: bool) -> Option<Difference> {
    let effect = if is_received {
        Effect::Behaviour
    } else {
        Effect::Note
    };
    let says = || {
        let (is, was) = (what(new), what(old));
        format!("taken for it: {}; until now: {}", clip(&is), clip(&was))
    };
    (old != new).then(|| Difference::new(effect, says()))
}

/// What passes all tests.
fn what(tests: &[Fact]) -> String {
    if tests.is_empty() {
        return "anything".to_owned();
    }
    let tests: Vec<String> = tests.iter().map(test).collect();
    format!("what {}", tests.join(" and "))
}

/// What passes a test, as the end of a sentence that begins with \"what\".
fn test(test: &Fact) -> String {
    let key = test.key.as_deref().unwrap_or_default().trim_matches('"');
    let values = || {
        let values = test.inner.iter().flatten().map(|value| value.argument());
        values.collect::<Vec<_>>().join(" or ")
    };
    match test.name.as_str() {
        "Type" => format!(
            "is of type {}",
            test.argument()
                .trim_start_matches("JsonType::")
                .to_lowercase()
        ),
        "Has" => format!("has `{}`", test.argument().trim_matches('"')),
        "Is" => format!("has `{key}` {}", values()),
        "May" => format!("has `{key}` {} or none", values()),
        "Among" => format!("is {}", values()),
        "Fits" => format!("has a fitting `{key}`"),
        "Decodes" => "decodes as it".to_owned(),
        _ => format!("passes `{}`", test.text),
    }
}
