//! Values of `codegen.toml` that are of the right kind and cannot be meant.

use std::collections::BTreeMap;

use iri_string::types::IriStr;

use super::file::{ClientSettings, ConfigFile, EnvelopeSettings};
use super::pages::{Items, PaginationSettings, Wanted};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};

/// Reports them.
pub(super) fn check(file: &str, shape: &ConfigFile, diagnostics: &Diagnostics) {
    let check = Check { diagnostics };
    let root = Location::new(file, "");
    check.client(&shape.client, &root.clone().member("client"));
    if let Some(envelope) = &shape.envelope {
        check.envelope(envelope, &root.clone().member("envelope"));
    }
    if let Some(pagination) = &shape.pagination {
        check.pagination(pagination, &root.clone().member("pagination"));
    }
    for (key, settings) in &shape.operations {
        let at = root.clone().member("operations").member(key);
        if let Some(pagination) = &settings.pagination {
            check.pagination(pagination, &at.clone().member("pagination"));
        }
        // Nothing at all is the root of the tree.
        let resource = settings.resource.as_deref().filter(|text| !text.is_empty());
        check.words(resource, &at.member("resource"));
    }
}

struct Check<'a> {
    diagnostics: &'a Diagnostics,
}

impl Check<'_> {
    fn client(&self, client: &ClientSettings, at: &Location) {
        if let Some(fault) = client.base_url.as_deref().and_then(fault_of_url) {
            self.report(fault, at.clone().member("base_url"));
        }
        let mut seen: BTreeMap<&str, Location> = BTreeMap::new();
        let base = client.base_url_env.as_deref();
        let base = base.map(|name| (name, at.clone().member("base_url_env")));
        let credentials = client.auth.iter().filter_map(|(key, auth)| {
            let at = at.clone().member("auth").member(key).member("env");
            Some((auth.env.as_deref()?, at))
        });
        for (name, at) in base.into_iter().chain(credentials) {
            if name.is_empty() || name.contains(['=', '\0']) {
                let message = format!("`{name}` cannot be the name of an environment variable");
                self.report(message, at);
            } else if let Some(first) = seen.get(name) {
                let message = format!("the environment variable `{name}` is read for two things");
                let warning = Diagnostic::warning("shared-variable", message);
                let warning = warning.at(at).related(first.clone(), "the other one");
                self.diagnostics.push(warning);
            } else {
                seen.insert(name, at);
            }
        }
        for (position, name) in client.request_id_headers.iter().enumerate() {
            if name.is_empty() || !name.bytes().all(is_token) {
                let at = at.clone().member("request_id_headers");
                let at = at.member(&position.to_string());
                self.report(format!("`{name}` cannot be the name of a header"), at);
            }
        }
    }

    fn envelope(&self, envelope: &EnvelopeSettings, at: &Location) {
        let EnvelopeSettings {
            result,
            success,
            errors,
            messages,
            result_info,
        } = envelope;
        for (key, name) in [
            ("result", Some(result)),
            ("success", success.as_ref()),
            ("errors", errors.as_ref()),
            ("messages", messages.as_ref()),
            ("result_info", result_info.as_ref()),
        ] {
            self.name(name, &at.clone().member(key));
        }
    }

    fn pagination(&self, pagination: &PaginationSettings, at: &Location) {
        let at = |key| at.clone().member(key);
        if let Some(items) = pagination.items() {
            self.items(items, &at("items"));
        }
        match pagination {
            PaginationSettings::Page {
                page,
                first_page: _,
                total,
                total_pages,
                items: _,
            } => {
                self.name(Some(page), &at("page"));
                self.words(total.as_deref(), &at("total"));
                self.words(total_pages.as_deref(), &at("total_pages"));
            }
            PaginationSettings::Offset {
                offset,
                total,
                items: _,
            } => {
                self.name(Some(offset), &at("offset"));
                self.words(total.as_deref(), &at("total"));
            }
            PaginationSettings::Cursor {
                cursor,
                next,
                items: _,
            } => {
                self.name(Some(cursor), &at("cursor"));
                self.words(Some(next), &at("next"));
            }
            PaginationSettings::After {
                after,
                item,
                more,
                items: _,
            } => {
                self.name(Some(after), &at("after"));
                self.words(Some(item), &at("item"));
                self.words(more.as_deref(), &at("more"));
            }
            PaginationSettings::Link { next, items: _ } => self.words(next.as_deref(), &at("next")),
            PaginationSettings::None => {}
        }
    }

    fn items(&self, items: &Items, at: &Location) {
        let is_empty = |entry: &String| entry.strip_prefix('!').unwrap_or(entry).is_empty();
        if items.entries().iter().any(is_empty) {
            self.report("a name cannot be empty", at.clone());
        } else if items.wanted().all(|one| matches!(one, Wanted::Not(_))) {
            let message = "this says which members are not the items, and not which is: `*` is the only other list";
            self.report(message, at.clone());
        }
    }

    /// A name that is not empty.
    fn name(&self, name: Option<&String>, at: &Location) {
        if name.is_some_and(String::is_empty) {
            self.report("a name cannot be empty", at.clone());
        }
    }

    /// Names with dots between them, or a JSON pointer.
    fn words(&self, text: Option<&str>, at: &Location) {
        let is_incomplete = |text: &&str| match text.strip_prefix('/') {
            Some(pointer) => pointer.split('/').any(str::is_empty),
            None => text.split('.').any(str::is_empty),
        };
        if let Some(text) = text.filter(is_incomplete) {
            let message = format!("`{text}` has to be names with one dot between them");
            self.report(message, at.clone());
        }
    }

    fn report(&self, message: impl Into<String>, at: Location) {
        let error = Diagnostic::error("invalid-value", message);
        self.diagnostics.push(error.at(at));
    }
}

/// Why a client could not use a base URL.
fn fault_of_url(text: &str) -> Option<String> {
    let because = |why| Some(format!("`{text}` cannot be the base URL: {why}"));
    let Ok(url) = IriStr::new(text) else {
        return because("it is no URL");
    };
    let scheme = url.scheme_str();
    let host = url.authority_components();
    let host = host.filter(|host| !host.host().is_empty());
    match host {
        Some(host)
            if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") =>
        {
            if host.userinfo().is_some() {
                because("it holds credentials")
            } else if url.query_str().is_some() || url.fragment().is_some() {
                because("it has a query or a fragment")
            } else {
                None
            }
        }
        _ => because("it has to start with `https://` or `http://` and a host"),
    }
}

/// Whether names of headers have this byte.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
