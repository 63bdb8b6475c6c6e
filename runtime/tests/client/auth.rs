//! Credentials: checked when they are given, and exactly one alternative of them sent.

use runtime::transport::memory::{Memory, Reply};
use runtime::{ClientBuilder, ErrorKind, Value};

use crate::support::{API, INVITE, InvitesGet, Server, block_on};
use crate::test_operation;

test_operation! { WithEverything {} -> Value from "" {
    request: GET "/x", security: [["login"], ["signature"], ["in_query"], ["in_cookie"], ["tls"]], facts: [], inputs: {},
} }
test_operation! { WithCookie { theme: String } -> Value from "" {
    request: GET "/x", security: [["in_cookie"]], facts: [], inputs: { theme: Cookie Required "theme" [] },
} }
test_operation! { Anonymous {} -> Value from "" {
    request: GET "/x", security: [["api_token"], []], facts: [], inputs: {},
} }
test_operation! { AnonymousFirst {} -> Value from "" {
    request: GET "/x", security: [[], ["api_email", "api_key"], ["api_token"]], facts: [], inputs: {},
} }
test_operation! { Unsaid {} -> Value from "" {
    request: GET "/x", security: [], facts: [], inputs: {},
} }

test_operation! { InOneHeader {} -> Value from "" {
    request: GET "/x", security: [["api_token", "login"]], facts: [], inputs: {},
} }

fn builder() -> ClientBuilder {
    ClientBuilder::new(&API)
}

fn credentials(request: &runtime::http::Request<runtime::bytes::Bytes>) -> Vec<(String, String)> {
    let names = ["authorization", "cookie", "x-auth-email", "x-auth-key"];
    let value = |name: &str| {
        Some((
            name.to_owned(),
            request.headers().get(name)?.to_str().unwrap().to_owned(),
        ))
    };
    names.into_iter().filter_map(value).collect()
}

fn sent_by_get(builder: ClientBuilder) -> Result<Vec<(String, String)>, runtime::Error> {
    Ok(credentials(
        &InvitesGet::new(&builder.build()?, "a").request()?,
    ))
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn without_a_credential_nothing_is_sent_and_the_error_names_all_ways() {
    let memory = Memory::new();
    let client = builder().transport(memory.clone()).build().unwrap();
    let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.is_credential());
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the client lacks a credential: its builder takes `.api_email(…)` (`from_env` reads \
         INVITES_EMAIL) and `.api_key(…)` (`from_env` reads INVITES_KEY), or `.api_token(…)` (`from_env` reads INVITES_TOKEN)"
    );
    assert!(memory.requests().is_empty());
    assert_eq!(error.attempts(), 0);
}

#[test]
fn half_of_an_alternative_is_not_enough() {
    let error = sent_by_get(builder().credential("api_email", "user@example.com")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the client lacks a credential: its builder takes `.api_key(…)` (`from_env` reads \
         INVITES_KEY), or `.api_token(…)` (`from_env` reads INVITES_TOKEN)"
    );
}

#[test]
fn of_credentials_for_one_header_one_is_enough() {
    let sent = |builder: ClientBuilder| {
        let request = InOneHeader::new(&builder.build().unwrap()).request();
        request.map(|request| credentials(&request))
    };
    let token = builder().credential("api_token", "token");
    let login = builder().credential("login", "user:password");
    let basic = || pair("authorization", "Basic dXNlcjpwYXNzd29yZA==");

    assert_eq!(
        sent(token.clone()).unwrap(),
        [pair("authorization", "Bearer token")]
    );
    assert_eq!(sent(login).unwrap(), [basic()]);
    assert_eq!(
        sent(token.credential("login", "user:password")).unwrap(),
        [basic()]
    );
    assert!(sent(builder()).unwrap_err().is_credential());
}

#[test]
fn exactly_the_first_alternative_that_is_complete_is_sent() {
    let both = builder()
        .credential("api_email", "e@x")
        .credential("api_key", "key")
        .credential("api_token", "token");
    assert_eq!(
        sent_by_get(both).unwrap(),
        [pair("x-auth-email", "e@x"), pair("x-auth-key", "key")]
    );

    let half = builder()
        .credential("api_email", "e@x")
        .credential("api_token", "token");
    assert_eq!(
        sent_by_get(half).unwrap(),
        [pair("authorization", "Bearer token")]
    );
}

