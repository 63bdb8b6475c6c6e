//! Reads an OpenAPI document: what can be called, and with what.
//!
//! This shares nothing with the reading half of the generator: what the two understand of a document is compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

/// A document, with the files that it refers to.
pub(crate) struct Document {
    entry: String,
    /// By their path. References in them begin with the path of the file that they point into.
    files: BTreeMap<String, Value>,
}

/// An operation, as the document describes it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) template: String,
    pub(crate) parameters: Vec<Parameter>,
    /// One for each media type.
    pub(crate) bodies: Vec<Body>,
    /// The base URL, if it is absolute.
    pub(crate) server: Option<String>,
    /// The schemes of the first alternative of security requirements that asks for any.
    pub(crate) credentials: Vec<Scheme>,
    /// The media types of successful answers.
    pub(crate) accepted: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) is_required: bool,
    pub(crate) form: Form,
    pub(crate) is_reserved_allowed: bool,
    pub(crate) schema: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Path,
    Query,
    QueryString,
    Header,
    Cookie,
}

/// How a parameter is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Styled { style: Style, is_exploded: bool },
    Content(String),
}

/// The styles of OpenAPI, and those that Swagger 2.0 calls collection formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    DeepObject,
    Cookie,
}

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) media: String,
    pub(crate) is_required: bool,
    pub(crate) schema: Value,
    pub(crate) encoding: BTreeMap<String, Encoding>,
}

/// How a member of a form is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encoding {
    /// Present if one of the keywords is there that make the member a parameter of a query.
    pub(crate) styled: Option<(Style, bool)>,
    pub(crate) media: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    pub(crate) name: String,
    pub(crate) kind: SchemeKind,
}

#[derive(Clone, Debug)]
pub(crate) enum SchemeKind {
    Header(String),
    Query(String),
    Cookie(String),
    Basic,
    Bearer,
    Other,
}

impl SchemeKind {
    /// Where the credential goes, and under which name.
    pub(crate) fn place(&self) -> (Option<Place>, String) {
        match self {
            Self::Header(name) => (Some(Place::Header), name.to_lowercase()),
            Self::Query(name) => (Some(Place::Query), name.clone()),
            Self::Cookie(name) => (Some(Place::Cookie), name.clone()),
            Self::Basic | Self::Bearer => (Some(Place::Header), "authorization".to_owned()),
            Self::Other => (None, String::new()),
        }
    }
}

impl Document {
    /// Reads a file and all files that it refers to.
    pub(crate) fn load(path: &Path) -> Result<Self, String> {
        let entry = key(path);
        let mut files = BTreeMap::new();
        let mut open = vec![entry.clone()];
        while let Some(path) = open.pop() {
            if files.contains_key(&path) {
                continue;
            }
            let mut file = read(&path)?;
            anchor(&mut file, &path, &mut open);
            files.insert(path, file);
        }
        Ok(Self { entry, files })
    }

    /// A document of one file.
    #[cfg(test)]
    pub(crate) fn of(mut root: Value) -> Self {
        let entry = "document.json".to_owned();
        anchor(&mut root, &entry, &mut Vec::new());
        let files = BTreeMap::from([(entry.clone(), root)]);
        Self { entry, files }
    }

    fn root(&self) -> &Value {
        self.files.get(&self.entry).unwrap_or(&Value::Null)
    }

    fn is_swagger(&self) -> bool {
        self.root().get("swagger").is_some()
    }

    /// Whether what stands beside `$ref` in a schema counts.
    pub(crate) fn has_siblings_of_references(&self) -> bool {
        let version = self.root().get("openapi").and_then(Value::as_str);
        version.is_some_and(|version| !version.starts_with("3.0"))
    }

