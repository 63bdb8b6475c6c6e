//! The guide in the docs of the crate: calls, authentication, errors, retries, pagination, testing.
//!
//! **Invariant:** the code in it is made of names of the crate only, never of text of the document, and
//! compiles (`codegen/tests/suite/cases.rs` checks that of every case).

mod data;

use super::docs::Doc;
use super::layout::Layout;
use super::markdown::code;
use super::{member, operation};
use crate::ir::{Api, Ident, Operation, Output, Resource, Scheme, SchemeKind};

/// Appends the guide.
pub(crate) fn write(layout: &Layout<'_>, doc: &mut Doc) {
    let guide = Guide {
        layout,
        package: layout.api.package.replace('-', "_"),
        call: simplest(layout.api, |_| true)
            .and_then(|operation| Some((operation, call(operation, layout)?))),
    };
    let has_calls = !layout.api.operations.is_empty();
    if has_calls {
        guide.calls(doc);
        guide.headers(doc);
        guide.authentication(doc);
        guide.errors(doc);
        guide.retries(doc);
        guide.pagination(doc);
    }
    data::webhooks(layout, &guide.package, doc);
    if has_calls {
        data::beyond_the_document(doc);
        guide.testing(doc);
    }
    data::beyond_the_crate(doc);
}

struct Guide<'a> {
    layout: &'a Layout<'a>,
    /// The name of the crate.
    package: String,
    /// A call that can be made with nothing but text, as code after a client.
    call: Option<(&'a Operation, String)>,
}

