//! What the expansions of [`operation!`](crate::operation!) and [`request!`](crate::request!) call.

use std::fmt;

use bytes::Bytes;

use super::call::Call;
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
    call: &Call,
    inputs: &dyn Inputs,
    is_streamed: bool,
) -> Result<BoxFuture<'static, Result<Response, Error>>, Error> {
    Prepared::new(call, inputs, is_streamed).map(executor::run)
}

/// Sends an operation and decodes its answer.
pub fn send<T: Output>(call: &Call, inputs: &dyn Inputs) -> Pending<T> {
    Pending::new(start(call, inputs, T::STREAMED), |response| {
        T::decode(&response)
    })
}

/// Sends an operation, asks for a media type that is read item by item, and gives these out.
pub fn send_stream<T: Output>(call: &Call, inputs: &dyn Inputs, media: &'static str) -> Pending<T> {
    let prepared =
        Prepared::new(call, inputs, T::STREAMED).and_then(|prepared| prepared.asking_for(media));
    Pending::new(prepared.map(executor::run), |response| T::decode(&response))
}

/// Sends an operation.
pub fn send_raw<T: Output>(call: &Call, inputs: &dyn Inputs) -> Pending<RawResponse<T>> {
    let prepared = Prepared::new(call, inputs, T::STREAMED).map(Prepared::taking_redirects);
    Pending::new(prepared.map(executor::run), |response| {
        Ok(RawResponse::new(response))
    })
}

/// The items of a list.
pub fn items<T: Place, I: Place>(call: &Call, inputs: &dyn Inputs) -> Items<T, I> {
    Items::new(call, inputs)
}

/// The pages of a list.
pub fn pages<T: Place, I: Place>(call: &Call, inputs: &dyn Inputs) -> Pages<T, I> {
    Pages::new(call, inputs)
}

/// The request of an operation.
///
/// # Errors
///
/// If an input cannot be sent, a credential is missing or comes from a provider, or the body is a stream.
pub fn request(call: &Call, inputs: &dyn Inputs) -> Result<http::Request<Bytes>, Error> {
    Prepared::new(call, inputs, false)?.shown()
}

/// Checks the inputs of an operation.
///
/// # Errors
///
/// All violations.
pub fn validate(inputs: &dyn Inputs) -> Result<(), Violations> {
    let table = inputs.table();
    let mut result = Ok(());
    inputs.inputs(&mut |places: &[&dyn Place]| result = check(table, places));
    result
}

/// Shows an operation.
///
/// # Errors
///
/// If the formatter fails.
pub fn debug_operation(inputs: &dyn Inputs, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = inputs.table();
    let is_secret = |index: usize, row: &Member| {
        let is_shown_elsewhere = matches!(
            table.locations.get(index),
            Some(In::Header | In::Cookie | In::Query | In::QueryString)
        );
        is_shown_elsewhere && is_sensitive(row.name)
    };
    let mut result = Ok(());
    inputs.inputs(&mut |places: &[&dyn Place]| {
        let (fields, inputs) = (table.fields, table.inputs);
        result = debug_rows(table.name, fields, inputs, places, &is_secret, f)
    });
    result
}
