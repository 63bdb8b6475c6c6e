//! How what has to be given for a type or an operation differs.

use std::collections::BTreeSet;

use super::facts::Difference;
use super::surface::Item;
use super::{Effect, clip};

type Parameter = (String, String);

/// What differs in the function `new` of a type, by what is the same type, and the names of the fields that this says enough about.
pub(super) fn compare(
    old: &Item,
    new: &Item,
    is_same: &dyn Fn(&str, &str) -> bool,
) -> Option<(Difference, BTreeSet<String>)> {
    let parts = &new.parts;
    let (old, new) = match (parameters(old), parameters(new)) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return None,
        (None, Some(_)) => {
            return Some((
                Difference::new(Effect::New, "callers can make one"),
                BTreeSet::new(),
            ));
        }
        (Some(_), None) => {
            return Some((Difference::new(Effect::Breaking, "gone"), BTreeSet::new()));
        }
    };
    let is_same_types = old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|((_, was), (_, is))| is_same(was, is));
    if is_same_types {
        return Some((permutation(old, new)?, BTreeSet::new()));
    }
    let only = |some: &[Parameter], others: &[Parameter]| -> Vec<Parameter> {
        some.iter()
            .filter(|(name, ty)| {
                !others
                    .iter()
                    .any(|(other, is)| name == other && is_same(ty, is))
            })
            .cloned()
            .collect()
    };
    let (gone, added) = (only(old, new), only(new, old));
    let told = gone
        .iter()
        .chain(&added)
        .map(|(name, _)| name.clone())
        .collect();
    let takes_more = |(name, was): &Parameter| {
        let wider = format!("impl Into<{was}>");
        let is_wider = |(other, is): &Parameter| name == other && is_same(&wider, is);
        added.iter().any(is_wider)
    };
    if !gone.is_empty() && gone.len() == added.len() && gone.iter().all(takes_more) {
        let says = format!("takes `{}`, which is more than before", shown(&added));
        return Some((Difference::new(Effect::New, says), told));
    }
    let says = match (gone.as_slice(), added.as_slice()) {
        ([], added) if !added.is_empty() => format!("takes `{}` as well", shown(added)),
        (gone, []) if !gone.is_empty() => {
            let is_left = |(name, _): &Parameter| parts.iter().any(|part| part.name == *name);
            let left = if gone.iter().all(is_left) {
                ": it can be left out"
            } else {
                ""
            };
            format!("does not take `{}` any more{left}", shown(gone))
        }
        ([], []) => format!("takes `({})`, took `({})`", shown(new), shown(old)),
        (gone, added) => format!("takes `{}`, took `{}`", shown(added), shown(gone)),
    };
    Some((Difference::new(Effect::Breaking, says), told))
}

/// Parameters of the same types in another order.
fn permutation(old: &[Parameter], new: &[Parameter]) -> Option<Difference> {
    let (was, is): (Vec<&str>, Vec<&str>) = (column(old, names), column(new, names));
    let is_permuted = was != is && BTreeSet::from_iter(&was) == BTreeSet::from_iter(&is);
    let says = || {
        format!(
            "takes `({})`, took `({})`: of the same types, so the compiler does not notice",
            is.join(", "),
            was.join(", ")
        )
    };
    is_permuted.then(|| Difference::new(Effect::Behaviour, says()))
}

fn parameters(item: &Item) -> Option<&[Parameter]> {
    let function = item
        .functions
        .iter()
        .find(|function| function.name == "new")?;
    Some(&function.parameters)
}

fn column<'p>(parameters: &'p [Parameter], of: fn(&'p Parameter) -> &'p str) -> Vec<&'p str> {
    parameters.iter().map(of).collect()
}

fn names((name, _): &Parameter) -> &str {
    name
}

fn shown(parameters: &[Parameter]) -> String {
    let shown: Vec<String> = parameters
        .iter()
        .map(|(name, ty)| format!("{name}: {ty}"))
        .collect();
    clip(&shown.join(", "))
}