    /// What a value refers to, or the value.
    pub(crate) fn resolve<'d>(&'d self, value: &'d Value) -> Result<&'d Value, String> {
        let mut value = value;
        for _ in 0..30 {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Ok(value);
            };
            value = self
                .target(reference)
                .ok_or_else(|| format!("a reference without a target: {reference}"))?;
        }
        Err("references in a circle".to_owned())
    }

    /// A reference to what an entry of the `mapping` of a discriminator means: the name of a component, or a reference.
    pub(crate) fn mapped(&self, entry: &str) -> Option<Value> {
        let reference = match entry.split_once('#') {
            Some(("", fragment)) => format!("{}#{fragment}", self.entry),
            Some(_) => return None,
            None => format!("{}#/components/schemas/{entry}", self.entry),
        };
        Some(json!({"$ref": reference}))
    }

    fn target(&self, reference: &str) -> Option<&Value> {
        let (file, fragment) = reference.split_once('#')?;
        let pointer = percent_decode_str(fragment).decode_utf8().ok()?;
        self.files.get(file)?.pointer(&pointer)
    }

    /// The base URL of the API, if it is absolute.
    pub(crate) fn server(&self) -> Option<String> {
        if !self.is_swagger() {
            return server(self.root());
        }
        let root = self.root();
        let schemes = root.get("schemes").and_then(Value::as_array);
        let first = schemes.and_then(|schemes| {
            let https = schemes.iter().find(|scheme| *scheme == "https");
            https.or(schemes.first())?.as_str()
        });
        let host = text(root, "host")?;
        let path = text(root, "basePath").unwrap_or_default();
        let path = path.trim_end_matches('/');
        Some(format!("{}://{host}{path}", first.unwrap_or("https")))
    }

    /// All operations, and why others are left out.
    pub(crate) fn operations(&self) -> (Vec<Operation>, Vec<String>) {
        let mut operations = Vec::new();
        let mut faults = Vec::new();
        for (template, item) in members(self.root(), "paths") {
            let item = match self.resolve(item) {
                Ok(item) if item.is_object() => item,
                Ok(_) => continue,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            let more = members(item, "additionalOperations").map(|(name, one)| (name.clone(), one));
            let named = METHODS
                .iter()
                .filter_map(|name| Some((name.to_uppercase(), item.get(*name)?)));
            for (method, operation) in named.chain(more) {
                // Some keep operations in files of their own.
                let operation = self.resolve(operation);
                match operation.and_then(|one| self.operation(template, item, method, one)) {
                    Ok(operation) => operations.push(operation),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        (operations, faults)
    }

    fn operation(
        &self,
        template: &str,
        item: &Value,
        method: String,
        operation: &Value,
    ) -> Result<Operation, String> {
        let mut parameters: Vec<&Value> = Vec::new();
        for parameter in elements(item, "parameters").chain(elements(operation, "parameters")) {
            let parameter = self.resolve(parameter)?;
            let is_same = |other: &&Value| {
                ["name", "in"].map(|key| other.get(key))
                    == ["name", "in"].map(|key| parameter.get(key))
            };
            parameters.retain(|other| !is_same(other));
            parameters.push(parameter);
        }
        let own = server(operation).or_else(|| server(item));
        Ok(Operation {
            bodies: if self.is_swagger() {
                self.swagger_bodies(operation, &parameters)
            } else {
                self.bodies(operation)?
            },
            parameters: parameters
                .into_iter()
                .filter_map(|parameter| self.parameter(parameter).transpose())
                .map(|parameter| parameter.map(|parameter| in_query(parameter, template)))
                .collect::<Result<_, _>>()?,
            server: own.or_else(|| self.server()),
            credentials: self.credentials(operation),
            accepted: self.accepted(operation)?,
            template: template.to_owned(),
            method,
        })
    }

    /// None for those that are the body, or that OpenAPI says to ignore.
    fn parameter(&self, parameter: &Value) -> Result<Option<Parameter>, String> {
        let name = text(parameter, "name").ok_or("a parameter without a name")?;
        let place = match text(parameter, "in") {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("querystring") => Place::QueryString,
            Some("header") => Place::Header,
            Some("cookie") => Place::Cookie,
            Some("body" | "formData") => return Ok(None),
            other => return Err(format!("a parameter in {other:?}")),
        };
        let ignored = ["accept", "content-type", "authorization"];
        if place == Place::Header && ignored.contains(&name.to_lowercase().as_str()) {
            return Ok(None);
        }
        let content = members(parameter, "content").next();
        let (form, schema) = match content {
            _ if self.is_swagger() => {
                let (style, is_exploded) = match place {
                    Place::Path | Place::Header => (Style::Simple, false),
                    _ => collection_format(parameter),
                };
                (
                    Form::Styled { style, is_exploded },
                    swagger_schema(parameter),
                )
            }
            Some((media, described)) => {
                let schema = described.get("schema").cloned().unwrap_or(json!({}));
                (Form::Content(media.clone()), schema)
            }
            None => {
                let usual = match place {
                    Place::Path | Place::Header => Style::Simple,
                    _ => Style::Form,
                };
                let (style, is_exploded) = styled(parameter, usual)?;
                let schema = parameter.get("schema").cloned().unwrap_or(json!({}));
                (Form::Styled { style, is_exploded }, schema)
            }
        };
        Ok(Some(Parameter {
            name: name.to_owned(),
            place,
            is_required: place == Place::Path || is_true(parameter, "required"),
            is_reserved_allowed: is_true(parameter, "allowReserved"),
            form,
            schema,
        }))
    }

    fn bodies(&self, operation: &Value) -> Result<Vec<Body>, String> {
        let Some(body) = operation.get("requestBody") else {
            return Ok(Vec::new());
        };
        let body = self.resolve(body)?;
        let mut bodies = Vec::new();
        for (media, described) in members(body, "content") {
            let described = self.resolve(described)?;
            let mut encoding = BTreeMap::new();
            for (name, one) in members(described, "encoding") {
                let keywords = ["style", "explode", "allowReserved"];
                let is_styled = keywords.iter().any(|keyword| one.get(keyword).is_some());
                let styled = is_styled.then(|| styled(one, Style::Form)).transpose()?;
                let media = text(one, "contentType").map(str::to_owned);
                encoding.insert(name.clone(), Encoding { styled, media });
            }
            bodies.push(Body {
                media: media.clone(),
                is_required: is_true(body, "required"),
                schema: described.get("schema").cloned().unwrap_or(json!({})),
                encoding,
            });
        }
        Ok(bodies)
    }

    /// One for each media type that the operation consumes.
    fn swagger_bodies(&self, operation: &Value, parameters: &[&Value]) -> Vec<Body> {
        let is_in = |place: &'static str| move |one: &&&Value| one.get("in") == Some(&json!(place));
        let whole = parameters.iter().find(is_in("body"));
        let fields: Vec<_> = parameters.iter().filter(is_in("formData")).collect();
        let is_needed = |one: &Value| is_true(one, "required");
        let mut encoding = BTreeMap::new();
        let (schema, is_required) = match whole {
            Some(body) => (
                body.get("schema").cloned().unwrap_or(json!({})),
                is_needed(body),
            ),
            None if fields.is_empty() => return Vec::new(),
            None => {
                let mut properties = Map::new();
                let mut required = Vec::new();
                for field in &fields {
                    let name = text(field, "name").unwrap_or_default();
                    if text(field, "type") == Some("array") {
                        let styled = Some(collection_format(field));
                        encoding.insert(
                            name.to_owned(),
                            Encoding {
                                styled,
                                media: None,
                            },
                        );
                    }
                    properties.insert(name.to_owned(), swagger_schema(field));
                    if is_needed(field) {
                        required.push(json!(name));
                    }
                }
                let is_required = !required.is_empty();
                let schema =
                    json!({"type": "object", "properties": properties, "required": required});
                (schema, is_required)
            }
        };
        let usual = [if whole.is_some() {
            "application/json"
        } else {
            "multipart/form-data"
        }];
        let medias = self.medias(operation, "consumes");
        let medias = if medias.is_empty() {
            usual.map(str::to_owned).to_vec()
        } else {
            medias
        };
        let medias = medias.into_iter().map(|media| Body {
            media,
            is_required,
            schema: schema.clone(),
            encoding: encoding.clone(),
        });
        medias.collect()
    }

    fn medias(&self, operation: &Value, key: &str) -> Vec<String> {
        let holder = [operation, self.root()]
            .into_iter()
            .find(|holder| holder.get(key).is_some());
        let medias = holder.into_iter().flat_map(|holder| elements(holder, key));
        medias
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    fn credentials(&self, operation: &Value) -> Vec<Scheme> {
        let requirements = operation
            .get("security")
            .or_else(|| self.root().get("security"));
        // If an alternative asks for nothing, those that ask for something are still offered.
        let alternatives = requirements.and_then(Value::as_array);
        let alternatives = alternatives
            .into_iter()
            .flatten()
            .filter_map(Value::as_object);
        let first = alternatives
            .clone()
            .find(|alternative| !alternative.is_empty());
        let schemes = match self.is_swagger() {
            true => self.root().get("securityDefinitions"),
            false => self.root().pointer("/components/securitySchemes"),
        };
        let names = first.into_iter().flat_map(Map::keys);
        let scheme = |name: &String| {
            let described = schemes.and_then(|schemes| schemes.get(name));
            let described = described.and_then(|scheme| self.resolve(scheme).ok());
            let kind = described.map_or(SchemeKind::Other, scheme_kind);
            Scheme {
                name: name.clone(),
                kind,
            }
        };
        names.map(scheme).collect()
    }

    fn accepted(&self, operation: &Value) -> Result<Vec<String>, String> {
        let is_success = |status: &str| status.starts_with('2');
        let has_success = members(operation, "responses").any(|(status, _)| is_success(status));
        let mut medias = Vec::new();
        for (status, response) in members(operation, "responses") {
            if !is_success(status) && (has_success || status != "default") {
                continue;
            }
            let response = self.resolve(response)?;
            if !self.is_swagger() {
                medias.extend(members(response, "content").map(|(media, _)| media.clone()));
            } else if response.get("schema").is_some() {
                medias.extend(self.medias(operation, "produces"));
            }
        }
        Ok(medias)
    }
}

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A template with a query has pairs in it, `/search?q={text}`: what stands for the value goes there.
fn in_query(parameter: Parameter, template: &str) -> Parameter {
    let query = template.split_once('?').map_or("", |(_, query)| query);
    let variable = format!("{{{}}}", parameter.name);
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    match pairs.find(|(_, value)| *value == variable) {
        Some((name, _)) if parameter.place == Place::Path => Parameter {
            name: name.to_owned(),
            place: Place::Query,
            form: match parameter.form {
                Form::Styled { .. } => Form::Styled {
                    style: Style::Form,
                    is_exploded: false,
                },
                content => content,
            },
            ..parameter
        },
        _ => parameter,
    }
}

/// The media type without parameters.
pub(crate) fn essence(media: &str) -> String {
    media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase()
}

pub(crate) fn is_json(media: &str) -> bool {
    let essence = essence(media);
    essence.ends_with("/json") || essence.ends_with("+json")
}

fn key(path: &Path) -> String {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain.to_string_lossy().into_owned()
}

fn read(path: &str) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    let fault = |error: &dyn std::fmt::Display| format!("{path}: {error}");
    if path.ends_with(".json") {
        serde_json::from_str(&text).map_err(|error| fault(&error))
    } else {
        // Integers that 64 bits do not hold are read as fractions, which the parser does not do by itself.
        let large = regex::Regex::new(r"(?m)(: -?\d{19,})$").map_err(|error| fault(&error))?;
        let text = large.replace_all(&text, "$1.0");
        let value = serde_yaml::from_str(&text).map_err(|error| fault(&error))?;
        Ok(json_of(value))
    }
}

/// JSON, where numbers beyond its integers are `f64`.
fn json_of(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => value.into(),
        serde_yaml::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into(),
            (None, Some(number)) => number.into(),
            (None, None) => number.as_f64().into(),
        },
        serde_yaml::Value::String(text) => text.into(),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json_of).collect(),
        serde_yaml::Value::Mapping(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let name = match json_of(name) {
                    Value::String(name) => name,
                    other => other.to_string(),
                };
                (name, json_of(value))
            });
            Value::Object(members.collect())
        }
        serde_yaml::Value::Tagged(tagged) => json_of(tagged.value),
    }
}

