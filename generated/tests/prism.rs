//! An independent mock server, Prism, started on the document, accepts what the client sends and rejects
//! what the client refuses to send. Needs node and npm; says that it was skipped where they are absent.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use generated::{Client, InviteEditStatus};

const ID: &str = "4f5f0c14a2a41d5063dd301b2f829f04";

/// A running mock server.
struct Prism {
    process: Child,
    url: String,
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program, installed below the target folder if it is not there yet.
fn program() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prism");
    let program = folder.join("node_modules/.bin/prism");
    if program.exists() {
        return Ok(program);
    }
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let installed = Command::new("npm")
        .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder)
        .arg("@stoplight/prism-cli@5")
        .stdin(Stdio::null())
        .status()
        .map_err(|_| "no npm".to_owned())?;
    match installed.success() && program.exists() {
        true => Ok(program),
        false => Err("Prism could not be installed".to_owned()),
    }
}

impl Prism {
    /// Starts the server and waits until it says that it listens.
    fn start() -> Result<Self, String> {
        if Command::new("node").arg("--version").stdout(Stdio::null()).status().is_err() {
            return Err("no node".to_owned());
        }
        let program = program()?;
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .map_err(|error| error.to_string())?
            .port();
        let mut process = Command::new(program)
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", &port.to_string()])
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/invites.yaml"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let output = process.stdout.take().expect("the output was piped");
        let prism = Self { process, url: format!("http://127.0.0.1:{port}") };
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        match lines.any(|line| line.contains("is listening")) {
            // The pipe has to be read on, or the server would block on a full one.
            true => std::thread::spawn(move || lines.for_each(drop)),
            false => return Err("Prism ended before it listened".to_owned()),
        };
        Ok(prism)
    }

    fn client(&self, validation: bool) -> Client {
        Client::builder()
            .base_url(&*self.url)
            .api_token("8M7wS6hCpXVc-DoRnPPY_UCWPgy8aea4Wy6kCe5T")
            .request_validation(validation)
            .max_retries(0)
            .build()
            .expect("a client")
    }
}

#[tokio::test]
async fn an_independent_mock_agrees() {
    let prism = match Prism::start() {
        Ok(prism) => prism,
        Err(reason) => return println!("skipped: {reason}"),
    };
    let invites = prism.client(true).user().invites();
    let page = invites.list().send().await.expect("a page");
    assert_eq!(page.items().len(), 1);
    assert_eq!(page.items()[0].id.as_deref(), Some(ID));
    let invite = invites.get(ID).send().await.expect("an invitation");
    assert_eq!(invite.organization_name.as_deref(), Some("Cloudflare, Inc."));
    let invite = invites.edit(ID, InviteEditStatus::Rejected).send().await.expect("an invitation");
    assert_eq!(invite.id.as_deref(), Some(ID));

    // What the client refuses to send, sent all the same.
    let long = "x".repeat(33);
    let refused = invites.get(&*long).send().await.expect_err("refused");
    assert!(refused.is_validation(), "{refused}");
    let unchecked = prism.client(false).user().invites();
    let error = unchecked.get(&*long).send().await.expect_err("rejected");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422), "{error}");
    let error = unchecked.edit(ID, InviteEditStatus::from("maybe")).send().await.expect_err("rejected");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422), "{error}");
}
