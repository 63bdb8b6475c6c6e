//! Decides what is called with what.

use serde_json::{Map, Value, json};

use crate::body::Kind;
use crate::document::{Body, Document, Form, Operation, Parameter, Place, Style, essence};
use crate::draw::{Draw, Purpose, Round};
use crate::generated::Call;

/// One call of an operation.
pub(crate) struct Case<'p> {
    pub(crate) operation: &'p Operation,
    pub(crate) round: usize,
    /// The number of the operation in the crate.
    pub(crate) call: usize,
    /// By the fields of the operation.
    pub(crate) inputs: Map<String, Value>,
    pub(crate) parameters: Vec<(&'p Parameter, Value)>,
    pub(crate) body: Option<(&'p Body, Kind, Value)>,
}

/// Makes the calls of one operation of the crate.
pub(crate) struct Planner<'p> {
    pub(crate) document: &'p Document,
    pub(crate) operation: &'p Operation,
    pub(crate) number: usize,
    pub(crate) call: &'p Call,
}

impl<'p> Planner<'p> {
    /// A call, or why there is none. What is left out of it is added to `left_out`.
    pub(crate) fn case(
        &self,
        round: usize,
        left_out: &mut Vec<String>,
    ) -> Result<Case<'p>, String> {
        let amount = match round {
            0 => Round::Minimal,
            1 => Round::Everything,
            _ => Round::Random,
        };
        let text = self.call.source.bytes().chain([b' ', round as u8]);
        // FNV: the seed depends on nothing but the operation and the round.
        let seed = text.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        let mut case = Case {
            operation: self.operation,
            round,
            call: self.number,
            inputs: Map::new(),
            parameters: Vec::new(),
            body: None,
        };
        let mut draw = Draw::new(self.document, seed, amount);
        for parameter in &self.operation.parameters {
            let variable = format!("{{{}}}", parameter.name);
            if parameter.place == Place::Path && !self.operation.template.contains(&variable) {
                left_out.push("a parameter of the path that the template does not have".to_owned());
                continue;
            }
            if !parameter.is_required && !draw.takes(0.6) {
                continue;
            }
            match self.parameter(parameter, &mut draw) {
                Ok((field, value)) => {
                    case.inputs.insert(field, value.clone());
                    case.parameters.push((parameter, value));
                }
                Err(why) if parameter.is_required => return Err(why),
                Err(why) => left_out.push(why),
            }
        }
        self.body(&mut case, &mut draw, left_out)?;
        Ok(case)
    }

    fn parameter(
        &self,
        parameter: &Parameter,
        draw: &mut Draw<'_>,
    ) -> Result<(String, Value), String> {
        let table = match parameter.place {
            Place::Path => "Path",
            Place::Query => "Query",
            Place::Header => "Header",
            Place::Cookie => "Cookie",
            Place::QueryString => return Err("a parameter that is the whole query".to_owned()),
        };
        let mut inputs = self.call.inputs.iter();
        let input = inputs.find(|input| input.place == table && input.name == parameter.name);
        let input =
            input.ok_or_else(|| format!("a parameter without an input: {}", parameter.name))?;
        draw.avoided.clear();
        draw.purpose = match parameter.form {
            Form::Content(_) => Purpose::Json,
            Form::Styled { .. } => Purpose::Parameter(parameter.place),
        };
        let is_composite = draw.is_composite(&parameter.schema);
        // The delimiters of these cannot be told from the same characters in a value.
        match parameter.form {
            Form::Styled { style, is_exploded } if is_composite => match style {
                Style::SpaceDelimited => draw.avoided.push(' '),
                Style::PipeDelimited => draw.avoided.push('|'),
                Style::TabDelimited => draw.avoided.push('\t'),
                Style::Label if is_exploded => draw.avoided.push('.'),
                Style::Simple if parameter.place == Place::Header => {
                    draw.avoided.push(',');
                    draw.avoided.extend(is_exploded.then_some('='));
                }
                _ => {}
            },
            _ => {}
        }
        if parameter.is_reserved_allowed {
            draw.avoided.push('%');
        }
        Ok((input.field.clone(), draw.value(&parameter.schema)?))
    }

    fn body(
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
        let bodies = &self.operation.bodies;
        let body = bodies
            .iter()
            .find(|body| essence(&body.media) == essence(media))
            .or_else(|| bodies.iter().find(|body| body.media.contains('*')));
        let body = body.ok_or_else(|| {
            format!("a body of the media type {media}, which the document does not have")
        })?;
        let inputs = self
            .call
            .inputs
            .iter()
            .filter(|input| input.place == "Member" || input.place == "Body");
        let inputs: Vec<_> = inputs.collect();
        let is_needed = body.is_required || inputs.iter().any(|input| input.presence == "Required");
        if !is_needed && !draw.takes(0.7) {
            return Ok(());
        }
        let is_written = |as_what: &str| self.call.written.as_deref() == Some(as_what);
        // A media type that does not say how objects are written, where JSON is guessed.
        let is_guessed = |kind: &Kind| *kind == Kind::Plain && is_written("Json");
        let Some(kind) = Kind::of(media).filter(|kind| !is_guessed(kind)) else {
            let why = format!("no reader of {}", essence(media));
            if is_needed {
                return Err(why);
            }
            left_out.push(why);
            return Ok(());
        };
        draw.avoided.clear();
        draw.purpose = match kind {
            Kind::Form | Kind::Multipart => Purpose::Form,
            _ => Purpose::Json,
        };
        if body
            .encoding
            .values()
            .any(|encoding| matches!(encoding.styled, Some((Style::PipeDelimited, _))))
        {
            draw.avoided.push('|');
        }
        if body
            .encoding
            .values()
            .any(|encoding| matches!(encoding.styled, Some((Style::SpaceDelimited, _))))
        {
            draw.avoided.push(' ');
        }
        let schema = match kind {
            // Bytes, unless the schema says that it is text, or it is one in a format of its own.
            Kind::Plain if is_written("Text") || draw.is_text(&body.schema) => {
                json!({"type": "string"})
            }
            Kind::Plain => json!({"type": "string", "format": "binary"}),
            _ => body.schema.clone(),
        };
        let mut value = draw.value(&schema)?;
        if let Some(whole) = inputs.iter().find(|input| input.place == "Body") {
            case.inputs.insert(whole.field.clone(), value.clone());
        } else if kind == Kind::Plain {
            return Err(format!("a body of {} with members", essence(media)));
        } else if let Some(members) = value.as_object_mut() {
            let rest = inputs.iter().find(|input| input.presence == "Rest");
            let mut others = Map::new();
            members.retain(|name, member| {
                let named = inputs
                    .iter()
                    .find(|input| input.name == *name && input.presence != "Rest");
                match named {
                    Some(input) => {
                        case.inputs.insert(input.field.clone(), member.clone());
                        true
                    }
                    None => {
                        others.insert(name.clone(), member.clone());
                        rest.is_some() || self.call.takes_members
                    }
                }
            });
            match rest {
                Some(rest) => drop(
                    case.inputs
                        .insert(rest.field.clone(), Value::Object(others)),
                ),
                None if others.is_empty() => {}
                None if self.call.takes_members => {
                    drop(case.inputs.insert("+".to_owned(), Value::Object(others)))
                }
                None => left_out.push("members of a body without an input".to_owned()),
            }
            if members.is_empty() && !is_needed {
                return Ok(());
            }
        } else {
            return Err("a body that is no object, with inputs for its members".to_owned());
        }
        case.body = Some((body, kind, value));
        Ok(())
    }
}
