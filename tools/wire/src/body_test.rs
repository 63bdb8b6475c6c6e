//! Bodies, from bytes to what differs.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::body::{self, Kind};
use crate::document::{Body, Encoding, Style};

fn differences(
    styled: &[(&str, Style, bool)],
    value: &Value,
    sent: &str,
    media: &str,
) -> Vec<String> {
    let encoding = |(name, style, is_exploded): &(&str, Style, bool)| {
        let styled = Some((*style, *is_exploded));
        (
            (*name).to_owned(),
            Encoding {
                styled,
                media: None,
            },
        )
    };
    let body = Body {
        media: media.to_owned(),
        is_required: true,
        schema: json!({}),
        encoding: styled.iter().map(encoding).collect::<BTreeMap<_, _>>(),
    };
    body::differences(
        &body,
        Kind::of(media).unwrap(),
        value,
        sent.as_bytes(),
        media,
    )
    .unwrap()
}

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn members_of_a_form_are_pairs_and_objects_in_it_are_json() {
    let value = json!({"id": "a b+c", "tags": ["x", "y&z"], "address": {"zip": 1}});
    let sent = "id=a+b%2Bc&tags=x&tags=y%26z&address=%7B%22zip%22%3A1%7D";
    assert_eq!(differences(&[], &value, sent, FORM), [""; 0]);
    assert_eq!(
        differences(&[], &value, &format!("{sent}&more=1"), FORM),
        ["`more` was not asked for"]
    );
    assert_eq!(differences(&[], &value, "id=a+b%2Bc", FORM).len(), 2);
}

#[test]
fn members_of_a_form_can_have_a_style() {
    let value = json!({"tags": ["x", "y"], "filter": {"a": {"b": 1}}});
    let styled = [
        ("tags", Style::PipeDelimited, false),
        ("filter", Style::DeepObject, false),
    ];
    assert_eq!(
        differences(&styled, &value, "tags=x%7Cy&filter%5Ba%5D%5Bb%5D=1", FORM),
        [""; 0]
    );
    assert_eq!(
        differences(&styled, &value, "tags=x,y&filter%5Ba%5D=1", FORM).len(),
        2
    );
}

#[test]
fn parts_have_the_media_type_of_their_value() {
    let part = |disposition: &str, media: &str, body: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {media}\r\n\r\n{body}\r\n"
        )
    };
    let value = json!({"id": "1", "file": "aGVsbG8=", "address": {"zip": 1}});
    let first = [
        part("name=\"id\"", "text/plain", "1"),
        part("name=\"address\"", "application/json", "{\"zip\":1}"),
    ];
    let first = first.concat();
    let sent = |file: &str| format!("{first}{file}--b--\r\n");
    let media = "multipart/form-data; boundary=b";
    let file = part(
        "name=\"file\"; filename=\"f\"",
        "application/octet-stream",
        "hello",
    );
    assert_eq!(differences(&[], &value, &sent(&file), media), [""; 0]);
    let unnamed = part("name=\"file\"", "application/octet-stream", "hello");
    assert_eq!(differences(&[], &value, &sent(&unnamed), media).len(), 1);
    let wrong = part("name=\"file\"; filename=\"f\"", "text/plain", "hello");
    assert_eq!(differences(&[], &value, &sent(&wrong), media).len(), 1);
}
