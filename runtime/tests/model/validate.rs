//! Every constraint: where it is violated, by which rule, its limit, and what there is.

use std::collections::BTreeMap;

use crate::shapes::{
    Closed, Contact, Counters, Door, Form, Hint, Loose, Person, Phone, Rank, State,
};
use crate::support::{check, text};
use runtime::json;
use runtime::model::Literal::{Bool, Float, Int, Json, Null, Text};
use runtime::model::{Fact, Literal};
use runtime::{AdditionalProperties, Base64, Date, DateTime, Nullable, Value};
use serde_json::json;

#[test]
fn lengths_are_counted_in_characters() {
    let facts = facts![Fact::MinLength(2), Fact::MaxLength(3)];
    assert_eq!(check(&text("é"), facts), "it: minLength is 2, found 1");
    assert_eq!(check(&text("😀😀😀"), facts), "");
    assert_eq!(
        check(&text("e\u{301}e\u{301}"), facts),
        "it: maxLength is 3, found 4"
    );
    assert_eq!(
        check(&DateTime::from("2014"), facts),
        "it: maxLength is 3, found 4"
    );
    assert_eq!(check(&json!("abcd"), facts), "it: maxLength is 3, found 4");
    assert_eq!(
        check(&State::from("slow"), facts),
        r#"it: maxLength is 3, found 4; it: enum is "on", "off", found "slow""#
    );
    // Bytes are as long as the text that is sent.
    assert_eq!(
        check(&Base64::from(vec![0; 4]), facts),
        "it: maxLength is 3, found 8"
    );
    assert_eq!(check(&None::<String>, facts), "");
    assert_eq!(check(&Nullable::<String>::Null, facts), "");
    assert_eq!(
        check(&Nullable::Value(text("a")), facts),
        "it: minLength is 2, found 1"
    );
    assert_eq!(check(&12345_i64, facts), "");
}

#[test]
fn bounds() {
    let facts = facts![Fact::Minimum(Int(1)), Fact::Maximum(Float(9.5))];
    assert_eq!(check(&0_i64, facts), "it: minimum is 1, found 0");
    assert_eq!(check(&1_u8, facts), "");
    assert_eq!(check(&9.5_f64, facts), "");
    assert_eq!(
        check(&9.500_000_1_f64, facts),
        "it: maximum is 9.5, found 9.5000001"
    );
    assert_eq!(check(&json!(10), facts), "it: maximum is 9.5, found 10");
    let facts = facts![
        Fact::ExclusiveMinimum(Int(1)),
        Fact::ExclusiveMaximum(Int(9))
    ];
    assert_eq!(check(&1_i64, facts), "it: exclusiveMinimum is 1, found 1");
    assert_eq!(check(&9.0_f64, facts), "it: exclusiveMaximum is 9, found 9");
    assert_eq!(check(&8.999_f64, facts), "");
    let facts = facts![Fact::Maximum(Int(18_446_744_073_709_551_614))];
    assert_eq!(
        check(&u64::MAX, facts),
        "it: maximum is 18446744073709551614, found 18446744073709551615"
    );
    assert_eq!(
        check(&1e300, facts),
        "it: maximum is 18446744073709551614, found 1e300"
    );
    // Both are rounded to 2^64: what is not known to be larger is no violation.
    assert_eq!(check(&18_446_744_073_709_551_614_f64, facts), "");
    assert_eq!(
        check(&18_446_744_073_709_555_712_f64, facts),
        "it: maximum is 18446744073709551614, found 18446744073709556000"
    );
    assert_eq!(
        check(&Rank::from(5), facts![Fact::Maximum(Int(2))]),
        "it: maximum is 2, found 5; it: enum is -1, 1, found 5"
    );
}

#[test]
fn many_violations_are_found_in_time_that_grows_with_their_number() {
    let numbers: Vec<i64> = (0..200_000).collect();
    let told = check(&numbers, facts![Fact::Items(&[Fact::Maximum(Int(-1))])]);
    let expected: Vec<_> = numbers
        .iter()
        .map(|number| format!("it[{number}]: maximum is -1, found {number}"))
        .collect();
    assert_eq!(told, expected.join("; "));
}

