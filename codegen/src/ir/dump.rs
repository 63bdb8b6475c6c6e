//! Shows an [`Api`] as text: compact, stable, one fact per line, so that a change reads as a diff.

use std::fmt::{self, Display, Formatter, Write as _};

use super::{
    Api, Arm, Body, Direction, Docs, Encoding, Enum, Fact, Header, HeaderForm, Home, Input,
    IntegerType, JsonType, Literal, Location, Media, MediaKind, Member, Model, Operation, Others,
    Output, Pagination, Payload, Presence, ResourceId, Response, ResponseArm, Rest, Scheme,
    SchemeKind, Server, SharedHeader, Style, StyleKind, Test, Type, TypeDef, TypeId, TypeKind,
    Union, Variant, Webhook,
};

/// Shows an [`Api`] as text. Types come in the order of their names, everything else in that of the document.
#[must_use]
pub fn dump(api: &Api) -> String {
    let mut out = Dump {
        api,
        text: String::new(),
    };
    out.api();
    out.text
}

/// The text while it grows.
struct Dump<'a> {
    api: &'a Api,
    text: String,
}

impl Dump<'_> {
    fn line(&mut self, indent: usize, line: impl Display) {
        for _ in 0..indent {
            self.text.push_str("  ");
        }
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn api(&mut self) {
        let api = self.api;
        self.line(
            0,
            format_args!(
                "api {:?} {} as {} from {}",
                api.title, api.version, api.package, api.document
            ),
        );
        if let Some(description) = &api.description {
            self.line(1, format_args!("description {description:?}"));
        }
        for server in &api.servers {
            self.server(server);
        }
        if let Some(variable) = &api.base_url_env {
            self.line(0, format_args!("base url from {variable}"));
        }
        for header in &api.request_id_headers {
            self.line(0, format_args!("request id from {header}"));
        }
        for scheme in &api.schemes {
            self.scheme(scheme);
        }
        self.envelope();
        self.counts();
        for position in 0..api.resources.len() {
            self.resource(position);
        }
        for operation in &api.operations {
            self.operation(operation);
        }
        if !api.headers.is_empty() {
            self.line(0, "");
        }
        for header in &api.headers {
            self.shared_header(header);
        }
        for webhook in &api.webhooks {
            self.webhook(webhook);
        }
        let mut types: Vec<&TypeDef> = api.types.iter().collect();
        types.sort_by(|a, b| (&a.name, &a.source).cmp(&(&b.name, &b.source)));
        for def in types {
            self.type_def(def);
        }
    }

    fn server(&mut self, server: &Server) {
        self.line(0, format_args!("server {}", server.url));
        if let Some(description) = &server.description {
            self.line(1, format_args!("description {description:?}"));
        }
        for variable in &server.variables {
            self.line(
                1,
                format_args!(
                    "{} = {:?} of {:?}",
                    variable.name, variable.default, variable.values
                ),
            );
            if let Some(description) = &variable.description {
                self.line(2, format_args!("description {description:?}"));
            }
        }
    }

    fn scheme(&mut self, scheme: &Scheme) {
        let how = match &scheme.kind {
            SchemeKind::Header(name) => format!("header {name}"),
            SchemeKind::Query(name) => format!("query {name}"),
            SchemeKind::Cookie(name) => format!("cookie {name}"),
            SchemeKind::Bearer => "bearer".to_owned(),
            SchemeKind::Basic => "basic".to_owned(),
            SchemeKind::Http(name) => format!("http {name}"),
            SchemeKind::Connection => "connection".to_owned(),
        };
        let env = scheme
            .env
            .as_ref()
            .map(|name| format!(" from {name}"))
            .unwrap_or_default();
        self.line(
            0,
            format_args!("scheme {} {:?} {how}{env}", scheme.name, scheme.key),
        );
        self.docs(1, &scheme.docs);
    }

    fn envelope(&mut self) {
        let Some(envelope) = &self.api.envelope else {
            return;
        };
        let mut line = format!("envelope result {:?}", envelope.result);
        for (role, name) in [
            ("success", &envelope.success),
            ("errors", &envelope.errors),
            ("messages", &envelope.messages),
            ("result_info", &envelope.result_info),
        ] {
            if let Some(name) = name {
                let _ = write!(line, ", {role} {name:?}");
            }
        }
        self.line(0, line);
    }

    fn counts(&mut self) {
        let counts = &self.api.counts;
        let added = match counts.operations_added {
            0 => String::new(),
            added => format!(", added {added}"),
        };
        self.line(
            0,
            format_args!(
                "operations {} (excluded {}, skipped {}{added}); schemas {} (inlined {}, excluded {}); untyped {}",
                counts.operations,
                counts.operations_excluded,
                counts.operations_skipped,
                counts.schemas,
                counts.schemas_inlined,
                counts.schemas_excluded,
                counts.untyped
            ),
        );
    }

    fn resource(&mut self, position: usize) {
        let Some(resource) = self.api.resources.get(position) else {
            return;
        };
        let id = ResourceId(u32::try_from(position).unwrap_or(u32::MAX));
        self.text.push('\n');
        self.line(
            0,
            format_args!(
                "resource {} {} {:?}",
                self.path(id),
                resource.name,
                resource.path
            ),
        );
        self.docs(1, &resource.docs);
        for operation in &resource.operations {
            let name = self
                .api
                .operations
                .get(operation.0 as usize)
                .map(|operation| &operation.verb);
            self.line(1, format_args!("verb {}", Shown(name)));
        }
    }

    /// The modules from the root to a resource.
    fn path(&self, id: ResourceId) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut next = Some(id);
        while let Some(resource) = next.and_then(|id| self.api.resources.get(id.0 as usize)) {
            if resource.parent.is_some() {
                names.push(resource.module.as_str());
            }
            next = resource.parent;
            if names.len() > self.api.resources.len() {
                break;
            }
        }
        if names.is_empty() {
            return "root".to_owned();
        }
        names.reverse();
        names.join(".")
    }

    fn operation(&mut self, operation: &Operation) {
        self.text.push('\n');
        self.line(
            0,
            format_args!(
                "operation {} = {}.{} {} {}",
                operation.name,
                self.path(operation.resource),
                operation.verb,
                operation.method,
                operation.path
            ),
        );
        self.line(1, format_args!("from {}", operation.source.0));
        self.docs(1, &operation.docs);
        self.security(&operation.security);
        let words = [
            (operation.deprecated, "deprecated"),
            (operation.idempotent, "idempotent"),
            (operation.enveloped, "enveloped"),
            (operation.redirected, "redirected"),
        ];
        for (holds, word) in words {
            if holds {
                self.line(1, word);
            }
        }
        if let Some(server) = &operation.server {
            self.line(1, format_args!("server {server}"));
        }
        if let Some(query) = &operation.query {
            self.line(1, format_args!("query {query}"));
        }
        if let Some(pagination) = &operation.pagination {
            self.pagination(pagination, operation.page_in_body);
        }
        for input in &operation.inputs {
            self.input(input);
        }
        if let Some(body) = &operation.body {
            self.body(body);
        }
        for response in &operation.responses {
            self.response(response);
        }
        for header in &operation.headers {
            self.header(header);
        }
        let output = self.output(&operation.output);
        self.line(1, format_args!("-> {output}"));
        if let Some(stream) = &operation.stream {
            let item = self.payload(&stream.item);
            self.line(
                1,
                format_args!("-> stream {} {item}", media_text(&stream.media)),
            );
        }
    }

    fn webhook(&mut self, webhook: &Webhook) {
        self.text.push('\n');
        self.line(0, format_args!("receives {}", webhook.key));
        self.line(1, format_args!("from {}", webhook.source.0));
        self.docs(1, &webhook.docs);
        for (word, payload) in [("payload", &webhook.payload), ("answer", &webhook.answer)] {
            if let Some(payload) = payload {
                let payload = self.payload(payload);
                self.line(1, format_args!("{word} {payload}"));
            }
        }
    }

    fn security(&mut self, alternatives: &[Vec<super::SchemeId>]) {
        if alternatives.is_empty() {
            return;
        }
        let alternatives: Vec<String> = alternatives
            .iter()
            .map(|schemes| {
                let names: Vec<&str> = schemes
                    .iter()
                    .filter_map(|id| self.api.schemes.get(id.0 as usize))
                    .map(|scheme| scheme.name.as_str())
                    .collect();
                if names.is_empty() {
                    "none".to_owned()
                } else {
                    names.join("+")
                }
            })
            .collect();
        self.line(1, format_args!("security {}", alternatives.join(" | ")));
    }

    fn pagination(&mut self, pagination: &Pagination, in_body: bool) {
        let text = match pagination {
            Pagination::Page {
                page,
                first,
                total,
                total_pages,
            } => format!(
                "page {page:?} from {first} total {} of pages {}",
                Shown(total.as_ref()),
                Shown(total_pages.as_ref())
            ),
            Pagination::Offset { offset, total } => {
                format!("offset {offset:?} total {}", Shown(total.as_ref()))
            }
            Pagination::Cursor { cursor, next } => format!("cursor {cursor:?} next {next:?}"),
            Pagination::After { after, item, more } => {
                format!(
                    "after {after:?} item {item:?} more {}",
                    Shown(more.as_ref())
                )
            }
            Pagination::Link { next } => format!("link {}", Shown(next.as_ref())),
        };
        let place = if in_body { " in the body" } else { "" };
        self.line(1, format_args!("pages by {text}{place}"));
    }

    fn input(&mut self, input: &Input) {
        let place = match &input.location {
            Location::Path(style) => format!("path{}", style_suffix(style)),
            Location::Query(style) => format!("query{}", style_suffix(style)),
            Location::Header(style) => format!("header{}", style_suffix(style)),
            Location::Cookie(style) => format!("cookie{}", style_suffix(style)),
            Location::QueryString(style, _) => format!("querystring{}", style_suffix(style)),
            Location::Member => "member".to_owned(),
            Location::Body => "body".to_owned(),
        };
        self.member(1, &format!("in {place} "), &input.member);
        if let Location::QueryString(_, encodings) = &input.location {
            self.encodings(encodings);
        }
    }

    fn body(&mut self, body: &Body) {
        let media: Vec<String> = body.media.iter().map(media_text).collect();
        let required = if body.required {
            "required"
        } else {
            "optional"
        };
        let facts = facts_text(&body.facts);
        self.line(
            1,
            format_args!("sends {required} {}{facts}", media.join(" | ")),
        );
        self.encodings(&body.encodings);
    }

    fn encodings(&mut self, encodings: &[Encoding]) {
        for encoding in encodings {
            let style = encoding
                .style
                .as_ref()
                .map(style_suffix)
                .unwrap_or_default();
            let types = encoding.content_types.join(" | ");
            self.line(
                2,
                format_args!("encoding {:?}{style} {types}", encoding.member),
            );
        }
    }

    fn response(&mut self, response: &Response) {
        let status = response.status;
        self.line(1, format_args!("on {status} from {}", response.source.0));
        self.docs(2, &response.docs);
        for (media, payload) in &response.content {
            let payload = self.payload(payload);
            self.line(2, format_args!("{} {payload}", media_text(media)));
        }
    }

    fn header(&mut self, header: &Header) {
        let statuses: Vec<String> = header.statuses.iter().map(ToString::to_string).collect();
        let before = format!("header {} {}", statuses.join(" | "), form(header.form));
        if header.shared.is_some() {
            let (name, presence) = (&header.member.name, header.member.presence);
            self.line(1, format_args!("{before}{presence:?} headers::{name}"));
        } else {
            self.member(1, &before, &header.member);
        }
    }

    fn shared_header(&mut self, header: &SharedHeader) {
        let before = format!("header {} {}", header.source.0, form(header.form));
        self.member(0, &before, &header.member);
    }

    fn output(&self, output: &Output) -> String {
        match output {
            Output::Empty => "()".to_owned(),
            Output::Value(payload) => self.payload(payload),
            Output::Page { item, info, member } => {
                let info = info
                    .as_ref()
                    .map(|info| format!(", {}", self.ty(info)))
                    .unwrap_or_default();
                let member = member.as_ref().map(|name| format!(" in {name:?}"));
                format!(
                    "Page<{}{info}>{}",
                    self.payload(item),
                    member.unwrap_or_default()
                )
            }
            Output::OneOf(id) => self.type_name(*id),
            Output::Bytes => "bytes".to_owned(),
            Output::Text => "text".to_owned(),
            Output::Stream(kind, payload) => format!(
                "stream of {} as {}",
                self.payload(payload),
                kind_text(*kind)
            ),
        }
    }

    fn type_def(&mut self, def: &TypeDef) {
        self.text.push('\n');
        let kind = match &def.kind {
            TypeKind::Model(_) => "model",
            TypeKind::Enum(_) => "enum",
            TypeKind::Union(_) => "union",
            TypeKind::Responses(_) => "responses",
            TypeKind::Newtype(_) => "newtype",
        };
        let home = match def.home {
            Home::Resource(id) => self.path(id),
            Home::Shared => "models".to_owned(),
        };
        let direction = direction_text(def.direction);
        let deprecated = if def.deprecated { " deprecated" } else { "" };
        self.line(
            0,
            format_args!("{kind} {} in {home} {direction}{deprecated}", def.name),
        );
        self.line(1, format_args!("from {}", def.source.0));
        self.docs(1, &def.docs);
        if !def.derives.is_empty() {
            self.line(1, format_args!("derives {}", def.derives.join(", ")));
        }
        if let Some(same) = def.same_as {
            let same = self.type_name(same);
            self.line(1, format_args!("same as {same}"));
            return;
        }
        match &def.kind {
            TypeKind::Model(model) => self.model(model),
            TypeKind::Enum(def) => self.open_enum(def),
            TypeKind::Union(def) => self.union(def),
            TypeKind::Responses(arms) => self.responses(arms),
            TypeKind::Newtype(inner) => {
                let inner = self.ty(inner);
                self.line(1, format_args!("{inner}"));
            }
        }
    }

    fn model(&mut self, model: &Model) {
        if !model.facts.is_empty() {
            self.line(1, format_args!("{}", facts_text(&model.facts).trim_start()));
        }
        for member in &model.members {
            self.member(1, "", member);
        }
        match &model.rest {
            Rest::Any(name, facts) if facts.is_empty() => self.line(1, format_args!("..{name}")),
            Rest::Any(name, facts) => {
                self.line(1, format_args!("..{name}: Map<Json{}>", facts_text(facts)));
            }
            Rest::Typed(name, payload) => {
                let payload = self.payload(payload);
                self.line(1, format_args!("..{name}: Map<{payload}>"));
            }
        }
    }

    fn open_enum(&mut self, def: &Enum) {
        for Variant { name, value, docs } in &def.variants {
            self.line(1, format_args!("{name} = {}", literal_text(value)));
            self.docs(2, docs);
        }
        self.line(
            1,
            format_args!("..{}{}", def.unknown, others_text(def.others)),
        );
    }

    fn union(&mut self, def: &Union) {
        for Arm {
            name,
            payload,
            converts,
            tests,
            docs,
        } in &def.arms
        {
            let converts = if *converts { " from it" } else { "" };
            let tests: Vec<String> = tests.iter().map(test_text).collect();
            let payload = self.payload(payload);
            self.line(
                1,
                format_args!("{name}({payload}){converts} when {}", tests.join(" and ")),
            );
            self.docs(2, docs);
        }
        self.line(
            1,
            format_args!(
                "..{}{}{}",
                def.unknown,
                others_text(def.others),
                facts_text(&def.facts)
            ),
        );
    }

    fn responses(&mut self, arms: &[ResponseArm]) {
        for ResponseArm {
            name,
            status,
            media,
            payload,
            wrapped,
            docs,
        } in arms
        {
            let payload = payload
                .as_ref()
                .map(|payload| self.payload(payload))
                .unwrap_or_default();
            let media = media
                .as_ref()
                .map(|media| format!(" {}", media_text(media)))
                .unwrap_or_default();
            let wrapped = if *wrapped { " wrapped" } else { "" };
            self.line(
                1,
                format_args!("{name}({payload}) on {status}{media}{wrapped}"),
            );
            self.docs(2, docs);
        }
    }

    fn member(&mut self, indent: usize, before: &str, member: &Member) {
        let ty = self.ty(&member.ty);
        let ty = match member.presence {
            Presence::Required => ty,
            Presence::Nullable => format!("{ty} | null"),
            Presence::Optional => format!("{ty}?"),
            Presence::OptionalNullable => format!("{ty}? | null"),
        };
        let wire = if member.name.as_str() == member.wire {
            String::new()
        } else {
            format!(" {:?}", member.wire)
        };
        let deprecated = if member.deprecated { " deprecated" } else { "" };
        let facts = facts_text(&member.facts);
        self.line(
            indent,
            format_args!("{before}{}{wire}: {ty}{facts}{deprecated}", member.name),
        );
        self.docs(indent + 1, &member.docs);
    }

    fn docs(&mut self, indent: usize, docs: &Docs) {
        if let Some(summary) = &docs.summary {
            self.line(indent, format_args!("summary {summary:?}"));
        }
        if let Some(description) = &docs.description {
            self.line(indent, format_args!("description {description:?}"));
        }
        for example in &docs.examples {
            self.line(indent, format_args!("example {example}"));
        }
        if let Some(url) = &docs.see {
            self.line(indent, format_args!("see {url}"));
        }
        for note in &docs.notes {
            self.line(indent, format_args!("note {note:?}"));
        }
    }

    fn payload(&self, payload: &Payload) -> String {
        format!("{}{}", self.ty(&payload.ty), facts_text(&payload.facts))
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "bool".to_owned(),
            Type::Integer(width) => width_text(*width).to_owned(),
            Type::Number => "f64".to_owned(),
            Type::Text => "String".to_owned(),
            Type::DateTime => "DateTime".to_owned(),
            Type::Date => "Date".to_owned(),
            Type::Bytes => "Bytes".to_owned(),
            Type::File => "File".to_owned(),
            Type::List(item) => format!("List<{}>", self.ty(item)),
            Type::Map(value) => format!("Map<{}>", self.ty(value)),
            Type::Nullable(value) => format!("Option<{}>", self.ty(value)),
            Type::Boxed(value) => format!("Box<{}>", self.ty(value)),
            Type::Named(id) => self.type_name(*id),
            Type::Json => "Json".to_owned(),
        }
    }

    fn type_name(&self, id: TypeId) -> String {
        self.api
            .types
            .get(id.0 as usize)
            .map_or_else(|| format!("?{}", id.0), |def| def.name.to_string())
    }
}

