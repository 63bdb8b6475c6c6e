//! The writing half: IR in, files out, one writer for each kind of file and item.
//!
//! **Invariant:** no OpenAPI document is seen here, and no name is made here: writers copy what the IR says.

mod alias;
mod client;
mod crate_root;
mod docs;
mod enumeration;
mod example;
mod facts;
mod guide;
mod header;
mod layout;
mod lints;
mod manifest;
mod markdown;
mod member;
mod model;
mod models;
mod newtype;
mod operation;
mod path;
mod program;
mod resource;
mod responses;
mod scope;
mod testing;
#[cfg(test)]
mod tests;
mod union;

use std::collections::BTreeMap;
use std::fmt;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro2::TokenStream;
use quote::quote;

use self::docs::Doc;
use self::layout::{Layout, Module, Shared};
use self::scope::Scope;
use crate::config::FeatureSettings;
use crate::format::{self, Block};
use crate::ir::{Api, Others, Payload, Resource, ResourceId, TypeDef, TypeId, TypeKind};
use crate::tree::{self, Path, Tree};

/// What the caller decides about the generated crate, beside the API itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the generated crate refers to `runtime`.
    pub runtime: Dependency,
    /// Whether the generated crate stands in a workspace.
    pub membership: Membership,
    /// Which cargo features the generated crate has.
    pub features: FeatureSettings,
    /// Dev-dependencies of the generated crate, by name, as `Cargo.toml` would name them.
    pub dev_dependencies: BTreeMap<String, toml::Value>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runtime: Dependency::Path("../runtime".to_owned()),
            membership: Membership::Member,
            features: FeatureSettings::default(),
            dev_dependencies: BTreeMap::new(),
        }
    }
}

/// How a crate is found by cargo.
#[derive(Clone, Debug, PartialEq)]
pub enum Dependency {
    /// In this folder, relative to the generated crate or absolute.
    Path(String),
    /// As `Cargo.toml` says it, without `default-features`.
    Table(toml::Table),
}

/// Whether the generated crate stands in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// It is a member of the workspace around it.
    Member,
    /// It is a workspace of its own, wherever its folder is.
    Standalone,
}

/// A fault of the generator itself: what was written is not what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bug {
    /// The file that it was found in.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "this is a bug in the generator: {}: {}",
            self.path, self.message
        )
    }
}

impl std::error::Error for Bug {}

/// The groups of operations that are cargo features, by name.
pub(crate) fn groups(api: &Api, options: &Options) -> Vec<String> {
    Layout::new(api, options).groups.into_keys().collect()
}

/// Writes the crate of an API.
///
/// # Errors
///
/// [`Bug`] if a file, once formatted, does not have the tokens that were meant. No document should be able
/// to cause that.
pub(crate) fn files(api: &Api, options: &Options) -> Result<Tree, Bug> {
    let layout = Layout::new(api, options);
    let mut tree = Tree::new();
    let header = tree::header(&api.document);
    let mut add = |path: &str, text: String| {
        let bug = |message: String| Bug {
            path: path.to_owned(),
            message,
        };
        let path = Path::new(path).map_err(|e| bug(e.to_string()))?;
        match tree.insert(path, text) {
            None => Ok(()),
            Some(_) => Err(bug("two files have this path".to_owned())),
        }
    };
    add(
        "Cargo.toml",
        format!("# {header}\n\n{}", manifest::cargo(&layout, options)),
    )?;
    add(
        "rustfmt.toml",
        format!("# {header}\n\n{}", manifest::RUSTFMT),
    )?;
    for text in texts(&layout, &header) {
        let (path, text) = text?;
        add(&path, text)?;
    }
    Ok(tree)
}

/// The program that reads JSON as some types of the crate, and the case of each.
pub(crate) fn program(
    api: &Api,
    options: &Options,
    payloads: &[Payload],
) -> (String, Vec<Option<usize>>) {
    program::write(&Layout::new(api, options), payloads)
}

/// How many threads write.
const THREADS: usize = 4;

