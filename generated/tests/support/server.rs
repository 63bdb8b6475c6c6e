//! A server on the loopback interface that keeps what arrives and gives prepared answers.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What arrived on one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The first line, without its line break.
    pub line: String,
    /// The headers with names in lower case, sorted.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Answers connections one after another, each with the next of the given answers.
pub struct Server {
    address: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Starts to listen. Every answer is `(status line without the version, body)`.
    pub fn start(answers: Vec<(&'static str, String)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback interface");
        let address = listener.local_addr().expect("an address").to_string();
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        thread::spawn(move || {
            for (status, body) in answers {
                let Ok((mut stream, _)) = listener.accept() else {
                    return;
                };
                let request = read(&mut stream);
                log.lock().expect("no thread panicked").push(request);
                let head = format!(
                    "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncf-ray: 8f00\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(body.as_bytes());
            }
        });
        Self { address, received }
    }

    /// The base URL, with a path like the one of the real API.
    pub fn url(&self) -> String {
        format!("http://{}/client/v4", self.address)
    }

    /// The value that a `host` header must have.
    pub fn host(&self) -> &str {
        &self.address
    }

    /// What arrived so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no thread panicked").clone()
    }
}

fn read(stream: &mut TcpStream) -> Received {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let mut lines = head.split("\r\n");
            let line = lines.next().unwrap_or_default().to_owned();
            let mut headers: Vec<(String, String)> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect();
            headers.sort();
            let length = headers
                .iter()
                .find(|(name, _)| name == "content-length")
                .and_then(|(_, value)| value.parse().ok())
                .unwrap_or(0);
            let mut body = bytes[end + 4..].to_vec();
            while body.len() < length {
                let count = stream.read(&mut chunk).expect("the rest of the body");
                assert!(count > 0, "the body ended early");
                body.extend_from_slice(&chunk[..count]);
            }
            return Received { line, headers, body };
        }
        let count = stream.read(&mut chunk).expect("a request");
        assert!(count > 0, "the request ended early");
        bytes.extend_from_slice(&chunk[..count]);
    }
}
