//! Titles that say no more than a name.

use crate::ir::{Api, Docs, Ident, Member, TypeKind};

/// Leaves out titles that are the name of their type or member again, so that docs begin with the description.
pub(super) fn settle(api: &mut Api) {
    for operation in &mut api.operations {
        for input in &mut operation.inputs {
            settle_member(&mut input.member);
        }
    }
    for def in &mut api.types {
        leave_out(&mut def.docs, &def.name);
        if let TypeKind::Model(model) = &mut def.kind {
            model.members.iter_mut().for_each(settle_member);
        }
    }
}

fn settle_member(member: &mut Member) {
    leave_out(&mut member.docs, &member.name);
}

fn leave_out(docs: &mut Docs, name: &Ident) {
    let has_more = (docs.description.as_deref()).is_some_and(|text| !text.trim().is_empty());
    docs.summary.take_if(|title| {
        has_more && letters(title).eq(letters(name.as_str().trim_start_matches("r#")))
    });
}

/// What is left of a text without case and marks.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    let kept = text.chars().filter(|it| it.is_alphanumeric());
    kept.flat_map(char::to_lowercase)
}