/// Puts the path of their file before all references, and notes the files.
fn anchor(value: &mut Value, path: &str, files: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| anchor(item, path, files)),
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
                let file = match file {
                    "" => path.to_owned(),
                    file => key(&Path::new(path)
                        .with_file_name(&*percent_decode_str(file).decode_utf8_lossy())),
                };
                if Path::new(&file).is_file() {
                    files.push(file.clone());
                }
                *reference = format!("{file}#{fragment}");
            }
            members
                .values_mut()
                .for_each(|member| anchor(member, path, files));
        }
        _ => {}
    }
}

fn server(holder: &Value) -> Option<String> {
    let server = elements(holder, "servers").next()?;
    let mut url = text(server, "url")?.to_owned();
    for (name, variable) in members(server, "variables") {
        let default = variable.get("default").map(plain).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), &default);
    }
    // What has no host, or a variable without a value, cannot be sent to.
    let host = url.split_once("://").map_or("", |(_, rest)| rest);
    let is_usable = url.starts_with("http") && !host.is_empty() && !url.contains('{');
    is_usable.then(|| url.trim_end_matches('/').replace(' ', "%20"))
}

fn scheme_kind(scheme: &Value) -> SchemeKind {
    let name = || text(scheme, "name").unwrap_or_default().to_owned();
    let http = || text(scheme, "scheme").unwrap_or_default().to_lowercase();
    match (text(scheme, "type"), text(scheme, "in")) {
        (Some("apiKey"), Some("header")) => SchemeKind::Header(name()),
        (Some("apiKey"), Some("query")) => SchemeKind::Query(name()),
        (Some("apiKey"), Some("cookie")) => SchemeKind::Cookie(name()),
        (Some("basic"), _) => SchemeKind::Basic,
        (Some("http"), _) if http() == "basic" => SchemeKind::Basic,
        (Some("http"), _) if http() == "bearer" => SchemeKind::Bearer,
        (Some("oauth2" | "openIdConnect"), _) => SchemeKind::Bearer,
        _ => SchemeKind::Other,
    }
}

