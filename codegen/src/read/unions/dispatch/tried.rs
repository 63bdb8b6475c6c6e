//! Objects that no member tells apart: by the form of texts in them, or by trying.

use std::cmp::Reverse;

use indexmap::IndexMap;

use super::super::leaves::Leaf;
use crate::ir::{Fact, JsonType, Test};
use crate::read::node::Node;
use crate::read::pattern;
use crate::read::schema::{Schema, Schemas};
use crate::read::types::is_format_checked;

/// Tests where nothing but the form of a text tells alternatives apart, or where they have to be tried: those first
/// that say most.
pub(super) fn in_turn<'d>(
    schemas: &Schemas<'d>,
    waiting: &[(usize, &Leaf<'d>)],
) -> Vec<(usize, Vec<Test>)> {
    let of = |(_, leaf): &(usize, &Leaf<'d>)| forms_of(schemas, leaf);
    let mut waiting: Vec<_> = waiting.iter().map(|one| (*one, of(one))).collect();
    // Any text fits where nothing is said of it.
    let rank = |((_, leaf), forms): &((usize, &Leaf<'d>), Forms<'d>)| {
        (Reverse(required(leaf).count()), forms.is_empty())
    };
    waiting.sort_by_key(rank);
    let (waiting, all): (Vec<(usize, &Leaf<'d>)>, Vec<Forms<'d>>) = waiting.into_iter().unzip();
    let apart = all.iter().enumerate().map(|(position, forms)| {
        let later = all.iter().skip(position + 1);
        forms_against(forms, later)
    });
    let apart: Vec<Option<Vec<Test>>> = apart.collect();
    let are_apart = apart.iter().all(Option::is_some);
    let last = waiting.len().saturating_sub(1);
    let all = waiting.iter().zip(apart).enumerate();
    all.map(|(position, ((one, leaf), form))| {
        let has = |name: &str| Test::Has(name.to_owned());
        let mut tests: Vec<Test> = required(leaf).map(has).collect();
        if tests.is_empty() {
            tests.push(Test::Type(JsonType::Object));
        }
        tests.extend(form.into_iter().flatten());
        // Whatever is none of the others is the last one, if that is all there is to it.
        if !are_apart || position < last {
            tests.push(Test::Decodes);
        }
        (*one, tests)
    })
    .collect()
}

/// What is checked of the form of texts, by the members that have to be there.
type Forms<'d> = IndexMap<&'d str, Vec<Fact>>;

fn forms_of<'d>(schemas: &Schemas<'d>, leaf: &Leaf<'d>) -> Forms<'d> {
    let forms = required(leaf).filter_map(|name| {
        let schema = leaf.combined.properties.get(name)?;
        Some((name, form_of(schemas, schema)))
    });
    forms.filter(|(_, form)| !form.is_empty()).collect()
}

/// The members that an alternative requires, if it has none of its own.
fn required<'d>(leaf: &Leaf<'d>) -> impl Iterator<Item = &'d str> {
    let is_one = leaf.nested.is_none();
    leaf.combined
        .required
        .iter()
        .copied()
        .filter(move |_| is_one)
}

/// The forms that an alternative has and the others do not; `None` if one of them may have the same.
fn forms_against<'o, 'd: 'o>(
    forms: &Forms<'d>,
    others: impl IntoIterator<Item = &'o Forms<'d>>,
) -> Option<Vec<Test>> {
    let mut tests = Vec::new();
    for others in others {
        let differs = |(name, form): &(&&str, &Vec<Fact>)| others.get(**name) != Some(*form);
        let (name, form) = forms.iter().find(differs)?;
        let test = Test::Fits((*name).to_owned(), form.clone());
        if !tests.contains(&test) {
            tests.push(test);
        }
    }
    Some(tests)
}

/// What is checked of the form of a text: its format and its patterns.
fn form_of<'d>(schemas: &Schemas<'d>, schema: &Schema<'d>) -> Vec<Fact> {
    let combined = schemas.combine(schema);
    if !combined.is_only(JsonType::String) {
        return Vec::new();
    }
    let text = |keyword: &str| combined.get(keyword).and_then(Node::as_str);
    let format = text("format").filter(|format| is_format_checked(format));
    let pattern = text("pattern").filter(|pattern| pattern::is_checked(pattern));
    let format = format.map(|format| Fact::Format(format.to_owned()));
    let pattern = pattern.map(|pattern| Fact::Pattern(pattern.to_owned()));
    format.into_iter().chain(pattern).collect()
}