#[test]
fn multiples_are_exact() {
    let cents = facts![Fact::MultipleOf(Float(0.01))];
    for price in [0.07, 1.1, 4.35, 19.99, 0.0, -2.5, 1_000_000.01] {
        assert_eq!(check(&price, cents), "", "{price}");
    }
    assert_eq!(check(&0.075, cents), "it: multipleOf is 0.01, found 0.075");
    assert_eq!(
        check(&7_i64, facts![Fact::MultipleOf(Int(2))]),
        "it: multipleOf is 2, found 7"
    );
    assert_eq!(check(&8_i64, facts![Fact::MultipleOf(Int(2))]), "");
}

#[test]
fn patterns_and_formats() {
    let pattern = facts![Fact::Pattern("^[a-f]+$")];
    assert_eq!(check(&text("cafe"), pattern), "");
    assert_eq!(
        check(&text("coffee"), pattern),
        r#"it: pattern is ^[a-f]+$, found "coffee""#
    );
    assert_eq!(
        check(&text("coffee"), facts![Fact::Pattern("^(?!coffee)")]),
        r#"it: pattern is ^(?!coffee), found "coffee""#
    );
    assert_eq!(check(&text("coffee"), facts![Fact::Pattern("^c(?!o)")]), "");
    assert_eq!(
        check(
            &DateTime::from("tomorrow"),
            facts![Fact::Format("date-time")]
        ),
        r#"it: format is date-time, found "tomorrow""#
    );
    assert_eq!(
        check(&Date::from("2014-01-01"), facts![Fact::Format("date")]),
        ""
    );
    assert_eq!(
        check(&text("a"), facts![Fact::Format("uuid")]),
        r#"it: format is uuid, found "a""#
    );
    assert_eq!(check(&text("a"), facts![Fact::Format("hostname")]), "");
    let long = "x".repeat(200);
    let shown = "x".repeat(99);
    assert_eq!(
        check(&long, facts![Fact::Format("ipv4")]),
        format!("it: format is ipv4, found \"{shown}…")
    );
}

#[test]
fn lists() {
    let facts = facts![
        Fact::MinItems(1),
        Fact::MaxItems(2),
        Fact::Items(&[Fact::MaxLength(1)])
    ];
    assert_eq!(
        check(&Vec::<String>::new(), facts),
        "it: minItems is 1, found 0"
    );
    assert_eq!(
        check(&vec![text("a"), text("bc")], facts),
        "it[1]: maxLength is 1, found 2"
    );
    assert_eq!(
        check(&json!(["a", "b", "cd"]), facts),
        "it: maxItems is 2, found 3; it[2]: maxLength is 1, found 2"
    );
    let nested = facts![Fact::Items(&[Fact::Items(&[
        Fact::Nullable,
        Fact::Minimum(Int(0))
    ])])];
    assert_eq!(
        check(&vec![vec![Some(0), None], vec![Some(-1_i64)]], nested),
        "it[1][0]: minimum is 0, found -1"
    );
}

#[test]
fn items_are_equal_if_their_json_is() {
    let facts = facts![Fact::UniqueItems];
    assert_eq!(check(&vec![1_i64, 2, 3], facts), "");
    assert_eq!(
        check(&vec![1_i64, 2, 1, 2], facts),
        "it: uniqueItems is true, found equal items 0 and 2"
    );
    assert_eq!(
        check(&json!([{"a": 1, "b": 2}, {"b": 2.0, "a": 1.0}]), facts),
        "it: uniqueItems is true, found equal items 0 and 1"
    );
    assert_eq!(
        check(
            &json!([1, "1", true, null, [1], {"a": 1}, {"a": null}, {}]),
            facts
        ),
        ""
    );
    // Integers are not compared as numbers of 64 bits, which these are the same of.
    assert_eq!(
        check(
            &json!([
                9_007_199_254_740_992_i64,
                9_007_199_254_740_993_i64,
                u64::MAX,
                u64::MAX - 1
            ]),
            facts
        ),
        ""
    );
    assert_eq!(
        check(&vec![0.0, -0.0], facts),
        "it: uniqueItems is true, found equal items 0 and 1"
    );
    assert_eq!(
        check(&vec![f64::NAN, f64::NAN, f64::INFINITY], facts),
        "it[0]: type is a finite number, found NaN; \
         it[1]: type is a finite number, found NaN; \
         it[2]: type is a finite number, found inf"
    );
    let person = |x: i64, y: &str| {
        let mut person = Person::new("a");
        person.additional_properties = [("x", Value::from(x)), ("y", y.into())]
            .into_iter()
            .collect();
        person
    };
    assert_eq!(
        check(&vec![person(1, "b"), person(1, "c"), person(1, "b")], facts),
        "it: uniqueItems is true, found equal items 0 and 2"
    );
}

