//! What models, enums and unions can do without any wire.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};

use crate::shapes::{Contact, Person, Rank, State};
use runtime::json;
use runtime::{AdditionalProperties, Base64, Date, DateTime, InvalidBase64, Nullable, Value};
use serde_json::json;

const FULL: &str = r#"{"id":"a","nick":"b","age":1,"note":"n","score":1.5,"active":true,"level":2,"total":3,"born":"2014-01-01","seen":"now","key":"aGVsbG8=","state":"on","rank":7,"tags":["x"],"marks":[1,null],"labels":{"a":"b"},"contact":{"kind":"phone","number":1,"x":1},"extra":[null],"parent":{"id":"p","nick":null},"friends":[{"id":"f","nick":null}],"type":"t","password":"secret","more":1}"#;

fn full() -> Person {
    json::from_str(FULL).expect("a person")
}

#[test]
fn a_clone_is_equal_and_separate() {
    let person = full();
    let mut copy = person.clone();
    assert_eq!(copy, person);
    assert_eq!(json::to_string(&copy).expect("JSON"), FULL);
    copy.friends.as_mut().expect("friends")[0].id = "g".to_owned();
    assert_ne!(copy, person);
    for contact in [r#""mail""#, "[1]", r#"{"id":"a","nick":null}"#] {
        let contact: Contact = json::from_str(contact).expect(contact);
        assert_eq!(contact.clone(), contact);
    }
    let odd: Base64 = json::from_str("\"aGVs bG8\"").expect("any text");
    let mut person = Person::new("a");
    person.key = Some(odd);
    assert_eq!(
        json::to_string(&person.clone()).expect("JSON"),
        r#"{"id":"a","nick":null,"key":"aGVs bG8"}"#
    );
}

#[test]
fn what_a_union_holds_counts_for_equality() {
    let mail = |text: &str| Contact::Mail(text.to_owned());
    assert_eq!(mail("a"), mail("a"));
    assert_ne!(mail("a"), mail("b"));
}

#[test]
fn every_member_counts_for_equality() {
    let other = r#"{"id":"z","nick":null,"age":2,"note":null,"score":2.5,"active":false,"level":3,"total":4,"born":"2015-01-01","seen":"then","key":"aGVsbG9v","state":"off","rank":8,"tags":["x","y"],"marks":[1],"labels":{"a":"c"},"contact":"mail","extra":[1],"parent":{"id":"q","nick":null},"friends":[],"type":"u","password":"other","more":2}"#;
    let (one, two): (Value, Value) = (
        serde_json::from_str(FULL).expect("JSON"),
        serde_json::from_str(other).expect("JSON"),
    );
    let person = full();
    for (name, value) in two.as_object().expect("an object") {
        let mut changed = one.clone();
        changed[name] = value.clone();
        let changed: Person = serde_json::from_value(changed).expect("a person");
        assert!(changed != person, "{name}");
        assert!(changed == changed.clone(), "{name}");
    }
}

#[test]
fn debug_is_like_the_derived_one() {
    assert_eq!(
        format!("{:?}", full()),
        r#"Person { id: "a", nick: Some("b"), age: Some(1), note: Value("n"), score: Some(1.5), active: Some(true), level: Some(2), total: Some(3), born: Some("2014-01-01"), seen: Some("now"), key: Some(Base64(5 bytes)), state: Some(On), rank: Some(Other(7)), tags: Some(["x"]), marks: Some([Some(1), None]), labels: Some({"a": "b"}), contact: Some(Phone(Phone { kind: "phone", number: 1, additional_properties: {"x": 1} })), extra: Some([null]), parent: Some(Person { id: "p", nick: None, age: None, note: Absent, score: None, active: None, level: None, total: None, born: None, seen: None, key: None, state: None, rank: None, tags: None, marks: None, labels: None, contact: None, extra: None, parent: None, friends: None, type: None, password: None }), friends: Some([Person { id: "f", nick: None, age: None, note: Absent, score: None, active: None, level: None, total: None, born: None, seen: None, key: None, state: None, rank: None, tags: None, marks: None, labels: None, contact: None, extra: None, parent: None, friends: None, type: None, password: None }]), type: Some("t"), password: Some([redacted]), additional_properties: {"more": 1} }"#
    );
    let contact: Contact = json::from_str("[1]").expect("a contact");
    assert_eq!(
        format!("{contact:#?}"),
        "Unknown(\n    [\n      1\n    ],\n)"
    );
}