/// A value or a dash.
struct Shown<T>(Option<T>);

impl<T: Display> Display for Shown<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("-"),
        }
    }
}

impl Display for Type {
    /// Without the names of types, which only the [`Api`] knows.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Type::List(item) => write!(f, "List<{item}>"),
            Type::Map(value) => write!(f, "Map<{value}>"),
            Type::Nullable(value) => write!(f, "Option<{value}>"),
            Type::Boxed(value) => write!(f, "Box<{value}>"),
            Type::Named(id) => write!(f, "#{}", id.0),
            Type::Bool => f.write_str("bool"),
            Type::Integer(width) => f.write_str(width_text(*width)),
            Type::Number => f.write_str("f64"),
            Type::Text => f.write_str("String"),
            Type::DateTime => f.write_str("DateTime"),
            Type::Date => f.write_str("Date"),
            Type::Bytes => f.write_str("Bytes"),
            Type::File => f.write_str("File"),
            Type::Json => f.write_str("Json"),
        }
    }
}

fn width_text(width: IntegerType) -> &'static str {
    match width {
        IntegerType::I8 => "i8",
        IntegerType::I16 => "i16",
        IntegerType::I32 => "i32",
        IntegerType::I64 => "i64",
        IntegerType::U8 => "u8",
        IntegerType::U16 => "u16",
        IntegerType::U32 => "u32",
        IntegerType::U64 => "u64",
        IntegerType::I128 => "i128",
    }
}