#[test]
fn maps() {
    let facts = facts![
        Fact::MinProperties(1),
        Fact::MaxProperties(2),
        Fact::PropertyNames(&[Fact::Pattern("^[a-z]+$")]),
        Fact::Values(&[Fact::Minimum(Int(0))])
    ];
    assert_eq!(
        check(&BTreeMap::<String, i64>::new(), facts),
        "it: minProperties is 1, found 0"
    );
    let map = BTreeMap::from([(text("a"), 1_i64), (text("B"), -1), (text("c d"), 0)]);
    assert_eq!(
        check(&map, facts),
        r#"it: maxProperties is 2, found 3; it.B: pattern is ^[a-z]+$, found "B"; it["c d"]: pattern is ^[a-z]+$, found "c d"; it.B: minimum is 0, found -1"#
    );
    assert_eq!(
        check(&json!({"a": -1}), facts),
        "it.a: minimum is 0, found -1"
    );
}

#[test]
fn values_from_a_list() {
    const MIXED: &[Literal] = &[
        Null,
        Bool(true),
        Int(1),
        Float(1.5),
        Text("a"),
        Json("[1,{\"b\":2,\"a\":1}]"),
    ];
    let facts = facts![Fact::Enum(MIXED)];
    for value in [
        json!(true),
        json!(1),
        json!(1.0),
        json!(1.5),
        json!("a"),
        json!([1.0, {"a": 1, "b": 2}]),
    ] {
        assert_eq!(check(&value, facts), "", "{value}");
    }
    assert_eq!(check(&true, facts), "");
    assert_eq!(check(&1_i64, facts), "");
    assert_eq!(
        check(&2_i64, facts),
        r#"it: enum is null, true, 1, 1.5, "a", [1,{"b":2,"a":1}], found 2"#
    );
    assert_eq!(
        check(&text("b"), facts![Fact::Const(Text("a"))]),
        r#"it: const is "a", found "b""#
    );
}

#[test]
fn enums_take_known_values() {
    assert_eq!(check(&State::On, &[]), "");
    assert_eq!(
        check(&State::from("idle"), &[]),
        r#"it: enum is "on", "off", found "idle""#
    );
    assert_eq!(check(&Rank::from(7), &[]), "it: enum is -1, 1, found 7");
}

