//! What one file of a crate says.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Expr, Field, Fields, FnArg, GenericArgument, ImplItem, Lit, Meta, MetaNameValue,
    Pat, PathArguments, ReturnType, Type, UseTree, Visibility,
};

use super::surface::{ANY_STATUS, Function, Gate, Item, Kind, Part};
use super::table::Table;
use crate::failure;
use crate::format::inline;

/// The struct whose methods all operations share, each with setters of its own.
const REQUEST: &str = "Request";

/// The module with the examples of the document.
const TESTING: &str = "testing";

/// What files say: one, or all of a crate.
#[derive(Clone, Default)]
pub(super) struct Sheet {
    /// Items by their paths, wherever callers find them.
    pub(super) items: BTreeMap<String, Item>,
    /// Functions, constants and tables of items, with the paths of these.
    pub(super) additions: Vec<(String, Addition)>,
    /// The features that modules and exports are there with.
    pub(super) gates: BTreeMap<String, Gate>,
    /// What the root exports, by its path.
    pub(super) exported: BTreeMap<String, String>,
    /// What the root exports of `runtime`.
    pub(super) exports: BTreeSet<String>,
    /// The words about the crate as a whole.
    pub(super) guide: String,
    /// The examples that tests can be answered with.
    pub(super) examples: String,
    /// Files that are not Rust.
    pub(super) unread: Vec<String>,
}

/// What belongs to an item and stands beside it.
#[derive(Clone)]
pub(super) enum Addition {
    Block {
        functions: Vec<Function>,
        constants: Vec<Part>,
        code: Vec<String>,
        words: Vec<String>,
    },
    Table(Option<String>, Table),
}

/// The names on the way from the root of a crate to a module.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place(Vec<String>);

impl Place {
    fn new(path: &str) -> Self {
        match path {
            "lib" => Self(Vec::new()),
            other => Self(other.split('/').map(str::to_owned).collect()),
        }
    }

    /// The path of something in the module.
    fn of(&self, name: &str) -> String {
        let parts: Vec<&str> = self.0.iter().map(String::as_str).chain([name]).collect();
        parts.join("::")
    }
}

impl Sheet {
    /// Reads a file; one that is no module of the crate says nothing.
    pub(super) fn read(path: &str, text: &str) -> Self {
        let mut sheet = Self::default();
        let module = path
            .strip_prefix("src/")
            .and_then(|path| path.strip_suffix(".rs"));
        match module.map(|module| (module, syn::parse_file(text))) {
            None => {}
            Some((module, Ok(file))) => sheet.file(&Place::new(module), &file),
            Some((_, Err(_))) => sheet.unread.push(path.to_owned()),
        }
        sheet
    }

    fn file(&mut self, place: &Place, file: &syn::File) {
        if place.0 == [TESTING] {
            self.examples = code(file);
            return;
        }
        if place.0.is_empty() {
            self.guide = words(file.attrs.iter().map(ToTokens::to_token_stream).collect());
        }
        for item in &file.items {
            match item {
                syn::Item::Mod(module) => {
                    let path = place.of(&plain(&module.ident.to_string()));
                    self.gates
                        .extend(gate(&module.attrs).map(|gate| (path, gate)));
                }
                syn::Item::Use(import) if matches!(import.vis, Visibility::Public(_)) => {
                    let mut paths = Vec::new();
                    leaves(&import.tree, &mut Vec::new(), &mut paths);
                    for path in paths {
                        self.export(place, path, gate(&import.attrs));
                    }
                }
                syn::Item::Impl(block) => self.functions(place, block),
                syn::Item::Macro(call) => self.table(place, call),
                other => self.item(place, other),
            }
        }
    }

    /// Takes note of what a module exports: the root, and the module of shared types, whose types the root exports as
    /// a whole.
    fn export(&mut self, place: &Place, mut path: Vec<String>, gate: Option<Gate>) {
        if path.first().is_some_and(|first| first == "self") {
            path.remove(0);
        }
        let Some(name) = path.last().cloned() else {
            return;
        };
        if path.first().is_some_and(|first| first == "runtime") {
            if place.0.is_empty() {
                self.exports.insert(name);
            }
            return;
        }
        let parts: Vec<&str> = place.0.iter().chain(&path).map(String::as_str).collect();
        let path = parts.join("::");
        if let Some(gate) = gate {
            self.gates.insert(path.clone(), gate);
        }
        self.exported.insert(path, name);
    }