fn styled(holder: &Value, usual: Style) -> Result<(Style, bool), String> {
    let style = match text(holder, "style") {
        None => usual,
        Some("simple") => Style::Simple,
        Some("label") => Style::Label,
        Some("matrix") => Style::Matrix,
        Some("form") => Style::Form,
        Some("spaceDelimited") => Style::SpaceDelimited,
        Some("pipeDelimited") => Style::PipeDelimited,
        Some("deepObject") => Style::DeepObject,
        Some("cookie") => Style::Cookie,
        Some(other) => return Err(format!("the style {other}")),
    };
    let explode = holder.get("explode").and_then(Value::as_bool);
    Ok((
        style,
        explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
    ))
}

fn collection_format(parameter: &Value) -> (Style, bool) {
    match text(parameter, "collectionFormat") {
        Some("multi") => (Style::Form, true),
        Some("ssv") => (Style::SpaceDelimited, false),
        Some("tsv") => (Style::TabDelimited, false),
        Some("pipes") => (Style::PipeDelimited, false),
        _ => (Style::Form, false),
    }
}

/// What a parameter of Swagger 2.0 says of its value.
fn swagger_schema(parameter: &Value) -> Value {
    let mut schema = parameter.as_object().cloned().unwrap_or_default();
    for keyword in ["name", "in", "required", "description"] {
        schema.shift_remove(keyword);
    }
    Value::Object(schema)
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn text<'v>(holder: &'v Value, key: &str) -> Option<&'v str> {
    holder.get(key).and_then(Value::as_str)
}

fn is_true(holder: &Value, key: &str) -> bool {
    holder.get(key) == Some(&Value::Bool(true))
}

pub(crate) fn elements<'v>(holder: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    holder
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

pub(crate) fn members<'v>(
    holder: &'v Value,
    key: &str,
) -> impl Iterator<Item = (&'v String, &'v Value)> {
    let object = holder
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    object.filter(|(name, _)| !name.starts_with("x-"))
}