impl Guide<'_> {
    /// A block of code in an async function with a client: from the environment, if that has all there is to know.
    fn with_client(&self, lines: Vec<String>) -> Vec<String> {
        if self.is_in_environment() {
            let client = format!("let client = {}::Client::from_env()?;", self.package);
            return self.block([vec![client], lines].concat());
        }
        self.function(&format!("client: {}::Client", self.package), lines)
    }

    /// Whether `from_env` makes a client that can make the calls of the guide.
    fn is_in_environment(&self) -> bool {
        let has_base = !self.lacks_base() || self.layout.api.base_url_env.is_some();
        has_base && self.schemes().iter().all(|scheme| scheme.env.is_some())
    }

    /// Whether the document does not say where the server is, or not in full.
    fn lacks_base(&self) -> bool {
        let first = self.layout.api.servers.first();
        first.is_none_or(|server| !server.url.contains("://"))
    }

    /// What every builder of a client is given: what the document leaves open, and the credentials but for those
    /// that are given as they are needed.
    fn builder(&self, credentials: impl IntoIterator<Item = String>) -> Vec<String> {
        let mut lines = vec![format!("let client = {}::Client::builder()", self.package)];
        lines.extend(
            self.lacks_base()
                .then(|| "    .base_url(\"https://...\")".to_owned()),
        );
        lines.extend(credentials);
        lines
    }

    /// A block of code in an async function.
    fn block(&self, lines: Vec<String>) -> Vec<String> {
        self.function("", lines)
    }

    /// A block of code in an async function with these parameters.
    fn function(&self, parameters: &str, lines: Vec<String>) -> Vec<String> {
        let start = [
            "```no_run".to_owned(),
            format!(
                "# async fn example({parameters}) -> Result<(), {}::Error> {{",
                self.package
            ),
        ];
        let end = ["# Ok(())", "# }", "```"].map(str::to_owned);
        [start.to_vec(), lines, end.to_vec()].concat()
    }

    fn calls(&self, doc: &mut Doc) {
        doc.own("# Calls");
        if let Some((operation, call)) = &self.call {
            let bound = match operation.output {
                Output::Empty => "",
                Output::Page { .. } => "let page = ",
                Output::Value(_)
                | Output::OneOf(_)
                | Output::Bytes
                | Output::Text
                | Output::Stream(..) => "let answer = ",
            };
            let call = format!("{bound}client{call}.send().await?;");
            doc.block(if self.is_in_environment() {
                self.with_client(vec![call])
            } else {
                let mut lines =
                    self.builder(self.schemes().iter().map(|scheme| credential(scheme)));
                lines.extend(["    .build()?;".to_owned(), call]);
                self.block(lines)
            });
        }
        doc.block(
            [
                "Methods follow the paths of the API and end in a [`Request`]: a value, with the inputs of an operation in its field `inputs`.",
                "What is optional has a setter; `send` makes the call, `send_raw` shows the answer as it came.",
                "Inputs are checked against the constraints of the document before anything is sent.",
                "What the document does not name is kept: values of enums, members of objects, alternatives of unions.",
            ]
            .map(str::to_owned),
        );
    }

    /// How the headers of an answer are read, if the document describes one.
    fn headers(&self, doc: &mut Doc) {
        let layout = self.layout;
        let constant = |operation: &Operation| {
            let headers = operation.headers.iter();
            headers
                .filter(|header| !header.member.deprecated)
                .min_by_key(|header| {
                    let member = &header.member;
                    (!member::is_required(member), member.name.clone())
                })
                .map(|header| (header.member.name.clone(), header.shared.is_some()))
        };
        let described = simplest(layout.api, |operation| {
            constant(operation).is_some()
                && !operation.deprecated
                && !matches!(operation.output, Output::Stream(..))
        });
        let Some((operation, call, (name, is_shared))) = described.and_then(|operation| {
            Some((operation, call(operation, layout)?, constant(operation)?))
        }) else {
            return;
        };
        let owner = if is_shared {
            format!("{}::headers", self.package)
        } else {
            self.struct_of(operation)
        };
        doc.block(if layout.api.headers.is_empty() {
            vec!["An operation has a constant for each header that the document describes, which says what its value is:".to_owned()]
        } else {
            vec![
                "There is a constant for each header that the document describes, which says what its value is. [`headers`]".to_owned(),
                "has those that are described in one place for many operations, an operation has its own:".to_owned(),
            ]
        });
        doc.block(self.with_client(vec![
            format!("let raw = client{call}.send_raw().await?;"),
            format!("println!(\"{{:?}}\", raw.header({owner}::{name})?);"),
            match operation.output {
                Output::Empty => "raw.decode()?;".to_owned(),
                _ => "let answer = raw.decode()?;".to_owned(),
            },
        ]));
        doc.own("[`Error::header`] is the same for an answer that is an error, [`Page::response`] shows the one of a page.");
    }

    /// The path of the struct of an operation's inputs.
    fn struct_of(&self, operation: &Operation) -> String {
        let module = &self.layout.module(operation.resource).0;
        let module: String = module.iter().map(|part| format!("{part}::")).collect();
        format!("{}::{module}{}", self.package, operation.name)
    }

    fn authentication(&self, doc: &mut Doc) {
        let api = self.layout.api;
        let variables: Vec<String> = environment(api).map(code).collect();
        let schemes = self.schemes();
        if variables.is_empty() && schemes.is_empty() {
            return;
        }
        doc.own("# Authentication");
        if !schemes.is_empty() {
            let mut lines = self.builder(schemes.iter().map(|scheme| credential(scheme)));
            lines.push("    .build()?;".to_owned());
            doc.block(self.block(lines));
        }
        if !variables.is_empty() {
            doc.sentences(&[format!(
                "[`Client::from_env`] reads {}.",
                variables.join(", ")
            )]);
        }
        if !schemes.is_empty() {
            let origin = if api
                .operations
                .iter()
                .any(|operation| operation.server.is_some())
            {
                "Credentials never leave the origin of the base URL, or that of the server that the document gives to the operation, and no error and no `Debug` shows one."
            } else {
                "Credentials never leave the origin of the base URL, and no error and no `Debug` shows one."
            };
            doc.block(
                [
                    "Of the alternatives that an operation accepts, the first is sent for which all credentials are there.",
                    "If there is none, the call fails before anything is sent, and the error names what is missing.",
                    origin,
                ]
                .map(str::to_owned),
            );
        }
        self.providers(&schemes, doc);
    }

    /// How a credential that expires is given, if there is a method that takes one.
    fn providers(&self, schemes: &[&Scheme], doc: &mut Doc) {
        let Some((last, others)) = schemes.split_last() else {
            return;
        };
        if last.kind == SchemeKind::Basic {
            return;
        }
        doc.own("A credential that expires, or changes, is asked for: anything that is a [`CredentialProvider`](runtime::CredentialProvider) can be given in its place, such as a closure.");
        let mut lines = self.builder(others.iter().map(|scheme| credential(scheme)));
        lines.push(format!("    .{}(async || Ok(\"...\".into()))", last.name));
        lines.push("    .build()?;".to_owned());
        doc.block(self.block(lines));
        doc.own("It is asked with each attempt, and once for another one if the server refuses what it gave (401).");
    }

    /// The schemes of the alternative that the guide shows, the first that an operation accepts.
    fn schemes(&self) -> Vec<&Scheme> {
        let api = self.layout.api;
        let is_sent = |scheme: &&Scheme| scheme.kind != SchemeKind::Connection;
        let all = api
            .operations
            .iter()
            .flat_map(|operation| &operation.security);
        let named = all
            .map(|ids| {
                let schemes = ids.iter().filter_map(|id| api.schemes.get(id.0 as usize));
                schemes.filter(is_sent).collect::<Vec<_>>()
            })
            .find(|schemes| !schemes.is_empty());
        named.unwrap_or_else(|| api.schemes.iter().filter(is_sent).take(1).collect())
    }

    fn errors(&self, doc: &mut Doc) {
        doc.own("# Errors");
        // An operation whose failures have a type shows most; one that is added and has none changes nothing here.
        let typed = simplest(self.layout.api, |operation| {
            operation::failure(operation, self.layout).is_some()
        })
        .and_then(|operation| Some((operation, call(operation, self.layout)?)));
        let failure = typed
            .as_ref()
            .and_then(|(operation, _)| operation::failure(operation, self.layout));
        if let Some((_, call)) = typed.as_ref().or(self.call.as_ref()) {
            let mut lines = vec![
                format!("match client{call}.send().await {{"),
                "    Ok(_) => println!(\"done\"),".to_owned(),
                "    Err(error) if error.is_not_found() => println!(\"there is none\"),".to_owned(),
                "    Err(error) if error.is_validation() => println!(\"{:?}\", error.violations()),".to_owned(),
            ];
            lines.extend(failure.map(|ty| {
                let ty = format!("{}::{ty}", self.package);
                format!("    Err(error) if error.is_api() => println!(\"{{:?}}\", error.decode::<{ty}>()?),")
            }));
            lines.extend([
                "    Err(error) => println!(\"{error}: {:?}\", error.errors()),".to_owned(),
                "}".to_owned(),
            ]);
            doc.block(self.with_client(lines));
        }
        doc.own(
            "An [`Error`] is one of the answer, of the connection, or was found before sending: [`Error::kind`].",
        );
        if failure.is_some() {
            doc.own("The docs of an operation say what [`Error::decode`] makes of its failures.");
        }
    }

    fn retries(&self, doc: &mut Doc) {
        doc.own("# Retries");
        doc.block(
            [
                "A call that failed for now (408, 409, 429, 500 and above, no connection, no answer in time) is made",
                "again, two times at most, if that is safe: by its method, because the configuration of the crate says",
                "so, or because the request was not processed. The server can say when in `retry-after`.",
                "An attempt takes 60 seconds at most, its body included.",
                "`timeout` and `max_retries` of a request, or of the builder for all of them, change that;",
                "so does [`ClientBuilder::configure`], with everything else that can be set.",
            ]
            .map(str::to_owned),
        );
        let mut lines = if self.is_in_environment() {
            vec![format!(
                "let client = {}::ClientBuilder::from_env()",
                self.package
            )]
        } else {
            self.builder(self.schemes().iter().map(|scheme| credential(scheme)))
        };
        lines.extend(
            [
                "    .timeout(core::time::Duration::from_secs(30))",
                "    .max_retries(4)",
                "    .build()?;",
            ]
            .map(str::to_owned),
        );
        doc.block(self.block(lines));
    }

    fn pagination(&self, doc: &mut Doc) {
        let layout = self.layout;
        let paged = simplest(layout.api, |operation| {
            matches!(operation.output, Output::Page { .. })
        });
        let Some(call) = paged.and_then(|operation| call(operation, layout)) else {
            return;
        };
        doc.own("# Pagination");
        doc.block(self.with_client(vec![
            format!("let mut items = client{call}.stream();"),
            "while let Some(item) = items.next().await {".to_owned(),
            "    println!(\"{:?}\", item?);".to_owned(),
            "}".to_owned(),
        ]));
        doc.block(
            [
                "`send` brings one page, [`Page::next`] the one after it, `pages` and `stream` all of them, each when it is needed.",
                "`stream().into_vec()` is the whole list.",
            ]
            .map(str::to_owned),
        );
    }

    fn testing(&self, doc: &mut Doc) {
        doc.own("# Testing");
        let has_examples = self.layout.examples;
        if let Some((operation, call)) = &self.call {
            let (memory, sent) = if has_examples {
                let memory = format!("let memory = {}::testing::memory();", self.package);
                (vec![memory], vec![format!("client{call}.send().await?;")])
            } else {
                let sent = format!("let sent = client{call}.send().await;");
                let failed = "assert!(sent.is_err_and(|error| error.is_not_found()));".to_owned();
                (self.answering(operation), vec![sent, failed])
            };
            let credentials = self.schemes();
            let credentials = credentials.iter().map(|scheme| credential(scheme));
            let transport = "    .transport(memory.clone())".to_owned();
            let build = vec![transport, "    .build()?;".to_owned()];
            let kept = vec!["assert_eq!(memory.requests().len(), 1);".to_owned()];
            let lines = [memory, self.builder(credentials), build, sent, kept].concat();
            let mut block = self.block(lines);
            block.insert(1, "# #[cfg(feature = \"testing\")]".to_owned());
            doc.block(block);
        }
        let answers = if has_examples {
            "with the examples of the document or what it is given"
        } else {
            "each operation with what it is given"
        };
        doc.own(format!(
            "With the feature `testing`, `runtime::transport::memory::Memory` stands in place of a server: it answers {answers}, and keeps what was sent."
        ));
    }

    /// A server in memory that knows an answer to one operation.
    fn answering(&self, operation: &Operation) -> Vec<String> {
        vec![
            "use runtime::transport::memory::{Memory, Reply};".to_owned(),
            String::new(),
            "let memory = Memory::new();".to_owned(),
            format!(
                "memory.answer::<{}>(Reply::status(404));",
                self.struct_of(operation)
            ),
        ]
    }
}

