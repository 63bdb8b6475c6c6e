//! A small API, written as generated code would be, and a server on loopback that does as it is told.

pub mod api;
pub mod server;
pub mod time;

pub use api::*;
pub use server::{Reply, Server};
pub use time::TestClock;

use std::future::Future;

/// Runs a test.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime for tests can be built")
        .block_on(future)
}
