//! Bytes to values: YAML by `serde_yaml`, JSON by `serde_json`, both into one [`Tree`].
//!
//! Keys are text, whatever YAML would make of them (`200:`). Repeated keys are kept out and reported. Depth is
//! bounded by both parsers at 128, and the number of values, which aliases could multiply, by [`limit`].

use std::collections::HashSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::tree::{Data, Full, KeyId, NodeId, Object, Step, Tree};
use crate::diagnostic::{Diagnostic, Location};

/// What a file was found to hold.
#[derive(Debug)]
pub(super) struct Loaded {
    /// Its outermost value.
    pub(super) root: NodeId,
    /// The strings that stand under `$ref`.
    pub(super) references: Vec<NodeId>,
    /// The strings that stand under `$anchor`, `$dynamicAnchor`, `$id` and `$self`.
    pub(super) anchors: Vec<NodeId>,
    /// Keys that an object has twice: the object and the key.
    pub(super) repeated: Vec<(NodeId, KeyId)>,
}

impl Loaded {
    /// Notes references, anchors and repeated keys anew, where values of the file were changed.
    pub(super) fn note_again(&mut self, tree: &Tree) {
        self.references.clear();
        self.anchors.clear();
        let mut there = HashSet::new();
        let mut waiting = vec![self.root];
        while let Some(id) = waiting.pop() {
            match tree.data(id) {
                Data::Object(object) => {
                    there.insert(id);
                    for (key, value) in object.members() {
                        match noted(tree, *key, *value) {
                            Some(Noted::Reference) => self.references.push(*value),
                            Some(Noted::Anchor) => self.anchors.push(*value),
                            None => {}
                        }
                    }
                    waiting.extend(object.members().iter().rev().map(|(_, value)| *value));
                }
                Data::Array(items) => waiting.extend(items.iter().rev()),
                _ => {}
            }
        }
        self.repeated.retain(|(object, _)| there.contains(object));
    }
}

/// What other stages look for.
enum Noted {
    /// What stands under `$ref`.
    Reference,
    /// What gives a name to what it stands in.
    Anchor,
}

/// Whether other stages look for a member.
fn noted(tree: &Tree, key: KeyId, value: NodeId) -> Option<Noted> {
    if !matches!(tree.data(value), Data::Text(_)) {
        return None;
    }
    match tree.key(key) {
        "$ref" => Some(Noted::Reference),
        "$anchor" | "$dynamicAnchor" | "$id" | "$self" => Some(Noted::Anchor),
        _ => None,
    }
}

/// Reads the file with this number into the tree.
pub(super) fn load(
    tree: &mut Tree,
    file: u32,
    path: &str,
    bytes: &[u8],
) -> Result<Loaded, Diagnostic> {
    let text = text(path, bytes)?;
    let format = Format::of(path, text);
    let mut loading = Loading {
        budget: tree.len().saturating_add(limit(text)),
        tree,
        merges: format == Format::Yaml,
        references: Vec::new(),
        anchors: Vec::new(),
        repeated: Vec::new(),
    };
    let seed = Seed {
        loading: &mut loading,
        parent: None,
        step: Step::Root(file),
    };
    let root = match format {
        Format::Json => json(seed, text).map_err(|error| json_error(path, &error))?,
        Format::Yaml => {
            let deserializer = serde_yaml::Deserializer::from_str(text);
            seed.deserialize(deserializer)
                .map_err(|error| yaml_error(path, text, &error))?
        }
        Format::Text => seed
            .deserialize(serde::de::value::StrDeserializer::<PlainError>::new(text))
            .map_err(|_| {
                Diagnostic::error("too-large", format!("`{path}` has too many values"))
                    .at(Location::file(path))
            })?,
    };
    let Loading {
        references,
        anchors,
        repeated,
        ..
    } = loading;
    Ok(Loaded {
        root,
        references,
        anchors,
        repeated,
    })
}

type PlainError = serde::de::value::Error;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// Neither: a description in a file of its own.
    Text,
}

impl Format {
    /// By the file's extension, and by its first character where that says nothing.
    pub(super) fn of(path: &str, text: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("json") => Self::Json,
            Some("yaml" | "yml") => Self::Yaml,
            Some("md" | "markdown" | "txt" | "html") => Self::Text,
            _ if text.trim_start().starts_with(['{', '[']) => Self::Json,
            _ => Self::Yaml,
        }
    }
}

/// The text without a byte order mark.
pub(super) fn text<'b>(path: &str, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        let last = valid
            .rsplit(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let column = String::from_utf8_lossy(last).chars().count() + 1;
        Diagnostic::error("not-utf8", "the file is not UTF-8")
            .at(Location::position(path, line, column))
            .help("save the file as UTF-8")
    })
}

