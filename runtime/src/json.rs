use jiter::{Jiter, Peek, NumberInt, NumberAny};
use crate::model::*;

#[derive(Debug)]
pub struct DecodeError { pub path: String, pub what: String }

type R<T> = Result<T, DecodeError>;

struct Decoder<'j> { json: Jiter<'j>, depth: usize }

#[cold]
fn bad(e: impl std::fmt::Display) -> DecodeError { DecodeError { path: String::new(), what: e.to_string() } }

pub fn from_slice<T: Place>(bytes: &[u8]) -> R<T> {
    let mut v = T::vacant();
    let mut d = Decoder { json: Jiter::new(bytes), depth: 0 };
    let p = d.json.peek().map_err(bad)?;
    d.value(&mut v, p)?;
    d.json.finish().map_err(bad)?;
    Ok(v)
}

impl<'j> Decoder<'j> {
    fn value(&mut self, place: &mut dyn Place, peek: Peek) -> R<()> {
        match place.slot() {
            Slot::Text(t) => {
                if peek != Peek::String { return Err(bad("expected a string")); }
                t.push_str(self.json.known_str().map_err(bad)?);
            }
            Slot::Textual(t) => {
                if peek != Peek::String { return Err(bad("expected a string")); }
                t.set(self.json.known_str().map_err(bad)?);
            }
            Slot::Enum(t) => {
                if peek != Peek::String { return Err(bad("expected a string")); }
                t.set(Scalar::Text(self.json.known_str().map_err(bad)?));
            }
            Slot::Bool(b) => { *b = self.json.known_bool(peek).map_err(bad)?; }
            Slot::I64(i) => match self.json.known_int(peek).map_err(bad)? { NumberInt::Int(v) => *i = v },
            Slot::Integer(i) => match self.json.known_int(peek).map_err(bad)? { NumberInt::Int(v) => if !i.set(v.into()) { return Err(bad("range")); }},
            Slot::Number(n) => *n = match self.json.known_number(peek).map_err(bad)? { NumberAny::Int(NumberInt::Int(v)) => v as f64, NumberAny::Float(f) => f },
            Slot::Optional(o) => {
                if peek == Peek::Null { self.json.known_null().map_err(bad)?; o.null(); }
                else { self.value(o.fill(), peek)?; }
            }
            Slot::List(l) => {
                self.depth += 1;
                let mut next = self.json.known_array().map_err(bad)?;
                while let Some(p) = next {
                    self.value(l.push(), p)?;
                    next = self.json.array_step().map_err(bad)?;
                }
            }
            Slot::Map(m) => {
                let mut key = self.json.known_object().map_err(bad)?;
                while let Some(k) = key {
                    let pl = m.insert(k);
                    let p = self.json.peek().map_err(bad)?;
                    self.value(pl, p)?;
                    key = self.json.next_key().map_err(bad)?;
                }
            }
            Slot::Model(m) => {
                if peek != Peek::Object { return Err(bad("expected an object")); }
                self.model(m)?;
            }
            _ => { self.json.known_skip(peek).map_err(bad)?; }
        }
        Ok(())
    }

    fn model(&mut self, m: &mut dyn Model) -> R<()> {
        let rows = m.table().rows;
        let mut result = Ok(());
        m.places_mut(&mut |places| result = self.members(rows, places));
        result
    }

    fn members(&mut self, rows: &'static [Row], places: &mut [&mut dyn Place]) -> R<()> {
        let mut seen = 0u64;
        let mut expected = 0;
        let mut key = self.json.known_object().map_err(bad)?;
        while let Some(k) = key {
            let found = if rows.get(expected).is_some_and(|r| r.name == k) { Some(expected) } else { rows.iter().position(|r| r.name == k) };
            let p = self.json.peek().map_err(bad)?;
            match found {
                Some(i) => {
                    seen |= 1 << (i & 63);
                    expected = i + 1;
                    self.value(places[i], p).map_err(|mut e| { e.path = format!("{}.{}", rows[i].name, e.path); e })?;
                }
                None => self.json.known_skip(p).map_err(bad)?,
            }
            key = self.json.next_key().map_err(bad)?;
        }
        for (i, r) in rows.iter().enumerate() {
            if matches!(r.presence, Presence::Required | Presence::Nullable) && seen >> i & 1 == 0 { return Err(bad(format!("missing {}", r.name))); }
        }
        Ok(())
    }
}

pub fn to_vec(place: &dyn Place) -> Vec<u8> { let mut out = Vec::new(); encode(place, &mut out); out }

fn text(t: &str, out: &mut Vec<u8>) { let _ = serde_json::to_writer(out, t); }

fn encode(place: &dyn Place, out: &mut Vec<u8>) {
    match place.view() {
        View::Absent | View::Null => out.extend_from_slice(b"null"),
        View::Bool(b) => out.extend_from_slice(if b { b"true" } else { b"false" }),
        View::Integer(i) => match i64::try_from(i) { Ok(i) => { let _ = serde_json::to_writer(out, &i); } Err(_) => { let _ = serde_json::to_writer(out, &i); } },
        View::Number(n) => { let _ = serde_json::to_writer(out, &n); }
        View::Text(t) => text(t, out),
        View::Enum(e) => match e.value() { Scalar::Text(t) => text(t, out), Scalar::Integer(i) => { let _ = serde_json::to_writer(out, &i); } },
        View::List(l) => {
            out.push(b'[');
            for i in 0..l.len() { if i > 0 { out.push(b','); } if let Some(p) = l.get(i) { encode(p, out); } }
            out.push(b']');
        }
        View::Model(m) => {
            let rows = m.table().rows;
            out.push(b'{');
            let mut first = true;
            m.places(&mut |places| for (row, place) in rows.iter().zip(places) {
                if row.presence != Presence::Nullable && matches!(place.view(), View::Absent) { continue; }
                if !first { out.push(b','); }
                first = false;
                out.push(b'"'); out.extend_from_slice(row.name.as_bytes()); out.extend_from_slice(b"\":");
                encode(*place, out);
            });
            out.push(b'}');
        }
        _ => {}
    }
}
