//! What the expansion of [`operation!`](crate::operation!) calls.

use std::fmt;

use bytes::Bytes;

use super::inputs::{Inputs, check};
use super::table::In;
use crate::boxed::BoxFuture;
use crate::error::Error;
use crate::executor;
use crate::model::{Member, Place, debug_rows};
use crate::output::Output;
use crate::pagination::{Items, Pages};
use crate::pending::Pending;
use crate::request::Prepared;
use crate::response::{RawResponse, Response};
use crate::sensitive::is_sensitive;
use crate::validate::Violations;

fn start(
    operation: &dyn Inputs,
    is_streamed: bool,
) -> Result<BoxFuture<'static, Result<Response, Error>>, Error> {
    Prepared::new(operation, is_streamed).map(executor::run)
}

/// Sends an operation and decodes its answer.
pub fn send<T: Output>(operation: &dyn Inputs) -> Pending<T> {
    Pending::new(start(operation, T::STREAMED), |response| {
        T::decode(&response)
    })
}

/// Sends an operation, asks for a media type that is read item by item, and gives these out.
pub fn send_stream<T: Output>(operation: &dyn Inputs, media: &'static str) -> Pending<T> {
    let prepared =
        Prepared::new(operation, T::STREAMED).and_then(|prepared| prepared.asking_for(media));
    Pending::new(prepared.map(executor::run), |response| T::decode(&response))
}

/// Sends an operation.
pub fn send_raw<T: Output>(operation: &dyn Inputs) -> Pending<RawResponse<T>> {
    let prepared = Prepared::new(operation, T::STREAMED).map(Prepared::taking_redirects);
    Pending::new(prepared.map(executor::run), |response| {
        Ok(RawResponse::new(response))
    })
}

/// The items of a list.
pub fn items<T: Place, I: Place>(operation: &dyn Inputs) -> Items<T, I> {
    Items::new(operation)
}

/// The pages of a list.
pub fn pages<T: Place, I: Place>(operation: &dyn Inputs) -> Pages<T, I> {
    Pages::new(operation)
}

/// The request of an operation.
///
/// # Errors
///
/// If an input cannot be sent, a credential is missing or comes from a provider, or the body is a stream.
pub fn request(operation: &dyn Inputs) -> Result<http::Request<Bytes>, Error> {
    Prepared::new(operation, false)?.shown()
}

/// Checks the inputs of an operation.
///
/// # Errors
///
/// All violations.
pub fn validate(operation: &dyn Inputs) -> Result<(), Violations> {
    let table = operation.table();
    let mut result = Ok(());
    operation.inputs(&mut |places: &[&dyn Place]| result = check(table, places));
    result
}

/// Shows an operation.
///
/// # Errors
///
/// If the formatter fails.
pub fn debug_operation(operation: &dyn Inputs, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = operation.table();
    let is_secret = |index: usize, row: &Member| {
        let is_shown_elsewhere = matches!(
            table.locations.get(index),
            Some(In::Header | In::Cookie | In::Query | In::QueryString)
        );
        is_shown_elsewhere && is_sensitive(row.name)
    };
    let mut result = Ok(());
    operation.inputs(&mut |places: &[&dyn Place]| {
        let (fields, inputs) = (table.fields, table.inputs);
        result = debug_rows(table.name, fields, inputs, places, &is_secret, f)
    });
    result
}