/// How many values a file may have: more than it has bytes can only come from aliases.
fn limit(text: &str) -> usize {
    text.len().saturating_add(100_000)
}

fn json(seed: Seed<'_, '_>, text: &str) -> Result<NodeId, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let root = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(root)
}

fn json_error(path: &str, error: &serde_json::Error) -> Diagnostic {
    let said = error.to_string();
    let suffix = format!(" at line {} column {}", error.line(), error.column());
    let message = said.strip_suffix(&suffix).unwrap_or(&said);
    syntax_error("JSON", message).at(Location::position(path, error.line(), error.column()))
}

fn yaml_error(path: &str, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let said = error.to_string();
    let message = said.split(" at line ").next().unwrap_or(&said);
    if let Some((message, at)) = unlocated(message, text) {
        let (line, column) = line_and_column(text, at);
        return syntax_error("YAML", message).at(Location::position(path, line, column));
    }
    let Some(position) = error.location() else {
        return syntax_error("YAML", message).at(Location::file(path));
    };
    let line = text
        .lines()
        .nth(position.line().saturating_sub(1))
        .unwrap_or_default();
    let indentation = line
        .split(|character: char| !character.is_whitespace())
        .next()
        .unwrap_or_default();
    if let Some(tab) = indentation.find('\t') {
        return Diagnostic::error(
            "yaml-tab",
            "YAML is indented with spaces, and this is a tab",
        )
        .at(Location::position(
            path,
            position.line(),
            indentation.get(..tab).map_or(0, str::len) + 1,
        ))
        .help("replace the tab with spaces");
    }
    let error = syntax_error("YAML", message);
    let has_aliases = text.contains('&') && text.contains('*');
    let error = if error.code == NESTED_TOO_DEEPLY && has_aliases {
        error.help("an alias (`*name`) inside of what it names has no end: write a `$ref` instead")
    } else {
        error
    };
    error.at(Location::position(path, position.line(), position.column()))
}

/// What the parser says without a place, or with one that is not known as such: the message, and where in the text the
/// cause is.
fn unlocated(message: &str, text: &str) -> Option<(&'static str, usize)> {
    if message.contains("control characters are not allowed") {
        let is_refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
        return Some(("control characters are not allowed", text.find(is_refused)?));
    }
    if !message.contains("more than one document") {
        return None;
    }
    let mut begun = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marks = line.trim_end() == "---" || line.starts_with("--- ");
        if marks && begun {
            return Some(("a file has one document, and here begins another", at));
        }
        begun |= marks || !(line.trim().is_empty() || line.starts_with(['#', '%']));
        at += line.len();
    }
    None
}

/// Line and column of a place in a text, both counted from one.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let last = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, last.chars().count() + 1)
}

const NESTED_TOO_DEEPLY: &str = "nesting-too-deep";

fn syntax_error(language: &str, message: &str) -> Diagnostic {
    if message.contains("recursion limit exceeded") {
        return Diagnostic::error(
            NESTED_TOO_DEEPLY,
            "values are nested more than 128 levels deep",
        );
    }
    if message.contains("repetition limit exceeded") || message.contains(TOO_MANY) {
        return Diagnostic::error("too-large", "the file has far more values than text")
            .help("aliases (`*name`) repeat what they stand for: write a `$ref` instead");
    }
    Diagnostic::error("syntax", format!("this is not valid {language}: {message}"))
}

const TOO_MANY: &str = "too many values";

/// What one file adds to the tree.
struct Loading<'t> {
    tree: &'t mut Tree,
    budget: usize,
    merges: bool,
    references: Vec<NodeId>,
    anchors: Vec<NodeId>,
    repeated: Vec<(NodeId, KeyId)>,
}

