//! What the tests of a union say of a value.

use jiter::Peek;
use serde_json::Value;

use super::decode::Decoder;
use super::error::DecodeError;
use super::{Options, to_vec};
use crate::decimal::Decimal;
use crate::model::{Arm, Fact, JsonType, Test, UnionTable};
use crate::validate::format;
use crate::validate::pattern;

impl<'j> Decoder<'j> {
    /// Passes over a value and notes what the tests of a union need to know of it.
    pub(super) fn outline(
        &mut self,
        table: &UnionTable,
        peek: Peek,
    ) -> Result<Outline<'j>, DecodeError> {
        let start = self.json.current_index();
        let mut members = Vec::new();
        if peek == Peek::Object {
            self.enter()?;
            let mut key = self.json.known_object()?;
            while let Some(name) = key {
                let name = tested(table, name);
                let peek = self.json.peek()?;
                let start = self.json.current_index();
                self.skip(peek)?;
                members.extend(name.map(|name| (name, self.json.slice_to_current(start))));
                key = self.json.next_key()?;
            }
            self.leave();
        } else {
            self.skip(peek)?;
        }
        Ok(Outline {
            text: self.json.slice_to_current(start),
            members,
        })
    }
}

/// The member called `name`, if a test of the union is about it.
fn tested(table: &UnionTable, name: &str) -> Option<&'static str> {
    let tests = table.arms.iter().flat_map(|arm| arm.tests);
    let names = tests.filter_map(|test| match test {
        Test::Has(member) | Test::Is(member, _) | Test::May(member, _) | Test::Fits(member, _) => {
            Some(*member)
        }
        Test::Type(_) | Test::Among(_) | Test::Decodes => None,
    });
    names.into_iter().find(|member| *member == name)
}

/// What the tests of a union need to know of a value.
pub(super) struct Outline<'j> {
    /// The value.
    pub(super) text: &'j [u8],
    /// The members that tests are about.
    members: Vec<(&'static str, &'j [u8])>,
}

impl Outline<'_> {
    /// Whether the tests of an alternative hold.
    pub(super) fn passes(&self, arm: &Arm) -> bool {
        arm.tests.iter().all(|test| self.holds(test))
    }

    /// Whether tests that hold prove what the value is. That a member is absent where it may be proves something
    /// only if no other alternative is left.
    pub(super) fn proves(&self, arm: &Arm, is_only: bool) -> bool {
        arm.tests.iter().all(|test| match test {
            Test::Decodes => false,
            Test::May(name, _) => is_only || self.member(name).is_some(),
            Test::Type(_) | Test::Has(_) | Test::Is(..) | Test::Among(_) | Test::Fits(..) => true,
        })
    }

    fn holds(&self, test: &Test) -> bool {
        match test {
            Test::Type(kind) => self.is_of(*kind),
            Test::Has(name) => self.member(name).is_some(),
            Test::Is(name, values) => self
                .member(name)
                .and_then(parse)
                .is_some_and(|member| values.iter().any(|value| value.is(&member))),
            Test::May(name, values) => {
                self.is_of(JsonType::Object)
                    && self.member(name).is_none_or(|member| {
                        parse(member)
                            .is_some_and(|member| values.iter().any(|value| value.is(&member)))
                    })
            }
            Test::Among(values) => {
                parse(self.text).is_some_and(|all| values.iter().any(|value| value.is(&all)))
            }
            Test::Fits(name, facts) => {
                self.is_of(JsonType::Object)
                    && self
                        .member(name)
                        .is_none_or(|member| has_form(facts, member))
            }
            Test::Decodes => true,
        }
    }

    /// The last member with this name, which is the one that counts.
    fn member(&self, name: &str) -> Option<&[u8]> {
        self.members
            .iter()
            .rev()
            .find(|(member, _)| *member == name)
            .map(|(_, text)| *text)
    }

    fn is_of(&self, kind: JsonType) -> bool {
        match (self.text.first(), kind) {
            (Some(b'n'), JsonType::Null)
            | (Some(b't' | b'f'), JsonType::Boolean)
            | (Some(b'"'), JsonType::String)
            | (Some(b'['), JsonType::Array)
            | (Some(b'{'), JsonType::Object)
            | (Some(b'-' | b'0'..=b'9'), JsonType::Number) => true,
            (Some(b'-' | b'0'..=b'9'), JsonType::Integer) => {
                let digits = str::from_utf8(self.text).unwrap_or_default();
                !digits.contains(['.', 'e', 'E'])
                    || Decimal::parse(digits).is_some_and(|n| n.to_i128().is_some())
            }
            _ => false,
        }
    }
}

/// Whether JSON is no text, or a text with a format and a pattern.
fn has_form(facts: &[Fact], json: &[u8]) -> bool {
    let Some(Value::String(text)) = parse(json) else {
        return true;
    };
    facts.iter().all(|fact| match fact {
        Fact::Format(format) => format::fits(format, &text),
        Fact::Pattern(pattern) => pattern::matches(pattern, &text),
        _ => true,
    })
}

fn parse(text: &[u8]) -> Option<Value> {
    super::from_slice(text).ok()
}

/// Why a value is none of the alternatives of a union: the name of each, and the first of its tests
/// that does not hold.
pub(crate) fn reasons(table: &'static UnionTable, value: &Value) -> Vec<(&'static str, String)> {
    let reasons = with_outline(table, value, |outline| {
        table
            .arms
            .iter()
            .map(|arm| (arm.variant, outline.reason(arm)))
            .collect()
    });
    reasons.unwrap_or_default()
}

/// Which test says that a value held as one alternative of a union would be read as another one.
pub(crate) fn contradiction(
    table: &'static UnionTable,
    arm: &Arm,
    value: &Value,
) -> Option<String> {
    with_outline(table, value, |outline| {
        (!outline.passes(arm)).then(|| outline.reason(arm))
    })?
}

fn with_outline<T>(
    table: &'static UnionTable,
    value: &Value,
    look: impl FnOnce(&Outline<'_>) -> T,
) -> Option<T> {
    let text = to_vec(value).ok()?;
    let mut seen = None;
    let read = Decoder::run(&text, Options::default(), |decoder| {
        let peek = decoder.json.peek()?;
        seen = Some(look(&decoder.outline(table, peek)?));
        Ok(())
    });
    read.ok().and(seen)
}

impl Outline<'_> {
    fn reason(&self, arm: &Arm) -> String {
        let failed = arm.tests.iter().find(|test| !self.holds(test));
        match failed {
            Some(Test::Type(kind)) => format!("it is not {}", kind.with_article()),
            Some(Test::Has(name)) => format!("it has no member `{name}`"),
            Some(Test::Is(name, values) | Test::May(name, values)) => {
                format!("`{name}` is not {}", any_of(values))
            }
            Some(Test::Among(values)) => format!("it is not {}", any_of(values)),
            Some(Test::Fits(name, facts)) => format!("`{name}` {}", misses(facts)),
            Some(Test::Decodes) | None => "it was not read as this".to_owned(),
        }
    }
}

fn misses(facts: &[Fact]) -> String {
    let facts = facts.iter().filter_map(|fact| match fact {
        Fact::Format(format) => Some(format!("is not of the format {format}")),
        Fact::Pattern(pattern) => Some(format!("does not match {pattern}")),
        _ => None,
    });
    facts.collect::<Vec<_>>().join(" or ")
}

fn any_of(values: &[crate::model::Literal]) -> String {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    values.join(" or ")
}
