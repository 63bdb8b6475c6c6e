//! How lists of facts differ.

use super::table::Fact;
use super::{Effect, changed, clip};

/// One difference between two lists of facts.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) effect: Effect,
    pub(super) says: String,
}

impl Difference {
    pub(super) fn new(effect: Effect, says: impl Into<String>) -> Self {
        Self {
            effect,
            says: says.into(),
        }
    }
}

/// How the constraints and annotations of a value differ. `is_sent` says whether callers send it.
pub(super) fn of_value(old: &[Fact], new: &[Fact], is_sent: bool) -> Vec<Difference> {
    let mut found = Vec::new();
    values(old, new, is_sent, "", &mut found);
    found
}

/// How the facts of an operation differ.
pub(super) fn of_operation(name: &str, old: &[Fact], new: &[Fact]) -> Vec<Difference> {
    if name != "facts" {
        let is_same = match (name, old, new) {
            ("request", [old], [new]) => template(&old.text) == template(&new.text),
            _ => old == new,
        };
        let shown = |facts: &[Fact]| {
            let texts: Vec<&str> = facts.iter().map(|fact| fact.text.as_str()).collect();
            texts.join(", ")
        };
        let says = || match (old, new) {
            ([], _) => format!("{name} `{}` is new", clip(&shown(new))),
            (_, []) => format!("{name} `{}` is gone", clip(&shown(old))),
            _ => format!("{name} is {}", changed(&shown(new), &shown(old))),
        };
        return Vec::from_iter((!is_same).then(|| Difference::new(Effect::Behaviour, says())));
    }
    pairs(old, new)
        .filter(|(old, new)| old.or(*new).is_some_and(|fact| fact.name != "Deprecated"))
        .map(|(old, new)| Difference::new(Effect::Behaviour, says("", old, new)))
        .collect()
}

/// A request without the names in its path, which the server does not see.
pub(super) fn template(request: &str) -> String {
    let parts = request
        .split('{')
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join("{}")
}

fn values(old: &[Fact], new: &[Fact], is_sent: bool, prefix: &str, found: &mut Vec<Difference>) {
    for (old, new) in pairs(old, new) {
        let below = match old.or(new).map(|fact| fact.name.as_str()) {
            Some("Items") => Some("each item: "),
            Some("Values") => Some("each value: "),
            _ => None,
        };
        let inner = |fact: Option<&Fact>| match fact {
            None => Some(Vec::new()),
            Some(fact) => fact.inner.clone(),
        };
        if let (Some(below), Some(old), Some(new)) = (below, inner(old), inner(new)) {
            values(&old, &new, is_sent, &format!("{prefix}{below}"), found);
            continue;
        }
        // The attribute of the field says it as well.
        if old.or(new).is_some_and(|fact| fact.name == "Deprecated") {
            continue;
        }
        let effect = if is_sent {
            effect(old, new)
        } else {
            Effect::Note
        };
        found.push(Difference::new(effect, says(prefix, old, new)));
    }
}

fn says(prefix: &str, old: Option<&Fact>, new: Option<&Fact>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => {
            format!("{prefix}{}", changed(&new.text, &old.text))
        }
        (None, Some(new)) => format!("{prefix}`{}` is new", clip(&new.text)),
        (Some(old), None) => format!("{prefix}`{}` is gone", clip(&old.text)),
        (None, None) => String::new(),
    }
}

/// The facts that are about the same, old and new, where they differ.
fn pairs<'f>(
    old: &'f [Fact],
    new: &'f [Fact],
) -> impl Iterator<Item = (Option<&'f Fact>, Option<&'f Fact>)> {
    let changed = old.iter().filter(|fact| !new.contains(fact)).map(|fact| {
        let other = new
            .iter()
            .find(|other| other.is_about(fact) && !old.contains(other));
        (Some(fact), other)
    });
    let added = new
        .iter()
        .filter(|fact| !old.contains(fact))
        .filter(|fact| {
            !old.iter()
                .any(|other| other.is_about(fact) && !new.contains(other))
        })
        .map(|fact| (None, Some(fact)));
    changed.chain(added)
}

/// What a fact about something that is sent does.
enum Role {
    /// A lower limit.
    Least,
    /// An upper limit.
    Most,
    /// Another constraint.
    Constraint,
    /// It allows something.
    Permission,
    /// How the value is written.
    Wire,
    /// What the server takes if there is no value.
    Default,
    /// Documentation.
    Words,
}

fn role(name: &str) -> Role {
    match name {
        "MinLength" | "MinItems" | "MinProperties" | "Minimum" | "ExclusiveMinimum" => Role::Least,
        "MaxLength" | "MaxItems" | "MaxProperties" | "Maximum" | "ExclusiveMaximum" => Role::Most,
        "Nullable" => Role::Permission,
        "Style" | "Explode" | "AllowReserved" | "Content" | "ContentEncoding" | "ReadOnly"
        | "WriteOnly" => Role::Wire,
        "Default" => Role::Default,
        "ContentMediaType" => Role::Words,
        _ => Role::Constraint,
    }
}

/// What a difference means for what is sent.
fn effect(old: Option<&Fact>, new: Option<&Fact>) -> Effect {
    let Some(either) = old.or(new) else {
        return Effect::Note;
    };
    let numbers = || Some((old?.number?, new?.number?));
    let is_looser = match role(&either.name) {
        Role::Least => numbers().map_or(new.is_none(), |(old, new)| new < old),
        Role::Most => numbers().map_or(new.is_none(), |(old, new)| new > old),
        Role::Constraint => new.is_none(),
        Role::Permission => old.is_none(),
        Role::Wire | Role::Default => false,
        Role::Words => true,
    };
    if is_looser {
        Effect::Note
    } else {
        Effect::Behaviour
    }
}
