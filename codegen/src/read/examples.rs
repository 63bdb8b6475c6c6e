//! Examples of answers: which of them their types can hold, for `testing`.

mod fit;

use serde_json::Value;

use self::fit::{Fit, Look, Misfit, fit};
use super::configured::Configured;
use super::docs;
use super::media::Described;
use super::node::Node;
use crate::diagnostic::Diagnostics;
use crate::ir::{
    Api, Envelope, Media, MediaKind, Operation, Output, Payload, Response, Type, TypeKind,
};

/// Sets the example of each answer of success: the first that fits, or else the first that can be read. Reports those
/// that do not fit.
pub(super) fn settle(api: &mut Api, configured: &[Configured<'_, '_>], diagnostics: &Diagnostics) {
    let mut settled = Vec::new();
    for (operation, one) in api.operations.iter().zip(configured) {
        for (response, declared) in operation.responses.iter().zip(&one.responses) {
            let answer = Answer {
                api,
                operation,
                response,
            };
            let content = declared.content.iter().filter(|_| declared.success);
            settled.push(answer.example(content, diagnostics));
        }
    }
    let responses = (api.operations.iter_mut()).flat_map(|operation| &mut operation.responses);
    for (response, example) in responses.zip(settled) {
        response.example = example;
    }
}

/// An answer of success.
#[derive(Clone, Copy)]
struct Answer<'a> {
    api: &'a Api,
    operation: &'a Operation,
    response: &'a Response,
}

impl<'a> Answer<'a> {
    /// The example to answer with, as compact JSON.
    fn example<'c, 'd: 'c>(
        self,
        content: impl Iterator<Item = &'c Described<'d>>,
        diagnostics: &Diagnostics,
    ) -> Option<String> {
        let mut fitting = None;
        let mut readable = None;
        for described in content.filter(|one| one.media.kind == MediaKind::Json) {
            let all = &self.response.content;
            let Some((media, payload)) = all.iter().find(|(media, _)| *media == described.media)
            else {
                continue;
            };
            for example in examples(described.node) {
                let value = serde_json::to_value(example).unwrap_or_default();
                let (value, fit) = self.best(value, media, payload);
                let to = match &fit {
                    Fit::Well => Some(&mut fitting),
                    Fit::Oddly(_) => Some(&mut readable),
                    Fit::Not(_) => None,
                };
                if let Some(to) = to {
                    to.get_or_insert_with(|| value.to_string());
                }
                note(example, &fit, diagnostics);
            }
        }
        fitting.or(readable)
    }

    /// How an example fits. Some write JSON as a text: that counts as what is in it.
    fn best(self, value: Value, media: &Media, payload: &'a Payload) -> (Value, Fit) {
        let fit = self.fit(&value, media, payload);
        if let (Fit::Not(_), Some(text)) = (&fit, value.as_str())
            && let Ok(within @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text)
        {
            let fit = self.fit(&within, media, payload);
            return (within, fit);
        }
        (value, fit)
    }

    fn fit(self, value: &Value, media: &Media, payload: &'a Payload) -> Fit {
        let envelope = self.api.envelope.as_ref();
        fit(self.api, |look| {
            match envelope.filter(|_| self.is_wrapped(media)) {
                Some(envelope) => self.wrapped(look, value, payload, envelope),
                None => look.value(value, &payload.ty, &payload.facts),
            }
        })
    }

    /// Whether an answer in a media type is in the envelope.
    fn is_wrapped(self, media: &Media) -> bool {
        let Output::OneOf(id) = self.operation.output else {
            return self.operation.enveloped;
        };
        let def = self.api.types.get(id.0 as usize);
        let Some(TypeKind::Responses(arms)) = def.map(|def| &def.kind) else {
            return false;
        };
        let status = self.response.status;
        let of_status = || arms.iter().filter(|arm| arm.status == status);
        let exact = of_status().find(|arm| arm.media.as_ref() == Some(media));
        let arm = exact.or_else(|| of_status().next());
        arm.is_some_and(|arm| arm.wrapped)
    }

    /// The payload and what else `runtime` reads of an envelope.
    fn wrapped(
        self,
        look: &mut Look<'a>,
        value: &Value,
        payload: &'a Payload,
        envelope: &Envelope,
    ) -> Result<(), Misfit> {
        let members = look.members(value)?;
        let of = |name: &Option<String>| {
            let member = members.get_key_value(name.as_deref()?);
            member.filter(|(_, value)| !value.is_null())
        };
        if let Some((name, value)) = of(&envelope.success) {
            look.within(name, |look| look.value(value, &Type::Bool, &[]))?;
            if *value == Value::Bool(false) {
                return Err(look.misfit("the marks of a failure".to_owned()));
            }
        }
        if let (Some((name, value)), Output::Page { info: Some(ty), .. }) =
            (of(&envelope.result_info), &self.operation.output)
        {
            look.within(name, |look| look.value(value, ty, &[]))?;
        }
        let name = &envelope.result;
        let takes_null = matches!(payload.ty, Type::Nullable(_) | Type::Json);
        match members.get(name) {
            Some(value) => look.within(name, |look| look.value(value, &payload.ty, &payload.facts)),
            None if takes_null => Ok(()),
            None => Err(look.misfit(format!("no `{name}`, which is required"))),
        }
    }
}

/// The values of the examples of a media type.
fn examples(media: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let several = media.get("examples").into_iter().flat_map(Node::entries);
    let values = several.filter_map(|(_, example)| docs::value(example.target().ok()?));
    media.get("example").into_iter().chain(values)
}

/// Notes what is wrong with an example, at the part that it is about.
fn note(example: Node<'_>, fit: &Fit, diagnostics: &Diagnostics) {
    let (misfit, help) = match fit {
        Fit::Well => return,
        Fit::Oddly(misfit) => (
            misfit,
            "`testing` answers with it if there is no better one",
        ),
        Fit::Not(misfit) => (misfit, "`testing` does not answer with it"),
    };
    let path = misfit.path.iter().map(String::as_str);
    let part = example.descend(path).unwrap_or(example);
    let message = format!("this example of an answer has {}", misfit.what);
    diagnostics.push_repeated(part.warning("unfit-example", message).help(help));
}
