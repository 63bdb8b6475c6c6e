//! Whatever is done to a document, generating ends without a panic, and what is generated is Rust.
//!
//! `DAMAGES=1000 cargo test -p codegen --test suite damage` tries more than a test run does.

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use crate::support::shuffle::Random;
use crate::support::{Case, cases, parse};

/// How many ways of damaging each case are tried.
const DAMAGES: usize = 8;

const KEYS: [&str; 26] = [
    "",
    "1",
    "-",
    "_",
    "fn",
    "r#fn",
    "self",
    "Self",
    "crate",
    "é",
    "🦀",
    "a b",
    "a\"b",
    "\\",
    "*/",
    "//",
    "{}",
    "{a",
    "/",
    "/{a}/{a}",
    "a/b~c",
    "#",
    "$ref",
    "x-y",
    "\u{202e}a",
    "\u{0}\n",
];

fn values() -> Vec<Value> {
    let mut values = vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(1e300),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!({"": {}}),
        json!({"$ref": "#"}),
        json!({"$ref": "#/components"}),
        json!({"$ref": "#/paths"}),
        json!({"$ref": "nowhere.yaml#/a"}),
        json!({"type": "object"}),
        json!({"allOf": [{"$ref": "#"}, false]}),
        json!("a".repeat(5000)),
    ];
    values.extend(KEYS.map(Value::from));
    values
}

#[test]
fn whatever_is_done_to_a_document() {
    let damages = env::var("DAMAGES").map_or(DAMAGES, |text| text.parse().expect("a number"));
    let values = values();
    let mut failed = Vec::new();
    for (seed, case) in (1..).zip(cases()) {
        let mut random = Random(seed);
        for _ in 0..damages {
            let (damaged, what) = damage(&case, &values, &mut random);
            let generated = catch_unwind(AssertUnwindSafe(|| damaged.keep_going()));
            let fault = match generated {
                Err(_) => Some("it panics".to_owned()),
                Ok(outcome) => outcome
                    .tree
                    .iter()
                    .flat_map(codegen::tree::Tree::iter)
                    .find_map(|(path, text)| {
                        let is_rust = path.as_str().ends_with(".rs");
                        let error = is_rust.then(|| syn::parse_file(text).err()).flatten()?;
                        Some(format!("{}: {error}", path.as_str()))
                    }),
            };
            failed.extend(fault.map(|fault| format!("{}: {what}: {fault}", case.name)));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A case with one value or one key replaced, and which.
fn damage(case: &Case, values: &[Value], random: &mut Random) -> (Case, String) {
    let mut case = case.clone();
    let mut documents: Vec<_> = case.documents_mut().collect();
    let position = random.below(documents.len());
    let (path, bytes) = documents.swap_remove(position);
    let mut document = parse(path, bytes);
    let mut places = Vec::new();
    collect(&document, String::new(), &mut places);
    let place = places.swap_remove(random.below(places.len()));
    let (parent, key) = place.rsplit_once('/').unwrap_or(("", ""));
    let key = key.replace("~1", "/").replace("~0", "~");
    let new_key = *random.of(&KEYS);
    let new_value = random.of(values).clone();
    let what = match document.pointer_mut(parent) {
        Some(Value::Object(members)) if random.below(2) == 0 => {
            // In its place, because the order tells some things apart.
            *members = std::mem::take(members)
                .into_iter()
                .map(|(name, value)| {
                    (
                        if name == key {
                            new_key.to_owned()
                        } else {
                            name
                        },
                        value,
                    )
                })
                .collect();
            format!("the key at {place} is {new_key:?}")
        }
        _ => {
            let what = format!("{place} is {}", short(&new_value));
            *document.pointer_mut(&place).expect("it is there") = new_value;
            what
        }
    };
    *bytes = serde_json::to_vec_pretty(&document).expect("JSON is written");
    (case, what)
}

/// The pointers of all values in another.
fn collect(value: &Value, pointer: String, places: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), places);
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{pointer}/{key}"), places);
            }
        }
        _ => {}
    }
    if !pointer.is_empty() {
        places.push(pointer);
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}
