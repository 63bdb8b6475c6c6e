//! What callers see of a crate, from what its files say.

use std::collections::BTreeSet;

use super::sheet::{Addition, Sheet};
use super::surface::{Call, Gate, Item, Surface};
use crate::tree::Tree;

/// The struct whose methods lead to everything else.
const CLIENT: &str = "client::Client";

/// Reads two crates. A file that is the same in both is read once.
pub(super) fn both(old: &Tree, new: &Tree) -> (Surface, Surface) {
    let (mut before, mut after) = (Reader::default(), Reader::default());
    for (path, text) in new.iter() {
        let path = path.as_str();
        let sheet = Sheet::read(path, text);
        if old.get(path) == Some(text) {
            before.take(sheet.clone());
        }
        after.take(sheet);
    }
    for (path, text) in old.iter() {
        let path = path.as_str();
        if new.get(path) != Some(text) {
            before.take(Sheet::read(path, text));
        }
    }
    let manifest = |tree: &Tree| tree.get("Cargo.toml").unwrap_or_default().to_owned();
    (before.finish(manifest(old)), after.finish(manifest(new)))
}

/// What the files of a crate say together.
#[derive(Default)]
struct Reader {
    surface: Surface,
    sheet: Sheet,
}

impl Reader {
    fn take(&mut self, sheet: Sheet) {
        let all = &mut self.sheet;
        all.items.extend(sheet.items);
        all.additions.extend(sheet.additions);
        all.gates.extend(sheet.gates);
        all.exported.extend(sheet.exported);
        all.exports.extend(sheet.exports);
        all.unread.extend(sheet.unread);
        all.guide.push_str(&sheet.guide);
        all.examples.push_str(&sheet.examples);
    }

    /// Brings together what belongs together, under the names that callers use.
    fn finish(mut self, manifest: String) -> Surface {
        for (path, addition) in std::mem::take(&mut self.sheet.additions) {
            if let Some(item) = self.sheet.items.get_mut(&path) {
                item.add(addition);
            }
        }
        let handles = self.calls();
        for (path, mut item) in std::mem::take(&mut self.sheet.items) {
            if !handles.contains(&path) {
                item.gates.extend(self.gates_above(&path));
                let key = self.key(&path);
                self.surface.items.insert(key, item);
            }
        }
        Surface {
            manifest,
            guide: self.sheet.guide,
            examples: self.sheet.examples,
            exports: self.sheet.exports,
            unread: self.sheet.unread,
            ..self.surface
        }
    }

    /// How callers write the path of an item.
    fn key(&self, path: &str) -> String {
        let module = path.rsplit_once("::").map_or("", |(module, _)| module);
        let all = format!("{module}::*");
        match self
            .sheet
            .exported
            .get(path)
            .or_else(|| self.sheet.exported.get(&all))
        {
            Some(_) => path.rsplit("::").next().unwrap_or(path).to_owned(),
            None => path.to_owned(),
        }
    }

    /// The features that an item is there with: those of its modules and of its export.
    fn gates_above(&self, path: &str) -> impl Iterator<Item = Gate> {
        let ends = path
            .match_indices("::")
            .map(|(end, _)| end)
            .chain([path.len()]);
        ends.filter_map(|end| self.sheet.gates.get(path.get(..end)?).cloned())
    }

    /// Walks from the client to all operations. Returns the paths of what only leads there.
    fn calls(&mut self) -> BTreeSet<String> {
        let mut open = vec![(String::new(), CLIENT.to_owned())];
        let mut handles = BTreeSet::new();
        while let Some((way, path)) = open.pop() {
            let Some(handle) = self
                .sheet
                .items
                .get(&path)
                .filter(|_| handles.insert(path.clone()))
            else {
                continue;
            };
            let module = path.rsplit_once("::").map_or("", |(module, _)| module);
            for method in &handle.functions {
                let target = match method.path.split_first() {
                    Some((first, rest)) if first == "crate" => rest.join("::"),
                    Some(_) => format!("{module}::{}", method.path.join("::")),
                    None => continue,
                };
                let way = format!("{way}{}", method.name);
                if self
                    .sheet
                    .items
                    .get(&target)
                    .is_some_and(Item::is_operation)
                {
                    let call = Call {
                        item: self.key(&target),
                        is_request: method.is_request,
                        is_deprecated: method.is_deprecated,
                    };
                    self.surface.calls.insert(way, call);
                } else {
                    open.push((format!("{way}()."), target));
                }
            }
        }
        handles
    }
}

impl Item {
    fn add(&mut self, addition: Addition) {
        match addition {
            Addition::Block {
                mut functions,
                mut constants,
                code,
                words,
            } => {
                self.functions.append(&mut functions);
                self.constants.append(&mut constants);
                self.code.extend(code);
                self.code.sort();
                self.words.extend(words);
                self.words.sort();
            }
            Addition::Table(source, table) => {
                self.source = self.source.take().or(source);
                self.tables.push(table);
            }
        }
    }
}
