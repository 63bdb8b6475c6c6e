//! What documents become: cases, diagnostics, diffs, the history of a document, and what sources may hold.

#![allow(clippy::panic, reason = "a test that cannot go on says why")]

mod support;

mod advice;
mod cases;
mod damage;
mod diagnostics;
mod diffs;
mod history;
mod impact;
mod invariants;
mod keep_going;
mod names;
