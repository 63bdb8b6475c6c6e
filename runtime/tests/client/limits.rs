//! Sizes: bodies, before and after decompression, headers, nesting.

use std::io::Write;

use runtime::{ErrorKind, Limits};

use crate::support::*;

fn get(server: &Server, limits: Limits) -> Result<Invite, runtime::Error> {
    let client = builder(server.url())
        .limits(limits)
        .max_retries(0)
        .build()
        .unwrap();
    block_on(InvitesGet::new(&client, "a").send())
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// A brotli stream that says everything as it is.
fn brotli(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() - 1).unwrap();
    let head = (length << 4 | 1 << 20).to_le_bytes();
    [&head[..3], body, &[3]].concat()
}

/// A Zstandard frame that says everything as it is.
fn zstd(body: &[u8]) -> Vec<u8> {
    let block = (u32::try_from(body.len()).unwrap() << 3 | 1).to_le_bytes();
    [
        &[
            0x28,
            0xb5,
            0x2f,
            0xfd,
            0x20,
            u8::try_from(body.len()).unwrap(),
        ],
        &block[..3],
        body,
    ]
    .concat()
}

fn encoded(status: &'static str, encoding: &'static str, body: Vec<u8>) -> Server {
    let headers = format!("content-encoding: {encoding}\r\n");
    Server::start(move |_, _| Reply::new(status, &headers, &body))
}