#[test]
fn secrets_are_not_shown_in_lists_either() {
    struct Keys {
        keys: Vec<String>,
        pin: Nullable<String>,
        other: Option<String>,
    }
    runtime::model! {
        Keys from "#/keys" {
            keys: Required "keys" [Items(&[Format("password")])],
            pin: OptionalNullable "pin" [Format("password")],
            other: Optional "other" [WriteOnly],
        }
    }
    let keys: Keys = json::from_str(r#"{"keys":["a","b"],"pin":"1234"}"#).expect("keys");
    assert_eq!(
        format!("{keys:?}"),
        "Keys { keys: [[redacted], [redacted]], pin: Value([redacted]), other: None }"
    );
}

#[test]
fn enums_of_text() {
    assert_eq!(State::VALUES, [State::On, State::Off]);
    assert_eq!(State::from("on"), State::On);
    assert_eq!(State::from("off".to_owned()), State::Off);
    assert_eq!("on".parse::<State>(), Ok(State::On));
    assert_eq!(State::On.as_str(), "on");
    assert_eq!(State::Off.to_string(), "off");
    assert_eq!(
        format!("{:?} {:?}", State::On, State::from("idle")),
        r#"On Unknown("idle")"#
    );
    assert!(!State::On.is_unknown());
    let idle = State::from("idle");
    assert!(idle.is_unknown());
    assert_eq!(idle.as_str(), "idle");
    assert_eq!(format!("{idle:>6}|{:<4}|", State::On), "  idle|on  |");
    assert!(
        matches!(&idle, State::Unknown(text) if text.as_str() == "idle" && text.to_string() == "idle")
    );
    assert_ne!(State::from("On"), State::On);
    assert_eq!(idle.clone(), idle);
    let states: HashSet<State> = [State::On, State::from("on"), idle.clone(), idle]
        .into_iter()
        .collect();
    assert_eq!(states.len(), 2);
    let hash = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    assert_eq!(
        hash(&|hasher| State::On.hash(hasher)),
        hash(&|hasher| "on".hash(hasher))
    );
    assert_eq!(
        json::to_string(&State::from("é\"")).expect("JSON"),
        r#""é\"""#
    );
}

#[test]
fn enums_of_integers() {
    assert_eq!(Rank::VALUES, [Rank::Low, Rank::High]);
    assert_eq!(Rank::from(-1), Rank::Low);
    assert_eq!(Rank::from(5).as_i64(), 5);
    assert_eq!(Rank::High.to_string(), "1");
    assert_eq!(
        format!("{:?} {:?}", Rank::Low, Rank::from(5)),
        "Low Other(5)"
    );
    assert!(Rank::from(5).is_unknown() && !Rank::High.is_unknown());
    assert_eq!(
        json::from_str::<Vec<Rank>>("[1,1.0,-9]").expect("ranks"),
        [Rank::High, Rank::High, Rank::from(-9)]
    );
    assert_eq!(
        json::to_string(&vec![Rank::Low, Rank::from(9)]).expect("JSON"),
        "[-1,9]"
    );
}

#[test]
fn three_states() {
    let mut note: Nullable<String> = Nullable::default();
    assert!(note.is_absent() && !note.is_null() && !note.is_value());
    note = None.into();
    assert!(note.is_null());
    note = Some("a".to_owned()).into();
    assert_eq!(note.as_option().map(String::as_str), Some("a"));
    note.as_option_mut().expect("a value").push('b');
    assert_eq!(note.as_ref().map(String::len), Nullable::Value(2));
    assert_eq!(note.take().into_option().as_deref(), Some("ab"));
    assert!(note.is_absent());
    assert_eq!(Nullable::<i64>::Null.into_option(), None);
    assert_eq!(format!("{:?}", Nullable::from(1)), "Value(1)");
    let text: Nullable<String> = "a".into();
    let list: Nullable<Vec<i64>> = [1, 2].into();
    let map: Nullable<BTreeMap<String, bool>> = [("b".to_owned(), true)].into();
    assert_eq!(text, Nullable::Value("a".to_owned()));
    assert_eq!(list, Nullable::Value(vec![1, 2]));
    assert_eq!(map.as_option().and_then(|map| map.get("b")), Some(&true));
}

#[test]
fn additional_properties_are_a_map() {
    assert_eq!(size_of::<AdditionalProperties>(), size_of::<usize>());
    let mut more = AdditionalProperties::new();
    assert!(more.is_empty());
    assert_eq!(more, AdditionalProperties::default());
    assert_eq!(more.insert("b", 1), None);
    assert_eq!(more.insert("b", "two"), Some(json!(1)));
    more.extend([("a", json!([null, {"c": 1}]))]);
    assert_eq!(more.len(), 2);
    assert!(more.contains_key("a"));
    *more.get_mut("b").expect("a member") = json!(true);
    assert_eq!(more.get("b"), Some(&json!(true)));
    assert_eq!(
        more.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(format!("{more:?}"), r#"{"a": [null,{"c":1}], "b": true}"#);
    assert_eq!(more.remove("a"), Some(json!([null, {"c": 1}])));
    assert_eq!(
        more.clone().into_iter().collect::<BTreeMap<_, _>>(),
        BTreeMap::from([("b".to_owned(), json!(true))])
    );
    assert_eq!(
        [("b", true)].into_iter().collect::<AdditionalProperties>(),
        more
    );
    more.remove("b");
    assert_eq!(more, AdditionalProperties::new());
    more.insert("c", 1);
    more.clear();
    assert!(more.is_empty() && more.iter().next().is_none());
}

#[test]
fn dates_keep_their_text() {
    for text in [
        "2014-01-01T05:20:00Z",
        "2014-01-01t05:20:00.000+00:00",
        "yesterday",
        "",
    ] {
        let written = json::to_string(&DateTime::from(text)).expect("JSON");
        let read: DateTime = json::from_str(&written).expect("any text");
        assert_eq!(read.as_str(), text);
        assert_eq!(read, text.parse().expect("any text"));
    }
    assert_eq!(String::from(Date::from("x".to_owned())), "x");
    assert_eq!(
        format!("{} {:?}", Date::from("x"), DateTime::from("y")),
        r#"x "y""#
    );
}

#[cfg(feature = "jiff")]
#[test]
fn dates_of_jiff() {
    let instant: jiff::Timestamp = "2014-01-01T05:20:00.5Z".parse().expect("an instant");
    assert_eq!(DateTime::from(instant).as_str(), "2014-01-01T05:20:00.5Z");
    assert_eq!(
        DateTime::from("2014-01-01T06:20:00.5+01:00").timestamp(),
        Ok(instant)
    );
    assert_eq!(
        jiff::Timestamp::try_from(&DateTime::from("2014-01-01 05:20:00.5Z")),
        Ok(instant)
    );
    let error = DateTime::from("2014-01-01")
        .timestamp()
        .expect_err("no time");
    assert_eq!(
        error.to_string(),
        r#""2014-01-01" is not a date and time of RFC 3339"#
    );
    assert_eq!(error.text(), "2014-01-01");
    let day = jiff::civil::date(2014, 2, 28);
    assert_eq!(Date::from(day).as_str(), "2014-02-28");
    assert_eq!(Date::from("2014-02-28").date(), Ok(day));
    assert_eq!(
        Date::from("2014-02-29")
            .date()
            .expect_err("no such day")
            .to_string(),
        r#""2014-02-29" is not a date of RFC 3339"#
    );
}

#[cfg(feature = "chrono")]
#[test]
fn dates_of_chrono() {
    let text = DateTime::from("2014-01-01T06:20:00.500+01:00");
    let instant = text.to_chrono().expect("an instant");
    assert_eq!(DateTime::from(instant), text);
    assert_eq!(
        DateTime::from(instant.to_utc()).as_str(),
        "2014-01-01T05:20:00.500Z"
    );
    assert!(DateTime::from("2014-01-01").to_chrono().is_err());
    let day = Date::from("2014-02-28").to_chrono().expect("a day");
    assert_eq!(Date::from(day).as_str(), "2014-02-28");
    assert!(Date::from("2014-02-29").to_chrono().is_err());
}

#[cfg(feature = "time")]
#[test]
fn dates_of_time() {
    let text = DateTime::from("2014-01-01T06:20:00.5+01:00");
    let instant = text.to_time().expect("an instant");
    assert_eq!(DateTime::try_from(instant), Ok(text));
    assert!(DateTime::from("2014-01-01").to_time().is_err());
    let day = Date::from("2014-02-28").to_time().expect("a day");
    assert_eq!(Date::from(day).as_str(), "2014-02-28");
    assert!(Date::from("2014-02-29").to_time().is_err());
}

#[test]
fn bytes_keep_their_text() {
    let read =
        |text: &str| json::from_str::<Base64>(&Value::from(text).to_string()).expect("any text");
    for text in [
        "",
        "aGVsbG8=",
        "aGVsbG8",
        "aGVs\nbG8=",
        "-_-_",
        "+/+/",
        "not base64!",
        "a",
        "a===",
    ] {
        assert_eq!(read(text).to_text(), text);
        assert_eq!(
            json::to_string(&read(text)).expect("JSON"),
            Value::from(text).to_string()
        );
    }
    for text in ["aGVsbG8=", "aGVsbG8", "aGVs\nbG8=", " a G V s b G 8 = "] {
        assert_eq!(read(text).as_bytes(), Ok(&b"hello"[..]), "{text}");
        assert_eq!(read(text).into_bytes(), Ok(b"hello".to_vec()), "{text}");
    }
    assert_eq!(read("-_-_").into_bytes(), read("+/+/").into_bytes());
    assert!(
        matches!(read("not base64!").as_bytes(), Err(error @ InvalidBase64 { .. }) if error.to_string() == "the text is not base64")
    );
    assert_eq!(Base64::from(b"hello".to_vec()), read("aGVsbG8="));
    assert_eq!(
        format!("{:?} {:?}", read("aGVsbG8"), read("!")),
        r#"Base64(5 bytes) Base64("!")"#
    );
}
