//! What of a generated crate can be called: operations, their inputs, and the functions that set them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::document::Operation;
use crate::read;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use syn::{
    Expr, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, LitStr, Pat, PathArguments, Stmt,
    Type, TypeParamBound,
};

/// An operation of the crate.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The path of its type, seen from outside.
    pub(crate) path: String,
    /// Where it is in the document.
    pub(crate) source: String,
    pub(crate) method: String,
    pub(crate) template: String,
    /// The media type of its body.
    pub(crate) media: Option<String>,
    /// How the body is written, as the table says: `Json`, `Text`, …
    pub(crate) written: Option<String>,
    pub(crate) inputs: Vec<Input>,
    /// Whether members that have no input can be added to its body.
    pub(crate) takes_members: bool,
    pub(crate) arguments: Vec<Setter>,
    pub(crate) setters: Vec<Setter>,
    /// Fields that no function takes, since they can have but one value.
    pub(crate) constants: Vec<String>,
}

/// A row of the table of inputs.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) field: String,
    /// `Path`, `Query`, … as the table says.
    pub(crate) place: String,
    /// `Required`, `Optional`, …
    pub(crate) presence: String,
    /// As the document calls it.
    pub(crate) name: String,
}

/// A function that takes an input.
#[derive(Clone, Debug)]
pub(crate) struct Setter {
    pub(crate) name: String,
    pub(crate) field: String,
    pub(crate) taken: Taken,
}

/// What a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// A type that its signature names.
    Named,
    /// What can become the type of the field.
    IntoField,
    /// What can become the type in the `Option` of the field.
    IntoSome,
}

impl Call {
    /// Whether this is an operation of the document. Its place says so, unless that is in another file.
    pub(crate) fn is_of(&self, operation: &Operation) -> bool {
        let place = self.source.strip_prefix("#/paths/");
        let template = place.and_then(|place| place.rsplit_once('/'));
        let template = template.map(|(template, _)| template.replace("~1", "/").replace("~0", "~"));
        let template = template.as_ref().unwrap_or(&self.template);
        self.method == operation.method
            && (*template == operation.template
                || read::percent(template).as_ref() == Ok(&operation.template))
    }
}

/// A generated crate.
pub(crate) struct Generated {
    pub(crate) calls: Vec<Call>,
    /// The names of security schemes, and whether they are `Basic`.
    pub(crate) schemes: Vec<(String, bool)>,
    /// The features that parts of it stand behind.
    pub(crate) features: Vec<String>,
}

/// Reads the files of a crate.
pub(crate) fn load(folder: &Path) -> Result<Generated, String> {
    let mut generated = Generated {
        calls: Vec::new(),
        schemes: Vec::new(),
        features: Vec::new(),
    };
    files(&folder.join("src"), &mut Vec::new(), &mut generated)?;
    Ok(generated)
}

const FEATURE: &str = r#"#\[cfg\(feature = "([^"]*)"\)\]()"#;
const SCHEME: &str =
    r#"Scheme \{\s*name: "([^"]*)",\s*method: "[^"]*",\s*kind: runtime::SchemeKind::(\w+)"#;

/// The two groups of every match.
fn found(text: &str, pattern: &str) -> Result<Vec<(String, String)>, String> {
    let pattern = regex::Regex::new(pattern).map_err(|error| error.to_string())?;
    let found = pattern.captures_iter(text).map(|found| {
        let (_, [one, other]) = found.extract();
        (one.to_owned(), other.to_owned())
    });
    Ok(found.collect())
}

