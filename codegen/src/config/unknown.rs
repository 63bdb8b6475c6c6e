//! Keys of `codegen.toml` that mean nothing: all of them at once, each with the one that was probably meant.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::suggest;

/// Reports the keys that the JSON Schema `root` does not know, and removes them, so that the rest can be read.
pub(super) fn remove_unknown(
    file: &str,
    table: &mut DeTable<'_>,
    root: &Value,
    diagnostics: &Diagnostics,
) {
    let check = Check { root, diagnostics };
    check.table(table, root, &Location::new(file, ""));
}

struct Check<'a> {
    root: &'a Value,
    diagnostics: &'a Diagnostics,
}

impl Check<'_> {
    fn table(&self, table: &mut DeTable<'_>, schema: &Value, at: &Location) {
        let Some(schema) = self.shape(schema, table) else {
            return;
        };
        let properties = schema.get("properties").and_then(Value::as_object);
        let values = schema.get("additionalProperties");
        let keys: Vec<String> = table.keys().map(|key| key.get_ref().to_string()).collect();
        for key in keys {
            let schema = properties
                .and_then(|known| known.get(&key))
                .or(values.filter(|values| values.is_object()));
            let at = at.clone().member(&key);
            if let Some(schema) = schema {
                if let Some(DeValue::Table(inner)) =
                    table.get_mut(key.as_str()).map(|value| value.get_mut())
                {
                    self.table(inner, schema, &at);
                }
            } else if values == Some(&Value::Bool(false)) {
                let known = properties
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name.as_str());
                self.diagnostics
                    .push(unknown(&key, known.collect(), at.key()));
                table.remove(key.as_str());
            }
        }
    }

    /// The schema that says which keys a table may have: what a reference stands for, or the alternative whose
    /// constants the table has.
    fn shape<'s>(&'s self, schema: &'s Value, table: &DeTable<'_>) -> Option<&'s Value> {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(reference.strip_prefix('#')?)?;
            return self.shape(target, table);
        }
        let alternatives = schema
            .get("anyOf")
            .or_else(|| schema.get("oneOf"))
            .and_then(Value::as_array);
        match alternatives {
            Some(alternatives) => alternatives.iter().find_map(|one| self.shape(one, table)),
            None => schema
                .get("type")
                .filter(|kind| *kind == "object" && constants_match(schema, table))
                .map(|_| schema),
        }
    }
}

fn constants_match(schema: &Value, table: &DeTable<'_>) -> bool {
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    properties
        .filter_map(|(key, schema)| Some((key, schema.get("const")?.as_str()?)))
        .all(|(key, constant)| {
            let value = table.get(key.as_str());
            value.and_then(|value| value.get_ref().as_str()) == Some(constant)
        })
}

fn unknown(key: &str, known: Vec<&str>, at: Location) -> Diagnostic {
    let error =
        Diagnostic::error("unknown-key", format!("the key `{key}` is not known here")).at(at);
    match suggest::closest(key, known.iter().copied()) {
        Some(other) => error.help(format!("did you mean `{other}`?")),
        None => error.help(format!("known are `{}`", known.join("`, `"))),
    }
}
