//! Every example of the document decodes, and encodes back to the same JSON.

#[path = "support/schema.rs"]
mod schema;

use generated::{Invite, InviteEditStatus, Message, ResponseFailure, ResultInfo};
use serde_json::{Map, Value, json};
use schema::{document, follow};

/// Decodes and encodes, by `runtime` itself and by serde.
fn round_trip<T>(value: &Value) -> Value
where
    T: runtime::model::Place + serde::Serialize + for<'de> serde::Deserialize<'de>,
{
    let text = value.to_string();
    let model: T = runtime::json::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let by_runtime: Value =
        serde_json::from_slice(&runtime::json::to_vec(&model).expect("JSON")).expect("JSON again");
    let model: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(serde_json::to_value(&model).expect("JSON"), by_runtime);
    by_runtime
}

/// The object that the examples of a component's properties make.
fn example_of(document: &Value, component: &str) -> Value {
    let properties = document
        .pointer(&format!("/components/schemas/{component}/properties"))
        .and_then(Value::as_object)
        .expect("a component with properties");
    let members = properties.iter().map(|(name, schema)| {
        let schema = follow(document, schema);
        let example = match schema["type"].as_str() {
            _ if schema.get("example").is_some() => schema["example"].clone(),
            Some("array") => json!([follow(document, &schema["items"])["example"]]),
            Some("object") if schema["nullable"] == json!(true) => Value::Null,
            _ => {
                let members = schema["properties"].as_object().expect("an object or an example");
                members.iter().map(|(name, schema)| (name.clone(), schema["example"].clone())).collect()
            }
        };
        (name.clone(), example)
    });
    Value::Object(members.collect::<Map<_, _>>())
}

#[test]
fn examples_of_components() {
    let document = document();
    let invite = example_of(&document, "Invite");
    assert_eq!(invite.as_object().map(Map::len), Some(11), "an example for each member: {invite}");
    assert_eq!(round_trip::<Invite>(&invite), invite);
    let message = example_of(&document, "Message");
    assert_eq!(message.as_object().map(Map::len), Some(4), "an example for each member: {message}");
    assert_eq!(round_trip::<Message>(&message), message);
    let info = example_of(&document, "ResultInfo");
    assert_eq!(info, json!({"count": 1, "page": 1, "per_page": 20, "total_count": 2000}));
    assert_eq!(round_trip::<ResultInfo>(&info), info);
    let failure = example_of(&document, "FailureEnvelope");
    assert_eq!(round_trip::<ResponseFailure>(&failure), failure);
}

#[test]
fn examples_of_answers_and_bodies() {
    let document = document();
    let example = |pointer: &str| {
        let value = document.pointer(pointer).unwrap_or_else(|| panic!("an example at {pointer}"));
        value.pointer("/content/application~1json/example").expect("an example").clone()
    };
    let list = example("/paths/~1user~1invites/get/responses/200");
    assert_eq!(round_trip::<Vec<Invite>>(&list["result"]), list["result"]);
    assert_eq!(round_trip::<ResultInfo>(&list["result_info"]), list["result_info"]);
    let one = example("/components/responses/Invite");
    assert_eq!(one["result"]["invited_member_id"], Value::Null, "the example shows a null");
    assert_eq!(round_trip::<Invite>(&one["result"]), one["result"]);
    let failure = example("/components/responses/Failure");
    assert_eq!(round_trip::<ResponseFailure>(&failure), failure);
    let body = example("/paths/~1user~1invites~1{invite_id}/patch/requestBody");
    assert_eq!(round_trip::<InviteEditStatus>(&body["status"]), json!("accepted"));
}

#[test]
fn what_the_document_does_not_know_survives() {
    let invite = json!({
        "organization_id": "5a7805061c76ada191ed06f989cc3dac",
        "invited_member_id": null,
        "status": "postponed",
        "roles": null,
        "invited_on": "yesterday",
        "seats": {"left": [1, 2.5, "3"]},
    });
    assert_eq!(round_trip::<Invite>(&invite), invite);
    let invite: Invite = serde_json::from_value(invite).expect("an invitation");
    assert_eq!(invite.status.as_ref().map(|status| status.as_str()), Some("postponed"));
    assert_eq!(invite.roles, None);
    assert!(invite.invited_on.expect("a text").timestamp().is_err());
}
