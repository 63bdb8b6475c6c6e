//! The shape of generated code, written by hand.

use runtime::{Api, Call, Envelope, Page, Pagination, Scheme, SchemeKind, Value};

static API: Api = Api {
    title: "Things",
    user_agent: "things/1",
    base_url: "https://example.com/v1",
    base_url_env: Some("THINGS_BASE_URL"),
    request_id: &["x-request-id"],
    schemes: &[Scheme {
        name: "token",
        method: "token",
        kind: SchemeKind::Bearer,
        env: Some("THINGS_TOKEN"),
    }],
};

const ENVELOPE: Envelope = Envelope {
    success: Some("success"),
    result: "result",
    errors: Some("errors"),
    messages: Some("messages"),
    result_info: Some("result_info"),
};

const PAGINATION: Pagination = Pagination::Page {
    page: "page",
    first: 1,
    total: None,
    total_pages: None,
};

runtime::client! { Client, ClientBuilder, &API }

#[derive(Clone, Debug)]
pub struct Client {
    inner: runtime::Client,
}

#[derive(Clone, Debug)]
pub struct ClientBuilder {
    inner: runtime::ClientBuilder,
}

impl ClientBuilder {
    pub fn token(self, value: impl Into<runtime::Credential>) -> Self {
        self.credential("token", value)
    }
}

pub struct Request<I> {
    call: Call,
    pub inputs: I,
}

runtime::request! { Request }

pub struct ThingsList {
    pub page: Option<i64>,
}

impl ThingsList {
    pub fn new(client: &runtime::Client) -> Request<Self> {
        Request::new(client, Self { page: None })
    }
}

runtime::operation! {
    ThingsList -> Page<String, runtime::Value> from "#/paths/~1things/get" {
        request: GET "/things",
        security: [["token"]],
        facts: [Accept("application/json"), Wrapped(&ENVELOPE), Paged(&PAGINATION)],
        inputs: {
            page: Query Optional "page" [Minimum(Int(1)), Style(Form), Explode(true)],
        }
    }
}

pub struct ThingsDelete {
    pub id: String,
}

runtime::operation! {
    ThingsDelete -> () from "#/paths/~1things~1{id}/delete" {
        request: DELETE "/things/{id}",
        security: [],
        facts: [],
        inputs: {
            id: Path Required "id" [],
        }
    }
}

pub struct ThingsNames {}

runtime::operation! {
    ThingsNames -> std::collections::BTreeMap<String, Vec<Option<String>>> from "#/paths/~1names/get" {
        request: GET "/names",
        security: [["token"], []],
        facts: [Accept("application/json")],
        inputs: {},
    }
}

#[test]
fn shapes_compile() {
    let client = Client::builder().token("secret").build().unwrap();
    let list = ThingsList::new(client.as_ref())
        .header("a", "b")
        .query("c", "d")
        .max_retries(1);
    let _ = (
        list.clone(),
        list.send(),
        list.send_raw(),
        list.stream(),
        list.pages(),
        list.validate(),
    );
    let id = "x".to_owned();
    let delete = Request::new(client.as_ref(), ThingsDelete { id });
    let _ = (delete.clone(), delete.send(), delete.send_as::<Value>());
    let names = Request::new(client.as_ref(), ThingsNames {});
    drop(names.send());
    drop(names.send_raw());
}
