//! Decides what is called with what.

mod body;

use serde_json::{Map, Value};

use crate::body::Kind;
use crate::document::{Body, Document, Form, Operation, Parameter, Place, Style};
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
}
