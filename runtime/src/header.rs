//! Headers of answers, as values of the types that the API's document gives them.

use std::any;
use std::fmt;
use std::marker::PhantomData;

use crate::error::{Error, ErrorKind};
use crate::json;
use crate::model::{self, Map, Model, Place, Slot};
use crate::printable::Printable;
use crate::response::Response;
use crate::text::{self, Expected};
use crate::trail::{Step, Trail};

/// A header of answers and the type of its value: what [`Response::header`] is asked for.
///
/// Operations have a constant for each header that the API's document describes; others can be made.
///
/// ```
/// use runtime::Header;
///
/// const REMAINING: Header<i64> = Header::new("X-RateLimit-Remaining");
/// const FORMATS: Header<Vec<String>> = Header::new("X-Formats");
/// ```
///
/// A list is texts with commas between them, and a map or model is names and values with commas between
/// them: OpenAPI's style `simple`. Several lines of a header are one value, with commas between them.
pub struct Header<T> {
    name: &'static str,
    form: Form,
    value: PhantomData<fn() -> T>,
}

/// How a value is written in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `a,1,b,2`
    Simple,
    /// `a=1,b=2`
    Exploded,
    /// `{"a":1,"b":2}`
    Json,
}

impl<T> Header<T> {
    /// The header called `name`, in any case.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            form: Form::Simple,
            value: PhantomData,
        }
    }

    /// Members of objects are written as `name=value` (`explode: true`).
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.form = Form::Exploded;
        self
    }

    /// The value is written as JSON.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.form = Form::Json;
        self
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Header")
            .field("name", &self.name)
            .field("form", &self.form)
            .field("type", &format_args!("{}", any::type_name::<T>()))
            .finish()
    }
}

impl Response {
    /// The value of a header, such as the constants of operations name; `None` if the answer does not have it.
    ///
    /// # Errors
    ///
    /// If the value is not what the type of the header needs. The rest of the answer is as good as before.
    pub fn header<T: Place>(&self, header: Header<T>) -> Result<Option<T>, Error> {
        let mut value = T::vacant();
        let is_there = read(self, header.name, header.form, &mut value)?;
        Ok(is_there.then_some(value))
    }
}

impl Error {
    /// A header of the answer, such as the constants of operations name; `None` if the answer does not have it,
    /// or if there is none.
    ///
    /// # Errors
    ///
    /// See [`Response::header`].
    pub fn header<T: Place>(&self, header: Header<T>) -> Result<Option<T>, Error> {
        match self.response() {
            Some(response) => response.header(header),
            None => Ok(None),
        }
    }
}

/// Reads a header into a vacant place, and says whether the answer has it.
fn read(response: &Response, name: &str, form: Form, place: &mut dyn Place) -> Result<bool, Error> {
    let lines: Result<Vec<&str>, _> = response
        .headers()
        .get_all(name)
        .iter()
        .map(|line| std::str::from_utf8(line.as_bytes()))
        .collect();
    let Ok(lines) = lines else {
        return Err(error(
            response,
            format!("the header `{name}` is not text in UTF-8"),
        ));
    };
    if lines.is_empty() {
        return Ok(false);
    }
    let read = match form {
        Form::Json => {
            let text = lines.join(",");
            json::decode_into(text.as_bytes(), response.json_options(), place).map_err(|error| {
                (
                    error.path(),
                    error.problem().told(response.text_limit()).to_string(),
                )
            })
        }
        Form::Simple | Form::Exploded => simple(name, &lines, form, place)
            .map_err(|misfit| (misfit.trail.to_string(), misfit.told(response.text_limit()))),
    };
    match read {
        Ok(()) => Ok(true),
        Err((path, problem)) => {
            let colon = if path.is_empty() { "" } else { ": " };
            let path = Printable(&path, response.text_limit());
            Err(error(
                response,
                format!(
                    "the header `{name}` is not what the API's document says: {path}{colon}{problem}"
                ),
            ))
        }
    }
}

fn error(response: &Response, message: String) -> Error {
    Error::new(ErrorKind::Decode, message)
        .of(response.request().table)
        .with_response(response.clone())
}

