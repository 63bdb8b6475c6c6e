//! A hand-written HTTP server that records what arrives and answers with bytes as they are given.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    /// The values of a header, joined by `, `; `None` if it did not arrive.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<_> = self
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The path and the query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    /// The names of all headers, in lower case and in order of the alphabet.
    pub fn header_names(&self) -> Vec<String> {
        let mut names: Vec<_> = self
            .headers
            .iter()
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        names.sort();
        names
    }
}

/// What the server does about a request.
pub enum Reply {
    /// Sends these bytes and waits for the next request.
    Bytes(Vec<u8>),
    /// Sends these bytes and closes the connection.
    Close(Vec<u8>),
    /// Sends these bytes and then nothing more, until the client closes the connection.
    Stall(Vec<u8>),
    /// Sends the first bytes, then the others again and again, until the client closes the connection.
    Endless(Vec<u8>, Vec<u8>),
}

impl Reply {
    /// A whole answer with a length.
    pub fn new(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Self::Bytes(bytes)
    }

    /// A success with JSON.
    pub fn json(body: impl AsRef<[u8]>) -> Self {
        Self::new("200 OK", "content-type: application/json\r\n", body)
    }
}

type Handler = dyn Fn(usize, &Received) -> Reply + Send + Sync;

/// A server on loopback. It lives as long as the process.
pub struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    closed: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server that answers each request with what `handler` says, which gets the number of
    /// the request, from 0.
    pub fn start(handler: impl Fn(usize, &Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback is free");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let server = Self {
            address,
            received: Arc::default(),
            closed: Arc::default(),
        };
        let (received, closed) = (Arc::clone(&server.received), Arc::clone(&server.closed));
        let handler: Arc<Handler> = Arc::new(handler);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (received, closed, handler) = (
                    Arc::clone(&received),
                    Arc::clone(&closed),
                    Arc::clone(&handler),
                );
                std::thread::spawn(move || {
                    let _closed_by_client = serve(stream, &received, &*handler);
                    closed.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// Starts a server that answers every request with a success.
    pub fn json(body: &'static str) -> Self {
        Self::start(move |_, _| Reply::json(body))
    }

    /// The base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that have arrived.
    pub fn received(&self) -> Vec<Received> {
        self.received
            .lock()
            .expect("no test panics while it holds the lock")
            .clone()
    }

    /// The one request that has arrived.
    pub fn only(&self) -> Received {
        let mut received = self.received();
        assert_eq!(received.len(), 1, "exactly one request arrives");
        received.remove(0)
    }

    /// How many connections are over.
    pub fn closed(&self) -> usize {
        self.closed.load(Ordering::SeqCst)
    }
}

fn serve(
    stream: TcpStream,
    received: &Mutex<Vec<Received>>,
    handler: &Handler,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    while let Some(request) = read_request(&mut reader)? {
        let number = {
            let mut all = received
                .lock()
                .expect("no test panics while it holds the lock");
            all.push(request.clone());
            all.len() - 1
        };
        match handler(number, &request) {
            Reply::Bytes(bytes) => stream.write_all(&bytes)?,
            Reply::Close(bytes) => return stream.write_all(&bytes),
            Reply::Stall(bytes) => {
                stream.write_all(&bytes)?;
                // Ends when the client closes the connection.
                let _end = reader.read(&mut [0])?;
                return Ok(());
            }
            Reply::Endless(head, chunk) => {
                stream.write_all(&head)?;
                loop {
                    stream.write_all(&chunk)?;
                }
            }
        }
    }
    Ok(())
}

fn read_request(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<Received>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let request = Received {
        line: line.trim_end().to_owned(),
        headers,
        body: Vec::new(),
    };
    if request.header("transfer-encoding").as_deref() == Some("chunked") {
        let body = read_chunks(reader)?;
        return Ok(Some(Received { body, ..request }));
    }
    let length = request
        .header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Received { body, ..request }))
}

fn read_chunks(reader: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim_end(), 16).map_err(std::io::Error::other)?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk)?;
        body.extend_from_slice(&chunk[..length]);
        if length == 0 {
            return Ok(body);
        }
    }
}
