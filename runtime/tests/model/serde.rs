//! Models through serde: the same values as by `runtime::json`, in any format that describes itself.

use crate::shapes::{Contact, Counters, Person, Rank, State};
use ciborium::Value as Cbor;
use runtime::{Value, json};
use serde::de::DeserializeOwned;

const FULL: &str = r#"{"id":"a","nick":"b","age":-1,"note":null,"score":20,"active":true,"level":2,"total":18446744073709551615,"born":"2014-01-01","seen":"now","key":"aGVsbG8=","state":"idle","rank":7,"tags":["x"],"marks":[1,null],"labels":{"a":"b"},"contact":{"kind":"phone","number":1,"x":[1.5,null]},"extra":[null],"parent":{"id":"p","nick":null},"friends":[{"id":"f","nick":null}],"type":"t","password":"secret","more":{"z":1}}"#;

fn error<T: DeserializeOwned>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error.to_string(),
    }
}

fn cbor(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("CBOR");
    bytes
}

#[test]
fn json_by_serde_is_json_by_runtime() {
    let person: Person = serde_json::from_str(FULL).expect("a person");
    assert_eq!(person, json::from_str(FULL).expect("a person"));
    assert_eq!(serde_json::to_string(&person).expect("JSON"), FULL);
    let by_value: Person =
        serde_json::from_value(serde_json::to_value(&person).expect("a value")).expect("a person");
    assert_eq!(by_value, person);
    assert_eq!(
        serde_json::to_string(
            &serde_json::from_str::<Counters>(r#"{"name":"n","b":2,"a":1}"#).expect("counters")
        )
        .expect("JSON"),
        r#"{"name":"n","a":1,"b":2}"#
    );
    let text = r#"{"id":"a","nick":null,"age":null,"tags":null,"extra":null}"#;
    let person: Person = serde_json::from_str(text).expect("a person");
    assert_eq!(
        serde_json::to_string(&person).expect("JSON"),
        r#"{"id":"a","nick":null,"extra":null,"age":null,"tags":null}"#
    );
}

#[test]
fn binary_formats() {
    let person: Person = json::from_str(FULL).expect("a person");
    let bytes = cbor(&person);
    let read: Person = ciborium::from_reader(bytes.as_slice()).expect("a person");
    assert_eq!(read, person);
    // Bytes are bytes where a format has them.
    let shown: Cbor = ciborium::from_reader(bytes.as_slice()).expect("CBOR");
    let key = shown
        .as_map()
        .expect("a map")
        .iter()
        .find(|(name, _)| name.as_text() == Some("key"));
    assert_eq!(key.expect("a key").1, Cbor::Bytes(b"hello".to_vec()));
    for text in [r#""mail""#, r#"{"kind":"phone","number":1}"#, "[1,null]"] {
        let contact: Contact = json::from_str(text).expect(text);
        assert_eq!(
            ciborium::from_reader::<Contact, _>(cbor(&contact).as_slice()).expect(text),
            contact
        );
    }
    assert_eq!(
        ciborium::from_reader::<State, _>(cbor(&State::On).as_slice()).expect("a state"),
        State::On
    );
    assert_eq!(
        ciborium::from_reader::<Rank, _>(cbor(&Rank::from(5)).as_slice()).expect("a rank"),
        Rank::from(5)
    );
}

#[test]
fn errors_begin_with_the_path() {
    assert_eq!(
        error::<Person>("[]"),
        "invalid type: sequence, expected a map at line 1 column 2"
    );
    assert_eq!(
        error::<Person>("{}"),
        "missing members `id`, `nick` at line 1 column 2"
    );
    assert_eq!(
        error::<Vec<Person>>(r#"[{"id":"a","nick":1}]"#),
        "nick: invalid type: integer `1`, expected a string at line 1 column 19"
    );
    assert_eq!(
        error::<Person>(
            r#"{"id":"a","nick":null,"friends":[{"id":"b","nick":null,"tags":["x",true]}]}"#
        ),
        "friends[0].tags[1]: invalid type: boolean `true`, expected a string at line 1 column 71"
    );
    assert_eq!(
        error::<Person>(r#"{"id":"a","nick":null,"parent":{"id":"b"}}"#),
        "parent: missing member `nick` at line 1 column 41"
    );
    assert_eq!(
        error::<Person>(r#"{"id":"a","nick":null,"labels":{"a b":null}}"#),
        r#"labels["a b"]: invalid type: null, expected a string at line 1 column 42"#
    );
    assert_eq!(
        error::<Person>(r#"{"id":"a","nick":null,"level":256}"#),
        "level: invalid value: integer `256`, expected an integer at line 1 column 33"
    );
    assert_eq!(
        error::<Person>(r#"{"id":"a","nick":null,"contact":{"kind":"phone","number":"1"}}"#),
        "contact.number: expected an integer, found a string at line 1 column 62"
    );
    // What is wrong is not shown if it is text: it may be a secret.
    assert_eq!(
        error::<Person>(r#"{"id":"a","nick":null,"age":"1234"}"#),
        "age: invalid type: a string, expected an integer at line 1 column 34"
    );
}

#[test]
fn numbers() {
    assert_eq!(
        serde_json::from_str::<Person>(r#"{"id":"a","nick":null,"age":2e1,"score":3}"#)
            .expect("a person")
            .age,
        Some(20)
    );
    let mut person = Person::new("a");
    person.score = Some(f64::INFINITY);
    assert_eq!(
        serde_json::to_string(&person)
            .expect_err("infinite")
            .to_string(),
        "a number is infinite or not a number"
    );
    person.score = Some(2.0);
    assert_eq!(
        serde_json::to_value(&person).expect("a value")["score"],
        Value::from(2)
    );
    for (score, expected) in [
        (0.0, "0"),
        (-2.0, "-2"),
        (-0.0, "-0.0"),
        (2.5, "2.5"),
        (1e300, "1e+300"),
    ] {
        let mut person = Person::new("a");
        person.score = Some(score);
        assert_eq!(
            serde_json::to_string(&person).expect("JSON"),
            format!(r#"{{"id":"a","nick":null,"score":{expected}}}"#)
        );
    }
}

#[test]
fn a_null_that_a_field_came_with_is_not_written_beside_its_value() {
    let text = r#"{"id":"a","nick":null,"age":null,"more":1}"#;
    let mut person: Person = serde_json::from_str(text).expect("a person");
    person.age = Some(2);
    assert_eq!(
        serde_json::to_string(&person).expect("JSON"),
        r#"{"id":"a","nick":null,"age":2,"more":1}"#
    );
}

/// Generated types stand in types that derive.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Team {
    lead: Person,
    states: Vec<State>,
    #[serde(flatten)]
    counters: Counters,
}

#[test]
fn generated_types_mix_with_derived_ones() {
    let text = r#"{"lead":{"id":"a","nick":null},"states":["on","idle"],"name":"n","x":1}"#;
    let team: Team = serde_json::from_str(text).expect("a team");
    assert_eq!(serde_json::to_string(&team).expect("JSON"), text);
    assert_eq!(
        error::<Team>(r#"{"lead":{"id":"a","nick":null,"tags":[1]}}"#),
        "tags[0]: invalid type: integer `1`, expected a string at line 1 column 39"
    );
}

#[test]
fn the_last_of_members_with_one_name_counts() {
    let text = r#"{"id":"a","id":"b","nick":"x","nick":null,"tags":["a"],"tags":["b"],"parent":{"id":"p","nick":"n"},"parent":{"id":"q","nick":null}}"#;
    let person: Person = serde_json::from_str(text).expect("a person");
    assert_eq!(
        serde_json::to_string(&person).expect("JSON"),
        r#"{"id":"b","nick":null,"tags":["b"],"parent":{"id":"q","nick":null}}"#
    );
}
