//! The file of the client: the facts of the API as a whole, the client, its builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::layout::{Layout, Module};
use super::markdown::code;
use super::resource;
use super::scope::{Scope, ident};
use crate::format::{Block, File};
use crate::ir::{Api, Envelope, ResourceId, Scheme, SchemeKind, Server};

/// The file of the client.
pub(crate) fn file(layout: &Layout<'_>) -> File {
    let api = layout.api;
    let mut scope = Scope::new(layout, Module(vec!["client".to_owned()]));
    let mut blocks = vec![Block::Item(facts(api))];
    blocks.extend(
        api.envelope
            .as_ref()
            .map(|envelope| Block::Item(wrapping(envelope, &mut scope))),
    );
    blocks.extend(client(layout, &mut scope));
    blocks.extend(builder(api));
    blocks.extend(requests());
    if let Some(root) = layout.resource(ResourceId(0)) {
        blocks.extend(resource::contents(ResourceId(0), root, &mut scope));
    }
    let mut all = scope.imports();
    all.append(&mut blocks);
    File {
        attributes: quote! { #![doc = " The client, and what is true of the API as a whole."] },
        blocks: all,
    }
}

fn text(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => quote! { Some(#value) },
        None => quote! { None },
    }
}

fn facts(api: &Api) -> TokenStream {
    let title = &api.title;
    let base_url = api.servers.first().map(base_url).unwrap_or_default();
    let base_url_env = text(api.base_url_env.as_deref());
    let request_id = &api.request_id_headers;
    let schemes: Vec<TokenStream> = api
        .schemes
        .iter()
        .map(|scheme| {
            let (name, method, kind, env) = (
                &scheme.key,
                scheme.name.as_str(),
                scheme_kind(&scheme.kind),
                text(scheme.env.as_deref()),
            );
            quote! {
                runtime::Scheme {
                    name: #name, method: #method, kind: runtime::SchemeKind::#kind, env: #env
                }
            }
        })
        .collect();
    quote! {
        #[doc = " The facts of the API as a whole."]
        pub(crate) static API: runtime::Api = runtime::Api {
            title: #title,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            base_url: #base_url,
            base_url_env: #base_url_env,
            request_id: &[#(#request_id),*],
            schemes: &[#(#schemes),*],
        };
    }
}

/// The URL of a server with the defaults of its variables.
fn base_url(server: &Server) -> String {
    let replace =
        |url: String, (name, value): (&str, &str)| url.replace(&format!("{{{name}}}"), value);
    let defaults = server
        .variables
        .iter()
        .map(|variable| (variable.name.as_str(), variable.default.as_str()));
    defaults.fold(server.url.clone(), replace)
}

fn scheme_kind(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::Header(name) => quote! { Header(#name) },
        SchemeKind::Query(name) => quote! { Query(#name) },
        SchemeKind::Cookie(name) => quote! { Cookie(#name) },
        SchemeKind::Bearer => quote! { Bearer },
        SchemeKind::Basic => quote! { Basic },
        SchemeKind::Http(scheme) => quote! { Http(#scheme) },
        SchemeKind::Connection => quote! { Connection },
    }
}

fn wrapping(envelope: &Envelope, scope: &mut Scope<'_>) -> TokenStream {
    let unused = (!scope.layout.groups.is_empty()).then(|| {
        quote! { #[allow(dead_code, reason = "no operation is there if no group is on")] }
    });
    let result = &envelope.result;
    let [success, errors, messages, result_info] = [
        &envelope.success,
        &envelope.errors,
        &envelope.messages,
        &envelope.result_info,
    ]
    .map(|name| text(name.as_deref()));
    quote! {
        #[doc = " How answers are wrapped."]
        #unused
        pub(crate) const ENVELOPE: runtime::Envelope = runtime::Envelope {
            success: #success,
            result: #result,
            errors: #errors,
            messages: #messages,
            result_info: #result_info,
        };
    }
}

fn client(layout: &Layout<'_>, scope: &mut Scope<'_>) -> Vec<Block> {
    let methods = layout
        .resource(ResourceId(0))
        .map(|root| resource::methods(root, &quote! { self.inner }, scope))
        .unwrap_or_default();
    let mut doc = Doc::default();
    doc.text(&format!("Makes calls to the {}.", title(layout.api)));
    doc.own("Cheap to clone: all clones share one pool of connections.");
    if !layout.groups.is_empty() {
        doc.own("A method that is not there is part of a feature of the crate that is off: one of the same name.");
    }
    let docs = doc.outer();
    vec![
        Block::Item(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Client {
                inner: runtime::Client,
            }
        }),
        Block::Item(quote! { impl Client { #(#methods)* } }),
        Block::Table(quote! { runtime::client! { Client, ClientBuilder, &API } }),
    ]
}

/// What all operations are called with.
fn requests() -> Vec<Block> {
    vec![
        Block::Item(quote! {
            #[doc = " The inputs of an operation, with the client that sends them and what is set for this request alone."]
            #[must_use = "a request is sent by `send`"]
            pub struct Request<I> {
                call: runtime::Call,
                #[doc = " What the operation takes, to be looked at and to be changed: setters are for those that may be left out."]
                pub inputs: I,
            }
        }),
        Block::Table(quote! { runtime::request! { Request } }),
    ]
}

/// The title as the name of an API.
pub(crate) fn title(api: &Api) -> String {
    let title = api.title.trim();
    let mut words = title.split(|it: char| !it.is_ascii_alphanumeric());
    if words.any(is_api) {
        title.to_owned()
    } else {
        format!("{title} API")
    }
}

/// Whether a word says already that it is an API: `API`, `APIs`, `OpenAPI`, `APIv2`.
fn is_api(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let name = word.trim_end_matches(|it: char| it.is_ascii_digit());
    name.trim_end_matches(['v', 's']).ends_with("api")
}

fn builder(api: &Api) -> Vec<Block> {
    let methods: Vec<TokenStream> = api.schemes.iter().filter_map(credential).collect();
    let mut blocks = vec![Block::Item(quote! {
        #[doc = " Sets up a [`Client`]."]
        #[derive(Clone, Debug)]
        pub struct ClientBuilder {
            inner: runtime::ClientBuilder,
        }
    })];
    if !methods.is_empty() {
        blocks.push(Block::Item(quote! { impl ClientBuilder { #(#methods)* } }));
    }
    blocks
}

/// The method of the builder that takes a credential; none if it is not sent.
fn credential(scheme: &Scheme) -> Option<TokenStream> {
    let sent = match &scheme.kind {
        SchemeKind::Header(name) => format!("Sent in the header {}.", code(name)),
        SchemeKind::Query(name) => format!("Sent in the query as {}.", code(name)),
        SchemeKind::Cookie(name) => format!("Sent in the cookie {}.", code(name)),
        SchemeKind::Bearer => "Sent as a bearer token.".to_owned(),
        SchemeKind::Basic => "A user name and a password.".to_owned(),
        SchemeKind::Http(name) => format!("Sent in `Authorization` after {}.", code(name)),
        SchemeKind::Connection => return None,
    };
    let mut doc = Doc::of(&scheme.docs, "A credential.");
    let env = scheme
        .env
        .as_ref()
        .map(|env| format!("Environment: {}.", code(env)));
    doc.sentences(&[Some(sent), env].into_iter().flatten().collect::<Vec<_>>());
    doc.remarks(&scheme.docs);
    let docs = doc.outer();
    let (name, key) = (ident(&scheme.name), &scheme.key);
    Some(if scheme.kind == SchemeKind::Basic {
        quote! {
            #docs
            #[must_use]
            pub fn #name(self, username: &str, password: &str) -> Self {
                self.credential(#key, format!("{username}:{password}"))
            }
        }
    } else {
        quote! {
            #docs
            #[must_use]
            pub fn #name(self, value: impl Into<runtime::Credential>) -> Self {
                self.credential(#key, value)
            }
        }
    })
}
