//! The writing half: IR in, files out, one writer for each kind of file and item.
//!
//! **Invariant:** no OpenAPI document is seen here, and no name is made here: writers copy what the IR says.

mod client;
mod crate_root;
mod docs;
mod enumeration;
mod facts;
mod layout;
mod manifest;
mod markdown;
mod member;
mod model;
mod models;
mod operation;
mod resource;
mod responses;
mod scope;
#[cfg(test)]
mod tests;
mod union;

use std::collections::BTreeMap;
use std::fmt;

use self::docs::Doc;
use self::layout::{Layout, Module};
use self::scope::Scope;
use crate::config::FeatureSettings;
use crate::format::{self, Block, File};
use crate::ir::{Api, ResourceId, TypeDef, TypeKind};
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependency {
    /// In this folder, relative to the generated crate or absolute.
    Path(String),
    /// In the registry, with this version requirement.
    Version(String),
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
    for (path, file) in sources(&layout) {
        let text = format::rust(&header, &file).map_err(|message| Bug {
            path: path.clone(),
            message,
        })?;
        add(&path, text)?;
    }
    Ok(tree)
}

/// All Rust files with their paths.
fn sources(layout: &Layout<'_>) -> Vec<(String, File)> {
    let mut files = vec![
        ("src/lib.rs".to_owned(), crate_root::file(layout)),
        (
            Module(vec!["client".to_owned()]).file(),
            client::file(layout),
        ),
    ];
    files.extend(
        models::files(layout)
            .into_iter()
            .map(|(module, file)| (module.file(), file)),
    );
    for (id, resource) in (0..).map(ResourceId).zip(&layout.api.resources).skip(1) {
        let module = layout.module(id).map(Module::file);
        files.extend(module.zip(resource::file(id, resource, layout)));
    }
    files
}

/// The blocks of a named type.
fn ty(def: &TypeDef, scope: &mut Scope<'_>) -> Vec<Block> {
    match &def.kind {
        TypeKind::Model(model) => model::write(def, model, scope),
        TypeKind::Enum(items) => enumeration::write(def, items, scope),
        TypeKind::Union(items) => union::write(def, items, scope),
        TypeKind::Responses(arms) => responses::write(def, arms, scope),
    }
}

/// What the docs of a type say if the document says nothing.
fn otherwise(def: &TypeDef) -> String {
    format!("The schema {}.", markdown::code(&def.source.0))
}

/// What the docs of a type say last.
fn closing(doc: &mut Doc, def: &TypeDef) {
    if def.deprecated {
        doc.own("Deprecated.");
    }
    doc.remarks(&def.docs);
}
