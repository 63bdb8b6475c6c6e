//! What one call costs besides the network: from inputs to a request of `reqwest`, and from the bytes of
//! an answer to a value, by this crate and by hand with `reqwest` and derived serde.

#![allow(missing_docs, reason = "the types stand for generated ones")]

#[path = "support/ratio.rs"]
mod ratio;

use std::hint::black_box;
use std::task::{Context, Poll, Waker};

use criterion::{Criterion, criterion_group, criterion_main};
use reqwest::ResponseBuilderExt;
use runtime::http::HeaderValue;
use runtime::http::header::{CONTENT_TYPE, DATE, SERVER, VARY};
use runtime::operation::OperationTable;
use runtime::transport::reqwest::{Requests, from_reqwest};
use runtime::transport::{Answer, Body, Transport};
use runtime::{
    AdditionalProperties, Api, Call, ClientBuilder, DateTime, Envelope, Scheme, SchemeKind,
    UnknownText,
};

const ANSWER: &str = r#"{"success":true,"errors":[],"messages":[],"result":{"expires_on":"2014-01-01T05:20:00Z","id":"4f5f0c14a2a41d5063dd301b2f829f04","invited_by":"user@example.com","invited_member_email":"user@example.com","invited_member_id":"5a7805061c76ada191ed06f989cc3dac","invited_on":"2014-01-01T05:20:00Z","organization_id":"5a7805061c76ada191ed06f989cc3dac","organization_is_enforcing_twofactor":true,"organization_name":"Example, Inc.","roles":["Account Administrator"],"status":"accepted"}}"#;

const ID: &str = "4f5f0c14a2a41d5063dd301b2f829f04";

static API: Api = Api {
    title: "Invitations",
    user_agent: "invitations/1.0",
    base_url: "https://api.example.com/v4",
    base_url_env: None,
    request_id: &[],
    schemes: &[Scheme {
        name: "token",
        method: "token",
        kind: SchemeKind::Bearer,
        env: None,
    }],
};

const ENVELOPE: Envelope = Envelope {
    success: Some("success"),
    result: "result",
    errors: Some("errors"),
    messages: Some("messages"),
    result_info: None,
};

/// An operation and its types as generated code has them.
pub struct Request<I> {
    call: Call,
    pub inputs: I,
}

runtime::request! { Request }

pub struct InvitesEdit {
    invite_id: String,
    status: InviteStatus,
}

runtime::operation! {
    InvitesEdit -> Invite from "#/paths/~1user~1invites~1{invite_id}/patch" {
        request: PATCH "/user/invites/{invite_id}",
        security: [["token"]],
        facts: [Accept("application/json"), Body("application/json", Json), Wrapped(&ENVELOPE), Idempotent],
        inputs: {
            invite_id: Path Required "invite_id" [MaxLength(32)],
            status: Member Required "status" [],
        },
    }
}

pub struct Invite {
    pub expires_on: Option<DateTime>,
    pub id: Option<String>,
    pub invited_by: Option<String>,
    pub invited_member_email: Option<String>,
    pub invited_member_id: Option<String>,
    pub invited_on: Option<DateTime>,
    pub organization_id: String,
    pub organization_is_enforcing_twofactor: Option<bool>,
    pub organization_name: Option<String>,
    pub roles: Option<Vec<String>>,
    pub status: Option<InviteStatus>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Invite from "#/components/schemas/Invite" {
        expires_on: Optional "expires_on" [Format("date-time"), ReadOnly],
        id: Optional "id" [MaxLength(32), ReadOnly],
        invited_by: Optional "invited_by" [MaxLength(90)],
        invited_member_email: Optional "invited_member_email" [MaxLength(90)],
        invited_member_id: Nullable "invited_member_id" [MaxLength(32), ReadOnly],
        invited_on: Optional "invited_on" [Format("date-time"), ReadOnly],
        organization_id: Required "organization_id" [MaxLength(32), ReadOnly],
        organization_is_enforcing_twofactor: Optional "organization_is_enforcing_twofactor" [ReadOnly],
        organization_name: Optional "organization_name" [MaxLength(100), ReadOnly],
        roles: Optional "roles" [Items(&[MaxLength(120)]), ReadOnly],
        status: Optional "status" [],
        additional_properties: Rest "" [],
    }
}

pub enum InviteStatus {
    Pending,
    Accepted,
    Rejected,
    Expired,
    Unknown(UnknownText),
}