impl Loading<'_> {
    fn push(&mut self, parent: Option<NodeId>, step: Step, data: Data) -> Result<NodeId, Full> {
        if self.tree.len() >= self.budget {
            return Err(Full);
        }
        self.tree.push(parent, step, data)
    }

    /// Notes what other stages look for.
    fn note(&mut self, key: KeyId, value: NodeId) {
        match noted(self.tree, key, value) {
            Some(Noted::Reference) => self.references.push(value),
            Some(Noted::Anchor) => self.anchors.push(value),
            None => {}
        }
    }

    /// Takes `<<` out of the members and puts what it names in, where no member has the same name.
    fn merge(&mut self, object: NodeId, members: &mut Vec<(KeyId, NodeId)>) -> Result<(), Full> {
        let Some(position) = members
            .iter()
            .position(|(key, _)| self.tree.key(*key) == "<<")
        else {
            return Ok(());
        };
        let Some(merged) = members.get(position).map(|(_, id)| *id) else {
            return Ok(());
        };
        let mut added = match self.tree.data(merged) {
            Data::Array(items) => items
                .iter()
                .flat_map(|item| self.tree.members(*item))
                .copied()
                .collect(),
            Data::Object(one) => one.members().to_vec(),
            _ => return Ok(()),
        };
        members.remove(position);
        added.retain(|(key, _)| members.iter().all(|(name, _)| name != key));
        let mut seen = HashSet::new();
        added.retain(|(key, _)| seen.insert(*key));
        for (key, value) in added {
            let copy = self.copy(value, object, Step::Key(key))?;
            self.note(key, copy);
            members.push((key, copy));
        }
        Ok(())
    }

    /// Copies a value to another place. The depth is bounded, because the parser has bounded it.
    fn copy(&mut self, id: NodeId, parent: NodeId, step: Step) -> Result<NodeId, Full> {
        let data = self.tree.data(id).clone();
        let copied = self.push(Some(parent), step, Data::Null)?;
        let data = match data {
            Data::Array(items) => {
                let copies = items
                    .iter()
                    .zip(0..)
                    .map(|(item, index)| self.copy(*item, copied, Step::Index(index)));
                Data::Array(copies.collect::<Result<_, _>>()?)
            }
            Data::Object(object) => {
                let mut members = Vec::with_capacity(object.members().len());
                for (key, value) in object.members() {
                    let value = self.copy(*value, copied, Step::Key(*key))?;
                    self.note(*key, value);
                    members.push((*key, value));
                }
                Data::Object(Box::new(Object::new(members).0))
            }
            other => other,
        };
        self.tree.set(copied, data);
        Ok(copied)
    }
}

/// Reads one value.
struct Seed<'a, 't> {
    loading: &'a mut Loading<'t>,
    parent: Option<NodeId>,
    step: Step,
}

impl Seed<'_, '_> {
    fn leaf<E: Error>(self, data: Data) -> Result<NodeId, E> {
        self.loading
            .push(self.parent, self.step, data)
            .map_err(full)
    }
}