fn files(
    folder: &Path,
    modules: &mut Vec<String>,
    generated: &mut Generated,
) -> Result<(), String> {
    let fault =
        |error: &dyn std::fmt::Display| format!("cannot read {}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(|error| fault(&error))?;
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_word = syn::parse_str::<syn::Ident>(&stem).is_ok();
        modules.push(if is_word { stem } else { format!("r#{stem}") });
        if path.is_dir() {
            files(&path, modules, generated)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).map_err(|error| fault(&error))?;
            for (feature, _) in found(&text, FEATURE)? {
                let is_needed = !["blocking", "testing", "schemars"].contains(&feature.as_str());
                if is_needed && !generated.features.contains(&feature) {
                    generated.features.push(feature);
                }
            }
            let schemes = found(&text, SCHEME)?.into_iter();
            let schemes = schemes.map(|(name, kind)| (name, kind == "Basic"));
            generated.schemes.extend(schemes);
            let file =
                syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            let module = if path.ends_with("src/lib.rs") {
                String::new()
            } else {
                format!("{}::", modules.join("::"))
            };
            items(&file.items, &module, &mut generated.calls)?;
        }
        modules.pop();
    }
    Ok(())
}

fn items(items: &[Item], module: &str, calls: &mut Vec<Call>) -> Result<(), String> {
    let mut fields: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut functions: BTreeMap<String, Vec<&ImplItemFn>> = BTreeMap::new();
    for item in items {
        match item {
            Item::Struct(item) => {
                for field in &item.fields {
                    let name = field
                        .ident
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    fields.insert((item.ident.to_string(), name), words(&field.ty));
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let own = item.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function),
                    _ => None,
                });
                functions
                    .entry(words(inputs_of(&item.self_ty)))
                    .or_default()
                    .extend(own);
            }
            _ => {}
        }
    }
    for item in items {
        let Item::Macro(item) = item else { continue };
        if item
            .mac
            .path
            .segments
            .last()
            .is_none_or(|last| last.ident != "operation")
        {
            continue;
        }
        let (name, mut call) = table(item.mac.tokens.clone())
            .ok_or_else(|| format!("a table of {module} cannot be read"))?;
        let field = |field: &str| {
            fields
                .get(&(name.clone(), field.to_owned()))
                .cloned()
                .unwrap_or_default()
        };
        for function in functions.get(&name).into_iter().flatten() {
            let called = function.sig.ident.to_string();
            let typed = function.sig.inputs.iter().filter_map(|input| match input {
                FnArg::Typed(typed) => Some(typed),
                FnArg::Receiver(_) => None,
            });
            // The first one of `new` is the client.
            for argument in typed.skip(usize::from(called == "new")) {
                let Pat::Ident(argument_name) = &*argument.pat else {
                    continue;
                };
                let argument_name = argument_name.ident.to_string();
                let assigned = if called == "new" {
                    Some(argument_name.clone())
                } else {
                    assigned(function)
                };
                let Some(assigned) = assigned else { continue };
                let taken = taken(&argument.ty, &field(&assigned));
                let setter = Setter {
                    name: called.clone(),
                    field: assigned,
                    taken,
                };
                if called == "new" {
                    &mut call.arguments
                } else {
                    &mut call.setters
                }
                .push(setter);
            }
        }
        let taken = || call.arguments.iter().chain(&call.setters);
        let is_taken = |field: &str| taken().any(|setter| setter.field == field);
        let fields = call.inputs.iter().map(|input| input.field.clone());
        call.constants = fields.filter(|field| !is_taken(field)).collect();
        call.path = format!("{module}{name}");
        calls.push(call);
    }
    Ok(())
}

/// The inputs that a request is of: setters are its methods.
fn inputs_of(ty: &Type) -> &Type {
    let Type::Path(path) = ty else { return ty };
    match path.path.segments.last() {
        Some(last) if last.ident == "Request" => type_argument(&last.arguments).unwrap_or(ty),
        _ => ty,
    }
}

