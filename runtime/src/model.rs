//! Models as plain structs beside a table of facts.
//!
//! A generated model is a struct with public fields and one [`Table`]. The macro [`model!`](crate::model!)
//! ties the two together by implementing [`Members`]: *here is my table, here are my fields as places*.
//! A [`Place`] shows what it holds ([`View`]) and takes what it shall hold ([`Slot`]); [`typed`] makes
//! places of all types that have a table.
//!
//! **Invariant:** everything that is done with models is an interpreter of tables and places, written
//! once, in this crate; nothing here is generic over a model. JSON, serde, validation, `Debug`,
//! `PartialEq`, `Clone` and JSON Schema are such interpreters.
//!
//! **Invariant:** a value made by [`Place::vacant`] is a placeholder that exists only while an
//! interpreter fills it. No public function returns one whose required members were not all filled.

mod binary;
mod clone;
mod debug;
mod equal;
mod fields;
pub(crate) mod group;
mod literal;
pub mod typed;

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::file_part::FilePart;

pub(crate) use self::clone::{clear, copy};
pub(crate) use self::debug::{debug, debug_rows, is_secret};
pub(crate) use self::equal::equal;
pub use self::group::{Visit, VisitMut};
pub use self::typed::{Arms, Members, Typed, Values, Wrapper, kind};

/// The facts of one model: a name, where it comes from, and a row for each member.
#[derive(Debug)]
pub struct Table {
    /// The name of the Rust type.
    pub name: &'static str,
    /// JSON pointer of the schema in the document that the model was generated from.
    pub source: &'static str,
    /// The names of the Rust fields in their order, with a space between them.
    pub fields: &'static str,
    /// One row for each field, in the order of the fields.
    pub rows: Rows,
}

/// The rows of a table.
///
/// **Why:** the facts of all rows are one list, because each list of its own would cost the compiler as much
/// as a small function.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// What all interpreters need to know of each row.
    pub list: &'static [Row],
    /// The constraints and annotations of the schema of each row, in turn. Those of one row end with
    /// [`Fact::End`].
    pub facts: &'static [Fact],
}

impl Rows {
    /// The rows with their facts.
    pub fn iter(self) -> impl Iterator<Item = Member> {
        let facts = self.facts.split(|fact| matches!(fact, Fact::End));
        self.list.iter().zip(facts).map(|(row, facts)| Member {
            name: row.name,
            presence: row.presence,
            facts,
        })
    }
}

/// What a table says of one member of a model, but for its facts.
#[derive(Debug)]
pub struct Row {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether the member has to be there, and whether it may be null.
    pub presence: Presence,
}

/// All that a table says of one member of a model.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether the member has to be there, and whether it may be null.
    pub presence: Presence,
    /// The constraints and annotations of the member's schema.
    pub facts: &'static [Fact],
}

/// Whether a member has to be there, and whether it may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Must be present, must not be null. The field is a `T`.
    Required,
    /// Must be present, may be null. The field is an `Option<T>`, and `None` is sent as null.
    Nullable,
    /// May be absent. The field is an `Option<T>`, and `None` is not sent.
    Optional,
    /// May be absent and may be null. The field is a [`Nullable`](crate::Nullable) where it can be sent, or where
    /// nothing else would tell the two apart.
    OptionalNullable,
    /// Not a member itself, but all members that no other row names. Always the last row. Its facts
    /// are those of the object as a whole: how many members it has, what their names and the
    /// [values](Fact::Values) of the unnamed ones are like.
    Rest,
}

impl Presence {
    /// Whether the member has to be there.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }

    /// Whether the member may be null.
    #[must_use]
    pub const fn may_be_null(self) -> bool {
        matches!(self, Self::Nullable | Self::OptionalNullable)
    }
}