#[test]
fn what_arrives_over_a_real_socket() {
    let all = ["api_email", "api_key", "api_token"];
    for (given, expected) in [
        (&all[..], Some(&["x-auth-email", "x-auth-key"][..])),
        (&["api_email", "api_token"], Some(&["authorization"])),
        (&["api_email"], None),
        (&[], None),
    ] {
        let server = Server::json(INVITE);
        let builder = builder().base_url(server.url());
        let builder = given
            .iter()
            .fold(builder, |builder, name| builder.credential(name, "secret"));
        let result = block_on(InvitesGet::new(&builder.build().unwrap(), "a").send());
        let Some(expected) = expected else {
            assert!(result.unwrap_err().is_credential(), "{given:?}");
            assert!(server.received().is_empty(), "{given:?}");
            continue;
        };
        result.unwrap();
        let arrived: Vec<_> = server
            .only()
            .header_names()
            .into_iter()
            .filter(|name| name.starts_with("x-auth") || name == "authorization")
            .collect();
        assert_eq!(arrived, expected, "{given:?}");
    }
}

#[test]
fn every_kind_of_credential() {
    let request = |scheme, value: &str| {
        WithEverything::new(&builder().credential(scheme, value).build().unwrap())
            .request()
            .unwrap()
    };
    assert_eq!(
        credentials(&request("login", "me:päss:word")),
        [pair("authorization", "Basic bWU6cMOkc3M6d29yZA==")]
    );
    assert_eq!(
        credentials(&request("signature", "abc")),
        [pair("authorization", "Signature abc")]
    );
    for (credential, cookie) in [
        ("a+b/c==", "session=a+b/c=="),
        (
            "!#$%&'()*+-./:<=>?@[]^_`{|}~",
            "session=!#$%&'()*+-./:<=>?@[]^_`{|}~",
        ),
        ("a;b", "session=a%3Bb"),
        ("a+b c", "session=a%2Bb%20c"),
        ("\",\\", "session=%22%2C%5C"),
    ] {
        assert_eq!(
            credentials(&request("in_cookie", credential)),
            [pair("cookie", cookie)]
        );
    }
    assert_eq!(
        request("in_query", "a&b").uri(),
        "https://api.example.com/v4/x?api%20key=a%26b"
    );
    let nothing = request("tls", "");
    assert_eq!(credentials(&nothing), []);
    assert_eq!(nothing.uri(), "https://api.example.com/v4/x");
}

#[test]
fn a_credential_in_a_cookie_joins_the_other_cookies() {
    let client = builder().credential("in_cookie", "secret").build().unwrap();
    let request = WithCookie::new(&client, "dark".to_owned())
        .request()
        .unwrap();
    assert_eq!(request.headers()["cookie"], "theme=dark; session=secret");
    assert!(request.headers()["cookie"].is_sensitive());
}

#[test]
fn cookies_of_the_caller_join_them_or_stand_in_their_place() {
    let client = builder().credential("in_cookie", "secret").build().unwrap();
    for (own, expected) in [
        ("a=b", "a=b; theme=dark; session=secret"),
        ("a=b; theme=light", "a=b; theme=light; session=secret"),
        ("session=other ;a=b", "session=other ;a=b; theme=dark"),
    ] {
        let call = WithCookie::new(&client, "dark".to_owned()).header("Cookie", own);
        let request = call.request().unwrap();
        assert_eq!(request.headers()["cookie"], expected);
        assert_eq!(request.headers().get_all("cookie").iter().count(), 1);
        assert!(request.headers()["cookie"].is_sensitive());
    }
}

#[test]
fn a_parameter_of_the_caller_stands_in_place_of_the_credential() {
    let client = builder().credential("in_query", "secret").build().unwrap();
    let call = WithEverything::new(&client).query("api key", "other");
    assert_eq!(
        call.request().unwrap().uri(),
        "https://api.example.com/v4/x?api%20key=other"
    );
}

#[test]
fn more_headers_than_there_can_be() {
    let client = builder().credential("api_token", "token").build().unwrap();
    let call = |count: usize| {
        (0..count).fold(InvitesGet::new(&client, "a"), |call, number| {
            call.header(&format!("x-{number}"), "")
        })
    };
    assert!(call(1_000).request().is_ok());
    let error = call(40_000).request().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
}

