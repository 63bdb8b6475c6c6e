// An API like that of the invitations, in the shape of generated code.

use runtime::{AdditionalProperties, Api, Call, Envelope, Page, Pagination, Scheme, SchemeKind};

pub static API: Api = Api {
    title: "Invitations",
    user_agent: "invitations/1.0",
    base_url: "https://api.example.com/v4",
    base_url_env: Some("INVITES_BASE_URL"),
    request_id: &["x-ray", "x-request-id"],
    schemes: &[
        Scheme {
            name: "api_email",
            method: "api_email",
            kind: SchemeKind::Header("X-Auth-Email"),
            env: Some("INVITES_EMAIL"),
        },
        Scheme {
            name: "api_key",
            method: "api_key",
            kind: SchemeKind::Header("X-Auth-Key"),
            env: Some("INVITES_KEY"),
        },
        Scheme {
            name: "api_token",
            method: "api_token",
            kind: SchemeKind::Bearer,
            env: Some("INVITES_TOKEN"),
        },
        Scheme {
            name: "login",
            method: "log_in",
            kind: SchemeKind::Basic,
            env: None,
        },
        Scheme {
            name: "signature",
            method: "signature",
            kind: SchemeKind::Http("Signature"),
            env: None,
        },
        Scheme {
            name: "in_query",
            method: "in_query",
            kind: SchemeKind::Query("api key"),
            env: None,
        },
        Scheme {
            name: "in_cookie",
            method: "in_cookie",
            kind: SchemeKind::Cookie("session"),
            env: None,
        },
        Scheme {
            name: "tls",
            method: "tls",
            kind: SchemeKind::Connection,
            env: None,
        },
    ],
};

pub const ENVELOPE: Envelope = Envelope {
    success: Some("success"),
    result: "result",
    errors: Some("errors"),
    messages: Some("messages"),
    result_info: Some("result_info"),
};

pub const PAGINATION: Pagination = Pagination::Page {
    page: "page",
    first: 1,
    total: Some("result_info.total_count"),
    total_pages: None,
};

/// A client of the API with a token.
pub fn client(base_url: impl Into<String>) -> runtime::Client {
    builder(base_url)
        .build()
        .expect("the client of a test can be built")
}

/// A builder of a client of the API with a token.
pub fn builder(base_url: impl Into<String>) -> runtime::ClientBuilder {
    runtime::ClientBuilder::new(&API)
        .credential("api_token", "token-1234")
        .base_url(base_url)
}

#[non_exhaustive]
pub struct Invite {
    pub id: Option<String>,
    pub organization_id: String,
    pub status: Option<InviteStatus>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Invite from "#/components/schemas/Invite" {
        id: Optional "id" [MaxLength(32)],
        organization_id: Required "organization_id" [MaxLength(32)],
        status: Optional "status" [],
        additional_properties: Rest "" [],
    }
}

#[non_exhaustive]
pub enum InviteStatus {
    Pending,
    Accepted,
    Unknown(runtime::UnknownText),
}

runtime::open_enum! {
    InviteStatus from "#/components/schemas/Invite/properties/status" {
        Pending = "pending",
        Accepted = "accepted",
    } else Unknown(Text)
}

#[non_exhaustive]
pub struct ResultInfo {
    pub page: Option<f64>,
    pub total_count: Option<f64>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    ResultInfo from "#/components/schemas/ResultInfo" {
        page: Optional "page" [],
        total_count: Optional "total_count" [],
        additional_properties: Rest "" [],
    }
}

#[must_use = "a request is sent by `send`"]
pub struct Request<I> {
    call: Call,
    pub inputs: I,
}

runtime::request! { Request }

pub struct InvitesList {
    pub page: Option<i64>,
    pub per_page: Option<i64>,
}

impl InvitesList {
    pub fn new(client: &runtime::Client) -> Request<Self> {
        let inputs = Self {
            page: None,
            per_page: None,
        };
        Request::new(client, inputs)
    }
}

runtime::operation! {
    InvitesList -> Page<Invite, ResultInfo> from "#/paths/~1user~1invites/get" {
        request: GET "/user/invites",
        security: [["api_email", "api_key"], ["api_token"]],
        facts: [Accept("application/json"), Wrapped(&ENVELOPE), Paged(&PAGINATION)],
        inputs: {
            page: Query Optional "page" [Minimum(Int(1))],
            per_page: Query Optional "per_page" [],
        }
    }
}

pub struct InvitesGet {
    pub invite_id: String,
}

impl InvitesGet {
    pub const X_LEFT: runtime::Header<i64> = runtime::Header::new("X-Left");

    pub fn new(client: &runtime::Client, invite_id: impl Into<String>) -> Request<Self> {
        let inputs = Self {
            invite_id: invite_id.into(),
        };
        Request::new(client, inputs)
    }
}

runtime::operation! {
    InvitesGet -> Invite from "#/paths/~1user~1invites~1{invite_id}/get" {
        request: GET "/user/invites/{invite_id}",
        security: [["api_email", "api_key"], ["api_token"]],
        facts: [Accept("application/json"), Wrapped(&ENVELOPE)],
        inputs: {
            invite_id: Path Required "invite_id" [MaxLength(32)],
        }
    }
}

pub struct InvitesEdit {
    pub invite_id: String,
    pub status: InviteStatus,
}

impl InvitesEdit {
    pub fn new(
        client: &runtime::Client,
        invite_id: impl Into<String>,
        status: InviteStatus,
    ) -> Request<Self> {
        let inputs = Self {
            invite_id: invite_id.into(),
            status,
        };
        Request::new(client, inputs)
    }
}

runtime::operation! {
    InvitesEdit -> Invite from "#/paths/~1user~1invites~1{invite_id}/patch" {
        request: PATCH "/user/invites/{invite_id}",
        security: [["api_email", "api_key"], ["api_token"]],
        facts: [Accept("application/json"), Body("application/json", Json), Wrapped(&ENVELOPE), Idempotent],
        inputs: {
            invite_id: Path Required "invite_id" [MaxLength(32)],
            status: Member Required "status" [],
        }
    }
}

/// A list of one invitation.
pub const LIST: &str = r#"{"success":true,"errors":[],"messages":[],"result":[{"id":"4f5f","organization_id":"5a78","status":"pending"}],"result_info":{"count":1,"page":1,"per_page":20,"total_count":1}}"#;

/// One invitation.
pub const INVITE: &str = r#"{"success":true,"errors":[],"messages":[],"result":{"id":"4f5f","organization_id":"5a78","status":"accepted"}}"#;

/// Declares an operation for a single test: a struct of public fields with `new`.
#[macro_export]
macro_rules! test_operation {
    ($name:ident { $($field:ident: $type:ty),* $(,)? } $($rest:tt)*) => {
        struct $name {
            $($field: $type,)*
        }
        impl $name {
            fn new(client: &runtime::Client, $($field: $type),*) -> $crate::support::Request<Self> {
                $crate::support::Request::new(client, Self { $($field),* })
            }
        }
        runtime::operation! { $name $($rest)* }
    };
}