/// A text that is not what its place takes.
struct Misfit {
    trail: Trail,
    expected: Expected,
    found: String,
}

impl Misfit {
    fn new(expected: impl Into<Expected>, found: &str) -> Self {
        Self {
            trail: Trail::default(),
            expected: expected.into(),
            found: found.to_owned(),
        }
    }

    fn within(mut self, step: impl Into<Step>) -> Self {
        self.trail.push(step.into());
        self
    }

    fn told(&self, limit: usize) -> String {
        let found = Printable(&self.found, limit);
        format!("expected {}, found `{found}`", self.expected)
    }
}

/// Reads what OpenAPI's style `simple` has written.
fn simple(name: &str, lines: &[&str], form: Form, place: &mut dyn Place) -> Result<(), Misfit> {
    match place.slot() {
        Slot::Optional(slot) => simple(name, lines, form, slot.fill()),
        Slot::List(list) => {
            // RFC 9110, 5.3: the one header whose lines are not parts of one list.
            let items = if name.eq_ignore_ascii_case("set-cookie") {
                lines.to_vec()
            } else {
                parts(lines).collect()
            };
            for (index, item) in items.into_iter().enumerate() {
                set(list.push(), item).map_err(|misfit| misfit.within(index))?;
            }
            Ok(())
        }
        Slot::Map(map) => {
            for (name, value) in pairs(lines, form)? {
                entry(map, name, value)?;
            }
            Ok(())
        }
        Slot::Model(model) => members(model, lines, form),
        _ => set(place, &lines.join(", ")),
    }
}

fn set(place: &mut dyn Place, text: &str) -> Result<(), Misfit> {
    text::set(place, text).map_err(|expected| Misfit::new(expected, text))
}

/// What stands between commas. Nothing between two of them counts for nothing (RFC 9110, 5.6.1).
fn parts<'l>(lines: &[&'l str]) -> impl Iterator<Item = &'l str> {
    lines
        .iter()
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Names with their values.
fn pairs<'l>(lines: &[&'l str], form: Form) -> Result<Vec<(&'l str, &'l str)>, Misfit> {
    if form == Form::Exploded {
        return parts(lines)
            .map(|part| {
                part.split_once('=')
                    .ok_or_else(|| Misfit::new("a name and a value", part))
            })
            .collect();
    }
    let mut pairs = Vec::new();
    if parts(lines).next().is_none() {
        return Ok(pairs);
    }
    // A value may be empty.
    let mut texts = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
    while let Some(name) = texts.next() {
        let value = texts
            .next()
            .ok_or_else(|| Misfit::new("a name and a value", name))?;
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn entry(map: &mut dyn Map, name: &str, value: &str) -> Result<(), Misfit> {
    set(map.insert(name), value).map_err(|misfit| misfit.within(name.to_owned()))
}

fn members(model: &mut dyn Model, lines: &[&str], form: Form) -> Result<(), Misfit> {
    let pairs = pairs(lines, form)?;
    let rows = model.table().rows.list;
    let mut read = Ok(());
    model.places_mut(&mut |places: &mut [&mut dyn Place]| {
        let (rows, places, mut rest) = model::split_rest(rows, places);
        read = pairs.iter().try_for_each(|(name, value)| {
            let named = rows
                .iter()
                .zip(&mut *places)
                .find(|(row, _)| row.name == *name);
            match (named, &mut rest) {
                (Some((row, place)), _) => {
                    set(*place, value).map_err(|misfit| misfit.within(row.name))
                }
                (None, Some(rest)) => entry(&mut **rest, name, value),
                (None, None) => Ok(()),
            }
        });
        let is_missing = |name: &str| pairs.iter().all(|(other, _)| *other != name);
        let members: Vec<&'static str> = rows
            .iter()
            .filter(|row| row.presence.is_required() && is_missing(row.name))
            .map(|row| row.name)
            .collect();
        if read.is_ok() && !members.is_empty() {
            let expected = format!("an object with `{}`", members.join("`, `"));
            read = Err(Misfit::new(expected, &lines.join(", ")));
        }
    });
    read
}
