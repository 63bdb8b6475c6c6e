//! Conditions: each keyword, with a value that satisfies it and one that does not, and its words.

use std::collections::BTreeMap;

use crate::shapes::{Contact, Order, Person};
use crate::support::{check, text};
use runtime::json;
use runtime::model::Literal::{Bool, Int, Null, Text};
use runtime::model::{Fact, JsonType};
use runtime::{AdditionalProperties, Base64};
use serde_json::json;

const STRING: Fact = Fact::Types(&[JsonType::String]);
const NUMBER: Fact = Fact::Types(&[JsonType::Number]);

#[test]
fn not() {
    let facts = facts![Fact::Not(&[Fact::Const(Text("root"))])];
    assert_eq!(check(&text("guest"), facts), "");
    assert_eq!(
        check(&text("root"), facts),
        r#"it: not is {"const":"root"}, found "root""#
    );
    let facts = facts![Fact::Not(&[STRING, Fact::MinLength(2)])];
    assert_eq!(check(&json!("a"), facts), "");
    assert_eq!(check(&json!(10), facts), "");
    assert_eq!(
        check(&json!("ab"), facts),
        r#"it: not is {"minLength":2,"type":"string"}, found "ab""#
    );
    let facts = facts![Fact::Not(&[Fact::Required(&["a", "b"])])];
    assert_eq!(
        check(&json!({"a": 1, "b": 2}), facts),
        "it: not is a and b, found all of it"
    );
    // Nothing satisfies `false`.
    assert_eq!(
        check(&true, facts![Fact::Not(&[])]),
        "it: not is anything, found a boolean"
    );
}

#[test]
fn formats_of_integers() {
    const WIDTH: Fact = Fact::Format("int32");
    let facts = facts![Fact::PatternProperties("^x-", &[WIDTH])];
    for (value, expected) in [
        (json!({"x-": 2_147_483_647}), ""),
        (
            json!({"x-": -2_147_483_648_i64, "y": 2_147_483_648_i64}),
            "",
        ),
        (json!({"x-": "2147483648"}), ""),
        (
            json!({"x-": 2_147_483_648_i64}),
            "it.x-: format is int32, found 2147483648",
        ),
        (
            json!({"x-": -1e300}),
            "it.x-: format is int32, found -1e300",
        ),
    ] {
        assert_eq!(check(&value, facts), expected, "{value}");
    }
    let unsigned = facts![Fact::PrefixItems(&[&[Fact::Format("uint64")]])];
    assert_eq!(check(&json!([u64::MAX]), unsigned), "");
    assert_eq!(
        check(&json!([-1]), unsigned),
        "it[0]: format is uint64, found -1"
    );
}

#[test]
fn types() {
    let facts = facts![Fact::Types(&[JsonType::Integer, JsonType::Null])];
    assert_eq!(check(&1.0, facts), "");
    assert_eq!(check(&json!(12), facts), "");
    assert_eq!(
        check(&1.5, facts),
        "it: type is integer or null, found a number"
    );
    assert_eq!(
        check(&text("1"), facts),
        "it: type is integer or null, found a string"
    );
    for (value, kind) in [
        (json!(true), JsonType::Boolean),
        (json!([]), JsonType::Array),
        (json!({}), JsonType::Object),
        (json!("a"), JsonType::String),
        (json!(1.5), JsonType::Number),
    ] {
        let types: &'static [JsonType] = Box::leak(Box::new([kind]));
        let facts: &'static [Fact] = Box::leak(Box::new([Fact::Types(types)]));
        assert_eq!(check(&value, facts), "", "{value}");
        let facts: &'static [Fact] = Box::leak(Box::new([Fact::Not(facts)]));
        assert_ne!(check(&value, facts), "", "{value}");
    }
}