fn style_suffix(style: &Style) -> String {
    let kind = match &style.kind {
        StyleKind::Simple => "simple",
        StyleKind::Label => "label",
        StyleKind::Matrix => "matrix",
        StyleKind::Form => "form",
        StyleKind::SpaceDelimited => "spaceDelimited",
        StyleKind::PipeDelimited => "pipeDelimited",
        StyleKind::DeepObject => "deepObject",
        StyleKind::TabDelimited => "tabDelimited",
        StyleKind::Cookie => "cookie",
        StyleKind::Content(media) => return format!(" content {media}"),
    };
    let explode = if style.explode { " explode" } else { "" };
    let reserved = if style.allow_reserved {
        " allowReserved"
    } else {
        ""
    };
    format!(" {kind}{explode}{reserved}")
}

fn media_text(media: &Media) -> String {
    format!("{} as {}", media.name, kind_text(media.kind))
}

fn kind_text(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Json => "json",
        MediaKind::Form => "form",
        MediaKind::Multipart => "multipart",
        MediaKind::Text => "text",
        MediaKind::Bytes => "bytes",
        MediaKind::EventStream => "events",
        MediaKind::JsonLines => "json lines",
    }
}

fn form(form: HeaderForm) -> &'static str {
    match form {
        HeaderForm::Simple => "",
        HeaderForm::Exploded => "explode ",
        HeaderForm::Json => "json ",
    }
}

