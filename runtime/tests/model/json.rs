//! Models as JSON: the exact bytes, and the exact words about what is wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::shapes::{Contact, Counters, Person, Rank, State};
use runtime::json::{self, Member, Options, Presence, Problem, Unwritable};
use runtime::model::Place;
use runtime::{Nullable, Value};

/// Reads and writes again.
fn again<T: Place>(text: &str) -> String {
    json::to_string(&json::from_str::<T>(text).expect(text)).expect(text)
}

/// What is said about a text that is wrong.
fn error<T: Place>(text: &str) -> String {
    match json::from_str::<T>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn all_members_come_back_byte_for_byte() {
    let text = r#"{"id":"a","nick":"b","age":-9223372036854775808,"note":"n","score":20.5,"active":true,"level":255,"total":18446744073709551615,"born":"someday","seen":"2014-01-01T05:20:00Z","key":"aGVsbG8=","state":"on","rank":-1,"tags":["x","\"\\\b\f\n\r\t\u0001é😀/"],"marks":[1,null,3],"labels":{"":"empty","a b":"c"},"contact":{"kind":"phone","number":112},"extra":[{"a":[true,null,1.5],"b":1}],"parent":{"id":"p","nick":null},"friends":[{"id":"f","nick":null},{"id":"g","nick":null}],"type":"t","password":"secret","more":{"z":0},"zz":null}"#;
    let person: Person = json::from_str(text).expect("a person");
    let written = json::to_string(&person).expect("JSON");
    assert_eq!(written, text);
    assert_eq!(person.age, Some(i64::MIN));
    assert_eq!(person.total, Some(u64::MAX));
    assert_eq!(person.state, Some(State::On));
    assert_eq!(person.rank, Some(Rank::Low));
    assert_eq!(person.key.expect("a key").as_bytes(), Ok(&b"hello"[..]));
}

#[test]
fn members_may_come_in_any_order_and_with_any_space() {
    let person: Person =
        json::from_str("\u{feff} \n{ \"friends\" : [ ] ,\t\"nick\":null,\r\n\"id\":\"a\" } ")
            .expect("a person");
    assert_eq!(
        json::to_string(&person).expect("JSON"),
        r#"{"id":"a","nick":null,"friends":[]}"#
    );
}

#[test]
fn absent_null_and_a_value_differ() {
    let note = |text: &str| json::from_str::<Person>(text).expect(text).note;
    assert_eq!(note(r#"{"id":"a","nick":null}"#), Nullable::Absent);
    assert_eq!(
        note(r#"{"id":"a","nick":null,"note":null}"#),
        Nullable::Null
    );
    assert_eq!(
        note(r#"{"id":"a","nick":null,"note":""}"#),
        Nullable::Value(String::new())
    );
    assert_eq!(
        again::<Person>(r#"{"id":"a","nick":null,"note":null}"#),
        r#"{"id":"a","nick":null,"note":null}"#
    );
    assert_eq!(
        again::<Person>(r#"{"id":"a","nick":null}"#),
        r#"{"id":"a","nick":null}"#
    );
}

#[test]
fn a_null_that_a_field_cannot_hold_is_remembered() {
    let text = r#"{"id":"a","nick":null,"age":null,"tags":null}"#;
    let mut person: Person = json::from_str(text).expect("a person");
    assert_eq!(person.age, None);
    assert_eq!(person.additional_properties.get("age"), Some(&Value::Null));
    assert_eq!(json::to_string(&person).expect("JSON"), text);
    person.age = Some(1);
    assert_eq!(
        json::to_string(&person).expect("JSON"),
        r#"{"id":"a","nick":null,"age":1,"tags":null}"#
    );
    person.additional_properties.remove("tags");
    assert_eq!(
        json::to_string(&person).expect("JSON"),
        r#"{"id":"a","nick":null,"age":1}"#
    );
}

#[test]
fn null_is_a_value_where_any_json_is() {
    let person: Person =
        json::from_str(r#"{"id":"a","nick":null,"extra":null}"#).expect("a person");
    assert_eq!(person.extra, Some(Value::Null));
    assert!(person.additional_properties.is_empty());
    assert_eq!(
        json::to_string(&person).expect("JSON"),
        r#"{"id":"a","nick":null,"extra":null}"#
    );
}

#[test]
fn a_field_that_is_written_wins_over_a_member_of_its_name() {
    let mut person = Person::new("a");
    person.additional_properties.insert("id", "b");
    person.additional_properties.insert("age", "old");
    assert_eq!(
        json::to_string(&person).expect("JSON"),
        r#"{"id":"a","nick":null,"age":"old"}"#
    );
}

#[test]
fn members_of_one_type_are_a_map() {
    let counters: Counters = json::from_str(r#"{"b":2,"name":"n","a":1}"#).expect("counters");
    assert_eq!(
        counters.counts,
        BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])
    );
    assert_eq!(
        json::to_string(&counters).expect("JSON"),
        r#"{"name":"n","a":1,"b":2}"#
    );
    assert_eq!(again::<Counters>(r#"{"name":null}"#), "{}");
    assert_eq!(
        error::<Counters>(r#"{"a b":"1"}"#),
        r#"["a b"]: expected an integer, found a string at line 1, column 8"#
    );
}

#[test]
fn the_last_of_members_with_one_name_counts() {
    let text = r#"{"id":"a","id":"b","nick":"x","nick":null,"tags":["a"],"tags":["b"],"labels":{"a":"1","a":"2"},
        "labels":{"b":"3","b":"4"},"parent":{"id":"p","nick":"n","age":1},"parent":{"id":"q","nick":null},
        "note":"n","note":null,"more":1,"more":2,"extra":{"a":1,"a":2},"contact":"x","contact":{"kind":"phone","number":1}}"#;
    assert_eq!(
        again::<Person>(text),
        r#"{"id":"b","nick":null,"note":null,"tags":["b"],"labels":{"b":"4"},"contact":{"kind":"phone","number":1},"extra":{"a":2},"parent":{"id":"q","nick":null},"more":2}"#
    );
    // A member of the first one does not stand in for one that the last one lacks.
    assert_eq!(
        error::<Person>(
            r#"{"id":"a","nick":null,"parent":{"id":"p","nick":null},"parent":{"id":"q"}}"#
        ),
        "parent: missing member `nick` at line 1, column 64"
    );
}

#[test]
fn escapes_and_any_characters() {
    let text: String = json::from_str(r#""\u0041\/\ud83d\ude00\u00e9\u0000""#).expect("a text");
    assert_eq!(text, "A/😀é\0");
    let all: String = (0..=0x2ff_u32)
        .filter_map(char::from_u32)
        .chain(['\u{2028}', '\u{ffff}', '\u{10ffff}'])
        .collect();
    for length in [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33] {
        for start in 0..40 {
            let part: String = all.chars().skip(start).take(length).collect();
            let written = json::to_string(&part).expect("JSON");
            assert_eq!(written, serde_json::to_string(&part).expect("JSON"));
            assert_eq!(json::from_str::<String>(&written).expect("a text"), part);
        }
    }
    assert_eq!(
        json::to_string(&all).expect("JSON"),
        serde_json::to_string(&all).expect("JSON")
    );
}

#[test]
fn numbers_lose_nothing_that_their_type_can_hold() {
    assert_eq!(
        json::from_str::<i64>("9223372036854775807").ok(),
        Some(i64::MAX)
    );
    assert_eq!(
        json::from_str::<i64>("-9223372036854775808").ok(),
        Some(i64::MIN)
    );
    assert_eq!(
        json::from_str::<u64>("18446744073709551615").ok(),
        Some(u64::MAX)
    );
    assert_eq!(
        json::from_str::<i64>("9007199254740993.0").ok(),
        Some(9_007_199_254_740_993)
    );
    assert_eq!(json::from_str::<i64>("2e1").ok(), Some(20));
    assert_eq!(json::from_str::<i64>("-0").ok(), Some(0));
    assert_eq!(json::from_str::<u8>("25.5e1").ok(), Some(255));
    assert_eq!(
        json::from_str::<f64>("123456789012345678901234567890").ok(),
        Some(1.234_567_890_123_456_8e29)
    );
    assert_eq!(json::from_str::<f64>("1e-400").ok(), Some(0.0));
    assert_eq!(
        again::<Vec<f64>>("[20.0,20,2e1,-0.0,0.1,1e21,1e300,1.5e-9,9007199254740993]"),
        "[20,20,20,-0,0.1,1e+21,1e+300,1.5e-9,9007199254740992]"
    );
    assert_eq!(
        again::<Vec<Value>>(
            "[9223372036854775807,18446744073709551615,-9223372036854775808,1.50,-0.0]"
        ),
        "[9223372036854775807,18446744073709551615,-9223372036854775808,1.5,-0.0]"
    );
    let nothing = 0.0_f64;
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(
            json::to_vec(&number).map_err(|error| error.to_string()),
            Err("a number is infinite or not a number".to_owned())
        );
    }
    assert_eq!(json::to_string(&nothing).expect("JSON"), "0");
    let mut person = Person::new("a");
    person.friends = Some(vec![Person::new("b"), Person::new("c")]);
    person.friends.as_mut().expect("friends")[1].score = Some(f64::NAN);
    assert_eq!(
        json::to_vec(&person).expect_err("not a number").to_string(),
        "friends[1].score: a number is infinite or not a number"
    );
}

#[test]
fn numbers_that_do_not_fit() {
    assert_eq!(
        error::<i64>("9223372036854775808"),
        "expected an integer from -9223372036854775808 to 9223372036854775807, found 9223372036854775808 at line 1, column 1"
    );
    assert_eq!(
        error::<u64>("-1"),
        "expected an integer from 0 to 18446744073709551615, found -1 at line 1, column 1"
    );
    assert_eq!(
        error::<Vec<u8>>("[1,\n 256]"),
        "[1]: expected an integer from 0 to 255, found 256 at line 2, column 2"
    );
    assert_eq!(
        error::<i8>("1.5"),
        "expected an integer from -128 to 127, found 1.5 at line 1, column 1"
    );
    assert_eq!(
        error::<f64>("1e400"),
        "expected a number of 64 bits, found 1e400 at line 1, column 1"
    );
    assert_eq!(
        error::<Value>("-1e400"),
        "expected a number of 64 bits, found -1e400 at line 1, column 1"
    );
    let shown = "1".repeat(40);
    for (digits, found) in [
        (shown.clone(), shown.clone()),
        ("1".repeat(41), format!("{shown}…")),
    ] {
        assert_eq!(
            error::<i8>(&digits),
            format!("expected an integer from -128 to 127, found {found} at line 1, column 1")
        );
    }
}

#[test]
fn what_is_missing_is_listed() {
    assert_eq!(
        error::<Person>("{}"),
        "missing members `id`, `nick` at line 1, column 1"
    );
    assert_eq!(
        error::<Person>(r#" {"nick":null}"#),
        "missing member `id` at line 1, column 2"
    );
    let error = json::from_str::<Vec<Person>>(r#"[{"id":"a","nick":null,"friends":[{"id":"b"}]}]"#)
        .expect_err("missing");
    assert_eq!(error.path(), "[0].friends[0]");
    assert_eq!(
        error.problem(),
        &Problem::Missing {
            members: vec!["nick"]
        }
    );
    assert_eq!((error.offset(), error.line(), error.column()), (34, 1, 35));
    assert_eq!(
        format!("{error:?}"),
        r#"DecodeError { problem: Missing { members: ["nick"] }, path: "[0].friends[0]", offset: 34, line: 1, column: 35 }"#
    );
    let error = json::to_vec(&vec![0.5, f64::NAN]).expect_err("no number");
    assert_eq!(
        format!("{error:?}"),
        r#"EncodeError { reason: NotFinite, path: "[1]" }"#
    );
}

#[test]
fn values_of_another_type() {
    let person = |member: &str| error::<Person>(&format!(r#"{{"id":"a","nick":null,{member}}}"#));
    assert_eq!(
        error::<Person>(r#"{"id":null}"#),
        "id: expected a string, found null at line 1, column 7"
    );
    assert_eq!(
        error::<Person>("[]"),
        "expected an object, found an array at line 1, column 1"
    );
    assert_eq!(
        person(r#""age":"1""#),
        "age: expected an integer, found a string at line 1, column 29"
    );
    assert_eq!(
        person(r#""active":0"#),
        "active: expected a boolean, found a number at line 1, column 32"
    );
    assert_eq!(
        person(r#""score":true"#),
        "score: expected a number, found a boolean at line 1, column 31"
    );
    assert_eq!(
        person(r#""seen":{}"#),
        "seen: expected a string, found an object at line 1, column 30"
    );
    assert_eq!(
        person(r#""key":1"#),
        "key: expected a string, found a number at line 1, column 29"
    );
    assert_eq!(
        person(r#""state":1"#),
        "state: expected a string, found a number at line 1, column 31"
    );
    assert_eq!(
        person(r#""rank":"1""#),
        "rank: expected an integer, found a string at line 1, column 30"
    );
    assert_eq!(
        person(r#""tags":{}"#),
        "tags: expected an array, found an object at line 1, column 30"
    );
    assert_eq!(
        person(r#""tags":["a",null]"#),
        "tags[1]: expected a string, found null at line 1, column 35"
    );
    assert_eq!(
        error::<Person>("true"),
        "expected an object, found a boolean at line 1, column 1"
    );
    for text in ["not found", "timeout", "failed"] {
        let told = error::<Person>(text);
        assert_eq!(told, "expected a value at line 1, column 1", "{text}");
    }
    assert_eq!(
        person(r#""labels":{"a b":1}"#),
        r#"labels["a b"]: expected a string, found a number at line 1, column 39"#
    );
    assert_eq!(
        person(r#""labels":{"a":"", "\u0062" : 1}"#),
        r#"labels.b: expected a string, found a number at line 1, column 52"#
    );
    assert_eq!(
        person(r#""parent":{"friends":[{"id":7}]}"#),
        "parent.friends[0].id: expected a string, found a number at line 1, column 50"
    );
    assert_eq!(
        person(r#""more":[1,{"x":}]"#),
        "more[1].x: expected a value at line 1, column 38"
    );
}

#[test]
fn text_that_is_not_json() {
    assert_eq!(
        error::<Person>(""),
        "the text ends where a value should be at line 1, column 1"
    );
    assert_eq!(
        error::<Person>(r#"{"id":"a""#),
        "the text ends within an object at line 1, column 10"
    );
    assert_eq!(
        error::<Person>(r#"{"id":"a"#),
        "id: the text ends within a string at line 1, column 9"
    );
    assert_eq!(
        error::<Person>(r#"{"id" "a"}"#),
        "expected `:` at line 1, column 7"
    );
    assert_eq!(
        error::<Person>(r#"{"id":"a",}"#),
        "comma after the last value at line 1, column 11"
    );
    assert_eq!(
        error::<Person>("{id:1}"),
        "expected the name of a member at line 1, column 2"
    );
    assert_eq!(
        error::<Vec<i64>>("[1 2]"),
        "expected `,` or `]` at line 1, column 4"
    );
    assert_eq!(
        error::<i64>("1 2"),
        "expected the end of the text at line 1, column 3"
    );
    assert_eq!(error::<i64>("01"), "invalid number at line 1, column 2");
    assert_eq!(
        error::<bool>("tru"),
        "the text ends where a value should be at line 1, column 4"
    );
    assert_eq!(error::<f64>("NaN"), "expected a value at line 1, column 1");
    assert_eq!(
        error::<f64>("-Infinity"),
        "invalid number at line 1, column 2"
    );
    assert_eq!(
        error::<String>("<html>"),
        "expected a value at line 1, column 1"
    );
    assert_eq!(
        error::<String>("\"\\ud83d\""),
        "unfinished escape in a string at line 1, column 8"
    );
    assert_eq!(
        error::<String>("\"a\nb\""),
        "control character in a string at line 1, column 3"
    );
    let error = json::from_slice::<Person>(b"{\"id\":\"\xff\"}").expect_err("not UTF-8");
    assert_eq!(
        error.to_string(),
        "id: invalid UTF-8 in a string at line 1, column 8"
    );
    let error = json::from_slice::<Person>(b"{\"more\":{\"a\":\"\xff\"}}").expect_err("not UTF-8");
    assert_eq!(error.path(), "more.a");
    // A byte order mark counts as bytes, not as a column.
    let error = json::from_str::<Person>("\u{feff}\n[]").expect_err("an array");
    assert_eq!((error.offset(), error.line(), error.column()), (4, 2, 1));
}

#[test]
fn depth_is_bounded() {
    let deep = |open: &str, close: &str, levels: usize| {
        format!("{}{}", open.repeat(levels), close.repeat(levels))
    };
    assert_eq!(again::<Value>(&deep("[", "]", 128)), deep("[", "]", 128));
    assert_eq!(
        error::<Value>(&deep("[", "]", 129)),
        format!(
            "{}: nested deeper than 128 levels at line 1, column 129",
            "[0]".repeat(128)
        )
    );
    let options = Options::new().max_depth(2);
    assert!(json::from_slice_with::<Value>(b"[[]]", options).is_ok());
    let error = json::from_slice_with::<Value>(b"[[[]]]", options).expect_err("too deep");
    assert_eq!(error.problem(), &Problem::Depth { limit: 2 });
    let options = Options::new().max_depth(usize::MAX);
    assert_eq!(
        json::from_slice_with::<Value>(deep("[", "]", 257).as_bytes(), options)
            .expect_err("too deep")
            .problem(),
        &Problem::Depth {
            limit: json::MAX_DEPTH
        }
    );
}

#[test]
fn what_stands_side_by_side_is_not_deep() {
    type Lists = Vec<Vec<i64>>;
    type Maps = Vec<BTreeMap<String, i64>>;
    let person = r#"{"id":"a","nick":null,"contact":{"kind":"phone","number":112}}"#;
    let check = |again: fn(&str) -> String, item: &str| {
        let text = format!("[{}]", vec![item; json::MAX_DEPTH + 1].join(","));
        assert!(again(&text) == text, "{item}");
    };
    check(again::<Lists>, "[1]");
    check(again::<Maps>, r#"{"a":1}"#);
    check(again::<Vec<Person>>, person);
    for item in ["[1]", r#"{"a":1}"#, r#"{"a":[{}]}"#] {
        check(again::<Value>, item);
        // What is passed over, too.
        let text = format!(r#"{{"a":[{}]}}"#, vec![item; 300].join(","));
        json::decode_members(text.as_bytes(), Options::default(), &mut []).expect(item);
    }
}

#[test]
fn bombs_are_errors() {
    let levels = 100_000;
    let array = "[".repeat(levels);
    let object = r#"{"a":"#.repeat(levels);
    let person = r#"{"id":"a","nick":null,"parent":"#.repeat(levels);
    let friends = r#"{"friends":["#.repeat(levels);
    let contact = r#"{"contact":"#.repeat(levels);
    for bomb in [array, object, person, friends, contact] {
        for text in [
            bomb.clone(),
            format!(r#"{{"more":{bomb}"#),
            format!(r#"{{"extra":{bomb}"#),
            format!(r#"{{"contact":{bomb}"#),
        ] {
            for error in [
                json::from_str::<Person>(&text).map(|_| ()),
                json::from_str::<Value>(&text).map(|_| ()),
                json::decode_members(text.as_bytes(), Options::default(), &mut []),
            ] {
                let error = error.expect_err("a bomb");
                assert!(
                    matches!(
                        error.problem(),
                        Problem::Depth { limit: 128 } | Problem::Type { .. }
                    ),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn the_greatest_depth_fits_the_stack() {
    let levels = json::MAX_DEPTH / 2;
    let options = Options::new().max_depth(json::MAX_DEPTH);
    let friends = format!(
        "{}{}",
        r#"{"id":"a","nick":null,"friends":["#.repeat(levels),
        "]}".repeat(levels)
    );
    let person: Person = json::from_slice_with(friends.as_bytes(), options).expect("a person");
    assert_eq!(json::to_string(&person).expect("JSON"), friends);
    assert!(person == person.clone());
    assert!(person.validate().is_ok());
    assert!(!format!("{person:#?}").is_empty());
    let contact = format!(
        "{}1{}",
        r#"{"id":"a","nick":null,"contact":"#.repeat(levels * 2),
        "}".repeat(levels * 2)
    );
    let person: Person = json::from_slice_with(contact.as_bytes(), options).expect("a person");
    assert_eq!(json::to_string(&person).expect("JSON"), contact);
    let mut deeper = Person::new("a");
    deeper.extra = Some(Value::Array(vec![
        json::from_slice_with(&json::to_vec(&person).expect("JSON"), options).expect("a value"),
    ]));
    let error = json::to_vec(&deeper).expect_err("too deep");
    assert_eq!(error.reason(), Unwritable::Depth(256));
    let path = format!("extra[0]{}", ".contact".repeat(254));
    assert_eq!(error.path(), path);
    assert_eq!(
        error.to_string(),
        format!("{path}: nested deeper than 256 levels")
    );
}

#[test]
fn wanted_members_of_an_object() {
    let text = br#"{"success":true,"result":[{"id":"a","nick":null}],"errors":null,"skipped":{"a":[1,{"b":2}]},"info":{"page":1}}"#;
    let (mut success, mut result, mut errors, mut info, mut other) = (
        Value::Null,
        Vec::<Person>::new(),
        Vec::<Value>::new(),
        Value::Null,
        0_i64,
    );
    let mut members = [
        Member::new("success", &mut success),
        Member::new("result", &mut result),
        Member::new("errors", &mut errors),
        Member::new("info", &mut info),
        Member::new("other", &mut other),
    ];
    json::decode_members(text, Options::default(), &mut members).expect("an object");
    let presences = members.map(|member| member.presence());
    assert_eq!(
        presences,
        [
            Presence::Value,
            Presence::Value,
            Presence::Null,
            Presence::Value,
            Presence::Absent
        ]
    );
    assert_eq!(success, true);
    assert_eq!(result[0].id, "a");
    assert_eq!(info["page"], 1);

    let wrong = br#"{"result":[{"id":"a","nick":null},{"id":1}]}"#;
    let mut result = Vec::<Person>::new();
    let error = json::decode_members(
        wrong,
        Options::default(),
        &mut [Member::new("result", &mut result)],
    )
    .expect_err("a number");
    assert_eq!(
        error.to_string(),
        "result[1].id: expected a string, found a number at line 1, column 41"
    );
    let error = json::decode_members(b"[]", Options::default(), &mut []).expect_err("an array");
    assert_eq!(
        error.to_string(),
        "expected an object, found an array at line 1, column 1"
    );
}

#[test]
fn unions_are_told_apart_by_their_tests() {
    let contact = |text: &str| json::from_str::<Contact>(text).expect(text);
    assert!(
        matches!(contact(r#"{"number":112,"kind":"phone"}"#), Contact::Phone(phone) if phone.number == 112)
    );
    assert!(matches!(
        contact(r#"{"number":112,"kind":"\u0070hone"}"#),
        Contact::Phone(_)
    ));
    assert!(matches!(
        contact(r#"{"number":112,"kind":"x","kind":"fax"}"#),
        Contact::Phone(_)
    ));
    assert!(
        matches!(contact(r#"{"id":"a","nick":null,"kind":"smoke"}"#), Contact::Person(person) if person.id == "a")
    );
    assert!(matches!(contact(r#""a@b""#), Contact::Mail(mail) if mail == "a@b"));
    for text in ["null", "1", "[]", "{}", r#"{"kind":"smoke"}"#, "true"] {
        assert_eq!(
            contact(text),
            Contact::Unknown(serde_json::from_str(text).expect(text))
        );
        assert_eq!(again::<Contact>(text), text);
    }
    // What says what it is has to be that.
    assert_eq!(
        error::<Contact>(r#"{"kind":"phone"}"#),
        "missing member `number` at line 1, column 1"
    );
    assert_eq!(
        error::<Vec<Contact>>(r#"[1, {"kind":"phone","number":"1"}]"#),
        "[1].number: expected an integer, found a string at line 1, column 30"
    );
}

/// An alternative with a required member, or anything.
enum Filter {
    Numbers(Box<Numbers>),
    Unknown(Value),
}

runtime::union! {
    Filter from "#/filter" {
        Numbers when [Type(JsonType::Object)] [],
    } or Unknown
}

#[test]
fn where_anything_is_valid_an_alternative_takes_what_it_can_hold() {
    let filter = |text: &str| json::from_str::<Filter>(text).expect(text);
    assert!(matches!(filter(r#"{"values":[1]}"#), Filter::Numbers(it) if it.values == [1]));
    for text in ["1", "{}", r#"{"values":[[["a"]]]}"#, r#"{"kind":"x"}"#] {
        assert!(matches!(filter(text), Filter::Unknown(_)), "{text}");
        assert_eq!(again::<Filter>(text), text);
    }
    let text = r#"[{"values":[1]},{"values":{}},{"values":[2]}]"#;
    assert_eq!(again::<Vec<Filter>>(text), text);
    // What is no JSON is an error all the same.
    error::<Filter>(r#"{"values":[1}"#);
}

/// Alternatives that a member tells apart, which may be absent.
enum Setting {
    Numbers(Box<Numbers>),
    Names(Box<Names>),
    Unknown(Value),
}

runtime::union! {
    Setting from "#/setting" {
        Numbers when [May("kind", &[Text("numbers")])] [],
        Names when [May("kind", &[Text("names")])] [],
    } else Unknown
}

struct Numbers {
    values: Vec<i64>,
    kind: Option<String>,
}

runtime::model! {
    Numbers from "#/numbers" {
        values: Required "values" [],
        kind: Optional "kind" [Const(Text("numbers"))],
    }
}

struct Names {
    values: Vec<String>,
    kind: Option<String>,
}

runtime::model! {
    Names from "#/names" {
        values: Required "values" [],
        kind: Optional "kind" [Const(Text("names"))],
    }
}

/// An alternative without another one.
enum Counts {
    Numbers(Box<Numbers>),
    Unknown(Value),
}

runtime::union! {
    Counts from "#/counts" {
        Numbers when [May("kind", &[Text("numbers")])] [],
    } else Unknown
}

/// Alternatives that only the form of a text tells apart.
enum Address {
    V4(Box<V4>),
    V6(Box<V6>),
    Unknown(Value),
}

runtime::union! {
    Address from "#/address" {
        V4 when [Has("ip"), Fits("ip", &[Format("ipv4"), Pattern("^1")]), Decodes] [],
        V6 when [Has("ip")] [],
    } else Unknown
}

struct V4 {
    ip: String,
}

runtime::model! {
    V4 from "#/v4" { ip: Required "ip" [Format("ipv4"), Pattern("^1")], }
}

struct V6 {
    ip: String,
}

runtime::model! {
    V6 from "#/v6" { ip: Required "ip" [Format("ipv6")], }
}

#[test]
fn the_form_of_a_text_tells_alternatives_apart() {
    let address = |text: &str| json::from_str::<Address>(text).expect(text);
    assert!(matches!(address(r#"{"ip":"1.2.3.4"}"#), Address::V4(it) if it.ip == "1.2.3.4"));
    assert!(matches!(address(r#"{"ip":"::1"}"#), Address::V6(it) if it.ip == "::1"));
    assert!(matches!(address(r#"{"ip":"2.2.3.4"}"#), Address::V6(_)));
    // What has neither form, or only one half of a form, is the last one, with what is wrong with it.
    assert!(matches!(address(r#"{"ip":"1.2.3"}"#), Address::V6(_)));
    let neither = address(r#"{"ip":"here"}"#);
    let Address::V6(it) = &neither else {
        panic!("{neither:?}");
    };
    let found = it.validate().unwrap_err().to_string();
    assert_eq!(found, "ip: format is ipv6, found \"here\"");
    assert!(matches!(address("{}"), Address::Unknown(_)));
    assert_eq!(
        error::<Address>(r#"{"ip":4}"#),
        "ip: expected a string, found a number at line 1, column 7"
    );
    // What a caller calls the wrong thing would be read as another one.
    let wrong = Address::V4(Box::new(V4 {
        ip: "::1".to_owned(),
    }));
    let rows = runtime::model::Rows {
        list: &[runtime::model::Row {
            name: "at",
            presence: runtime::model::Presence::Required,
        }],
        facts: &[runtime::model::Fact::End],
    };
    let found = runtime::validate::members(rows, &[&wrong]).unwrap_err();
    assert_eq!(
        found.to_string(),
        "at: oneOf is V4, found another alternative: `ip` is not of the format ipv4 or does not match ^1; \
         at.ip: format is ipv4, found \"::1\"; at.ip: pattern is ^1, found \"::1\""
    );
}

#[test]
fn a_member_that_is_not_there_proves_nothing() {
    let setting = |text: &str| json::from_str::<Setting>(text).expect(text);
    assert!(matches!(setting(r#"{"values":[1]}"#), Setting::Numbers(it) if it.values == [1]));
    assert!(matches!(setting(r#"{"values":["a"]}"#), Setting::Names(it) if it.values == ["a"]));
    assert!(matches!(setting(r#"{"values":true}"#), Setting::Unknown(_)));
    // A member that is there does.
    assert_eq!(
        error::<Setting>(r#"{"kind":"numbers","values":["a"]}"#),
        "values[0]: expected an integer, found a string at line 1, column 29"
    );
    assert_eq!(
        error::<Setting>(r#"{"kind":"names","values":[1]}"#),
        "values[0]: expected a string, found a number at line 1, column 27"
    );
    for text in [
        r#"{"kind":"x","values":[1]}"#,
        r#"{"kind":1,"values":[1]}"#,
        "[]",
    ] {
        assert!(matches!(setting(text), Setting::Unknown(_)), "{text}");
    }
    // Where nothing else is left it does as well.
    assert!(json::from_str::<Counts>(r#"{"values":[1]}"#).is_ok());
    assert_eq!(
        error::<Counts>(r#"{"values":["a"]}"#),
        "values[0]: expected an integer, found a string at line 1, column 12"
    );
}

/// Alternatives that differ in what is valid only.
enum Range {
    Short(Box<Short>),
    Long(Box<Long>),
    Unknown(Value),
}

runtime::union! {
    Range from "#/range" {
        Short when [Has("values"), Decodes] [],
        Long when [Has("values")] [],
    } else Unknown
}

struct Short {
    values: Vec<i64>,
}

runtime::model! {
    Short from "#/short" { values: Required "values" [MaxItems(1)], }
}

struct Long {
    values: Vec<u8>,
}

runtime::model! {
    Long from "#/long" { values: Required "values" [MinItems(3)], }
}

#[test]
fn what_is_valid_is_preferred_where_alternatives_are_tried() {
    let range = |text: &str| json::from_str::<Range>(text).expect(text);
    assert!(matches!(range(r#"{"values":[1]}"#), Range::Short(it) if it.values == [1]));
    assert!(matches!(range(r#"{"values":[1,2,3]}"#), Range::Long(it) if it.values == [1, 2, 3]));
    // What neither of them allows is the first one, and decoded all the same.
    let neither = range(r#"{"values":[1,2]}"#);
    assert!(
        matches!(&neither, Range::Short(it) if it.values == [1, 2]),
        "{neither:?}"
    );
    assert!(matches!(range(r#"{"values":[1,2,-3]}"#), Range::Short(_)));
    assert_eq!(
        error::<Range>(r#"{"values":[true]}"#),
        "values[0]: expected an integer, found a boolean at line 1, column 12"
    );
}

/// Two alternatives that only trying tells apart.
enum Tree {
    Left(Box<Branch>),
    Right(Box<Branch>),
    Leaf(i64),
    Unknown(Value),
}

runtime::union! {
    Tree from "#/tree" {
        Left when [Type(JsonType::Object), Decodes] [],
        Right when [Type(JsonType::Object), Decodes] [],
        Leaf when [Type(JsonType::Integer)] [],
    } else Unknown
}

struct Branch {
    next: Tree,
}

runtime::model! {
    Branch from "#/branch" {
        next: Required "next" [],
    }
}

#[test]
fn trying_alternatives_is_bounded() {
    let tree: Tree = json::from_str(r#"{"next":{"next":{"next":1}}}"#).expect("a tree");
    assert!(matches!(&tree, Tree::Left(branch) if matches!(branch.next, Tree::Left(_))));
    assert!(matches!(
        json::from_str::<Tree>("1.0").expect("a leaf"),
        Tree::Leaf(1)
    ));
    assert!(matches!(
        json::from_str::<Tree>("1.5").expect("a number"),
        Tree::Unknown(_)
    ));
    // Each level would be tried twice, with all below it.
    let deep = format!(
        "{}99999999999999999999{}",
        r#"{"next":"#.repeat(100),
        "}".repeat(100)
    );
    let tree: Tree = json::from_str(&deep).expect("a tree");
    assert_eq!(
        json::from_str::<Value>(&json::to_string(&tree).expect("JSON")).ok(),
        json::from_str(&deep).ok()
    );
}

/// A model with more members than an integer has bits.
macro_rules! wide {
    ($([$($early:ident $early_name:literal)*])* $($field:ident $name:literal)*) => {
        struct Wide {
            $($($early: i64,)*)*
            $($field: i64,)*
        }

        runtime::model! {
            Wide from "#/wide" $(with {
                $($early: Required $early_name [],)*
            })* {
                $($field: Required $name [],)*
            }
        }
    };
}

wide! {
    [
    m0 "m0" m1 "m1" m2 "m2" m3 "m3" m4 "m4" m5 "m5" m6 "m6" m7 "m7"
    m8 "m8" m9 "m9" m10 "m10" m11 "m11" m12 "m12" m13 "m13" m14 "m14" m15 "m15"
    m16 "m16" m17 "m17" m18 "m18" m19 "m19" m20 "m20" m21 "m21" m22 "m22" m23 "m23"
    m24 "m24" m25 "m25" m26 "m26" m27 "m27" m28 "m28" m29 "m29" m30 "m30" m31 "m31"
    ]
    [
    m32 "m32" m33 "m33" m34 "m34" m35 "m35" m36 "m36" m37 "m37" m38 "m38" m39 "m39"
    m40 "m40" m41 "m41" m42 "m42" m43 "m43" m44 "m44" m45 "m45" m46 "m46" m47 "m47"
    m48 "m48" m49 "m49" m50 "m50" m51 "m51" m52 "m52" m53 "m53" m54 "m54" m55 "m55"
    m56 "m56" m57 "m57" m58 "m58" m59 "m59" m60 "m60" m61 "m61" m62 "m62" m63 "m63"
    ]
    [
    m64 "m64" m65 "m65" m66 "m66" m67 "m67" m68 "m68" m69 "m69" m70 "m70" m71 "m71"
    m72 "m72" m73 "m73" m74 "m74" m75 "m75" m76 "m76" m77 "m77" m78 "m78" m79 "m79"
    m80 "m80" m81 "m81" m82 "m82" m83 "m83" m84 "m84" m85 "m85" m86 "m86" m87 "m87"
    m88 "m88" m89 "m89" m90 "m90" m91 "m91" m92 "m92" m93 "m93" m94 "m94" m95 "m95"
    ]
    [
    m96 "m96" m97 "m97" m98 "m98" m99 "m99" m100 "m100" m101 "m101" m102 "m102" m103 "m103"
    m104 "m104" m105 "m105" m106 "m106" m107 "m107" m108 "m108" m109 "m109" m110 "m110" m111 "m111"
    m112 "m112" m113 "m113" m114 "m114" m115 "m115" m116 "m116" m117 "m117" m118 "m118" m119 "m119"
    m120 "m120" m121 "m121" m122 "m122" m123 "m123" m124 "m124" m125 "m125" m126 "m126" m127 "m127"
    ]
    [
    m128 "m128" m129 "m129" m130 "m130" m131 "m131" m132 "m132" m133 "m133" m134 "m134" m135 "m135"
    m136 "m136" m137 "m137" m138 "m138" m139 "m139" m140 "m140" m141 "m141" m142 "m142" m143 "m143"
    m144 "m144" m145 "m145" m146 "m146" m147 "m147" m148 "m148" m149 "m149" m150 "m150" m151 "m151"
    m152 "m152" m153 "m153" m154 "m154" m155 "m155" m156 "m156" m157 "m157" m158 "m158" m159 "m159"
    ]
    [
    m160 "m160" m161 "m161" m162 "m162" m163 "m163" m164 "m164" m165 "m165" m166 "m166" m167 "m167"
    m168 "m168" m169 "m169" m170 "m170" m171 "m171" m172 "m172" m173 "m173" m174 "m174" m175 "m175"
    m176 "m176" m177 "m177" m178 "m178" m179 "m179" m180 "m180" m181 "m181" m182 "m182" m183 "m183"
    m184 "m184" m185 "m185" m186 "m186" m187 "m187" m188 "m188" m189 "m189" m190 "m190" m191 "m191"
    ]
    m192 "m192" m193 "m193" m194 "m194" m195 "m195" m196 "m196" m197 "m197" m198 "m198" m199 "m199"
}

#[test]
fn more_rows_than_bits() {
    let mut text = String::from("{");
    for member in 0..200 {
        let _ = write!(text, "\"m{member}\":{member},");
    }
    let text = text.trim_end_matches(',').to_owned() + "}";
    assert_eq!(again::<Wide>(&text), text);
    let missing = text
        .replace("\"m5\":5,", "")
        .replace("\"m64\":64,", "")
        .replace(",\"m199\":199", "");
    assert_eq!(
        error::<Wide>(&missing),
        "missing members `m5`, `m64`, `m199` at line 1, column 1"
    );
}

#[test]
fn a_model_without_a_row_for_the_rest_skips_it() {
    assert_eq!(
        again::<Branch>(r#"{"x":{"y":[1]},"next":1}"#),
        r#"{"next":1}"#
    );
}

/// Numbers from a seed, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn value(&mut self, depth: u64) -> Value {
        match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 => Value::from(i64::MIN.wrapping_add_unsigned(self.below(u64::MAX) << 31)),
            3 => Value::from(self.below(u64::MAX) << 32),
            #[allow(clippy::cast_precision_loss, reason = "any number will do")]
            4 => Value::from(self.below(1 << 40) as f64 / 2.0),
            5 => Value::from(self.text()),
            6 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => Value::Object(
                (0..self.below(4))
                    .map(|_| (self.text(), self.value(depth - 1)))
                    .collect(),
            ),
        }
    }

    fn text(&mut self) -> String {
        (0..self.below(20))
            .filter_map(|_| char::from_u32(u32::try_from(self.below(0x300)).ok()?))
            .collect()
    }
}

#[test]
fn any_value_comes_back_equal() {
    let mut random = Random(42);
    for _ in 0..500 {
        let value = random.value(4);
        let text = serde_json::to_string_pretty(&value).expect("JSON");
        let read: Value = json::from_str(&text).expect("a value");
        assert_eq!(read, value);
        assert_eq!(
            serde_json::from_str::<Value>(&json::to_string(&read).expect("JSON")).expect("JSON"),
            value
        );

        let mut person = Person::new(random.text());
        person.note = [
            Nullable::Absent,
            Nullable::Null,
            Nullable::from(random.text()),
        ][usize::try_from(random.below(3)).expect("small")]
        .clone();
        person.tags = Some((0..random.below(5)).map(|_| random.text()).collect());
        person.extra = Some(value.clone());
        person.contact = Some(Contact::Mail(random.text()));
        person
            .additional_properties
            .insert(format!("x{}", random.text()), value);
        let text = json::to_string(&person).expect("JSON");
        let read: Person = json::from_str(&text).expect("a person");
        assert_eq!(read, person);
        assert_eq!(json::to_string(&read).expect("JSON"), text);
        assert_eq!(
            serde_json::from_str::<Person>(&text).expect("a person"),
            person
        );
    }
}

#[test]
fn integers_with_and_without_a_sign_in_one_type() {
    for text in ["-9223372036854775808", "18446744073709551615", "0"] {
        let read: i128 = json::from_str(text).expect("an integer");
        assert_eq!(read.to_string(), text);
        assert_eq!(json::to_string(&read).expect("JSON"), text);
    }
}

#[test]
fn null_is_no_model_and_no_union() {
    let text = r#"{"id":"a","nick":null,"contact":null,"parent":null,"extra":null}"#;
    let person: Person = json::from_str(text).expect("a person");
    assert_eq!(person.contact, None);
    assert_eq!(person.parent, None);
    assert_eq!(person.extra, Some(Value::Null));
}
