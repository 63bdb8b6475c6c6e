//! Types as generated code has them, one of each kind, for the tests of models.

#![allow(unreachable_pub, reason = "they are public where they are generated")]
#![allow(
    missing_docs,
    reason = "they stand for generated types, whose docs say nothing here"
)]

use std::collections::BTreeMap;

use runtime::{
    AdditionalProperties, Base64, Date, DateTime, Nullable, UnknownInteger, UnknownText, Value,
};

/// A person: a member of every presence, and of most types.
#[non_exhaustive]
pub struct Person {
    pub id: String,
    pub nick: Option<String>,
    pub age: Option<i64>,
    pub note: Nullable<String>,
    pub score: Option<f64>,
    pub active: Option<bool>,
    pub level: Option<u8>,
    pub total: Option<u64>,
    pub born: Option<Date>,
    pub seen: Option<DateTime>,
    pub key: Option<Base64>,
    pub state: Option<State>,
    pub rank: Option<Rank>,
    pub tags: Option<Vec<String>>,
    pub marks: Option<Vec<Option<i64>>>,
    pub labels: Option<BTreeMap<String, String>>,
    pub contact: Option<Contact>,
    pub extra: Option<Value>,
    pub parent: Option<Box<Person>>,
    pub friends: Option<Vec<Person>>,
    #[deprecated]
    pub r#type: Option<String>,
    pub password: Option<String>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    #[allow(deprecated)]
    Person from "#/components/schemas/Person" {
        id: Required "id" [MinLength(1), MaxLength(4)],
        nick: Nullable "nick" [],
        age: Optional "age" [Minimum(Int(0)), ExclusiveMaximum(Int(150))],
        note: OptionalNullable "note" [MaxLength(3)],
        score: Optional "score" [MultipleOf(Float(0.01)), Maximum(Float(9.99))],
        active: Optional "active" [],
        level: Optional "level" [],
        total: Optional "total" [],
        born: Optional "born" [Format("date")],
        seen: Optional "seen" [Format("date-time"), ReadOnly],
        key: Optional "key" [MaxLength(8)],
        state: Optional "state" [],
        rank: Optional "rank" [],
        tags: Optional "tags" [MaxItems(3), UniqueItems, Items(&[MaxLength(2), Pattern("^[a-z]+$")])],
        marks: Optional "marks" [Items(&[Nullable, Minimum(Int(1))])],
        labels: Optional "labels" [MinProperties(1), PropertyNames(&[MaxLength(3)]), Values(&[MinLength(1)])],
        contact: Optional "contact" [],
        extra: Optional "extra" [],
        parent: Optional "parent" [],
        friends: Optional "friends" [],
        r#type: Optional "type" [],
        password: Optional "password" [WriteOnly, MinLength(8)],
        additional_properties: Rest "" [],
    }
}

impl Person {
    pub fn new(id: impl Into<String>) -> Self {
        runtime::json::from_str(&format!(
            r#"{{"id":{},"nick":null}}"#,
            Value::from(id.into())
        ))
        .expect("a person")
    }
}

/// The state of a person.
#[non_exhaustive]
pub enum State {
    /// `on`
    On,
    /// `off`
    Off,
    /// A value that the document does not name.
    Unknown(UnknownText),
}

runtime::open_enum! {
    State from "#/components/schemas/State" {
        On = "on",
        Off = "off",
    } else Unknown(Text)
}

/// The rank of a person.
#[non_exhaustive]
pub enum Rank {
    /// `-1`
    Low,
    /// `1`
    High,
    /// A value that the document does not name.
    Other(UnknownInteger),
}

runtime::open_enum! {
    Rank from "#/components/schemas/Rank" {
        Low = -1,
        High = 1,
    } else Other(Integer)
}

/// A telephone.
pub struct Phone {
    pub kind: String,
    pub number: i64,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Phone from "#/components/schemas/Phone" {
        kind: Required "kind" [Const(Text("phone"))],
        number: Required "number" [Minimum(Int(100))],
        additional_properties: Rest "" [],
    }
}

/// A way to reach a person.
#[non_exhaustive]
pub enum Contact {
    /// A telephone.
    Phone(Box<Phone>),
    /// Another person.
    Person(Box<Person>),
    /// An address.
    Mail(String),
    /// A value that the document does not describe.
    Unknown(Value),
}

runtime::union! {
    Contact from "#/components/schemas/Contact" {
        Phone when [Is("kind", &[Text("phone"), Text("fax")])] [],
        Person when [Type(JsonType::Object), Has("id")] [],
        Mail when [Type(JsonType::String)] [MaxLength(5)],
    } else Unknown
}

/// A short text, or anything.
pub enum Hint {
    /// A text.
    Text(String),
    /// Any other value.
    Unknown(Value),
}

runtime::union! {
    Hint from "#/components/schemas/Hint" {
        Text when [Type(JsonType::String)] [MaxLength(3)],
    } or Unknown
}

/// A map of one type, closed but for it.
pub struct Counters {
    pub name: Option<String>,
    pub counts: BTreeMap<String, i64>,
}

runtime::model! {
    Counters from "#/components/schemas/Counters" {
        name: Optional "name" [],
        counts: Rest "" [MaxProperties(2), Values(&[Minimum(Int(0))])],
    }
}

/// A model with alternatives, one of which is about a member without a field.
pub struct Door {
    pub key: Option<String>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Door from "#/components/schemas/Door" {
        key: Optional "key" [],
        additional_properties: Rest "" [OneOf(&[&[Required(&["key"])], &[Required(&["code"])]])],
    }
}

/// A model with conditions.
pub struct Order {
    pub card: Option<String>,
    pub address: Option<String>,
    pub note: Option<String>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Order from "#/components/schemas/Order" {
        card: Optional "card" [],
        address: Optional "address" [],
        note: Optional "note" [],
        additional_properties: Rest "" [
            DependentRequired("card", &["address"]), PatternProperties("^x-", &[Types(&[JsonType::Number])]),
            UnevaluatedProperties(&[Types(&[JsonType::Boolean])]), Not(&[Required(&["address", "note"])]),
        ],
    }
}

/// A model that takes no further members.
pub struct Closed {
    pub name: Option<String>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Closed from "#/components/schemas/Closed" {
        name: Optional "name" [],
        additional_properties: Rest "" [Closed],
    }
}

/// A model of any JSON, where null is a value like any other unless it is allowed.
pub struct Loose {
    pub any: Value,
    pub maybe: Option<Value>,
    pub allowed: Option<Value>,
    pub list: Option<Vec<Value>>,
    pub name: Option<String>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Loose from "#/components/schemas/Loose" {
        any: Required "any" [Not(&[Types(&[JsonType::Null])])],
        maybe: Optional "maybe" [If(&[Types(&[JsonType::String])], &[Not(&[])], &[Not(&[])])],
        allowed: Nullable "allowed" [Enum(&[Text("a"), Int(1)])],
        list: Optional "list" [Items(&[Enum(&[Text("a"), Int(1)])])],
        name: Optional "name" [Nullable],
        additional_properties: Rest "" [Values(&[Not(&[Types(&[JsonType::Null])])])],
    }
}

/// A base type, of which any kind is right.
pub enum Form {
    /// A telephone.
    Phone(Box<Phone>),
    /// Any other kind.
    Unknown(Value),
}

runtime::union! {
    Form from "#/components/schemas/Form" {
        Phone when [Is("kind", &[Text("phone")])] [],
    } or Unknown [Types(&[JsonType::Object]), Required(&["kind"])]
}
