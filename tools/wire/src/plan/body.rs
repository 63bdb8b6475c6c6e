//! The body of a call, drawn from its schema, and the inputs that make it.

use serde_json::{Map, Value, json};

use super::{Case, Planner};
use crate::body::Kind;
use crate::document::{Body, Style, essence};
use crate::draw::{Draw, Purpose};
use crate::generated::Input;

impl<'p> Planner<'p> {
    /// Adds a body to a call, if the operation takes one.
    pub(super) fn body(
        &self,
        case: &mut Case<'p>,
        draw: &mut Draw<'_>,
        left_out: &mut Vec<String>,
    ) -> Result<(), String> {
        let Some(media) = &self.call.media else {
            if self.operation.bodies.iter().any(|body| body.is_required) {
                return Err("a body that is not part of the operation".to_owned());
            }
            return Ok(());
        };
        let body = self.declared(media)?;
        let inputs: Vec<&Input> = self.inputs().collect();
        let is_needed = body.is_required || inputs.iter().any(|input| input.presence == "Required");
        if !is_needed && !draw.takes(0.7) {
            return Ok(());
        }
        let Some(kind) = self.kind(media) else {
            let why = format!("no reader of {}", essence(media));
            if is_needed {
                return Err(why);
            }
            left_out.push(why);
            return Ok(());
        };
        prepare(draw, kind, body);
        let schema = self.schema(kind, body, draw);
        let mut value = draw.value(&schema)?;
        if let Some(whole) = inputs.iter().find(|input| input.place == "Body") {
            case.inputs.insert(whole.field.clone(), value.clone());
        } else if kind == Kind::Plain {
            return Err(format!("a body of {} with members", essence(media)));
        } else if let Some(members) = value.as_object_mut() {
            self.distribute(members, &inputs, &mut case.inputs, left_out);
            if members.is_empty() && !is_needed {
                return Ok(());
            }
        } else {
            return Err("a body that is no object, with inputs for its members".to_owned());
        }
        case.body = Some((body, kind, value));
        Ok(())
    }

    /// What the document says of the body of a media type.
    fn declared(&self, media: &str) -> Result<&'p Body, String> {
        let bodies = &self.operation.bodies;
        let own = bodies
            .iter()
            .find(|body| essence(&body.media) == essence(media));
        own.or_else(|| bodies.iter().find(|body| body.media.contains('*')))
            .ok_or_else(|| {
                format!("a body of the media type {media}, which the document does not have")
            })
    }

    /// The inputs that make the body.
    fn inputs(&self) -> impl Iterator<Item = &'p Input> {
        let inputs = self.call.inputs.iter();
        inputs.filter(|input| input.place == "Member" || input.place == "Body")
    }

    /// How the body is read back; nothing if nobody can.
    fn kind(&self, media: &str) -> Option<Kind> {
        // A media type that does not say how objects are written, where JSON is guessed.
        let is_guessed = |kind: &Kind| *kind == Kind::Plain && self.is_written("Json");
        Kind::of(media).filter(|kind| !is_guessed(kind))
    }

    fn is_written(&self, as_what: &str) -> bool {
        self.call.written.as_deref() == Some(as_what)
    }

    /// What the body is drawn from.
    fn schema(&self, kind: Kind, body: &Body, draw: &mut Draw<'_>) -> Value {
        match kind {
            // Bytes, unless the schema says that it is text, or it is one in a format of its own.
            Kind::Plain if self.is_written("Text") || draw.is_text(&body.schema) => {
                json!({"type": "string"})
            }
            Kind::Plain => json!({"type": "string", "format": "binary"}),
            _ => body.schema.clone(),
        }
    }

    /// Gives each member to its input, and the others to the one for the rest. Members without an input are taken out.
    fn distribute(
        &self,
        members: &mut Map<String, Value>,
        inputs: &[&Input],
        given: &mut Map<String, Value>,
        left_out: &mut Vec<String>,
    ) {
        let (rest, named): (Vec<&Input>, _) =
            inputs.iter().partition(|input| input.presence == "Rest");
        let rest = match rest.first() {
            Some(rest) => Some(rest.field.as_str()),
            None => self.call.takes_members.then_some("+"),
        };
        let mut others = Map::new();
        members.retain(|name, member| {
            if let Some(input) = named.iter().find(|input| input.name == *name) {
                given.insert(input.field.clone(), member.clone());
                return true;
            }
            others.insert(name.clone(), member.clone());
            rest.is_some()
        });
        match rest {
            Some("+") | None if others.is_empty() => {}
            Some(rest) => drop(given.insert(rest.to_owned(), Value::Object(others))),
            None => left_out.push("members of a body without an input".to_owned()),
        }
    }
}

/// Tells what values are for, and which characters they must not have: those that delimit them.
fn prepare(draw: &mut Draw<'_>, kind: Kind, body: &Body) {
    draw.avoided.clear();
    draw.purpose = match kind {
        Kind::Form | Kind::Multipart => Purpose::Form,
        _ => Purpose::Json,
    };
    for (delimited, delimiter) in [(Style::PipeDelimited, '|'), (Style::SpaceDelimited, ' ')] {
        let mut encodings = body.encoding.values();
        if encodings
            .any(|encoding| matches!(encoding.styled, Some((style, _)) if style == delimited))
        {
            draw.avoided.push(delimiter);
        }
    }
}