#[test]
fn if_then_else() {
    let facts = facts![Fact::If(
        &[
            Fact::Property("country", &[Fact::Const(Text("NL"))]),
            Fact::Required(&["country"])
        ],
        &[Fact::Property("zip", &[Fact::Pattern("^[0-9]{4}$")])],
        &[Fact::Required(&["state"])]
    )];
    assert_eq!(check(&json!({"country": "NL", "zip": "1234"}), facts), "");
    assert_eq!(
        check(&json!({"country": "NL", "zip": "x"}), facts),
        r#"it: then is {"properties":{"zip":{"pattern":"^[0-9]{4}$"}}}, found zip: "x""#
    );
    assert_eq!(check(&json!({"country": "US", "state": "NY"}), facts), "");
    assert_eq!(
        check(&json!({"country": "US"}), facts),
        r#"it: else is {"required":["state"]}, found no state"#
    );
    assert_eq!(
        check(&json!({"zip": "x"}), facts),
        r#"it: else is {"required":["state"]}, found no state"#
    );
    let short = facts![Fact::If(
        &[Fact::MaxLength(2)],
        &[Fact::Pattern("^[a-z]*$")],
        &[]
    )];
    assert_eq!(check(&text("ABC"), short), "");
    assert_eq!(
        check(&text("AB"), short),
        r#"it: then is {"pattern":"^[a-z]*$"}, found "AB""#
    );
}

#[test]
fn contains() {
    let one = facts![Fact::Contains(&[STRING], 1, None)];
    assert_eq!(check(&json!([1, "a"]), one), "");
    assert_eq!(
        check(&json!([1, null]), one),
        r#"it: contains is {"type":"string"}, found no such item"#
    );
    let some = facts![Fact::Contains(&[Fact::Minimum(Int(10))], 2, Some(3))];
    assert_eq!(check(&vec![1_i64, 10, 11], some), "");
    assert_eq!(check(&vec![10_i64, 11, 12, 1], some), "");
    assert_eq!(
        check(&vec![1_i64, 10], some),
        r#"it: minContains is 2 of {"minimum":10}, found 1"#
    );
    assert_eq!(
        check(&vec![10_i64, 11, 12, 13], some),
        r#"it: maxContains is 3 of {"minimum":10}, found 4"#
    );
    let any = facts![Fact::Contains(&[STRING], 0, Some(1))];
    assert_eq!(check(&json!([]), any), "");
    assert_eq!(
        check(&json!(["a", "b"]), any),
        r#"it: maxContains is 1 of {"type":"string"}, found 2"#
    );
}

#[test]
fn members_that_depend_on_others() {
    let facts = facts![
        Fact::DependentRequired("card", &["address", "name"]),
        Fact::DependentSchemas("gift", &[Fact::Property("note", &[Fact::MaxLength(3)])])
    ];
    assert_eq!(check(&json!({"name": "n"}), facts), "");
    assert_eq!(
        check(&json!({"card": null, "address": 1, "name": 2}), facts),
        ""
    );
    assert_eq!(
        check(&json!({"card": 1, "address": 1}), facts),
        r#"it: dependentRequired is {"card":["address","name"]}, found no name"#
    );
    assert_eq!(check(&json!({"note": "long"}), facts), "");
    assert_eq!(
        check(&json!({"gift": true, "note": "long"}), facts),
        r#"it: dependentSchemas is {"gift":{"properties":{"note":{"maxLength":3}}}}, found note: 4"#
    );
}

#[test]
fn positions() {
    let facts = facts![
        Fact::PrefixItems(&[&[NUMBER], &[STRING, Fact::MaxLength(1)]]),
        Fact::Items(&[Fact::Types(&[JsonType::Boolean])])
    ];
    assert_eq!(check(&json!([1, "a", true, false]), facts), "");
    assert_eq!(check(&json!([]), facts), "");
    assert_eq!(
        check(&json!(["a", "bc", 1]), facts),
        "it[0]: type is number, found a string; it[1]: maxLength is 1, found 2; \
         it[2]: type is boolean, found a number"
    );
    let pair = facts![
        Fact::PrefixItems(&[&[NUMBER], &[NUMBER]]),
        Fact::Items(&[Fact::Not(&[])])
    ];
    assert_eq!(check(&vec![1.0, 2.0], pair), "");
    assert_eq!(
        check(&vec![1.0, 2.0, 3.0], pair),
        "it[2]: items is false, found a number"
    );
    let inside = facts![Fact::AllOf(&[&[
        Fact::PrefixItems(&[&[NUMBER]]),
        Fact::Items(&[Fact::Not(&[])])
    ]])];
    assert_eq!(
        check(&vec![1.0, 2.0], inside),
        "it[1]: items is false, found a number"
    );
}