#[test]
fn a_body_of_exactly_the_limit_and_one_more() {
    let server = Server::json(INVITE);
    assert!(get(&server, Limits::new().body(INVITE.len())).is_ok());
    let zipped = encoded("200 OK", "gzip", gzip(INVITE.as_bytes()));
    assert!(get(&zipped, Limits::new().body(INVITE.len())).is_ok());
    let error = get(&server, Limits::new().body(INVITE.len() - 1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(error.body(), &INVITE.as_bytes()[..INVITE.len() - 1]);
    assert_eq!(
        error.to_string(),
        format!(
            "`InvitesGet` failed: the body of the answer is larger than {} bytes; `limits` of the client's builder sets what is allowed",
            INVITE.len() - 1
        )
    );
}

#[test]
fn a_body_without_end() {
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = Server::start(|_, _| Reply::Endless(head.to_vec(), b"5\r\n     \r\n".to_vec()));
    assert_eq!(
        get(&server, Limits::new().body(100_000))
            .unwrap_err()
            .kind(),
        ErrorKind::Limit
    );
}

#[test]
fn an_error_without_end_is_cut_off() {
    let head = b"HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n1f\r\n{\"errors\":[{\"code\":5}],\"pad\":\"\"\r\n";
    let server = Server::start(|_, _| Reply::Endless(head.to_vec(), b"2\r\n  \r\n".to_vec()));
    let error = get(&server, Limits::new().error_body(1000)).unwrap_err();
    assert!(error.is_bad_request());
    assert_eq!(error.body().len(), 1000);
}

#[test]
fn compressed_bodies() {
    for (encoding, body) in [
        ("gzip", gzip(INVITE.as_bytes())),
        ("x-gzip", gzip(INVITE.as_bytes())),
        ("identity", INVITE.into()),
        ("br", brotli(INVITE.as_bytes())),
        ("zstd", zstd(INVITE.as_bytes())),
        ("BR", brotli(INVITE.as_bytes())),
        ("gzip, gzip", gzip(&gzip(INVITE.as_bytes()))),
        ("gzip, identity, gzip", gzip(&gzip(INVITE.as_bytes()))),
    ] {
        let server = encoded("200 OK", encoding, body);
        assert_eq!(
            get(&server, Limits::new()).unwrap().organization_id,
            "5a78",
            "{encoding}"
        );
        assert_eq!(
            server.only().header("accept-encoding").unwrap(),
            "gzip, br, zstd"
        );
    }
}

#[test]
fn a_bomb() {
    let bomb = gzip(&vec![b' '; 50_000_000]);
    assert!(bomb.len() < 100_000);
    let error = get(
        &encoded("200 OK", "gzip", bomb.clone()),
        Limits::new().body(1_000_000),
    )
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(error.body().len(), 1_000_000);
    let error = get(
        &encoded("400 Bad Request", "gzip", bomb.clone()),
        Limits::new().error_body(100_000),
    )
    .unwrap_err();
    assert!(error.is_bad_request());
    assert_eq!(error.body().len(), 100_000);
    let twice = gzip(&bomb);
    assert_eq!(
        get(
            &encoded("200 OK", "gzip,gzip", twice),
            Limits::new().body(1_000_000)
        )
        .unwrap_err()
        .kind(),
        ErrorKind::Limit
    );
}

#[test]
fn windows_are_limited_before_anything_is_decompressed() {
    // A window of a gigabyte, of which no decoder of HTTP's `br` has to know.
    let brotli = vec![0x11, 0x1e, 0x03];
    // A window of 16 MiB, and one raw block.
    let block = (u32::try_from(INVITE.len()).unwrap() << 3 | 1).to_le_bytes();
    let window = |log: u8| vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, (log - 10) << 3];
    let zstd = |log| [&window(log), &block[..3], INVITE.as_bytes()].concat();
    assert!(get(&encoded("200 OK", "zstd", zstd(23)), Limits::new()).is_ok());
    for (encoding, body) in [("br", brotli), ("zstd", zstd(24))] {
        let error = get(&encoded("200 OK", encoding, body), Limits::new()).unwrap_err();
        let told = error.to_string();
        let what = "`InvitesGet` failed: the body of the answer cannot be decompressed: ";
        let why = told.strip_prefix(what).expect("what failed, and why");
        assert!(why.contains("window"), "{encoding}: {told}");
    }
}

#[test]
fn text_of_the_server_in_messages() {
    let long: &'static str = "x".repeat(2000).leak();
    let unknown = encoded("200 OK", long, INVITE.into());
    let headers = format!("location: http://{}.example/\r\n", "y".repeat(2000));
    let elsewhere = Server::start(move |_, _| Reply::new("302 Found", &headers, ""));
    for server in [unknown, elsewhere] {
        let error = get(&server, Limits::new().error_text(10)).unwrap_err();
        let message = error.to_string();
        assert!(message.len() < 250, "{message}");
        assert!(
            message.contains("xxxxxxxxxx…") || message.contains("http://yyy…"),
            "{message}"
        );
    }
}

#[test]
fn encodings_that_cannot_be_read() {
    let error = get(
        &encoded("200 OK", "gzip", b"not gzip".to_vec()),
        Limits::new(),
    )
    .unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.body(), b"not gzip");
    let mut damaged = gzip(INVITE.as_bytes());
    damaged.truncate(damaged.len() - 10);
    assert!(
        get(&encoded("200 OK", "gzip", damaged), Limits::new())
            .unwrap_err()
            .is_decode()
    );
    for encoding in ["br", "zstd"] {
        assert!(
            get(&encoded("200 OK", encoding, vec![0xff; 100]), Limits::new())
                .unwrap_err()
                .is_decode()
        );
    }
    let truncated = |mut body: Vec<u8>| {
        body.truncate(body.len() - 10);
        body
    };
    for (encoding, body) in [
        ("br", truncated(brotli(INVITE.as_bytes()))),
        ("zstd", truncated(zstd(INVITE.as_bytes()))),
    ] {
        assert!(
            get(&encoded("200 OK", encoding, body), Limits::new())
                .unwrap_err()
                .is_decode()
        );
    }
    let error = get(&encoded("200 OK", "compress", b"?".to_vec()), Limits::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the body of the answer is in the encoding `compress`, which is not compiled in or not known"
    );
    assert!(
        get(
            &encoded("404 Not Found", "gzip", b"plain text".to_vec()),
            Limits::new()
        )
        .unwrap_err()
        .is_not_found()
    );
}

#[test]
fn headers() {
    let header = format!("x-large: {}\r\n", "x".repeat(2000));
    let server = Server::start(move |_, _| Reply::new("200 OK", &header, INVITE));
    assert!(get(&server, Limits::new()).is_ok());
    let error = get(&server, Limits::new().headers(1000)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
}

#[test]
fn nesting() {
    let deep = |levels: usize| {
        format!(
            r#"{{"success":true,"result":{{"organization_id":"5a78","x":{}{}}}}}"#,
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    let server = |levels| {
        let body = deep(levels);
        Server::start(move |_, _| Reply::json(&body))
    };
    assert!(get(&server(100), Limits::new()).is_ok());
    let error = get(&server(100_000), Limits::new()).unwrap_err();
    assert!(error.is_decode());
    assert!(
        get(&server(10), Limits::new().depth(5))
            .unwrap_err()
            .is_decode()
    );

    let body = "[".repeat(100_000);
    let server = Server::start(move |_, _| Reply::new("400 Bad Request", "", &body));
    assert!(get(&server, Limits::new()).unwrap_err().is_bad_request());
}
