//! Models as plain structs beside a table of facts.
//!
//! A generated model is a struct with public fields and one [`Table`]. The macro [`model!`](crate::model)
//! ties the two together by implementing [`Model`]: *here is my table, here are my fields as places*.
//! A [`Place`] shows what it holds ([`View`]) and takes what it shall hold ([`Slot`]).
//!
//! **Invariant:** everything that is done with models is an interpreter of tables and places, written
//! once, in this crate; nothing here is generic over a model. JSON, serde, validation, `Debug`,
//! `PartialEq`, `Clone` and JSON Schema are such interpreters.
//!
//! **Invariant:** a value made by [`Place::vacant`] is a placeholder that exists only while an
//! interpreter fills it. No public function returns one whose required members were not all filled.

use std::collections::BTreeMap;

use serde_json::Value;

/// The facts of one model: a name, where it comes from, and a row for each member.
#[derive(Debug)]
pub struct Table {
    /// The name of the Rust type.
    pub name: &'static str,
    /// JSON pointer of the schema in the document that the model was generated from.
    pub source: &'static str,
    /// One row for each field, in the order of the fields.
    pub rows: &'static [Row],
}

/// The facts of one member of a model.
#[derive(Debug)]
pub struct Row {
    /// The name of the Rust field.
    pub field: &'static str,
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
    /// May be absent and may be null. The field is a [`Nullable`](crate::Nullable) where it can be sent.
    OptionalNullable,
    /// Not a member itself, but all members that no other row names. Always the last row.
    Rest,
}

/// One constraint or annotation of a schema, under its name in JSON Schema.
///
/// Facts are data: validation, JSON Schema and documentation each read them in their own way.
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
    /// `style` of a parameter or of a member of a form.
    Style(Style),
    /// `explode` of a parameter or of a member of a form.
    Explode(bool),
    /// `allowReserved: true`.
    AllowReserved,
    /// The media type in which a parameter or a part of a body is written.
    Content(&'static str),
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
/// Implemented here for the types that fields can have, and by [`model!`](crate::model) and its
/// siblings for generated types.
pub trait Place {
    /// A placeholder to be filled.
    #[doc(hidden)]
    fn vacant() -> Self
    where
        Self: Sized;

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
    /// Bytes, which JSON carries as base64 text.
    Bytes(&'a [u8]),
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
    Bytes(&'a mut Vec<u8>),
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

/// A struct with a [`Table`].
pub trait Model: Place {
    /// The facts.
    fn table(&self) -> &'static Table;

    /// Shows the fields, one for each row of the table.
    fn places(&self, visit: &mut dyn FnMut(&[&dyn Place]));

    /// Shows the fields for filling, one for each row of the table.
    fn places_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Place]));
}

/// An integer of any width.
pub trait Integer {
    /// Puts `value` here, or says that it does not fit.
    fn set(&mut self, value: i128) -> bool;
}

/// A type made from a string that keeps any string it is given, such as [`DateTime`](crate::DateTime).
pub trait Textual {
    /// Puts `text` here.
    fn set(&mut self, text: &str);
}

/// A value that may be left out.
pub trait Optional {
    /// Makes room for a value and returns the place for it.
    fn fill(&mut self) -> &mut dyn Place;

    /// Takes a null. Says whether the null can be told from an absent value afterwards.
    fn null(&mut self) -> bool;
}

/// A list.
pub trait List {
    /// How many items there are.
    fn len(&self) -> usize;

    /// One of the items.
    fn get(&self, index: usize) -> Option<&dyn Place>;

    /// Adds an item and returns the place for it.
    fn push(&mut self) -> &mut dyn Place;

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

    /// Whether there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A value of an enum with a table of its known values.
pub trait Enum {
    /// The facts.
    fn table(&self) -> &'static EnumTable;

    /// The value as it is on the wire.
    fn value(&self) -> Scalar<'_>;

    /// The name of the variant, if the value is a known one.
    fn variant(&self) -> Option<&'static str>;

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
    /// The known values, in the order of the document.
    pub values: &'static [Literal],
}

/// A value of an enum on the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// A string.
    Text(&'a str),
    /// An integer.
    Integer(i128),
}

/// One of several alternatives.
pub trait Union {
    /// The facts.
    fn table(&self) -> &'static UnionTable;

    /// Which alternative is held (an index into the table's arms; `None` for an unknown one), and its value.
    fn held(&self) -> (Option<usize>, &dyn Place);

    /// Makes room for the alternative with this index, `None` meaning an unknown one.
    fn hold(&mut self, arm: Option<usize>) -> &mut dyn Place;
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
    /// It is one of these values.
    OneOf(&'static [Literal]),
    /// It decodes as the alternative: the last resort where nothing else tells alternatives apart.
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

macro_rules! scalar_place {
    ($($type:ty, $vacant:expr, $this:ident => $view:expr, $slot:ident;)*) => {$(
        impl Place for $type {
            fn vacant() -> Self {
                $vacant
            }
            fn view(&self) -> View<'_> {
                let $this = self;
                $view
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

scalar_place! {
    bool, false, this => View::Bool(*this), Bool;
    i64, 0, this => View::Integer(i128::from(*this)), I64;
    f64, 0.0, this => View::Number(*this), Number;
    String, String::new(), this => View::Text(this), Text;
    Value, Value::Null, this => View::Json(this), Json;
}

macro_rules! integer_place {
    ($($type:ty)*) => {$(
        impl Integer for $type {
            fn set(&mut self, value: i128) -> bool {
                match <$type>::try_from(value) {
                    Ok(value) => {
                        *self = value;
                        true
                    }
                    Err(_) => false,
                }
            }
        }
        scalar_place! { $type, 0, this => View::Integer(i128::from(*this)), Integer; }
    )*};
}

integer_place! { i8 i16 i32 u8 u16 u32 u64 }

impl<T: Place> Place for Option<T> {
    fn vacant() -> Self {
        None
    }
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }
}

impl<T: Place> Optional for Option<T> {
    fn fill(&mut self) -> &mut dyn Place {
        self.insert(T::vacant())
    }
    fn null(&mut self) -> bool {
        *self = None;
        false
    }
}

impl<T: Place> Place for Box<T> {
    fn vacant() -> Self {
        Self::new(T::vacant())
    }
    fn view(&self) -> View<'_> {
        T::view(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        T::slot(self)
    }
}

impl<T: Place> Place for Vec<T> {
    fn vacant() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::List(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Place> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn get(&self, index: usize) -> Option<&dyn Place> {
        self.as_slice().get(index).map(|item| item as &dyn Place)
    }
    fn push(&mut self) -> &mut dyn Place {
        self.push(T::vacant());
        self.last_mut().expect("an item was pushed the line before")
    }
}

impl<T: Place> Place for BTreeMap<String, T> {
    fn vacant() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<T: Place> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        BTreeMap::len(self)
    }
    fn get(&self, key: &str) -> Option<&dyn Place> {
        BTreeMap::get(self, key).map(|value| value as &dyn Place)
    }
    fn entries(&self, visit: &mut dyn FnMut(&str, &dyn Place)) {
        for (key, value) in self {
            visit(key, value);
        }
    }
    fn insert(&mut self, key: &str) -> &mut dyn Place {
        let value = self.entry(key.to_owned()).or_insert_with(T::vacant);
        *value = T::vacant();
        value
    }
}