/// One constraint or annotation of a schema, under its name in JSON Schema.
///
/// Facts are data: validation, JSON Schema and documentation each read them in their own way.
///
/// A set of facts is a schema of its own: all of them hold. That is how the facts which have others inside
/// state conditions: they are about the value as JSON, whatever its Rust type, and null is a value
/// like any other to them.
#[derive(Debug, PartialEq)]
pub enum Fact {
    /// `minLength`, in characters (Unicode scalar values).
    MinLength(u64),
    /// `maxLength`, in characters (Unicode scalar values).
    MaxLength(u64),
    /// `pattern`: an ECMA-262 regular expression that has to match somewhere in the text.
    Pattern(&'static str),
    /// `format`, by name.
    Format(&'static str),
    /// `minimum`, inclusive.
    Minimum(Literal),
    /// `maximum`, inclusive.
    Maximum(Literal),
    /// `exclusiveMinimum`.
    ExclusiveMinimum(Literal),
    /// `exclusiveMaximum`.
    ExclusiveMaximum(Literal),
    /// `multipleOf`.
    MultipleOf(Literal),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems: true`.
    UniqueItems,
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// `enum`, where the type of the field does not say it already.
    Enum(&'static [Literal]),
    /// `const`.
    Const(Literal),
    /// `default`. Documentation only: a default is never sent unless the caller sets it.
    Default(Literal),
    /// The facts of each item of a list.
    Items(&'static [Fact]),
    /// The facts of each value of a map.
    Values(&'static [Fact]),
    /// The facts of each key of a map.
    PropertyNames(&'static [Fact]),
    /// `nullable` on the items of a list or the values of a map.
    Nullable,
    /// `readOnly: true`: set by the server only.
    ReadOnly,
    /// `writeOnly: true`: never sent by the server. Not shown by `Debug`.
    WriteOnly,
    /// `deprecated: true`.
    Deprecated,
    /// `contentEncoding`, by name.
    ContentEncoding(&'static str),
    /// `contentMediaType`.
    ContentMediaType(&'static str),
    /// `additionalProperties: false`: a request must not have members that the schema does not name.
    /// What is received keeps them all the same.
    Closed,
    /// `type`: one of these. Within a condition only: otherwise the type of the field says it.
    Types(&'static [JsonType]),
    /// `required`, within a condition only: otherwise [`Presence`] says it.
    Required(&'static [&'static str]),
    /// An entry of `properties`: the facts of the member with this name, if it is there. Within a condition
    /// only: otherwise a row says it.
    Property(&'static str, &'static [Fact]),
    /// An entry of `patternProperties`: the facts of each member whose name this pattern matches. Then
    /// [`Values`](Fact::Values) and [`Closed`](Fact::Closed) beside it are about the other members.
    PatternProperties(&'static str, &'static [Fact]),
    /// `prefixItems`: the facts of the first item, of the second, and so on. Then [`Items`](Fact::Items)
    /// beside it are about the other items.
    PrefixItems(&'static [&'static [Fact]]),
    /// `contains`, `minContains` and `maxContains`: of how many items these facts hold, at least and at
    /// most.
    Contains(&'static [Fact], u64, Option<u64>),
    /// An entry of `dependentRequired`: if this member is there, these have to be there too.
    DependentRequired(&'static str, &'static [&'static str]),
    /// An entry of `dependentSchemas`: if this member is there, these facts hold.
    DependentSchemas(&'static str, &'static [Fact]),
    /// `unevaluatedProperties`: the facts of each member that nothing beside it that holds speaks of.
    UnevaluatedProperties(&'static [Fact]),
    /// `unevaluatedItems`: the facts of each item that nothing beside it that holds speaks of.
    UnevaluatedItems(&'static [Fact]),
    /// `if`, `then`, `else`: if the first facts hold, the second ones do, and if not, the third ones.
    If(&'static [Fact], &'static [Fact], &'static [Fact]),
    /// `allOf`: all of these sets of facts hold.
    AllOf(&'static [&'static [Fact]]),
    /// `anyOf`: at least one of these sets of facts holds.
    AnyOf(&'static [&'static [Fact]]),
    /// `oneOf`: exactly one of these sets of facts holds.
    OneOf(&'static [&'static [Fact]]),
    /// `not`: these facts do not hold together. Without any facts, nothing is valid.
    Not(&'static [Fact]),
    /// `style` of a parameter or of a member of a form.
    Style(Style),
    /// `explode` of a parameter or of a member of a form.
    Explode(bool),
    /// `allowReserved: true`.
    AllowReserved,
    /// The media type in which a parameter or a part of a body is written.
    Content(&'static str),
    /// No fact: the facts of one row end here. Only between the facts of [`Rows`].
    End,
}

/// How a parameter is written, under the names of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;x=a;x=b`
    Matrix,
    /// `x=a&x=b`
    Form,
    /// `x=a%20b`
    SpaceDelimited,
    /// `x=a%7Cb`
    PipeDelimited,
    /// `x[a]=b`
    DeepObject,
    /// `x=a%09b`
    TabDelimited,
    /// `x=a; x=b`, without percent-encoding.
    Cookie,
}

/// A JSON value in a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(&'static str),
    /// An array or an object, as JSON text.
    Json(&'static str),
}

/// A value that interpreters can read and fill: a field of a model, an item of a list, a model.
///
/// Implemented here for the types that fields can have, and for all that are [`Typed`].
pub trait Place {
    /// A placeholder to be filled.
    #[doc(hidden)]
    fn vacant() -> Self
    where
        Self: Sized;

    /// Whether null is a value of this type like any other, and the vacant one.
    #[doc(hidden)]
    fn takes_null() -> bool
    where
        Self: Sized,
    {
        false
    }

    /// What is in this place.
    fn view(&self) -> View<'_>;

    /// What can be put into this place.
    fn slot(&mut self) -> Slot<'_>;
}

/// What a [`Place`] holds.
///
/// Boxes and options are transparent: an `Option` shows what is in it, or [`View::Absent`].
pub enum View<'a> {
    /// Nothing.
    Absent,
    /// An explicit null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number without a fraction.
    Integer(i128),
    /// A number.
    Number(f64),
    /// A string.
    Text(&'a str),
    /// Bytes, which JSON carries as base64 text, and the file that they are of.
    Bytes(&'a [u8], Option<&'a FilePart>),
    /// A file whose bytes are not there yet.
    Stream(&'a FilePart),
    /// A value of an enum.
    Enum(&'a dyn Enum),
    /// A list.
    List(&'a dyn List),
    /// A map from text to values of one type.
    Map(&'a dyn Map),
    /// A model.
    Model(&'a dyn Model),
    /// A union.
    Union(&'a dyn Union),
    /// Any JSON value.
    Json(&'a Value),
}

impl View<'_> {
    /// What is held, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Absent => "nothing",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Number(_) => "a number",
            Self::Text(_) | Self::Bytes(..) => "a string",
            Self::Stream(_) => "a stream",
            Self::Enum(value) => match value.value() {
                Scalar::Text(_) => "a string",
                Scalar::Integer(_) => "an integer",
            },
            Self::List(_) => "an array",
            Self::Map(_) | Self::Model(_) => "an object",
            Self::Union(value) => value.held().1.view().kind(),
            Self::Json(value) => match value {
                Value::Null => "null",
                Value::Bool(_) => "a boolean",
                Value::Number(_) => "a number",
                Value::String(_) => "a string",
                Value::Array(_) => "an array",
                Value::Object(_) => "an object",
            },
        }
    }
}

/// What a [`Place`] can take.
pub enum Slot<'a> {
    /// A boolean.
    Bool(&'a mut bool),
    /// The most common integer, so that it costs no further call.
    I64(&'a mut i64),
    /// An integer of another width.
    Integer(&'a mut dyn Integer),
    /// A number.
    Number(&'a mut f64),
    /// A string.
    Text(&'a mut String),
    /// A type made from a string that takes any string.
    Textual(&'a mut dyn Textual),
    /// Bytes.
    Binary(&'a mut dyn Binary),
    /// A value of an enum.
    Enum(&'a mut dyn Enum),
    /// A value that may be left out.
    Optional(&'a mut dyn Optional),
    /// A list.
    List(&'a mut dyn List),
    /// A map from text to values of one type.
    Map(&'a mut dyn Map),
    /// A model.
    Model(&'a mut dyn Model),
    /// A union.
    Union(&'a mut dyn Union),
    /// Any JSON value.
    Json(&'a mut Value),
}

impl<'a> Slot<'a> {
    fn into_map(self) -> Option<&'a mut dyn Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }
}

/// A struct with a [`Table`].
pub trait Model: Place {
    /// The facts.
    fn table(&self) -> &'static Table;

    /// What the standard library calls the Rust type.
    fn type_name(&self) -> &'static str;

    /// Shows the fields, one for each row of the table. Returns that table.
    fn places(&self, visit: &mut dyn Visit) -> &'static Table;

    /// Shows the fields for filling, one for each row of the table.
    fn places_mut(&mut self, visit: &mut dyn VisitMut);
}

/// Rows with their places, where members without a row go separately.
pub(crate) type Split<'p, 'q> = (
    &'static [Row],
    &'p mut [&'q mut dyn Place],
    Option<&'p mut dyn Map>,
);

/// Takes the row and the place for members without a row from the others.
pub(crate) fn split_rest<'p, 'q>(
    rows: &'static [Row],
    places: &'p mut [&'q mut dyn Place],
) -> Split<'p, 'q> {
    match rows.split_last() {
        Some((last, named)) if last.presence == Presence::Rest => match places.split_last_mut() {
            Some((rest, places)) => (named, places, rest.slot().into_map()),
            None => (named, &mut [], None),
        },
        _ => (rows, places, None),
    }
}

/// An integer of another width than 64 bits with a sign.
pub trait Integer {
    /// The values that fit.
    fn range(&self) -> RangeInclusive<i128>;

    /// Puts `value` here, or says that it does not fit.
    fn set(&mut self, value: i128) -> bool;
}

/// A type made from a string that keeps any string it is given, such as [`DateTime`](crate::DateTime).
pub trait Textual {
    /// Puts `text` here.
    fn set(&mut self, text: &str);
}

/// Bytes that JSON carries as text in base64.
pub trait Binary {
    /// Puts what `text` stands for here. Text that is not base64 is kept as it is.
    fn set_text(&mut self, text: &str);

    /// Puts `bytes` here.
    fn set_bytes(&mut self, bytes: &[u8]);

    /// Puts a file here. Only a file keeps its name.
    fn set_file(&mut self, file: &FilePart) {
        self.set_bytes(file.as_bytes().unwrap_or_default());
    }
}

/// A value that may be left out.
pub trait Optional {
    /// Makes room for a value and returns the place for it.
    fn fill(&mut self) -> &mut dyn Place;

    /// Takes a null. Says whether the null can be told from an absent value afterwards.
    fn null(&mut self) -> bool;

    /// Leaves the value out.
    fn clear(&mut self);
}

/// A list.
pub trait List {
    /// How many items there are.
    fn len(&self) -> usize;

    /// One of the items.
    fn get(&self, index: usize) -> Option<&dyn Place>;

    /// Adds an item and returns the place for it.
    fn push(&mut self) -> &mut dyn Place;

    /// Removes all items.
    fn clear(&mut self);

    /// Whether there is no item.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A map from text to values of one type.
pub trait Map {
    /// How many entries there are.
    fn len(&self) -> usize;

    /// One of the values.
    fn get(&self, key: &str) -> Option<&dyn Place>;

    /// Shows all entries in order of their keys.
    fn entries(&self, visit: &mut dyn FnMut(&str, &dyn Place));

    /// Adds or replaces an entry and returns the place for its value.
    fn insert(&mut self, key: &str) -> &mut dyn Place;

    /// Removes all entries.
    fn clear(&mut self);

    /// Notes, in the map of a model's [`Rest`](Presence::Rest), that the member `key`, which has a row
    /// of its own, came as an explicit null. A map that cannot hold a null forgets it.
    fn remember_null(&mut self, _key: &str) {}

    /// Whether there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A value of an enum with a table of its known values.
pub trait Enum {
    /// The facts.
    fn table(&self) -> &'static EnumTable;

    /// What the standard library calls the Rust type.
    fn type_name(&self) -> &'static str;

    /// The value as it is on the wire.
    fn value(&self) -> Scalar<'_>;

    /// Puts a value here, or says that it is of the wrong type.
    fn set(&mut self, value: Scalar<'_>) -> bool;
}

/// The facts of an enum.
#[derive(Debug)]
pub struct EnumTable {
    /// The name of the Rust type.
    pub name: &'static str,
    /// JSON pointer of the schema in the document that the enum was generated from.
    pub source: &'static str,
    /// The names of the Rust variants for the known values, with a space between them.
    pub variants: &'static str,
    /// The known values, in the order of the document.
    pub values: Listed,
    /// The name of the Rust variant for all other values.
    pub unknown: &'static str,
    /// What the schema says of them.
    pub others: Others,
}

/// What a schema that lists values or alternatives says of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// They are violations where they are sent.
    Invalid,
    /// They are as good as those that are listed.
    Valid,
}

impl EnumTable {
    /// The name of the Rust variant for `value`, if it is a known one.
    #[must_use]
    pub fn variant(&self, value: Scalar<'_>) -> Option<&'static str> {
        let position = self.values.iter().position(|known| known == value)?;
        self.variants.split_ascii_whitespace().nth(position)
    }
}

/// The known values of an enum.
#[derive(Clone, Copy, Debug)]
pub enum Listed {
    /// Strings.
    Text(&'static [&'static str]),
    /// Integers.
    Integers(&'static [i64]),
}

impl Listed {
    /// The values in their order.
    pub fn iter(self) -> impl Iterator<Item = Scalar<'static>> {
        let (texts, integers): (&[&str], &[i64]) = match self {
            Self::Text(texts) => (texts, &[]),
            Self::Integers(integers) => (&[], integers),
        };
        let texts = texts.iter().map(|text| Scalar::Text(text));
        texts.chain(integers.iter().map(|integer| Scalar::Integer(*integer)))
    }
}

/// A value of an enum on the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// A string.
    Text(&'a str),
    /// An integer.
    Integer(i64),
}

/// One of several alternatives.
pub trait Union {
    /// The facts.
    fn table(&self) -> &'static UnionTable;

    /// What the standard library calls the Rust type.
    fn type_name(&self) -> &'static str;

    /// The name of the variant that is held, and its value. A variant that is not in the table holds
    /// any JSON.
    fn held(&self) -> (&'static str, &dyn Place);

    /// Makes room for a value of the variant with this name, `None` meaning an unknown one.
    fn hold(&mut self, variant: Option<&str>) -> &mut dyn Place;
}

/// The facts of a union.
#[derive(Debug)]
pub struct UnionTable {
    /// The name of the Rust type.
    pub name: &'static str,
    /// JSON pointer of the schema in the document that the union was generated from.
    pub source: &'static str,
    /// Its alternatives, in the order in which they are tried.
    pub arms: &'static [Arm],
    /// What the schema says of values that are none of them. If they are valid and nothing holds of them, any value is.
    pub others: Others,
    /// What holds of values that are none of them, if they are valid.
    pub facts: &'static [Fact],
}

/// The facts of one alternative of a union.
#[derive(Debug)]
pub struct Arm {
    /// The name of the variant.
    pub variant: &'static str,
    /// How a JSON value is recognised as this alternative: every test has to hold.
    pub tests: &'static [Test],
    /// The constraints of the alternative.
    pub facts: &'static [Fact],
}

/// A test on a JSON value that can be decided without decoding it.
#[derive(Debug)]
pub enum Test {
    /// It has this JSON type.
    Type(JsonType),
    /// It is an object with this member, whatever its value.
    Has(&'static str),
    /// It is an object in which this member has one of these values.
    Is(&'static str, &'static [Literal]),
    /// It is an object that does not have this member, or in which it has one of these values.
    May(&'static str, &'static [Literal]),
    /// It is one of these values.
    Among(&'static [Literal]),
    /// It is an object in which this member, if it is a text, has this format or matches this pattern.
    Fits(&'static str, &'static [Fact]),
    /// It decodes as the alternative: the last resort where nothing else tells alternatives apart. One that violates
    /// nothing is preferred.
    Decodes,
}

/// The types of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}
