//! Reading a description: the entry document, what references lead to, and the overlays that correct them.

use super::load::{self, Loaded};
use super::overlay::Overlay;
use super::resolve::{Documents, Failure, Role, unreadable};
use super::upgrade;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::{Files, Sources};

/// Reads the entry document and every file that can be reached from it by references, each corrected by the overlays
/// for it, and gives them the shape of OpenAPI 3.1. What cannot be read is reported here if it is malformed, and where a
/// reference is resolved if it is not there.
///
/// The text of every file is kept in `sources`. Returns `None` if the entry document itself cannot be read.
pub(crate) fn read(
    entry: &str,
    overlays: &[String],
    files: &dyn Files,
    config: &Config,
    diagnostics: &Diagnostics,
    sources: &mut Sources,
) -> Option<Documents> {
    let mut reader = Reader {
        documents: Documents::new(),
        overlays: Vec::new(),
        files,
        diagnostics,
        sources,
    };
    let loaded = match reader.file(entry, Role::Part) {
        Ok(loaded) => loaded,
        Err(failure) => return reader.report(entry, &failure),
    };
    for path in overlays {
        reader.overlay(path, entry);
    }
    let mut waiting = reader.settle(entry, loaded);
    while let Some(path) = waiting.pop() {
        if !reader.documents.has(&path)
            && let Ok(loaded) = reader.file(&path, Role::Part)
        {
            waiting.extend(reader.settle(&path, loaded));
        }
    }
    for overlay in &reader.overlays {
        overlay.report_unused(diagnostics);
    }
    let mut documents = reader.documents;
    upgrade::upgrade(&mut documents, config, diagnostics);
    Some(documents)
}

/// A description that is being read.
struct Reader<'r> {
    documents: Documents,
    overlays: Vec<Overlay>,
    files: &'r dyn Files,
    diagnostics: &'r Diagnostics,
    sources: &'r mut Sources,
}

impl Reader<'_> {
    /// Reads a file, and reports it if it is malformed.
    fn file(&mut self, path: &str, role: Role) -> Result<Loaded, Failure> {
        let content = self.files.read(path).map_err(Failure::Unreadable);
        let loaded = content.and_then(|bytes| {
            let (tree, number) = self.documents.next_file();
            let loaded = load::load(tree, number, path, &bytes);
            self.sources.insert(path, bytes);
            loaded.map_err(|error| {
                self.diagnostics.push(error);
                Failure::Malformed
            })
        });
        let root = loaded.as_ref().map(|loaded| loaded.root);
        self.documents.add(path, role, root.map_err(Clone::clone));
        loaded
    }

    /// Reports a file that nobody refers to, if that has not been done.
    fn report<T>(&self, path: &str, failure: &Failure) -> Option<T> {
        if let Failure::Unreadable(error) = failure {
            self.diagnostics.push(unreadable(path, error));
        }
        None
    }

    /// Reads an overlay of a description.
    fn overlay(&mut self, path: &str, entry: &str) {
        let read = match self.file(path, Role::Overlay) {
            Ok(loaded) => {
                self.report_repeated(&loaded);
                let root = self.documents.node(loaded.root);
                Overlay::read(root, entry, self.diagnostics)
            }
            Err(failure) => self.report(path, &failure),
        };
        self.overlays.extend(read);
    }

    /// Corrects a file that was read, makes it known, and tells the paths of the files that it refers to.
    fn settle(&mut self, path: &str, mut loaded: Loaded) -> Vec<String> {
        let mut corrected = false;
        for overlay in &mut self.overlays {
            corrected |= overlay.apply(&mut self.documents, path, loaded.root, self.diagnostics);
        }
        if corrected {
            loaded.note_again(self.documents.tree());
        }
        self.documents.index(path, &loaded);
        self.report_repeated(&loaded);
        self.documents.referred(path, &loaded)
    }

    fn report_repeated(&self, loaded: &Loaded) {
        for (object, key) in &loaded.repeated {
            let key = self.documents.tree().key(*key);
            let at = self.documents.node(*object).at().member(key);
            let error =
                Diagnostic::error("duplicate-key", format!("the key `{key}` is there twice"))
                    .at(at.clone().repeated_key())
                    .related(at.key(), "the first one")
                    .help("remove one of the two, or give it another name");
            self.diagnostics.push(error);
        }
    }
}