#[test]
fn unions_take_known_alternatives() {
    let contact = |text: &str| json::from_str::<Contact>(text).expect(text);
    assert_eq!(check(&contact(r#"{"kind":"phone","number":100}"#), &[]), "");
    assert_eq!(
        check(&contact(r#"{"kind":"phone","number":99}"#), &[]),
        "it.number: minimum is 100, found 99"
    );
    assert_eq!(
        check(&contact(r#""someone""#), &[]),
        "it: maxLength is 5, found 7"
    );
    assert_eq!(
        check(&contact(r#"{"kind":"smoke"}"#), &[]),
        r#"it: oneOf is Phone, Person, Mail, found an object (not Phone: `kind` is not "phone" or "fax"; not Person: it has no member `id`; not Mail: it is not a string)"#
    );
    let mut phone: Phone = json::from_str(r#"{"kind":"phone","number":100}"#).expect("a phone");
    phone.kind = "smoke".to_owned();
    assert_eq!(
        check(&Contact::Phone(Box::new(phone)), &[]),
        r#"it: oneOf is Phone, found another alternative: `kind` is not "phone" or "fax"; it.kind: const is "phone", found "smoke""#
    );
}

#[test]
fn unions_beside_which_anything_is_allowed_take_anything() {
    for value in [r#""abc""#, r#""abcd""#, "7", "{}", "[null]"] {
        let hint: Hint = json::from_str(value).expect(value);
        assert_eq!(check(&hint, &[]), "", "{value}");
        assert_eq!(json::to_string(&hint).expect(value), value);
    }
    assert!(matches!(
        json::from_str(r#""abcd""#).expect("a text"),
        Hint::Text(text) if text == "abcd"
    ));
}

#[test]
fn models_are_checked_to_the_bottom() {
    let mut person = Person::new("12345");
    person.note = Nullable::from("long".to_owned());
    person.tags = Some(vec![text("a"), text("B")]);
    person.marks = Some(vec![None, Some(0)]);
    person.friends = Some(vec![Person::new("a"), Person::new("")]);
    person.labels = Some(BTreeMap::from([(text("name"), text(""))]));
    person.state = Some(State::from("idle"));
    let violations = person.validate().expect_err("violations");
    let lines: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "id: maxLength is 4, found 5",
            "note: maxLength is 3, found 4",
            r#"state: enum is "on", "off", found "idle""#,
            r#"tags[1]: pattern is ^[a-z]+$, found "B""#,
            "marks[1]: minimum is 1, found 0",
            "labels.name: maxLength is 3, found 4",
            "labels.name: minLength is 1, found 0",
            "friends[1].id: minLength is 1, found 0",
        ]
    );
    assert_eq!(violations.to_string(), lines.join("; "));
    let first = &violations.as_slice()[0];
    assert_eq!(
        (first.path(), first.rule(), first.limit(), first.actual()),
        ("id", "maxLength", "4", "5")
    );
    assert_eq!(Person::new("a").validate(), Ok(()));
}

#[test]
fn members_that_only_the_whole_object_speaks_of() {
    struct Labels {
        key: Option<String>,
        additional_properties: AdditionalProperties,
    }
    runtime::model! {
        Labels from "#/labels" {
            key: Optional "key" [],
            additional_properties: Rest "" [Required(&["key", "id"]), PropertyNames(&[MaxLength(3)])],
        }
    }
    let violations = |labels: &str| {
        let labels: Labels = json::from_str(labels).expect("labels");
        labels.validate().err().map(|found| found.to_string())
    };
    assert_eq!(violations(r#"{"key":"a","id":1}"#), None);
    assert_eq!(
        violations(r#"{"key":"a","name":1}"#).as_deref(),
        Some("required is key, id, found no id; name: maxLength is 3, found 4")
    );
    assert_eq!(
        violations(r#"{"id":1}"#).as_deref(),
        Some("required is key, id, found no key")
    );
}

#[test]
fn secrets_are_not_shown() {
    let mut person = Person::new("a");
    person.password = Some(text("1234"));
    assert_eq!(
        person.validate().expect_err("too short").to_string(),
        "password: minLength is 8, found 4"
    );
    let secret = facts![
        Fact::WriteOnly,
        Fact::Pattern("^x"),
        Fact::Enum(&[Text("y")])
    ];
    assert_eq!(
        check(&text("1234"), secret),
        r#"it: pattern is ^x, found [redacted]; it: enum is "y", found [redacted]"#
    );
    let inside = facts![Fact::WriteOnly, Fact::Items(&[Fact::Format("uuid")])];
    assert_eq!(
        check(&vec![text("1234")], inside),
        "it[0]: format is uuid, found [redacted]"
    );
    assert_eq!(
        check(
            &text("1234"),
            facts![Fact::Format("password"), Fact::Const(Text("x"))]
        ),
        r#"it: const is "x", found [redacted]"#
    );
}

#[test]
fn alternatives() {
    let facts = facts![Fact::AnyOf(&[
        &[Fact::Pattern("^!")],
        &[Fact::Pattern("^#"), Fact::MaxLength(3)],
    ])];
    assert_eq!(check(&text("!room"), facts), "");
    assert_eq!(check(&text("#ab"), facts), "");
    assert_eq!(
        check(&text("#room"), facts),
        r##"it: anyOf is {"pattern":"^!"} or {"maxLength":3,"pattern":"^#"}, found none of them"##
    );
    let facts = facts![Fact::OneOf(&[
        &[Fact::Minimum(Int(3))],
        &[Fact::Maximum(Int(5))],
    ])];
    assert_eq!(check(&7_i64, facts), "");
    assert_eq!(
        check(&4_i64, facts),
        r#"it: oneOf is {"minimum":3} or {"maximum":5}, found 2 of them"#
    );
    let facts = facts![Fact::Not(&[Fact::Required(&["a", "b"])])];
    assert_eq!(check(&json!({"a": 1}), facts), "");
    assert_eq!(
        check(&json!({"a": 1, "b": 2}), facts),
        "it: not is a and b, found all of it"
    );
}

#[test]
fn alternatives_of_an_object_as_a_whole() {
    let violations = |room: &str| {
        let room: Door = json::from_str(room).expect("a door");
        room.validate().err().map(|found| found.to_string())
    };
    assert_eq!(violations(r#"{"key":"k"}"#), None);
    assert_eq!(violations(r#"{"code":1}"#), None);
    assert_eq!(
        violations("{}").as_deref(),
        Some("oneOf is key or code, found none of them")
    );
    assert_eq!(
        violations(r#"{"key":"k","code":1}"#).as_deref(),
        Some("oneOf is key or code, found 2 of them")
    );
}

#[test]
fn the_object_as_a_whole() {
    let mut counters: Counters = json::from_str(r#"{"name":"n","a":1,"b":-2}"#).expect("counters");
    assert_eq!(
        counters.validate().expect_err("violations").to_string(),
        "maxProperties is 2, found 3; b: minimum is 0, found -2"
    );
    counters.name = None;
    counters.counts.insert(text("b"), 2);
    assert_eq!(counters.validate(), Ok(()));

    // Received members that are not named, and nulls, are kept; sent they are violations.
    let mut closed: Closed = json::from_str(r#"{"name":null,"more":1}"#).expect("a closed model");
    assert_eq!(
        closed.validate().expect_err("two of them").to_string(),
        "more: additionalProperties is false, found a member that the schema does not name; \
         name: type is anything but null, found null"
    );
    closed.additional_properties.remove("more");
    assert!(closed.validate().is_err());
    closed.name = Some(text("n"));
    assert_eq!(closed.validate(), Ok(()));
    closed.name = None;
    closed.additional_properties = AdditionalProperties::new();
    assert_eq!(closed.validate(), Ok(()));
}

#[test]
fn null_is_a_value_of_any_json() {
    let nulls = r#"{"any":null,"maybe":null,"allowed":null,"list":[null],"more":null,"name":null}"#;
    let loose: Loose = json::from_str(nulls).expect("a loose model");
    let violations = loose.validate().expect_err("four of them");
    let violated: Vec<(&str, &str, &str)> = violations
        .iter()
        .map(|it| (it.path(), it.rule(), it.actual()))
        .collect();
    let expected = [
        ("any", "not", "null"),
        ("maybe", "else", "null"),
        ("list[0]", "enum", "null"),
        ("more", "not", "null"),
    ];
    assert_eq!(violated, expected);
    assert_eq!(json::to_string(&loose).expect("JSON"), nulls);
    // What is not there is not null.
    let loose: Loose = json::from_str(r#"{"any":1,"allowed":"a"}"#).expect("a loose model");
    assert_eq!(loose.validate(), Ok(()));
    // Allowed for items.
    let facts = facts![Fact::Items(&[
        Fact::Nullable,
        Fact::Not(&[Fact::Const(Literal::Null)])
    ])];
    assert_eq!(check(&json!([null]), facts), "");
}

#[test]
fn what_holds_of_all_others() {
    let violations = |value: &str| {
        let form: Form = json::from_str(value).expect("anything");
        assert_eq!(json::to_string(&form).expect("JSON"), value);
        check(&form, facts![])
    };
    assert_eq!(violations(r#"{"kind":"fax"}"#), "");
    assert_eq!(violations(r#"{"kind":"phone","number":100}"#), "");
    // It lacks what telephones have, and is of a kind all the same.
    assert_eq!(violations(r#"{"kind":"phone"}"#), "");
    assert_eq!(violations("{}"), "it: required is kind, found no kind");
    assert_eq!(violations("1"), "it: type is object, found a number");
    assert_eq!(
        violations(r#"{"kind":"phone","number":1}"#),
        "it.number: minimum is 100, found 1"
    );
}