#[test]
fn members_by_pattern() {
    let facts = facts![
        Fact::PatternProperties("^s_", &[Fact::MaxLength(1)]),
        Fact::PatternProperties("^n_", &[Fact::MinLength(2)]),
        Fact::Values(&[Fact::Pattern("^x")])
    ];
    let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| (text(name), text(value)))
            .collect()
    };
    assert_eq!(
        check(&map(&[("s_a", "a"), ("n_a", "ab"), ("other", "xy")]), facts),
        ""
    );
    assert_eq!(
        check(&map(&[("s_a", "ab"), ("n_a", "a"), ("other", "y")]), facts),
        r#"it.s_a: maxLength is 1, found 2; it.n_a: minLength is 2, found 1; it.other: pattern is ^x, found "y""#
    );
    let closed = facts![Fact::PatternProperties("^s_", &[]), Fact::Closed];
    assert_eq!(check(&map(&[("s_a", "a")]), closed), "");
    assert_eq!(
        check(&map(&[("a", "a")]), closed),
        "it.a: additionalProperties is false, found a member that the schema does not name"
    );
    let names = facts![Fact::PropertyNames(&[Fact::Not(&[Fact::Enum(&[
        Text("id"),
        Text("self")
    ])])])];
    assert_eq!(check(&map(&[("a", "a")]), names), "");
    assert_eq!(
        check(&map(&[("id", "a")]), names),
        r#"it.id: not is {"enum":["id","self"]}, found "id""#
    );
}

/// What `additionalProperties` and `items` are about depends on what stands beside them.
#[test]
fn what_stands_beside_a_keyword_counts() {
    let facts = facts![Fact::AnyOf(&[
        &[Fact::Property("a", &[STRING]), Fact::Closed],
        &[Fact::Property("b", &[STRING]), Fact::Values(&[NUMBER])],
    ])];
    for valid in [json!({"a": "x"}), json!({}), json!({"b": "x", "c": 1})] {
        assert_eq!(check(&valid, facts), "", "{valid}");
    }
    for invalid in [json!({"a": "x", "b": "y"}), json!({"b": "x", "c": "y"})] {
        assert_eq!(
            check(&invalid, facts),
            r#"it: anyOf is {"additionalProperties":false,"properties":{"a":{"type":"string"}}} or {"additionalProperties":{"type":"number"},"properties":{"b":{"type":"string"}}}, found none of them"#
        );
    }
}