fn full<E: Error>(_: Full) -> E {
    E::custom(TOO_MANY)
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = NodeId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<NodeId, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = NodeId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<NodeId, E> {
        self.leaf(Data::Null)
    }

    fn visit_none<E: Error>(self) -> Result<NodeId, E> {
        self.leaf(Data::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<NodeId, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<NodeId, E> {
        self.leaf(Data::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<NodeId, E> {
        self.leaf(Data::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<NodeId, E> {
        self.leaf(i64::try_from(value).map_or(Data::Unsigned(value), Data::Int))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers of this size are floats to every reader"
    )]
    fn visit_i128<E: Error>(self, value: i128) -> Result<NodeId, E> {
        self.leaf(Data::Float(value as f64))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers of this size are floats to every reader"
    )]
    fn visit_u128<E: Error>(self, value: u128) -> Result<NodeId, E> {
        self.leaf(Data::Float(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<NodeId, E> {
        self.leaf(Data::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<NodeId, E> {
        self.leaf(Data::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<NodeId, A::Error> {
        let id = self
            .loading
            .push(self.parent, self.step, Data::Null)
            .map_err(full)?;
        let mut items = Vec::new();
        for index in 0.. {
            let seed = Seed {
                loading: &mut *self.loading,
                parent: Some(id),
                step: Step::Index(index),
            };
            match access.next_element_seed(seed)? {
                Some(item) => items.push(item),
                None => break,
            }
        }
        self.loading
            .tree
            .set(id, Data::Array(items.into_boxed_slice()));
        Ok(id)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<NodeId, A::Error> {
        let id = self
            .loading
            .push(self.parent, self.step, Data::Null)
            .map_err(full)?;
        let mut members = Vec::new();
        while let Some(key) = access.next_key_seed(KeySeed(&mut *self.loading.tree))? {
            let step = Step::Key(key);
            let value = access.next_value_seed(Seed {
                loading: &mut *self.loading,
                parent: Some(id),
                step,
            })?;
            self.loading.note(key, value);
            members.push((key, value));
        }
        if self.loading.merges {
            self.loading.merge(id, &mut members).map_err(full)?;
        }
        let (object, repeated) = Object::new(members);
        self.loading
            .repeated
            .extend(repeated.into_iter().map(|(key, _)| (id, key)));
        self.loading.tree.set(id, Data::Object(Box::new(object)));
        Ok(id)
    }

    /// A value with a YAML tag that is not one of the core schema: the tag says nothing to OpenAPI.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<NodeId, A::Error> {
        let (serde::de::IgnoredAny, content) = access.variant()?;
        content.newtype_variant_seed(self)
    }
}

/// Reads a key as text, whatever YAML would make of it.
struct KeySeed<'t>(&'t mut Tree);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = KeyId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<KeyId, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = KeyId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<KeyId, E> {
        self.0.intern(value).map_err(full)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::input::Sources;
    use crate::read::reading;

    /// What a file holds, as JSON, or what is wrong with it.
    fn load(path: &str, text: &str) -> String {
        let files = BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]);
        let diagnostics = Diagnostics::new();
        let documents = reading::read(
            path,
            &[],
            &files,
            &Config::default(),
            &diagnostics,
            &mut Sources::new(),
        );
        let problems: Vec<_> = diagnostics.into_vec().iter().map(|one| one.code).collect();
        documents
            .filter(|_| problems.is_empty())
            .map_or(problems.join(" "), |documents| documents.root().to_json())
    }

    fn yaml(text: &str) -> String {
        load("a.yaml", text)
    }

    #[test]
    fn scalars_are_those_of_yaml_1_2() {
        assert_eq!(
            yaml("[yes, no, on, off, y, n]"),
            r#"["yes","no","on","off","y","n"]"#
        );
        assert_eq!(yaml("[true, False, null, ~, ]"), "[true,false,null,null]");
        assert_eq!(
            yaml("[2024-01-31, 2024-01-31T00:00:00Z, 12:30]"),
            r#"["2024-01-31","2024-01-31T00:00:00Z","12:30"]"#
        );
        assert_eq!(
            yaml("[1, +1, 0x1F, 0o17, 007, 1_000, 1e3, .5]"),
            r#"[1,1,31,15,"007","1_000",1000.0,0.5]"#
        );
        assert_eq!(yaml("['1', \"true\", !!str 1]"), r#"["1","true","1"]"#);
        assert_eq!(yaml("a: |\n  b\n  c\n"), r#"{"a":"b\nc\n"}"#);
        assert_eq!(yaml(""), "null");
    }

    #[test]
    fn keys_are_text() {
        assert_eq!(
            yaml("{200: a, true: b, 1.10: c, ~: d, 2024-01-31: e}"),
            r#"{"200":"a","true":"b","1.10":"c","~":"d","2024-01-31":"e"}"#
        );
        assert_eq!(yaml("? [a]\n: b\n"), "syntax");
    }

    #[test]
    fn large_numbers() {
        assert_eq!(
            yaml("[9223372036854775807, 18446744073709551615]"),
            "[9223372036854775807,18446744073709551615]"
        );
        assert_eq!(
            load("a.json", "[-9223372036854775808, 18446744073709551615]"),
            "[-9223372036854775808,18446744073709551615]"
        );
        assert_eq!(
            load("a.json", "[18446744073709551616]"),
            "[1.8446744073709552e+19]"
        );
        assert_eq!(yaml("[18446744073709551616]"), "[1.8446744073709552e+19]");
    }

    #[test]
    fn aliases_and_merge_keys() {
        assert_eq!(
            yaml("a: &x {b: 1, c: 2}\nd: *x\n"),
            r#"{"a":{"b":1,"c":2},"d":{"b":1,"c":2}}"#
        );
        assert_eq!(
            yaml("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n"),
            r#"{"a":{"b":1,"c":2},"d":{"c":3,"b":1}}"#
        );
        assert_eq!(
            yaml("a: &x {b: 1}\nd: {<<: [*x, {b: 2, e: 3}]}\n"),
            r#"{"a":{"b":1},"d":{"b":1,"e":3}}"#
        );
        assert_eq!(yaml("a: &x [*x]\n"), "nesting-too-deep");
        assert_eq!(yaml("a: *nothing\n"), "syntax");
    }

    #[test]
    fn tags_say_nothing() {
        assert_eq!(
            yaml("a: !custom {b: !other 1}\nc: !list [1]\n"),
            r#"{"a":{"b":1},"c":[1]}"#
        );
    }

    #[test]
    fn json_is_json() {
        assert_eq!(
            load("a.json", "\u{feff}{\"a\": \"\\ud83d\\ude00\"}"),
            r#"{"a":"😀"}"#
        );
        assert_eq!(load("a.json", "{\"a\": 1} {}"), "syntax");
        assert_eq!(load("a.json", "{a: 1}"), "syntax");
        assert_eq!(load("a", " {\"a\":\t1}"), r#"{"a":1}"#);
        assert_eq!(load("a.md", "a: b"), r#""a: b""#);
    }

    #[test]
    fn depth_and_size_are_bounded() {
        assert_eq!(load("a.json", &"[".repeat(100_000)), "nesting-too-deep");
        assert_eq!(yaml(&"[".repeat(100_000)), "nesting-too-deep");
        assert_eq!(yaml(&"- ".repeat(10_000)), "nesting-too-deep");
        let doubling = (1..40)
            .map(|level| format!("a{level}: &a{level} [*a{}, *a{}]\n", level - 1, level - 1));
        assert_eq!(
            yaml(&format!("a0: &a0 []\n{}", doubling.collect::<String>())),
            "too-large"
        );
    }
}