runtime::open_enum! {
    InviteStatus from "#/components/schemas/Invite/properties/status" {
        Pending = "pending",
        Accepted = "accepted",
        Rejected = "rejected",
        Expired = "expired",
    } else Unknown(Text)
}

/// Stands for `reqwest::Client::execute`, for both: takes what would be sent, and answers at once.
async fn execute(request: reqwest::Request) -> reqwest::Response {
    // As `reqwest` does it.
    let url = request.url().clone();
    black_box(request);
    let mut answer = runtime::http::Response::builder().url(url);
    let headers = answer.headers_mut().expect("nothing was wrong yet");
    for (name, value) in [
        (CONTENT_TYPE, "application/json"),
        (DATE, "Fri, 20 Nov 2026 12:00:00 GMT"),
        (SERVER, "example"),
        (VARY, "accept-encoding"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer.body(ANSWER).expect("all of it is valid").into()
}

/// The default transport without a network.
#[derive(Debug, Default)]
struct Nowhere(Requests);

impl Transport for Nowhere {
    fn send(
        &self,
        _: &'static OperationTable,
        request: runtime::http::Request<Body>,
    ) -> Answer<'_> {
        let request = self.0.convert(request);
        Box::pin(async move { Ok(from_reqwest(execute(request?).await)) })
    }
}

/// The same with derived impls.
mod by_hand {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize)]
    pub(crate) struct Edit {
        pub(crate) status: Status,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "a client looks at some of them only")]
    pub(crate) struct Answer {
        pub(crate) success: bool,
        #[serde(default)]
        pub(crate) errors: Vec<Message>,
        #[serde(default)]
        pub(crate) messages: Vec<Message>,
        pub(crate) result: Option<Invite>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "a client looks at some of them only")]
    pub(crate) struct Message {
        code: i64,
        message: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "a client looks at some of them only")]
    pub(crate) struct Invite {
        expires_on: Option<String>,
        id: Option<String>,
        invited_by: Option<String>,
        invited_member_email: Option<String>,
        invited_member_id: Option<String>,
        invited_on: Option<String>,
        pub(crate) organization_id: String,
        organization_is_enforcing_twofactor: Option<bool>,
        organization_name: Option<String>,
        roles: Option<Vec<String>>,
        status: Option<Status>,
    }

    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Status {
        Pending,
        Accepted,
        Rejected,
        Expired,
    }

    /// What a careful hand writes around `reqwest`.
    pub(crate) async fn edit(
        client: &reqwest::Client,
        base: &str,
        token: &str,
        id: &str,
        status: Status,
    ) -> Option<Invite> {
        if id.is_empty() || id.chars().count() > 32 || id == "." || id == ".." {
            return None;
        }
        let id: String =
            percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC).collect();
        let mut token = reqwest::header::HeaderValue::try_from(format!("Bearer {token}")).ok()?;
        token.set_sensitive(true);
        let request = client
            .patch(format!("{base}/user/invites/{id}"))
            .header("accept", "application/json")
            .header("accept-encoding", "gzip")
            .header("user-agent", "invitations/1.0")
            .header("authorization", token)
            .header("content-type", "application/json")
            .body(serde_json::to_vec(&Edit { status }).ok()?)
            .build()
            .ok()?;
        let response = super::execute(request).await;
        let response = response.error_for_status().ok()?;
        let answer: Answer = serde_json::from_slice(&response.bytes().await.ok()?).ok()?;
        answer.result.filter(|_| answer.success)
    }
}

/// The value of a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("there is nothing to wait for"),
    }
}

fn calls(criterion: &mut Criterion) {
    let ours = ClientBuilder::new(&API)
        .credential("token", "token-1234")
        .transport(Nowhere::default())
        .build()
        .expect("a client");
    let _provider = rustls::crypto::ring::default_provider().install_default();
    let theirs = reqwest::Client::new();

    let by_hand = || {
        let edit = by_hand::edit(
            &theirs,
            black_box(API.base_url),
            "token-1234",
            black_box(ID),
            by_hand::Status::Accepted,
        );
        now(edit).expect("an invitation").organization_id
    };
    let by_tables = || {
        let edit = InvitesEdit {
            invite_id: black_box(ID).to_owned(),
            status: InviteStatus::Accepted,
        };
        now(Request::new(&ours, edit).send())
            .expect("an invitation")
            .organization_id
    };
    ratio::print("call", by_tables, by_hand);

    let mut group = criterion.benchmark_group("call");
    group.bench_function("by hand", |bench| bench.iter(by_hand));
    group.bench_function("runtime", |bench| bench.iter(by_tables));
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