    fn item(&mut self, place: &Place, item: &syn::Item) {
        let (name, attributes, kind, parts) = match item {
            syn::Item::Struct(it) => (&it.ident, &it.attrs, Kind::Struct, fields(&it.fields)),
            syn::Item::Enum(it) => (&it.ident, &it.attrs, Kind::Enum, variants(it)),
            syn::Item::Type(it) => (&it.ident, &it.attrs, Kind::Alias(code(&it.ty)), Vec::new()),
            syn::Item::Const(syn::ItemConst {
                ident,
                attrs,
                ty,
                expr,
                ..
            })
            | syn::Item::Static(syn::ItemStatic {
                ident,
                attrs,
                ty,
                expr,
                ..
            }) => {
                let mut values = Vec::new();
                flatten(expr, String::new(), &mut values);
                (ident, attrs, Kind::Constant(code(ty), values), Vec::new())
            }
            _ => return,
        };
        let is_type = matches!(item, syn::Item::Struct(_) | syn::Item::Enum(_));
        let read = Item {
            kind,
            gates: gate(attributes).into_iter().collect(),
            is_deprecated: is(attributes, "deprecated"),
            is_exhaustive: !is(attributes, "non_exhaustive") && !hides_fields(item),
            parts,
            constants: Vec::new(),
            functions: Vec::new(),
            tables: Vec::new(),
            source: None,
            failures: failures(attributes),
            words: lines(item.to_token_stream()),
            // The rest is read in another way: fields, variants, values.
            code: attributes
                .iter()
                .filter(|_| is_type)
                .flat_map(|it| bag(it.to_token_stream()))
                .collect(),
        };
        self.items.insert(place.of(&name.to_string()), read);
    }

    fn functions(&mut self, place: &Place, block: &syn::ItemImpl) {
        let subject = requested(&block.self_ty).unwrap_or(&block.self_ty);
        let Ok([name]) = <[String; 1]>::try_from(path_of(subject)) else {
            return;
        };
        let (mut functions, mut constants) = (Vec::new(), Vec::new());
        for item in &block.items {
            match item {
                ImplItem::Fn(function) if matches!(function.vis, Visibility::Public(_)) => {
                    functions.push(self::function(function));
                }
                ImplItem::Const(constant) => constants.push(Part {
                    name: constant.ident.to_string(),
                    ty: code(&constant.ty),
                    value: code(&constant.expr),
                    is_deprecated: is(&constant.attrs, "deprecated"),
                }),
                _ => {}
            }
        }
        let addition = Addition::Block {
            functions,
            constants,
            code: bag(block.to_token_stream()),
            words: lines(block.to_token_stream()),
        };
        self.additions.push((place.of(&name), addition));
    }

    fn table(&mut self, place: &Place, call: &syn::ItemMacro) {
        let Some(name) = call.mac.path.segments.last() else {
            return;
        };
        let tokens = short(call.mac.tokens.clone());
        if let Some((subject, source, table)) = Table::read(&name.ident.to_string(), tokens) {
            let addition = Addition::Table(source, table);
            self.additions.push((place.of(&subject), addition));
        }
    }
}

fn is_public(field: &Field) -> bool {
    matches!(field.vis, Visibility::Public(_))
}

/// Whether callers cannot name all fields.
fn hides_fields(item: &syn::Item) -> bool {
    matches!(item, syn::Item::Struct(item) if !item.fields.iter().all(is_public))
}

fn fields(fields: &Fields) -> Vec<Part> {
    let public = fields.iter().filter(|field| is_public(field));
    public
        .enumerate()
        .map(|(position, field)| Part {
            name: field
                .ident
                .as_ref()
                .map_or_else(|| position.to_string(), |name| plain(&name.to_string())),
            ty: code(&field.ty),
            value: String::new(),
            is_deprecated: is(&field.attrs, "deprecated"),
        })
        .collect()
}

fn variants(item: &syn::ItemEnum) -> Vec<Part> {
    let variants = item.variants.iter().map(|variant| Part {
        name: variant.ident.to_string(),
        ty: code(&variant.fields),
        value: String::new(),
        is_deprecated: is(&variant.attrs, "deprecated"),
    });
    variants.collect()
}

fn function(function: &syn::ImplItemFn) -> Function {
    let parameters = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(input) => {
            let name = match &*input.pat {
                Pat::Ident(name) => plain(&name.ident.to_string()),
                other => code(other),
            };
            let ty = code(&input.ty);
            (ty != "&Client").then_some((name, ty))
        }
    });
    let (output, path, is_request) = match &function.sig.output {
        ReturnType::Default => (String::new(), Vec::new(), false),
        ReturnType::Type(_, ty) => {
            let inputs = requested(ty);
            (code(ty), path_of(inputs.unwrap_or(ty)), inputs.is_some())
        }
    };
    Function {
        name: plain(&function.sig.ident.to_string()),
        parameters: parameters.collect(),
        output,
        path,
        is_request,
        is_deprecated: is(&function.attrs, "deprecated"),
    }
}

/// Takes a constant's value apart: places in it, and what stands there.
fn flatten(value: &Expr, place: String, found: &mut Vec<(String, String)>) {
    match value {
        Expr::Reference(inner) => flatten(&inner.expr, place, found),
        Expr::Struct(it) => {
            for field in &it.fields {
                let name = field.member.to_token_stream().to_string();
                let below = if place.is_empty() {
                    name
                } else {
                    format!("{place}.{name}")
                };
                flatten(&field.expr, below, found);
            }
        }
        Expr::Array(it) if it.elems.iter().all(|item| matches!(item, Expr::Struct(_))) => {
            for item in &it.elems {
                let name = match item {
                    Expr::Struct(it) => it.fields.first().map(|field| code(&field.expr)),
                    _ => None,
                };
                flatten(
                    item,
                    format!("{place}[{}]", name.unwrap_or_default()),
                    found,
                );
            }
        }
        other => found.push((place, code(other))),
    }
}