#[test]
fn an_empty_alternative_allows_anonymous_calls() {
    assert_eq!(
        credentials(
            &Anonymous::new(&builder().build().unwrap())
                .request()
                .unwrap()
        ),
        []
    );
    let client = builder().credential("api_token", "token").build().unwrap();
    assert_eq!(
        credentials(&Anonymous::new(&client).request().unwrap()),
        [pair("authorization", "Bearer token")]
    );
    assert_eq!(credentials(&Unsaid::new(&client).request().unwrap()), []);
}

#[test]
fn an_alternative_with_credentials_comes_before_the_empty_one() {
    let sent = |builder: ClientBuilder| {
        let request = AnonymousFirst::new(&builder.build().unwrap()).request();
        credentials(&request.unwrap())
    };
    assert_eq!(sent(builder()), []);
    assert_eq!(sent(builder().credential("api_email", "e@x")), []);
    assert_eq!(
        sent(builder().credential("api_token", "token")),
        [pair("authorization", "Bearer token")]
    );
}

#[test]
fn credentials_that_cannot_be_sent_are_refused_at_construction() {
    for (text, why) in [
        ("", "it is empty"),
        (
            "to\r\nken",
            "it holds a line break (a file that it was read from may end with one)",
        ),
        (
            "token\n",
            "it holds a line break (a file that it was read from may end with one)",
        ),
        (" token", "it starts or ends with a space"),
        ("to\u{0}ken", "it holds a control character"),
        ("to\u{7f}ken", "it holds a control character"),
        ("tokén", "it holds a character outside of ASCII"),
    ] {
        let error = builder().credential("api_token", text).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(
            error.to_string(),
            format!(
                "the credential `api_token` (environment variable INVITES_TOKEN) cannot be sent: {why}"
            )
        );
    }
    let error = builder()
        .credential("login", "only-a-name")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the credential `log_in` cannot be sent: it has to be a user name and a password with a colon between them"
    );
}

#[test]
fn the_environment_under_the_names_of_the_api() {
    let vars = |pairs: &'static [(&str, &str)]| {
        ClientBuilder::from_vars(&API, |name| {
            Some(pairs.iter().find(|(key, _)| *key == name)?.1.to_owned())
        })
    };
    let client = vars(&[
        ("INVITES_TOKEN", "from-env"),
        ("INVITES_BASE_URL", "http://localhost:1/base/"),
    ])
    .build()
    .unwrap();
    let request = InvitesGet::new(&client, "a").request().unwrap();
    assert_eq!(request.uri(), "http://localhost:1/base/user/invites/a");
    assert_eq!(
        credentials(&request),
        [pair("authorization", "Bearer from-env")]
    );

    // Empty counts as unset.
    let client = vars(&[
        ("INVITES_EMAIL", "e@x"),
        ("INVITES_KEY", ""),
        ("INVITES_TOKEN", "token"),
        ("INVITES_BASE_URL", ""),
    ]);
    let request = InvitesGet::new(&client.build().unwrap(), "a")
        .request()
        .unwrap();
    assert_eq!(request.uri(), "https://api.example.com/v4/user/invites/a");
    assert_eq!(
        credentials(&request),
        [pair("authorization", "Bearer token")]
    );

    // What the caller sets counts more.
    let client = vars(&[("INVITES_TOKEN", "from-env")])
        .credential("api_token", "from-code")
        .build()
        .unwrap();
    assert_eq!(
        sent_by_get(vars(&[("INVITES_TOKEN", "x\n")]))
            .unwrap_err()
            .kind(),
        ErrorKind::Configuration
    );
    assert_eq!(
        credentials(&InvitesGet::new(&client, "a").request().unwrap()),
        [pair("authorization", "Bearer from-code")]
    );
}

#[test]
fn a_header_of_the_caller_stands_in_place_of_the_credential() {
    let memory = Memory::new();
    memory.answer::<InvitesGet>(Reply::payload(r#"{"organization_id":"x"}"#));
    let client = builder()
        .credential("api_token", "token")
        .transport(memory.clone())
        .build()
        .unwrap();
    block_on(
        InvitesGet::new(&client, "a")
            .header("Authorization", "Bearer other")
            .send(),
    )
    .unwrap();
    assert_eq!(
        credentials(&memory.requests()[0]),
        [pair("authorization", "Bearer other")]
    );
    assert!(memory.requests()[0].headers()["authorization"].is_sensitive());
}