#[test]
fn what_nothing_speaks_of() {
    let facts = facts![
        Fact::Property("kind", &[STRING]),
        Fact::AnyOf(&[
            &[Fact::Property("a", &[STRING]), Fact::Required(&["a"])],
            &[Fact::Property("b", &[NUMBER]), Fact::Required(&["b"])],
        ]),
        Fact::If(
            &[Fact::Property("kind", &[Fact::Const(Text("x"))])],
            &[Fact::Property("then", &[])],
            &[Fact::PatternProperties("^else", &[])]
        ),
        Fact::DependentSchemas("a", &[Fact::Property("with_a", &[])]),
        Fact::UnevaluatedProperties(&[Fact::Types(&[JsonType::Boolean])])
    ];
    for valid in [
        json!({"a": "x", "kind": "x", "then": 1, "more": true}),
        json!({"b": 1, "kind": "y", "else_1": 1}),
        json!({"a": "x", "b": 1, "with_a": 1}),
    ] {
        assert_eq!(check(&valid, facts), "", "{valid}");
    }
    for (invalid, path, kind) in [
        // The alternative that names it does not hold.
        (json!({"a": 1, "b": 1}), "a", "a number"),
        (
            json!({"a": "x", "kind": "y", "then": 1}),
            "then",
            "a number",
        ),
        (
            json!({"a": "x", "kind": "x", "else_1": 1}),
            "else_1",
            "a number",
        ),
        (json!({"b": 1, "with_a": "x"}), "with_a", "a string"),
    ] {
        assert_eq!(
            check(&invalid, facts),
            format!("it.{path}: type is boolean, found {kind}"),
            "{invalid}"
        );
    }
    let items = facts![
        Fact::PrefixItems(&[&[NUMBER]]),
        Fact::Contains(&[STRING], 0, None),
        Fact::UnevaluatedItems(&[Fact::Not(&[])])
    ];
    assert_eq!(check(&json!([1, "a", "b"]), items), "");
    assert_eq!(
        check(&json!([1, "a", 2]), items),
        "it[2]: unevaluatedItems is false, found a number"
    );
    let members = facts![
        Fact::AllOf(&[&[Fact::Values(&[STRING])]]),
        Fact::UnevaluatedProperties(&[Fact::Not(&[])])
    ];
    assert_eq!(check(&json!({"a": "x"}), members), "");
}

#[test]
fn items_that_nothing_speaks_of() {
    const NONE: Fact = Fact::UnevaluatedItems(&[Fact::Not(&[])]);
    const ONE: &[Fact] = &[Fact::PrefixItems(&[&[NUMBER]])];
    let all = facts![Fact::AllOf(&[ONE]), NONE];
    let any = facts![
        Fact::AnyOf(&[ONE, &[Fact::PrefixItems(&[&[STRING], &[STRING]])]]),
        NONE
    ];
    let every = facts![
        Fact::OneOf(&[&[Fact::Items(&[NUMBER])], &[Fact::Items(&[STRING])]]),
        NONE
    ];
    let chosen = facts![
        Fact::If(
            &[Fact::PrefixItems(&[&[Fact::Const(Text("x"))]])],
            &[Fact::PrefixItems(&[&[], &[]])],
            &[Fact::PrefixItems(&[&[], &[], &[]])]
        ),
        NONE
    ];
    for (valid, facts) in [
        (json!([1]), all),
        (json!([1]), any),
        (json!(["a", "b"]), any),
        (json!([1, 2]), every),
        (json!(["x", 1]), chosen),
        (json!(["y", 1, 2]), chosen),
    ] {
        assert_eq!(check(&valid, facts), "", "{valid}");
    }
    for (invalid, facts, at) in [
        (json!([1, 2]), all, 1),
        // The alternative that speaks of it does not hold.
        (json!([1, 2]), any, 1),
        (json!(["x", 1, 2]), chosen, 2),
        (json!(["y", 1, 2, 3]), chosen, 3),
    ] {
        assert_eq!(
            check(&invalid, facts),
            format!("it[{at}]: unevaluatedItems is false, found a number"),
            "{invalid}"
        );
    }
}

