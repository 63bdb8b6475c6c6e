//! Structs around a string or an integer: on the wire they are what is in them.

use std::collections::BTreeSet;

use runtime::{AdditionalProperties, json};

struct Key(pub String);

runtime::newtype! { Key(String) from "#/components/schemas/Key" }

struct Rank(pub u8);

runtime::newtype! { Rank(u8) from "#/components/schemas/Rank" }

struct Card {
    key: Key,
    others: Option<Vec<Key>>,
    rank: Option<Rank>,
    additional_properties: AdditionalProperties,
}

runtime::model! {
    Card from "#/components/schemas/Card" {
        key: Required "key" [MaxLength(4)],
        others: Optional "others" [Items(&[MaxLength(4)])],
        rank: Optional "rank" [Minimum(Int(1))],
        additional_properties: Rest "" [],
    }
}

const CARD: &str = r#"{"key":"4f5f","others":["a","b"],"rank":3}"#;

#[test]
fn the_value_alone_is_read_and_written() {
    let card: Card = json::from_str(CARD).unwrap();
    assert_eq!(card.key.0, "4f5f");
    assert_eq!(card.rank.as_ref().map(|rank| rank.0), Some(3));
    assert_eq!(json::to_string(&card).unwrap(), CARD);
    let by_serde: Card = serde_json::from_str(CARD).unwrap();
    assert!(by_serde == card);
    assert_eq!(serde_json::to_string(&by_serde).unwrap(), CARD);
    assert_eq!(
        format!("{card:?}"),
        r#"Card { key: "4f5f", others: Some(["a", "b"]), rank: Some(3) }"#
    );
}

#[test]
fn what_does_not_fit_is_no_value() {
    for (text, said) in [
        (r#"{"key": 1}"#, "key"),
        (r#"{"key": "a", "rank": 256}"#, "rank"),
        (r#"{"key": "a", "others": [null]}"#, "others[0]"),
    ] {
        let error = json::from_str::<Card>(text).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn limits_are_those_of_the_rows() {
    let card: Card = json::from_str(r#"{"key":"12345","others":["a","67890"],"rank":0}"#).unwrap();
    assert_eq!(
        card.validate().unwrap_err().to_string(),
        "key: maxLength is 4, found 5; others[1]: maxLength is 4, found 5; rank: minimum is 1, found 0"
    );
}

#[test]
fn it_is_made_of_its_value_and_compared_like_it() {
    let keys = BTreeSet::from([Key::from("b"), Key::from("a".to_owned()), Key::from("b")]);
    let texts: Vec<&str> = keys.iter().map(Key::as_ref).collect();
    assert_eq!(texts, ["a", "b"]);
    let rank = Rank::from(7);
    assert_eq!((rank.to_string(), u8::from(rank)), ("7".to_owned(), 7));
    assert_eq!(String::from(Key::from("a")), "a");
}

#[cfg(feature = "schemars")]
#[test]
fn its_schema_is_that_of_its_value() {
    use serde_json::json as value;

    let schema = schemars::schema_for!(Card).to_value();
    assert_eq!(
        schema["properties"]["key"],
        value!({"type": "string", "maxLength": 4})
    );
    assert_eq!(
        schema["properties"]["others"]["items"],
        value!({"type": "string", "maxLength": 4})
    );
    let alone = schemars::schema_for!(Key).to_value();
    assert_eq!(
        (&alone["title"], &alone["type"]),
        (&value!("model.Key"), &value!("string"))
    );
    let many = schemars::schema_for!(Vec<Rank>).to_value();
    assert_eq!(many["items"], value!({"$ref": "#/$defs/model.Rank"}));
}