fn type_argument(arguments: &PathArguments) -> Option<&Type> {
    match arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

/// The field that a function sets.
fn assigned(function: &ImplItemFn) -> Option<String> {
    function
        .block
        .stmts
        .iter()
        .find_map(|statement| match statement {
            Stmt::Expr(Expr::Assign(assign), _) => match &*assign.left {
                Expr::Field(field) => Some(words(&field.member)),
                _ => None,
            },
            _ => None,
        })
}

fn taken(ty: &Type, field: &str) -> Taken {
    let Type::ImplTrait(ty) = ty else {
        return Taken::Named;
    };
    let into = ty.bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    match into.and_then(|into| type_argument(&into.arguments)) {
        None => Taken::Named,
        Some(inner) if words(inner) == field => Taken::IntoField,
        Some(_) => Taken::IntoSome,
    }
}

/// Tokens as text. What stands on several lines has a comma more.
fn words(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    text.replace(", >", ">").replace(" >", ">")
}

/// Reads `Name -> Output from "source" { request: GET "/path", …, facts: […], inputs: {…}, … }`.
fn table(tokens: TokenStream) -> Option<(String, Call)> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let name = tokens.first()?.to_string();
    let TokenTree::Group(content) = tokens.last()? else {
        return None;
    };
    let source = literal(tokens.get(tokens.len().checked_sub(2)?)?)?;
    let content: Vec<TokenTree> = content.stream().into_iter().collect();
    let after = |key: &str| {
        let key = content.iter().position(|token| is_word(token, key))?;
        content.get(key + 2..)
    };
    let request = after("request")?;
    let mut call = Call {
        path: String::new(),
        source,
        method: literal(request.first()?)
            .unwrap_or_else(|| request.first().map(ToString::to_string).unwrap_or_default()),
        template: literal(request.get(1)?)?,
        media: None,
        written: None,
        inputs: Vec::new(),
        takes_members: false,
        arguments: Vec::new(),
        setters: Vec::new(),
        constants: Vec::new(),
    };
    if let Some(TokenTree::Group(facts)) = after("facts")?.first() {
        let facts: Vec<TokenTree> = facts.stream().into_iter().collect();
        let body = facts.iter().position(|token| is_word(token, "Body"));
        if let Some(TokenTree::Group(body)) = body.and_then(|body| facts.get(body + 1)) {
            let body: Vec<TokenTree> = body.stream().into_iter().collect();
            call.media = body.first().and_then(literal);
            call.written = body.get(2).map(ToString::to_string);
        }
    }
    // `{…}`, or `with {…} with {…} {…}` where there are many.
    let is_end = |token: &&TokenTree| matches!(token, TokenTree::Punct(_));
    for token in after("inputs")?.iter().take_while(|token| !is_end(token)) {
        if let TokenTree::Group(rows) = token {
            inputs(&rows.stream(), &mut call.inputs);
        }
    }
    call.takes_members = after("body").is_some();
    Some((name, call))
}

/// Reads rows `field: Query Optional "name" […]`.
fn inputs(rows: &TokenStream, inputs: &mut Vec<Input>) {
    let rows: Vec<TokenTree> = rows.clone().into_iter().collect();
    for window in rows.windows(5) {
        if let [
            TokenTree::Ident(field),
            TokenTree::Punct(_),
            TokenTree::Ident(place),
            TokenTree::Ident(presence),
            name,
        ] = window
            && let Some(name) = literal(name)
        {
            inputs.push(Input {
                field: field.to_string(),
                place: place.to_string(),
                presence: presence.to_string(),
                name,
            });
        }
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn literal(token: &TokenTree) -> Option<String> {
    syn::parse2::<LitStr>(token.clone().into())
        .ok()
        .map(|literal| literal.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_whose_type_takes_several_lines() {
        let argument: Type = syn::parse_str("impl Into<Nullable<Vec<u8>>>").unwrap();
        let field: Type = syn::parse_str("Nullable<\n    Vec<u8>,\n>").unwrap();
        assert_eq!(taken(&argument, &words(&field)), Taken::IntoField);
        let field: Type = syn::parse_str("Option<Nullable<Vec<u8>>>").unwrap();
        assert_eq!(taken(&argument, &words(&field)), Taken::IntoSome);
    }
}