#[test]
fn a_model_is_checked_as_what_is_sent() {
    let violations = |order: &str| {
        let order: Order = json::from_str(order).expect("an order");
        order.validate().err().map(|found| found.to_string())
    };
    assert_eq!(violations(r#"{"card":"1","address":"a"}"#), None);
    assert_eq!(violations(r#"{"note":"n","x-a":1,"more":true}"#), None);
    assert_eq!(
        violations(r#"{"card":"1"}"#).as_deref(),
        Some(r#"dependentRequired is {"card":["address"]}, found no address"#)
    );
    assert_eq!(
        violations(r#"{"x-a":"1"}"#).as_deref(),
        Some("x-a: type is number, found a string")
    );
    assert_eq!(
        violations(r#"{"more":1}"#).as_deref(),
        Some("more: type is boolean, found a number")
    );
    assert_eq!(
        violations(r#"{"address":"a","note":"n"}"#).as_deref(),
        Some("not is address and note, found all of it")
    );
}

#[test]
fn typed_values_are_checked_as_their_json() {
    let facts = facts![Fact::Not(&[Fact::Pattern("^AA")])];
    assert_eq!(check(&Base64::from(vec![255]), facts), "");
    assert_eq!(
        check(&Base64::from(vec![0, 0]), facts),
        r#"it: not is {"pattern":"^AA"}, found "AAA=""#
    );
    let facts = facts![Fact::Items(&[Fact::Not(&[Fact::Const(Int(0))])])];
    assert_eq!(
        check(&vec![Some(1_i64), None, Some(0)], facts),
        r#"it[2]: not is {"const":0}, found 0"#
    );
    // Null in a field that may be null is no matter of its facts; within a condition it is a value.
    assert_eq!(
        check(&None::<i64>, facts![Fact::Not(&[Fact::Const(Null)])]),
        ""
    );
    let facts = facts![Fact::Not(&[
        Fact::Property("a", &[Fact::Const(Null)]),
        Fact::Required(&["a"])
    ])];
    assert_eq!(check(&json!({"a": 1}), facts), "");
    assert_ne!(check(&json!({"a": null}), facts), "");
    // What cannot be sent has no JSON, and no condition is about it.
    assert_eq!(
        check(&f64::NAN, facts![Fact::Not(&[])]),
        "it: type is a finite number, found NaN"
    );
}

/// What a use asks of an object stands in a set of its own, where `Closed` knows the names beside it.
#[test]
fn a_set_closes_an_object() {
    let facts = facts![Fact::AllOf(&[&[
        Fact::Property("a", &[]),
        Fact::MinProperties(1),
        Fact::Closed
    ]])];
    assert_eq!(check(&json!({"a": 1}), facts), "");
    assert_ne!(check(&json!({}), facts), "");
    assert_ne!(check(&json!({"a": 1, "b": 2}), facts), "");
}

/// A pattern that is not checked leaves open what depends on it.
#[test]
fn what_cannot_be_checked_is_no_violation() {
    const UNKNOWN: Fact = Fact::Pattern("^(?:(?!a).)");
    for facts in [
        facts![Fact::Not(&[UNKNOWN])],
        facts![Fact::AnyOf(&[&[UNKNOWN], &[NUMBER]])],
        facts![Fact::OneOf(&[&[UNKNOWN], &[STRING]])],
        facts![Fact::If(&[UNKNOWN], &[NUMBER], &[NUMBER])],
        facts![Fact::Not(&[Fact::AnyOf(&[&[UNKNOWN], &[NUMBER]])])],
        facts![Fact::Not(&[Fact::Not(&[UNKNOWN])])],
        facts![Fact::Not(&[Fact::If(&[UNKNOWN], &[STRING], &[NUMBER])])],
        facts![Fact::Not(&[Fact::If(&[], &[UNKNOWN], &[])])],
        facts![Fact::Not(&[Fact::OneOf(&[&[UNKNOWN], &[NUMBER]])])],
    ] {
        assert_eq!(check(&text("a"), facts), "");
    }
    assert_ne!(
        check(
            &text("a"),
            facts![Fact::Not(&[Fact::AnyOf(&[&[UNKNOWN], &[STRING]])])]
        ),
        ""
    );
    let items = facts![Fact::Contains(&[UNKNOWN], 1, Some(1))];
    assert_eq!(check(&json!(["a", "b"]), items), "");
    assert_eq!(
        check(&json!([]), items),
        r#"it: contains is {"pattern":"^(?:(?!a).)"}, found no such item"#
    );
    let no_item = facts![Fact::Not(&[Fact::Contains(&[UNKNOWN], 1, None)])];
    assert_eq!(check(&json!(["a"]), no_item), "");
    let more_items = facts![Fact::Not(&[Fact::Contains(&[UNKNOWN], 0, Some(1))])];
    assert_eq!(check(&json!(["a", "b"]), more_items), "");
    let members = facts![
        Fact::PatternProperties("^(?:(?!a).)", &[NUMBER]),
        Fact::Closed
    ];
    assert_eq!(check(&json!({"a": "x"}), members), "");
}

/// What is known is known under `not`, too.
#[test]
fn what_can_be_checked_is_a_violation() {
    assert_eq!(
        check(
            &text("a"),
            facts![Fact::Not(&[Fact::OneOf(&[&[STRING], &[NUMBER]])])]
        ),
        r#"it: not is {"oneOf":[{"type":"string"},{"type":"number"}]}, found "a""#
    );
    assert_eq!(
        check(
            &json!(["a"]),
            facts![Fact::Not(&[Fact::Contains(&[STRING], 1, None)])]
        ),
        r#"it: not is {"contains":{"type":"string"}}, found all of it"#
    );
    assert_eq!(
        check(
            &json!(["a"]),
            facts![Fact::Not(&[Fact::Contains(&[STRING], 0, Some(1))])]
        ),
        r#"it: not is {"contains":{"type":"string"},"maxContains":1,"minContains":0}, found all of it"#
    );
}

#[test]
fn secrets_within_a_condition_are_not_shown() {
    let mut person = Person::new("a");
    person.password = Some(text("hunter22"));
    let facts = facts![Fact::DependentSchemas(
        "password",
        &[Fact::Property("password", &[Fact::Pattern("^x")])]
    )];
    assert_eq!(
        check(&person, facts),
        r#"it: dependentSchemas is {"password":{"properties":{"password":{"pattern":"^x"}}}}, found password: [redacted]"#
    );
    let facts = facts![Fact::Property(
        "pin",
        &[Fact::Format("password"), Fact::Pattern("^x")]
    )];
    assert_eq!(
        check(&json!({"pin": "1234"}), facts),
        "it.pin: pattern is ^x, found [redacted]"
    );
    assert_eq!(
        check(&text("1234"), facts![Fact::WriteOnly, Fact::Not(&[STRING])]),
        r#"it: not is {"type":"string"}, found [redacted]"#
    );
}

/// What is said under a condition may be about a value of which its own type knows that it is a secret.
#[test]
fn secrets_deep_within_a_condition_are_not_shown() {
    const PASSWORD: Fact = Fact::Property("password", &[Fact::Pattern("^x")]);
    let mut person = Person::new("a");
    person.password = Some(text("hunter22"));
    assert_eq!(
        check(
            &vec![Person::new("b"), person.clone()],
            facts![Fact::PrefixItems(&[&[], &[PASSWORD]])]
        ),
        "it[1].password: pattern is ^x, found [redacted]"
    );
    assert_eq!(
        check(
            &BTreeMap::from([(text("a"), person.clone()), (text("b"), Person::new("b"))]),
            facts![Fact::Property("a", &[PASSWORD])]
        ),
        "it.a.password: pattern is ^x, found [redacted]"
    );
    assert_eq!(
        check(
            &Contact::Person(Box::new(person.clone())),
            facts![PASSWORD, Fact::Property("nick", &[])]
        ),
        "it.password: pattern is ^x, found [redacted]"
    );
}

#[test]
fn secrets_that_facts_name_are_not_shown_under_others() {
    const SECRET: &[Fact] = &[Fact::Format("password")];
    const SHORT: &[Fact] = &[Fact::Pattern("^.{1}$")];
    let pin = json!({"pin": "1234"});
    let list = json!(["1234"]);
    for (value, facts) in [
        (
            &list,
            facts![Fact::Items(SECRET), Fact::AllOf(&[&[Fact::Items(SHORT)]])],
        ),
        (
            &list,
            facts![
                Fact::PrefixItems(&[SECRET]),
                Fact::AllOf(&[&[Fact::Items(SHORT)]])
            ],
        ),
        (
            &list,
            facts![
                Fact::UnevaluatedItems(SECRET),
                Fact::AllOf(&[&[Fact::Contains(SHORT, 0, None)]]),
                Fact::PrefixItems(&[SHORT])
            ],
        ),
        (
            &list,
            facts![Fact::Contains(SECRET, 0, None), Fact::PrefixItems(&[SHORT])],
        ),
        (
            &pin,
            facts![Fact::Values(SECRET), Fact::Property("pin", SHORT)],
        ),
        (
            &pin,
            facts![
                Fact::Property("pin", SECRET),
                Fact::PatternProperties("^p", SHORT)
            ],
        ),
        (
            &pin,
            facts![
                Fact::PatternProperties("^p", SECRET),
                Fact::Property("pin", SHORT)
            ],
        ),
        (
            &pin,
            facts![
                Fact::UnevaluatedProperties(SECRET),
                Fact::Property("pin", SHORT)
            ],
        ),
        (
            &pin,
            facts![
                Fact::DependentSchemas("pin", &[Fact::Values(SECRET)]),
                Fact::Property("pin", SHORT)
            ],
        ),
        (
            &pin,
            facts![
                Fact::If(&[], &[Fact::Values(SECRET)], &[]),
                Fact::Property("pin", SHORT)
            ],
        ),
        (
            &pin,
            facts![
                Fact::AnyOf(&[&[Fact::Values(SECRET)]]),
                Fact::Property("pin", SHORT)
            ],
        ),
        (
            &pin,
            facts![
                Fact::OneOf(&[&[Fact::Values(SECRET)]]),
                Fact::Property("pin", SHORT)
            ],
        ),
        (
            &pin,
            facts![
                Fact::AllOf(&[&[Fact::Values(SECRET)]]),
                Fact::Property("pin", SHORT)
            ],
        ),
    ] {
        let found = check(value, facts);
        assert!(found.contains("found [redacted]"), "{facts:?}: {found}");
        assert!(!found.contains("1234"), "{facts:?}: {found}");
    }
    // Nor those that only the type of a list names.
    let keys = vec![text("1234")];
    let facts = facts![Fact::Items(SECRET), Fact::AllOf(&[&[Fact::Items(SHORT)]])];
    assert_eq!(
        check(&keys, facts),
        "it[0]: pattern is ^.{1}$, found [redacted]"
    );
}

/// The conditions of a model stand beside its members, which have facts of their own.
#[test]
fn secrets_of_a_model_are_not_shown_under_its_conditions() {
    struct Login {
        kind: Option<String>,
        pin: Option<String>,
        additional_properties: AdditionalProperties,
    }
    runtime::model! {
        Login from "#/login" {
            kind: Optional "kind" [],
            pin: Optional "pin" [WriteOnly],
            additional_properties: Rest "" [
                DependentSchemas("kind", &[Property("pin", &[Pattern("^x")])]),
                AllOf(&[&[Property("pin", &[Pattern("^y")])]]),
            ],
        }
    }
    let login: Login = json::from_str(r#"{"kind":"short","pin":"1234"}"#).expect("a login");
    assert_eq!(
        login.validate().expect_err("a wrong pin").to_string(),
        r#"dependentSchemas is {"kind":{"properties":{"pin":{"pattern":"^x"}}}}, found pin: [redacted]; pin: pattern is ^y, found [redacted]"#
    );
}

#[test]
fn long_schemas_are_cut() {
    const LONG: &[Fact] = &[Fact::Enum(&[Bool(true); 60])];
    let found = check(&true, facts![Fact::Not(LONG)]);
    assert!(
        found.starts_with(r#"it: not is {"enum":[true,true,"#),
        "{found}"
    );
    assert!(found.ends_with("true,t…, found true"), "{found}");
}