/// All Rust files with their paths, in the order in which they are declared.
fn texts(layout: &Layout<'_>, header: &str) -> Vec<Result<(String, String), Bug>> {
    let parts = parts(layout);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some(part) = parts.get(at)
        {
            done.push((at, text(part, layout, header)));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..THREADS.min(parts.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let mut done = work();
        done.extend(
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))),
        );
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, text)| text).collect()
}

/// What a Rust file is about.
enum Part<'a> {
    Root,
    Client,
    Models(Module, &'a [TypeId]),
    Index,
    Headers,
    Resource(ResourceId, &'a Resource),
    Testing,
}

/// All Rust files.
fn parts<'a>(layout: &'a Layout<'_>) -> Vec<Part<'a>> {
    let mut parts = vec![Part::Root, Part::Client];
    let models = || Module(vec!["models".to_owned()]);
    if !layout.api.headers.is_empty() {
        parts.push(Part::Headers);
    }
    match &layout.shared {
        Shared::None => {}
        Shared::One(types) => parts.push(Part::Models(models(), types)),
        Shared::Split(files) => {
            parts.push(Part::Index);
            parts.extend(
                files
                    .iter()
                    .map(|(stem, types)| Part::Models(models().below(stem), types)),
            );
        }
    }
    let resources = (0..).map(ResourceId).zip(&layout.api.resources).skip(1);
    parts.extend(resources.map(|(id, resource)| Part::Resource(id, resource)));
    if layout.examples {
        parts.push(Part::Testing);
    }
    parts
}

/// A Rust file with its path.
fn text(part: &Part<'_>, layout: &Layout<'_>, header: &str) -> Result<(String, String), Bug> {
    let (path, file) = match part {
        Part::Root => ("src/lib.rs".to_owned(), crate_root::file(layout)),
        Part::Client => ("src/client.rs".to_owned(), client::file(layout)),
        Part::Testing => ("src/testing.rs".to_owned(), testing::file(layout)),
        Part::Headers => ("src/headers.rs".to_owned(), header::file(layout)),
        Part::Index => ("src/models.rs".to_owned(), models::index(layout)),
        Part::Models(module, types) => (module.file(), models::file(types, module, layout)),
        Part::Resource(id, resource) => {
            let module = layout.module(*id);
            (module.file(), resource::file(*id, resource, module, layout))
        }
    };
    match format::rust(header, file) {
        Ok(text) => Ok((path, text)),
        Err(message) => Err(Bug { path, message }),
    }
}

/// The blocks of a named type.
fn ty(def: &TypeDef, scope: &mut Scope<'_>) -> Vec<Block> {
    if let Some(same) = def.same_as {
        return alias::write(def, same, scope);
    }
    match &def.kind {
        TypeKind::Model(model) => model::write(def, model, scope),
        TypeKind::Enum(items) => enumeration::write(def, items, scope),
        TypeKind::Union(items) => union::write(def, items, scope),
        TypeKind::Responses(arms) => responses::write(def, arms, scope),
        TypeKind::Newtype(inner) => newtype::write(def, inner, scope),
    }
}

/// The traits that the configuration asks for.
fn derives(def: &TypeDef) -> Option<TokenStream> {
    let paths = def.derives.iter().map(|path| {
        let words = path.split("::").map(scope::word);
        quote! { #(#words)::* }
    });
    let lints = lints::derives(&def.derives);
    (!def.derives.is_empty()).then(|| quote! { #[derive(#(#paths),*)] #lints })
}

/// What the docs of a type say if the document says nothing.
fn otherwise(def: &TypeDef) -> String {
    format!("The schema {}.", markdown::code(&def.source.0))
}

/// How a table begins what it says of values that it does not list.
fn others(others: Others) -> TokenStream {
    match others {
        Others::Invalid => quote! { else },
        Others::Valid => quote! { or },
    }
}

/// What the docs of a type say last.
fn closing(doc: &mut Doc, def: &TypeDef) {
    if def.deprecated {
        doc.own("Deprecated.");
    }
    doc.sentences(facts::example(&def.docs).as_slice());
    doc.remarks(&def.docs);
}
