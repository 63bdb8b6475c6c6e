//! What the configuration says of types, by pointer or by place: names, newtypes, further traits.

use super::bodies;
use super::configured::Configured;
use super::derives;
use super::envelope;
use super::names;
use super::node::Node;
use super::parameters;
use super::schema::Schema;
use super::types::Types;
use crate::config::{Config, Entry, KeyStep, Part, PlaceKey, TypeKey, TypeSettings};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Makes what the configuration says known to [`Types`]. An entry that leads nowhere is reported, unless
/// its operation is left out.
pub(super) fn apply<'d>(
    config: &Config,
    operations: &[Configured<'d, '_>],
    excluded: &[String],
    root: Node<'d>,
    types: &mut Types<'d>,
    diagnostics: &Diagnostics,
) {
    let find = Find {
        config,
        operations,
        root,
    };
    let is_excluded = |entry: &Entry<TypeKey, TypeSettings>| match &entry.key {
        TypeKey::Place(place) => excluded.contains(&place.operation.to_string()),
        TypeKey::Pointer(_) => false,
    };
    for entry in config.types.iter().filter(|entry| !is_excluded(entry)) {
        let Some(schema) = diagnostics.ok(find.schema(entry, types)) else {
            continue;
        };
        if entry.settings.newtype {
            types.wrap(&schema, entry.at.clone());
        }
        if !entry.settings.derive.is_empty() {
            let paths = entry.settings.derive.iter();
            let fault = paths
                .filter_map(|path| derives::fault_of(path, &entry.at))
                .next();
            match fault {
                Some(fault) => diagnostics.push(fault),
                None => types.derive(&schema, &entry.settings.derive, entry.at.clone()),
            }
        }
        let Some(name) = &entry.settings.name else {
            continue;
        };
        match names::pinned_type(name) {
            Some(ident) => types.pin(&schema, ident, entry.at.clone()),
            None => diagnostics.push(
                Diagnostic::error(
                    "invalid-name",
                    format!("`{name}` cannot be the name of a type in Rust"),
                )
                .at(entry.at.clone())
                .help("names of types are written `LikeThis`"),
            ),
        }
    }
}

/// Finds what a key of `[types]` is about.
struct Find<'f, 'd, 'c> {
    config: &'f Config,
    operations: &'f [Configured<'d, 'c>],
    root: Node<'d>,
}

impl<'d> Find<'_, 'd, '_> {
    fn schema(
        &self,
        entry: &Entry<TypeKey, TypeSettings>,
        types: &Types<'d>,
    ) -> Result<Schema<'d>, Diagnostic> {
        match &entry.key {
            TypeKey::Pointer(pointer) => self
                .pointed(pointer)
                .map_err(|error| nothing(entry, &error)),
            TypeKey::Place(place) => self.placed(place, entry, types),
        }
    }

    fn pointed(&self, pointer: &str) -> Result<Schema<'d>, Diagnostic> {
        self.root
            .documents()
            .find(pointer, self.root.original())
            .map(Schema::from)
    }

    fn placed(
        &self,
        place: &PlaceKey,
        entry: &Entry<TypeKey, TypeSettings>,
        types: &Types<'d>,
    ) -> Result<Schema<'d>, Diagnostic> {
        let name = place.operation.to_string();
        let operation = self
            .operations
            .iter()
            .find(|operation| operation.key() == name);
        let operation = operation.ok_or_else(|| self.no_operation(&name, entry))?;
        let start = match &place.part {
            Part::Body => operation.body.as_ref().and_then(bodies::Declared::schema),
            Part::Response(status) => self.response(operation, *status, place.envelope, types),
            Part::Parameter { location, name } => {
                parameters::schema(&operation.found, location, name).map(Schema::from)
            }
        };
        let start = start.ok_or_else(|| self.no_start(operation, entry))?;
        let steps = place
            .steps
            .iter()
            .try_fold(start, |schema, step| walk(&schema, step, types).ok_or(step));
        steps.map_err(|step| no_step(step, entry))
    }

    fn response(
        &self,
        operation: &Configured<'d, '_>,
        status: crate::ir::StatusPattern,
        envelope: bool,
        types: &Types<'d>,
    ) -> Option<Schema<'d>> {
        let declared = operation
            .responses
            .iter()
            .find(|declared| declared.status == status)?;
        let schema = declared.content.first()?.schema.clone()?;
        let settings = self
            .config
            .envelope
            .as_ref()
            .filter(|_| declared.success && !envelope);
        let opened = envelope::open(&schema, settings, types);
        Some(opened.map_or(schema, |contents| contents.result))
    }

    fn no_operation(&self, name: &str, entry: &Entry<TypeKey, TypeSettings>) -> Diagnostic {
        let names: Vec<String> = self
            .operations
            .iter()
            .map(|operation| operation.found.name())
            .collect();
        let error = unmatched(entry, &format!("the document has no operation `{name}`"));
        match crate::suggest::closest(name, names.iter().map(String::as_str)) {
            Some(close) => error.help(format!("did you mean `{close}`?")),
            None => error.help("remove the entry, or correct it"),
        }
    }

    fn no_start(
        &self,
        operation: &Configured<'d, '_>,
        entry: &Entry<TypeKey, TypeSettings>,
    ) -> Diagnostic {
        let mut parts: Vec<String> = operation
            .responses
            .iter()
            .map(|declared| format!("`{}`", declared.status))
            .collect();
        if operation.body.is_some() {
            parts.push("`body`".to_owned());
        }
        let message = format!("`{}` has no schema there", operation.found.name());
        unmatched(entry, &message).help(match parts.as_slice() {
            [] => "it has neither responses nor a body: remove the entry".to_owned(),
            parts => format!("it has {}", parts.join(", ")),
        })
    }
}

/// One step from a schema to one inside of it.
fn walk<'d>(schema: &Schema<'d>, step: &KeyStep, types: &Types<'d>) -> Option<Schema<'d>> {
    match step {
        KeyStep::Member(name) => types.property(schema, name),
        KeyStep::Items => types.items(schema),
        KeyStep::Values => types.values(schema),
    }
}

fn no_step(step: &KeyStep, entry: &Entry<TypeKey, TypeSettings>) -> Diagnostic {
    let message = match step {
        KeyStep::Member(name) => {
            format!("there is no member `{name}` on the way of `{}`", entry.text)
        }
        KeyStep::Items => format!("there is no list where `{}` takes its items", entry.text),
        KeyStep::Values => format!("there is no map where `{}` takes its values", entry.text),
    };
    unmatched(entry, &message).help("remove the entry, or correct it")
}

fn nothing(entry: &Entry<TypeKey, TypeSettings>, error: &Diagnostic) -> Diagnostic {
    let mut unmatched = unmatched(entry, &error.message);
    unmatched.help.clone_from(&error.help);
    unmatched
}

fn unmatched(entry: &Entry<TypeKey, TypeSettings>, message: &str) -> Diagnostic {
    Diagnostic::error("matches-nothing", message).at(entry.at.clone())
}
