//! The rows of the table of styles in the OpenAPI Specification, from bytes to values, and what RFC 6570 adds.

use serde_json::{Value, json};

use crate::compare::{is_same, is_same_deep};
use crate::document::Style;
use crate::read::{self, Found, Pairs, Shape};

fn values() -> [Value; 3] {
    [
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"R": 100, "G": 200, "B": 150}),
    ]
}

#[track_caller]
fn alone(style: Style, is_exploded: bool, rows: [&str; 3]) {
    for (raw, value) in rows.iter().zip(values()) {
        let found = read::expansion(
            raw,
            style,
            is_exploded,
            "color",
            &Shape::of(&value),
            read::percent,
        );
        assert!(is_same(&found.clone().unwrap(), &value), "{raw}: {found:?}");
    }
}

/// What is empty is a row that the specification leaves open.
#[track_caller]
fn pairs(style: Style, is_exploded: bool, rows: [&str; 3]) {
    for (raw, value) in rows.iter().zip(values()).filter(|(raw, _)| !raw.is_empty()) {
        let mut pairs = Pairs::parse(raw, "&");
        let found = pairs
            .read(
                "color",
                style,
                is_exploded,
                &Shape::of(&value),
                read::percent,
            )
            .unwrap();
        let is_same = match style {
            Style::DeepObject => is_same_deep(&found, "color", &value),
            _ => is_same(&found, &value),
        };
        assert!(is_same, "{raw}: {found:?}");
        assert!(pairs.list.is_empty(), "{raw}: {:?} is left", pairs.list);
    }
}

#[test]
fn matrix() {
    alone(
        Style::Matrix,
        false,
        [
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ],
    );
    alone(
        Style::Matrix,
        true,
        [
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ],
    );
}

#[test]
fn label() {
    alone(
        Style::Label,
        false,
        [".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
    );
    alone(
        Style::Label,
        true,
        [".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
    );
}

#[test]
fn simple() {
    alone(
        Style::Simple,
        false,
        ["blue", "blue,black,brown", "R,100,G,200,B,150"],
    );
    alone(
        Style::Simple,
        true,
        ["blue", "blue,black,brown", "R=100,G=200,B=150"],
    );
}

#[test]
fn form() {
    pairs(
        Style::Form,
        false,
        [
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ],
    );
    pairs(
        Style::Form,
        true,
        [
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ],
    );
}

#[test]
fn delimited() {
    pairs(
        Style::SpaceDelimited,
        false,
        [
            "",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ],
    );
    pairs(
        Style::PipeDelimited,
        false,
        [
            "",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ],
    );
    pairs(
        Style::PipeDelimited,
        false,
        ["", "color=blue|black|brown", "color=R|100|G|200|B|150"],
    );
    pairs(
        Style::TabDelimited,
        false,
        ["", "color=blue%09black%09brown", ""],
    );
}

#[test]
fn deep_object() {
    pairs(
        Style::DeepObject,
        true,
        ["", "", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
    );
    pairs(
        Style::DeepObject,
        true,
        ["", "", "color[R]=100&color[G]=200&color[B]=150"],
    );
}

#[test]
fn arrays_in_deep_objects() {
    let deep = |raw: &str, value: &serde_json::Value| {
        let mut pairs = Pairs::parse(raw, "&");
        let found = pairs.read("a", Style::DeepObject, true, &Shape::Array, read::percent);
        is_same_deep(&found.unwrap(), "a", value)
    };
    assert!(deep("a[]=1&a[]=2", &json!([1, 2])));
    assert!(!deep("a=1&a=2", &json!([1, 2])));
    let objects = json!([{"b": 1}, {"b": 2}]);
    assert!(deep("a[0][b]=1&a[1][b]=2", &objects));
    assert!(!deep("a[][b]=1&a[][b]=2", &objects));
}

#[test]
fn nothing_is_the_empty_value_only() {
    let mut pairs = Pairs::parse("other=1", "&");
    let found = pairs
        .read("color", Style::Form, true, &Shape::Array, read::percent)
        .unwrap();
    assert_eq!(found, Found::Nothing);
    assert!(is_same(&found, &json!([])));
    assert!(!is_same(&found, &json!([""])));
    assert!(!is_same(&found, &json!("")));
}

#[test]
fn the_empty_text() {
    let empty = json!("");
    let text =
        |raw, style| read::expansion(raw, style, false, "color", &Shape::Primitive, read::percent);
    assert!(is_same(&text(";color", Style::Matrix).unwrap(), &empty));
    assert!(is_same(&text(".", Style::Label).unwrap(), &empty));
    let mut pairs = Pairs::parse("color=", "&");
    assert!(is_same(
        &pairs
            .read("color", Style::Form, true, &Shape::Primitive, read::percent)
            .unwrap(),
        &empty
    ));
}

#[test]
fn delimiters_are_told_from_what_is_escaped() {
    let mut pairs = Pairs::parse("color=a%2Cb,c%26d", "&");
    let found = pairs
        .read("color", Style::Form, false, &Shape::Array, read::percent)
        .unwrap();
    assert_eq!(found, Found::List(vec!["a,b".into(), "c&d".into()]));
}

#[test]
fn a_plus_is_a_space_in_forms_only() {
    assert_eq!(read::form("a+b%2B"), Ok("a b+".to_owned()));
    assert_eq!(read::percent("a+b%2B"), Ok("a+b+".to_owned()));
}

#[test]
fn other_values_are_not_the_same() {
    let value = json!(["blue", "black"]);
    for raw in [
        "color=blue&color=black&color=brown",
        "color=blue",
        "color=black&color=blue",
        "color=blue,black",
    ] {
        let mut pairs = Pairs::parse(raw, "&");
        let found = pairs
            .read(
                "color",
                Style::Form,
                true,
                &Shape::of(&value),
                read::percent,
            )
            .unwrap();
        assert!(!is_same(&found, &value), "{raw}");
    }
}

#[test]
fn what_is_not_written_as_asked_is_a_fault() {
    let read =
        |raw, style| read::expansion(raw, style, false, "color", &Shape::Primitive, read::percent);
    assert!(read("blue", Style::Label).is_err());
    assert!(read("color=blue", Style::Matrix).is_err());
    assert!(read(";colour=blue", Style::Matrix).is_err());
    let mut pairs = Pairs::parse("color=1&color=2", "&");
    assert!(
        pairs
            .read("color", Style::Form, false, &Shape::Array, read::percent)
            .is_err()
    );
}
