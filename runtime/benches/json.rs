//! 10,000 invitations in and out as JSON: by tables, and by serde's derive with serde_json.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the types stand for generated ones"
)]

#[path = "support/ratio.rs"]
mod ratio;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The types as generated code has them.
mod by_tables {
    use runtime::{AdditionalProperties, DateTime, UnknownText};

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
}

/// The same with derived impls, and closed: what most crates do.
mod by_derive {
    use serde::{Deserialize, Serialize};

    #[derive(Deserialize, Serialize)]
    pub struct Invite {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expires_on: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub invited_by: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub invited_member_email: Option<String>,
        pub invited_member_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub invited_on: Option<String>,
        pub organization_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub organization_is_enforcing_twofactor: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub organization_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub roles: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<InviteStatus>,
    }

    #[derive(Deserialize, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub enum InviteStatus {
        Pending,
        Accepted,
        Rejected,
        Expired,
    }
}

const INVITE: &str = r#"{"expires_on":"2014-01-01T05:20:00Z","id":"4f5f0c14a2a41d5063dd301b2f829f04","invited_by":"user@example.com","invited_member_email":"user@example.com","invited_member_id":"5a7805061c76ada191ed06f989cc3dac","invited_on":"2014-01-01T05:20:00Z","organization_id":"5a7805061c76ada191ed06f989cc3dac","organization_is_enforcing_twofactor":true,"organization_name":"Example, Inc.","roles":["Account Administrator"],"status":"accepted"}"#;

fn invites(criterion: &mut Criterion) {
    let text = format!("[{}]", vec![INVITE; 10_000].join(","));
    let bytes = text.as_bytes();
    let tables: Vec<by_tables::Invite> = runtime::json::from_slice(bytes).expect("invitations");
    let derived: Vec<by_derive::Invite> = serde_json::from_slice(bytes).expect("invitations");
    assert_eq!(runtime::json::to_vec(&tables).expect("JSON"), bytes);
    assert_eq!(serde_json::to_vec(&derived).expect("JSON"), bytes);
    let size = Throughput::Bytes(bytes.len().try_into().expect("some megabytes"));

    let decode_derived =
        || serde_json::from_slice::<Vec<by_derive::Invite>>(black_box(bytes)).expect("invitations");
    let decode_tables = || {
        runtime::json::from_slice::<Vec<by_tables::Invite>>(black_box(bytes)).expect("invitations")
    };
    let encode_derived = || serde_json::to_vec(black_box(&derived)).expect("JSON");
    let encode_tables = || runtime::json::to_vec(black_box(&tables)).expect("JSON");
    ratio::print("decode", decode_tables, decode_derived);
    ratio::print("encode", encode_tables, encode_derived);

    let mut decode = criterion.benchmark_group("decode");
    decode.throughput(size.clone());
    decode.bench_function("derive", |bench| bench.iter(decode_derived));
    decode.bench_function("tables", |bench| bench.iter(decode_tables));
    decode.finish();

    let mut encode = criterion.benchmark_group("encode");
    encode.throughput(size);
    encode.bench_function("derive", |bench| bench.iter(encode_derived));
    encode.bench_function("tables", |bench| bench.iter(encode_tables));
    encode.finish();
}

criterion_group!(benches, invites);
criterion_main!(benches);
