//! Security: the schemes of a document, and which of them each operation needs.

use std::collections::{BTreeMap, BTreeSet};

use super::node::Node;
use super::paths::{Found, wrong_kind};
use super::{docs, names};
use crate::config::{Config, Matched};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Ident, Scheme, SchemeId, SchemeKind};
use crate::suggest;

/// Alternatives, each a set of names of schemes that are needed together.
pub(super) type Requirements<'d> = Vec<Vec<&'d str>>;

/// The security schemes of a document by name: each as it is declared, which may be by a reference.
#[derive(Debug, Default)]
pub(super) struct Declared<'d> {
    schemes: BTreeMap<&'d str, Node<'d>>,
}

impl<'d> Declared<'d> {
    /// Collects `components.securitySchemes`.
    pub(super) fn collect(root: Node<'d>, diagnostics: &Diagnostics) -> Self {
        let declared = root.descend(["components", "securitySchemes"]);
        let entries = declared.into_iter().flat_map(Node::entries);
        Self {
            schemes: entries
                .filter(|(_, node)| diagnostics.ok(node.target()).is_some())
                .collect(),
        }
    }

    /// What an operation needs: its own `security`, else that of the document, each alternative once. Those with a
    /// scheme that is not declared are reported and left out.
    pub(super) fn requirements(
        &self,
        found: &Found<'d>,
        root: Node<'d>,
        diagnostics: &Diagnostics,
    ) -> Requirements<'d> {
        let Some(security) = found.node.get("security").or_else(|| root.get("security")) else {
            return Vec::new();
        };
        if !security.is_array() {
            diagnostics.push(wrong_kind(security, "`security`", "an array"));
            return Vec::new();
        }
        if security.items().len() == 0 {
            return vec![Vec::new()];
        }
        let alternatives: Vec<Node<'d>> = security.items().collect();
        if let [only] = alternatives.as_slice()
            && only.is_object()
            && only.entries().len() == 0
        {
            diagnostics.push(anonymous(*only, found));
        }
        let mut known: Requirements<'d> = Vec::new();
        for alternative in alternatives {
            let needed = diagnostics.ok(self.alternative(alternative, found, diagnostics));
            known.extend(needed.filter(|needed| !known.iter().any(|other| is_same(needed, other))));
        }
        known
    }

    fn alternative(
        &self,
        alternative: Node<'d>,
        found: &Found<'d>,
        diagnostics: &Diagnostics,
    ) -> Result<Vec<&'d str>, Diagnostic> {
        if !alternative.is_object() {
            return Err(wrong_kind(
                alternative,
                "a security requirement",
                "an object",
            ));
        }
        for (key, node) in alternative.entries() {
            if !self.schemes.contains_key(key) {
                return Err(self.undefined(key, node, found));
            }
        }
        self.report_same_place(alternative, diagnostics);
        Ok(alternative.keys().collect())
    }

    /// Reports schemes that are needed together and go to the same place.
    fn report_same_place(&self, alternative: Node<'d>, diagnostics: &Diagnostics) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (key, node) in alternative.entries() {
            let scheme = self.schemes.get(key).and_then(|node| node.target().ok());
            let kind = scheme.and_then(|scheme| kind(key, scheme).ok());
            let Some(place) = kind.as_ref().and_then(place) else {
                continue;
            };
            if let Some(other) = seen.insert(place.clone(), key) {
                let message = format!("`{other}` and `{key}` both go into {place}");
                let warning = Diagnostic::warning("same-credential", message).at(node.at().key());
                diagnostics.push_repeated(warning.help(format!(
                    "either is enough, and only `{key}` is sent if both are there"
                )));
            }
        }
    }

    /// What an operation needs besides the credentials: the scopes of each scheme, in words.
    pub(super) fn scopes(&self, found: &Found<'d>, root: Node<'d>) -> Vec<String> {
        let security = found.node.get("security").or_else(|| root.get("security"));
        let alternatives = security.into_iter().flat_map(Node::items);
        let schemes = alternatives
            .flat_map(Node::entries)
            .filter(|(key, _)| self.schemes.contains_key(key));
        let mut notes: Vec<String> = Vec::new();
        for (key, scopes) in schemes {
            let names: Vec<String> = scopes
                .items()
                .filter_map(Node::as_str)
                .map(|scope| format!("`{scope}`"))
                .collect();
            let note = match names.as_slice() {
                [] => continue,
                [only] => format!("Needs the scope {only} of `{key}`."),
                _ => format!("Needs the scopes {} of `{key}`.", names.join(", ")),
            };
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }

    fn undefined(&self, key: &str, node: Node<'_>, found: &Found<'_>) -> Diagnostic {
        let message = format!("the security scheme `{key}` is not declared");
        let error = Diagnostic::error("undefined-security-scheme", message).at(node.at().key());
        let error = error.label(format!("`{}` cannot be authorised with it", found.name()));
        error.help(match suggest::closest(key, self.schemes.keys().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None if self.schemes.is_empty() => {
                "declare it in `components.securitySchemes`".to_owned()
            }
            None => {
                let known: Vec<String> =
                    self.schemes.keys().map(|key| format!("`{key}`")).collect();
                format!("`components.securitySchemes` has {}", known.join(", "))
            }
        })
    }

    /// The schemes that operations use or that the configuration names, in the order of their names.
    pub(super) fn used(
        &self,
        requirements: &[Requirements<'d>],
        config: &Config,
        matched: &Matched,
        diagnostics: &Diagnostics,
    ) -> Schemes<'d> {
        let mut keys: BTreeSet<&'d str> =
            requirements.iter().flatten().flatten().copied().collect();
        for name in config.client.auth.keys() {
            let at = config.at("/client/auth").member(name).key();
            match self.schemes.get_key_value(name.as_str()) {
                Some((key, _)) => {
                    matched.mark(&at);
                    keys.insert(*key);
                }
                None => matched.report(
                    &at,
                    name,
                    "security scheme",
                    self.schemes.keys().copied(),
                    diagnostics,
                ),
            }
        }
        let read = keys.into_iter().filter_map(|key| {
            let node = *self.schemes.get(key)?;
            let kind = kind(key, node.target().ok()?);
            Some((key, node, diagnostics.ok(kind)?))
        });
        let read: Vec<(&str, Node<'d>, SchemeKind)> = read.collect();
        Schemes {
            list: name_all(&read, config, diagnostics),
            keys: read.iter().map(|(key, ..)| *key).collect(),
        }
    }
}

/// Whether two alternatives need the same schemes. They may differ in scopes, which no request carries.
fn is_same(some: &[&str], others: &[&str]) -> bool {
    BTreeSet::from_iter(some) == BTreeSet::from_iter(others)
}

/// `security: [{}]` says that anybody may call, which is seldom meant.
fn anonymous(node: Node<'_>, found: &Found<'_>) -> Diagnostic {
    let message = format!(
        "`{}` needs no credentials, because its `security` has an empty requirement only",
        found.name()
    );
    node.warning("anonymous-access", message)
        .help("its requests are sent without credentials; `security: []` says the same without this warning")
}

/// The schemes of the generated client.
#[derive(Debug)]
pub(super) struct Schemes<'d> {
    /// What goes into the IR.
    pub(super) list: Vec<Scheme>,
    keys: Vec<&'d str>,
}