fn direction_text(direction: Direction) -> &'static str {
    match (direction.sent, direction.received) {
        (true, true) => "sent, received",
        (true, false) => "sent",
        (false, true) => "received",
        (false, false) => "unused",
    }
}

fn test_text(test: &Test) -> String {
    match test {
        Test::Type(ty) => format!("is {}", json_type_text(*ty)),
        Test::Has(name) => format!("has {name:?}"),
        Test::Is(name, values) => format!("{name:?} is {}", literals_text(values)),
        Test::May(name, values) => format!("{name:?} may be {}", literals_text(values)),
        Test::Among(values) => format!("is {}", literals_text(values)),
        Test::Fits(name, facts) => format!("{name:?} fits{}", facts_text(facts)),
        Test::Decodes => "decodes".to_owned(),
    }
}

fn json_type_text(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

fn literals_text(values: &[Literal]) -> String {
    let values: Vec<String> = values.iter().map(literal_text).collect();
    values.join(" or ")
}

fn others_text(others: Others) -> &'static str {
    match others {
        Others::Invalid => "",
        Others::Valid => " (valid)",
    }
}

fn literal_text(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Text(value) => format!("{value:?}"),
        Literal::Json(text) => text.clone(),
    }
}

/// The facts in brackets after a space, or nothing.
fn facts_text(facts: &[Fact]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let facts: Vec<String> = facts.iter().map(fact_text).collect();
    format!(" [{}]", facts.join(", "))
}