/// Code as text: without words, and with paths by their last part.
fn code(tokens: &impl ToTokens) -> String {
    let tokens: Vec<TokenTree> = short(tokens.to_token_stream()).into_iter().collect();
    inline(&tokens)
}

/// The words of code, sorted.
fn bag(tokens: TokenStream) -> Vec<String> {
    let text = code(&tokens);
    let mut words: Vec<String> = super::surface::words(&text).map(str::to_owned).collect();
    words.sort();
    words
}

/// Tokens without words, and with paths by their last part.
fn short(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                let bang = tokens.next_if(
                    |next| matches!(next, TokenTree::Punct(bang) if bang.as_char() == '!'),
                );
                if tokens.next_if(is_doc).is_none() {
                    kept.push(TokenTree::Punct(sign));
                    kept.extend(bang);
                }
            }
            TokenTree::Ident(word) if word == "crate" || word == "runtime" => {
                kept.push(TokenTree::Ident(word));
                drop_modules(&mut kept, &mut tokens);
            }
            // A line break is what puts a comma behind the last argument of a type.
            TokenTree::Punct(sign)
                if sign.as_char() == ','
                    && matches!(tokens.peek(), Some(TokenTree::Punct(end)) if end.as_char() == '>') =>
                {}
            TokenTree::Group(group) => {
                let inner = short(group.stream());
                kept.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            other => kept.push(other),
        }
    }
    kept.into_iter().collect()
}

/// Reads on to the last name of a path, which takes the place of its first.
fn drop_modules(
    kept: &mut Vec<TokenTree>,
    tokens: &mut std::iter::Peekable<proc_macro2::token_stream::IntoIter>,
) {
    let is_colon =
        |next: &TokenTree| matches!(next, TokenTree::Punct(sign) if sign.as_char() == ':');
    while tokens.next_if(is_colon).is_some() {
        tokens.next_if(is_colon);
        if let Some(name) = tokens.next_if(|next| matches!(next, TokenTree::Ident(_))) {
            kept.pop();
            kept.push(name);
        }
    }
}

/// A name without the sign that tells it from a keyword.
fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}

fn is(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}

fn is_doc(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// The features that an attribute asks for, of which any suffices.
fn gate(attributes: &[Attribute]) -> Option<Gate> {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("cfg"))?;
    let text = attribute.meta.to_token_stream().to_string();
    let quoted = text.split('"').skip(1).step_by(2);
    Some(quoted.map(str::to_owned).collect())
}

/// What the documentation of an operation says that its failures decode as.
fn failures(attributes: &[Attribute]) -> BTreeMap<String, String> {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(MetaNameValue {
            path,
            value: Expr::Lit(text),
            ..
        }) = &attribute.meta
        else {
            return None;
        };
        match &text.lit {
            Lit::Str(line) if path.is_ident("doc") => Some(line.value()),
            _ => None,
        }
    });
    lines
        .filter_map(|line| {
            let (status, name) = failure::read(line.trim())?;
            Some((status.unwrap_or(ANY_STATUS).to_owned(), name.to_owned()))
        })
        .collect()
}

/// The lines of documentation of tokens.
fn lines(tokens: TokenStream) -> Vec<String> {
    let mut lines: Vec<String> = words(tokens).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// All words in the documentation of tokens.
fn words(tokens: TokenStream) -> String {
    let mut found = String::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if is_doc(&token) {
                found.push_str(&group.stream().to_string());
                found.push('\n');
            } else {
                found.push_str(&words(group.stream()));
            }
        }
    }
    found
}

/// The inputs that a request is of: `A`, if the type is `Request<A>`.
fn requested(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(inputs) if last.ident == REQUEST => {
            inputs.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}

/// The names in the path of a type.
fn path_of(ty: &Type) -> Vec<String> {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .iter()
            .map(|segment| plain(&segment.ident.to_string()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The paths that a `use` names; the last part is `*` for all of a module.
fn leaves(tree: &UseTree, above: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let with = |above: &[String], name: String| above.iter().cloned().chain([name]).collect();
    match tree {
        UseTree::Path(path) => {
            above.push(plain(&path.ident.to_string()));
            leaves(&path.tree, above, found);
            above.pop();
        }
        UseTree::Name(name) => found.push(with(above, plain(&name.ident.to_string()))),
        UseTree::Rename(name) => found.push(with(above, plain(&name.rename.to_string()))),
        UseTree::Glob(_) => found.push(with(above, "*".to_owned())),
        UseTree::Group(group) => {
            for tree in &group.items {
                leaves(tree, above, found);
            }
        }
    }
}
