//! Errors and futures in boxes, whatever they are.

use std::error::Error;
use std::pin::Pin;

/// An error of another library.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A future that is boxed once, whatever it computes.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