fn fact_text(fact: &Fact) -> String {
    match fact {
        Fact::MinLength(value) => format!("minLength {value}"),
        Fact::MaxLength(value) => format!("maxLength {value}"),
        Fact::Pattern(value) => format!("pattern {value:?}"),
        Fact::Format(value) => format!("format {value}"),
        Fact::Minimum(value) => format!("minimum {}", literal_text(value)),
        Fact::Maximum(value) => format!("maximum {}", literal_text(value)),
        Fact::ExclusiveMinimum(value) => format!("exclusiveMinimum {}", literal_text(value)),
        Fact::ExclusiveMaximum(value) => format!("exclusiveMaximum {}", literal_text(value)),
        Fact::MultipleOf(value) => format!("multipleOf {}", literal_text(value)),
        Fact::MinItems(value) => format!("minItems {value}"),
        Fact::MaxItems(value) => format!("maxItems {value}"),
        Fact::UniqueItems => "uniqueItems".to_owned(),
        Fact::MinProperties(value) => format!("minProperties {value}"),
        Fact::MaxProperties(value) => format!("maxProperties {value}"),
        Fact::Enum(values) => format!("enum {}", literals_text(values)),
        Fact::Const(value) => format!("const {}", literal_text(value)),
        Fact::Default(value) => format!("default {}", literal_text(value)),
        Fact::Items(facts) => format!("items{}", facts_text(facts)),
        Fact::Values(facts) => format!("values{}", facts_text(facts)),
        Fact::PropertyNames(facts) => format!("propertyNames{}", facts_text(facts)),
        Fact::Nullable => "nullable".to_owned(),
        Fact::ReadOnly => "readOnly".to_owned(),
        Fact::WriteOnly => "writeOnly".to_owned(),
        Fact::Deprecated => "deprecated".to_owned(),
        Fact::ContentEncoding(value) => format!("contentEncoding {value}"),
        Fact::ContentMediaType(value) => format!("contentMediaType {value}"),
        Fact::Closed => "closed".to_owned(),
        Fact::Types(types) => {
            let types: Vec<&str> = types.iter().map(|ty| json_type_text(*ty)).collect();
            format!("type {}", types.join(" or "))
        }
        Fact::Required(names) => format!("required {}", names.join(" and ")),
        Fact::Property(name, facts) => format!("property {name:?}{}", facts_text(facts)),
        Fact::PatternProperties(pattern, facts) => {
            format!("patternProperties {pattern:?}{}", facts_text(facts))
        }
        Fact::PrefixItems(sets) => format!("prefixItems{}", sets_text(sets)),
        Fact::Contains(facts, least, most) => {
            let most = most.map(|most| most.to_string()).unwrap_or_default();
            format!("contains {least}..{most}{}", facts_text(facts))
        }
        Fact::DependentRequired(name, names) => {
            format!("dependentRequired {name:?} {}", names.join(" and "))
        }
        Fact::DependentSchemas(name, facts) => {
            format!("dependentSchemas {name:?}{}", facts_text(facts))
        }
        Fact::UnevaluatedProperties(facts) => {
            format!("unevaluatedProperties{}", set_text(facts))
        }
        Fact::UnevaluatedItems(facts) => format!("unevaluatedItems{}", set_text(facts)),
        Fact::If(condition, then, otherwise) => format!(
            "if{} then{} else{}",
            set_text(condition),
            set_text(then),
            set_text(otherwise)
        ),
        Fact::AllOf(sets) => format!("allOf{}", sets_text(sets)),
        Fact::AnyOf(sets) => format!("anyOf{}", sets_text(sets)),
        Fact::OneOf(sets) => format!("oneOf{}", sets_text(sets)),
        Fact::Not(facts) => format!("not{}", set_text(facts)),
    }
}

fn sets_text(sets: &[Vec<Fact>]) -> String {
    sets.iter().map(|set| set_text(set)).collect()
}

/// The same, also if there are none.
fn set_text(facts: &[Fact]) -> String {
    if facts.is_empty() {
        return " []".to_owned();
    }
    facts_text(facts)
}