impl Schemes<'_> {
    /// Requirements in terms of the IR. Alternatives with a scheme that could not be read are left out.
    pub(super) fn ids(&self, requirements: &Requirements<'_>) -> Vec<Vec<SchemeId>> {
        let id = |key: &str| {
            let position = self.keys.binary_search(&key).ok()?;
            u32::try_from(position).ok().map(SchemeId)
        };
        let alternative = |keys: &Vec<&str>| keys.iter().map(|key| id(key)).collect();
        requirements.iter().filter_map(alternative).collect()
    }
}

fn name_all(
    read: &[(&str, Node<'_>, SchemeKind)],
    config: &Config,
    diagnostics: &Diagnostics,
) -> Vec<Scheme> {
    let settings = |key: &str| config.client.auth.get(key);
    let wished: Vec<(&str, Option<Ident>)> = read
        .iter()
        .map(|(key, ..)| {
            let name = settings(key).and_then(|auth| auth.name.as_deref());
            let pinned = name.map(|name| pinned(key, name, config));
            (*key, pinned.and_then(|pinned| diagnostics.ok(pinned)))
        })
        .collect();
    let named = names::schemes(&wished);
    report_clashes(read, &wished, config, diagnostics);
    let schemes = read.iter().zip(named).map(|((key, node, kind), named)| {
        let mut docs = docs::of_referred(*node, diagnostics);
        docs.notes.extend(named.note);
        docs.notes
            .extend(node.target().iter().flat_map(|node| origin(*node)));
        Scheme {
            key: (*key).to_owned(),
            name: named.ident,
            kind: kind.clone(),
            env: settings(key).and_then(|auth| auth.env.clone()),
            docs,
            source: node.source(),
        }
    });
    schemes.collect()
}

/// Where the configuration names a scheme.
fn at_name(key: &str, config: &Config) -> Location {
    config.at("/client/auth").member(key).member("name")
}

/// The name of the builder's method, as the configuration gives it.
fn pinned(key: &str, name: &str, config: &Config) -> Result<Ident, Diagnostic> {
    let at = at_name(key, config);
    let Some(ident) = names::pinned_value(name) else {
        let message = format!("`{name}` cannot be the name of a method in Rust");
        let error = Diagnostic::error("invalid-name", message).at(at);
        return Err(error.help("names of methods are written `like_this`"));
    };
    if names::is_method_of_builder(ident.as_str()) {
        return Err(named_twice(&ident, at).help("choose another name"));
    }
    Ok(ident)
}

/// Reports names of the configuration that another credential has too, by the configuration or because it would be
/// called so otherwise.
fn report_clashes(
    read: &[(&str, Node<'_>, SchemeKind)],
    wished: &[(&str, Option<Ident>)],
    config: &Config,
    diagnostics: &Diagnostics,
) {
    let others: Vec<(&str, Option<Ident>)> = wished
        .iter()
        .filter(|(_, pinned)| pinned.is_none())
        .cloned()
        .collect();
    let named = names::schemes(&others);
    let mut seen: BTreeMap<&Ident, &str> = BTreeMap::new();
    for (key, name) in wished
        .iter()
        .filter_map(|(key, pinned)| Some((key, pinned.as_ref()?)))
    {
        let error = named_twice(name, at_name(key, config));
        let other = others
            .iter()
            .zip(&named)
            .find(|(_, other)| other.ident == *name);
        if let Some(first) = seen.insert(name, key) {
            let error = error.related(at_name(first, config), format!("`{first}`"));
            diagnostics.push(error.help("choose another name for one of them"));
        } else if let Some(((other, _), _)) = other
            && let Some((_, node, _)) = read.iter().find(|(key, ..)| key == other)
        {
            let help = format!(
                "choose another name, or give one to the other: [client.auth] {other} = {{ name = … }}"
            );
            let error = error.related(node.at().key(), format!("`{other}`"));
            diagnostics.push(error.help(help));
        }
    }
}

fn named_twice(name: &Ident, at: Location) -> Diagnostic {
    let message = format!("another method of the builder is called `{name}`");
    Diagnostic::error("name-clash", message).at(at)
}

/// Where a token comes from and what it looks like, in words.
fn origin(node: Node<'_>) -> Vec<String> {
    let said = |key: &str, what: &str| Some(format!("{what}: {}", docs::text(node, key)?));
    let token = docs::text(node, "bearerFormat");
    let token = token.map(|format| format!("The token is a {format}."));
    let mut notes: Vec<String> = token.into_iter().collect();
    notes.extend(said("openIdConnectUrl", "OpenID Connect"));
    notes.extend(said(
        "oauth2MetadataUrl",
        "Metadata of the authorization server",
    ));
    let flows = node.get("flows").into_iter().flat_map(Node::entries);
    let flows: Vec<_> = flows.filter(|(name, _)| !name.starts_with("x-")).collect();
    notes.extend(flows.iter().filter_map(|(name, flow)| urls(name, *flow)));
    let scopes = flows.iter().filter_map(|(_, flow)| flow.get("scopes"));
    let scopes = scopes
        .flat_map(Node::entries)
        .filter(|(scope, _)| !scope.starts_with("x-"));
    notes.extend(docs::listed(
        "Scopes:",
        scopes.map(|(scope, about)| (scope.to_owned(), about.to_text())),
    ));
    if node.get("deprecated").and_then(Node::as_bool) == Some(true) {
        notes.push("Deprecated.".to_owned());
    }
    notes
}

/// Where a flow leads.
fn urls(name: &str, flow: Node<'_>) -> Option<String> {
    let urls = [
        ("authorizationUrl", "authorization at"),
        ("deviceAuthorizationUrl", "devices at"),
        ("tokenUrl", "tokens from"),
        ("refreshUrl", "refreshed at"),
    ];
    let urls = urls
        .iter()
        .filter_map(|(key, what)| Some(format!("{what} {}", docs::text(flow, key)?)));
    let urls: Vec<String> = urls.collect();
    (!urls.is_empty()).then(|| format!("Flow `{name}`: {}", urls.join(", ")))
}

/// Where a credential goes that there can be one of.
fn place(kind: &SchemeKind) -> Option<String> {
    match kind {
        SchemeKind::Header(name) => Some(format!("the header `{}`", name.to_ascii_lowercase())),
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http(_) => {
            Some("the header `authorization`".to_owned())
        }
        SchemeKind::Query(_) | SchemeKind::Cookie(_) | SchemeKind::Connection => None,
    }
}

fn kind(key: &str, node: Node<'_>) -> Result<SchemeKind, Diagnostic> {
    let text = |member: &str| node.get(member).and_then(Node::as_str);
    let required = |member: &str| {
        let message = format!("the security scheme `{key}` has to have `{member}`");
        text(member).ok_or_else(|| node.error("missing-member", message))
    };
    match required("type")? {
        "apiKey" => {
            let name = required("name")?.to_owned();
            match required("in")? {
                "header" => Ok(SchemeKind::Header(name)),
                "query" => Ok(SchemeKind::Query(name)),
                "cookie" => Ok(SchemeKind::Cookie(name)),
                other => Err(unknown(
                    node,
                    "in",
                    &format!("an API key cannot be in `{other}`"),
                    &["header", "query", "cookie"],
                )),
            }
        }
        "http" => {
            let scheme = required("scheme")?;
            Ok(match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SchemeKind::Bearer,
                "basic" => SchemeKind::Basic,
                _ => SchemeKind::Http(scheme.to_owned()),
            })
        }
        // Both hand out tokens, which are then sent like any other.
        "oauth2" | "openIdConnect" => Ok(SchemeKind::Bearer),
        "mutualTLS" => Ok(SchemeKind::Connection),
        other => {
            let message = format!("`{other}` is not a type of security schemes");
            Err(unknown(
                node,
                "type",
                &message,
                &["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"],
            ))
        }
    }
}

fn unknown(node: Node<'_>, member: &str, message: &str, known: &[&'static str]) -> Diagnostic {
    let value = node.get(member).unwrap_or(node);
    let error = value.error("unknown-security-scheme", message);
    let written = value.as_str().unwrap_or_default();
    error.help(match suggest::closest(written, known.iter().copied()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("it can be `{}`", known.join("`, `")),
    })
}