fn credential(scheme: &Scheme) -> String {
    let arguments = match scheme.kind {
        SchemeKind::Basic => "\"...\", \"...\"",
        _ => "\"...\"",
    };
    format!("    .{}({arguments})", scheme.name)
}

fn environment(api: &Api) -> impl Iterator<Item = &str> {
    let schemes = api
        .schemes
        .iter()
        .filter_map(|scheme| scheme.env.as_deref());
    schemes.chain(api.base_url_env.as_deref())
}

/// The operation that is called with the least, among those that take nothing but text.
fn simplest(api: &Api, is_meant: impl Fn(&Operation) -> bool) -> Option<&Operation> {
    let simple = api
        .operations
        .iter()
        .filter(|operation| is_meant(operation) && operation::takes_text_only(operation));
    simple.min_by_key(|operation| {
        (
            operation.deprecated,
            operation.method != "GET",
            required(operation),
            operation.path.len(),
            &operation.name,
        )
    })
}

fn required(operation: &Operation) -> usize {
    operation
        .inputs
        .iter()
        .filter(|input| member::is_asked_for(&input.member))
        .count()
}

/// A call of an operation, as code after a client.
fn call(operation: &Operation, layout: &Layout<'_>) -> Option<String> {
    let mut parts: Vec<&Ident> = Vec::new();
    let mut next: Option<&Resource> = layout.resource(operation.resource);
    while let Some(resource) = next.filter(|resource| resource.parent.is_some() && parts.len() < 64)
    {
        parts.push(&resource.module);
        next = resource.parent.and_then(|parent| layout.resource(parent));
    }
    let handles: String = parts
        .iter()
        .rev()
        .map(|part| format!(".{part}()"))
        .collect();
    let arguments = vec!["\"…\""; required(operation)].join(", ");
    Some(format!("{handles}.{}({arguments})", operation.verb))
}
