//! The keywords of the objects of OpenAPI, and what becomes of each.

use Fate::{Carried, Ignored, List, Map, One};

/// What an object of OpenAPI can have.
pub(super) struct Object {
    /// What it is called in diagnostics.
    pub(super) name: &'static str,
    /// Its keywords.
    pub(super) keywords: &'static [(&'static str, Fate)],
    /// What stands under all other keys, where they are names.
    pub(super) names: Option<&'static Object>,
}

/// What becomes of the value of a keyword.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// It is read.
    Carried,
    /// It is not, and this is why.
    Ignored(&'static str),
    /// It is an object.
    One(&'static Object),
    /// It is a list of objects.
    List(&'static Object),
    /// It has objects by name.
    Map(&'static Object),
}

const EMPTY: &str = "an empty text is sent as `name=`";
const LINKS: &str = "what a call needs of the answer to another one is given by the caller";
const UNNAMED: &str = "parts without a name are not generated";
const NESTED: &str = "parts within parts are not generated";
const FLAT_TAGS: &str = "tags are shown as they are listed";

pub(super) static ROOT: Object = object(
    "a document",
    &[
        ("openapi", Carried),
        ("$self", Carried),
        ("info", One(&INFO)),
        (
            "jsonSchemaDialect",
            Ignored("schemas are read in the dialect of OpenAPI"),
        ),
        ("servers", List(&SERVER)),
        ("paths", One(&PATHS)),
        ("webhooks", Map(&PATH_ITEM)),
        ("components", One(&COMPONENTS)),
        ("security", Carried),
        ("tags", List(&TAG)),
        ("externalDocs", One(&EXTERNAL_DOCS)),
    ],
);

static INFO: Object = object(
    "`info`",
    &[
        ("title", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("termsOfService", Carried),
        ("contact", One(&CONTACT)),
        ("license", One(&LICENSE)),
        ("version", Carried),
    ],
);

static CONTACT: Object = object(
    "a contact",
    &[("name", Carried), ("url", Carried), ("email", Carried)],
);

static LICENSE: Object = object(
    "a license",
    &[("name", Carried), ("identifier", Carried), ("url", Carried)],
);

static SERVER: Object = object(
    "a server",
    &[
        ("url", Carried),
        ("description", Carried),
        ("name", Carried),
        ("variables", Map(&SERVER_VARIABLE)),
    ],
);

static SERVER_VARIABLE: Object = object(
    "a server variable",
    &[
        ("enum", Carried),
        ("default", Carried),
        ("description", Carried),
    ],
);

static COMPONENTS: Object = object(
    "`components`",
    &[
        ("schemas", Carried),
        ("responses", Map(&RESPONSE)),
        ("parameters", Map(&PARAMETER)),
        ("examples", Map(&EXAMPLE)),
        ("requestBodies", Map(&REQUEST_BODY)),
        ("headers", Map(&HEADER)),
        ("securitySchemes", Map(&SECURITY_SCHEME)),
        ("links", Ignored(LINKS)),
        ("callbacks", Map(&CALLBACK)),
        ("pathItems", Map(&PATH_ITEM)),
        ("mediaTypes", Map(&MEDIA_TYPE)),
    ],
);

static PATHS: Object = Object {
    name: "paths",
    keywords: &[],
    names: Some(&PATH_ITEM),
};

static PATH_ITEM: Object = object(
    "a path item",
    &[
        ("$ref", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("get", One(&OPERATION)),
        ("put", One(&OPERATION)),
        ("post", One(&OPERATION)),
        ("delete", One(&OPERATION)),
        ("options", One(&OPERATION)),
        ("head", One(&OPERATION)),
        ("patch", One(&OPERATION)),
        ("trace", One(&OPERATION)),
        ("query", One(&OPERATION)),
        ("additionalOperations", Map(&OPERATION)),
        ("servers", List(&SERVER)),
        ("parameters", List(&PARAMETER)),
    ],
);

static OPERATION: Object = object(
    "an operation",
    &[
        ("tags", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("operationId", Carried),
        ("parameters", List(&PARAMETER)),
        ("requestBody", One(&REQUEST_BODY)),
        ("responses", One(&RESPONSES)),
        ("callbacks", Map(&CALLBACK)),
        ("deprecated", Carried),
        ("security", Carried),
        ("servers", List(&SERVER)),
    ],
);

static EXTERNAL_DOCS: Object = object(
    "`externalDocs`",
    &[("url", Carried), ("description", Carried)],
);

static PARAMETER: Object = object(
    "a parameter",
    &[
        ("name", Carried),
        ("in", Carried),
        ("description", Carried),
        ("required", Carried),
        ("deprecated", Carried),
        ("allowEmptyValue", Ignored(EMPTY)),
        ("style", Carried),
        ("explode", Carried),
        ("allowReserved", Carried),
        ("schema", Carried),
        ("example", Carried),
        ("examples", Map(&EXAMPLE)),
        ("content", Map(&MEDIA_TYPE)),
    ],
);

static HEADER: Object = object(
    "a header",
    &[
        ("description", Carried),
        ("required", Carried),
        ("deprecated", Carried),
        ("style", Carried),
        ("explode", Carried),
        ("schema", Carried),
        ("example", Carried),
        ("examples", Carried),
        ("content", Map(&MEDIA_TYPE)),
    ],
);

static REQUEST_BODY: Object = object(
    "a request body",
    &[
        ("description", Carried),
        ("content", Map(&MEDIA_TYPE)),
        ("required", Carried),
    ],
);

static MEDIA_TYPE: Object = object(
    "a media type",
    &[
        ("schema", Carried),
        ("itemSchema", Carried),
        ("example", Carried),
        ("examples", Map(&EXAMPLE)),
        ("encoding", Map(&ENCODING)),
        ("prefixEncoding", Ignored(UNNAMED)),
        ("itemEncoding", Ignored(UNNAMED)),
    ],
);

static ENCODING: Object = object(
    "an encoding",
    &[
        ("contentType", Carried),
        // Reported where they are read.
        ("headers", Carried),
        ("style", Carried),
        ("explode", Carried),
        ("allowReserved", Carried),
        ("encoding", Ignored(NESTED)),
        ("prefixEncoding", Ignored(NESTED)),
        ("itemEncoding", Ignored(NESTED)),
    ],
);

static RESPONSES: Object = Object {
    name: "responses",
    keywords: &[],
    names: Some(&RESPONSE),
};

static RESPONSE: Object = object(
    "a response",
    &[
        ("summary", Carried),
        ("description", Carried),
        ("headers", Map(&HEADER)),
        ("content", Map(&MEDIA_TYPE)),
        ("links", Ignored(LINKS)),
    ],
);

static CALLBACK: Object = Object {
    name: "a callback",
    keywords: &[],
    names: Some(&PATH_ITEM),
};

static EXAMPLE: Object = object(
    "an example",
    &[
        ("summary", Ignored("the value is shown")),
        ("description", Ignored("the value is shown")),
        ("value", Carried),
        ("dataValue", Carried),
        ("serializedValue", Ignored("examples are shown as values")),
        ("externalValue", Ignored("nothing is read from the network")),
    ],
);

static TAG: Object = object(
    "a tag",
    &[
        ("name", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("parent", Ignored(FLAT_TAGS)),
        ("kind", Ignored(FLAT_TAGS)),
    ],
);

static SECURITY_SCHEME: Object = object(
    "a security scheme",
    &[
        ("type", Carried),
        ("description", Carried),
        ("name", Carried),
        ("in", Carried),
        ("scheme", Carried),
        ("bearerFormat", Carried),
        ("flows", One(&FLOWS)),
        ("openIdConnectUrl", Carried),
        ("oauth2MetadataUrl", Carried),
        ("deprecated", Carried),
    ],
);

static FLOWS: Object = object(
    "`flows`",
    &[
        ("implicit", One(&FLOW)),
        ("password", One(&FLOW)),
        ("clientCredentials", One(&FLOW)),
        ("authorizationCode", One(&FLOW)),
        ("deviceAuthorization", One(&FLOW)),
    ],
);

static FLOW: Object = object(
    "a flow",
    &[
        ("authorizationUrl", Carried),
        ("deviceAuthorizationUrl", Carried),
        ("tokenUrl", Carried),
        ("refreshUrl", Carried),
        ("scopes", Carried),
    ],
);

const SEVERAL_SCHEMES: &str = "requests go to the server of the client";
const COMMAS: &str = "lists in headers of answers have commas between their items";

/// The root of a document of Swagger 2.0, as it is before it becomes one of OpenAPI.
pub(super) static SWAGGER: Object = object(
    "a document of Swagger 2.0",
    &[
        ("swagger", Carried),
        ("info", One(&INFO)),
        ("host", Carried),
        ("basePath", Carried),
        ("schemes", Carried),
        ("consumes", Carried),
        ("produces", Carried),
        ("paths", One(&SWAGGER_PATHS)),
        ("definitions", Carried),
        ("parameters", Map(&SWAGGER_PARAMETER)),
        ("responses", Map(&SWAGGER_RESPONSE)),
        ("securityDefinitions", Map(&SWAGGER_SECURITY_SCHEME)),
        ("security", Carried),
        ("tags", List(&TAG)),
        ("externalDocs", One(&EXTERNAL_DOCS)),
    ],
);

static SWAGGER_PATHS: Object = Object {
    name: "paths of Swagger 2.0",
    keywords: &[],
    names: Some(&SWAGGER_PATH_ITEM),
};

static SWAGGER_PATH_ITEM: Object = object(
    "a path item of Swagger 2.0",
    &[
        ("$ref", Carried),
        ("get", One(&SWAGGER_OPERATION)),
        ("put", One(&SWAGGER_OPERATION)),
        ("post", One(&SWAGGER_OPERATION)),
        ("delete", One(&SWAGGER_OPERATION)),
        ("options", One(&SWAGGER_OPERATION)),
        ("head", One(&SWAGGER_OPERATION)),
        ("patch", One(&SWAGGER_OPERATION)),
        ("parameters", List(&SWAGGER_PARAMETER)),
    ],
);

static SWAGGER_OPERATION: Object = object(
    "an operation of Swagger 2.0",
    &[
        ("tags", Carried),
        ("summary", Carried),
        ("description", Carried),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("operationId", Carried),
        ("consumes", Carried),
        ("produces", Carried),
        ("parameters", List(&SWAGGER_PARAMETER)),
        ("responses", One(&SWAGGER_RESPONSES)),
        ("schemes", Ignored(SEVERAL_SCHEMES)),
        ("deprecated", Carried),
        ("security", Carried),
    ],
);

static SWAGGER_PARAMETER: Object = object(
    "a parameter of Swagger 2.0",
    &[
        ("name", Carried),
        ("in", Carried),
        ("description", Carried),
        ("required", Carried),
        ("schema", Carried),
        ("allowEmptyValue", Ignored(EMPTY)),
        ("collectionFormat", Carried),
        ("type", Carried),
        ("format", Carried),
        ("items", Carried),
        ("default", Carried),
        ("maximum", Carried),
        ("exclusiveMaximum", Carried),
        ("minimum", Carried),
        ("exclusiveMinimum", Carried),
        ("maxLength", Carried),
        ("minLength", Carried),
        ("pattern", Carried),
        ("maxItems", Carried),
        ("minItems", Carried),
        ("uniqueItems", Carried),
        ("enum", Carried),
        ("multipleOf", Carried),
    ],
);

static SWAGGER_RESPONSES: Object = Object {
    name: "responses of Swagger 2.0",
    keywords: &[],
    names: Some(&SWAGGER_RESPONSE),
};

static SWAGGER_RESPONSE: Object = object(
    "a response of Swagger 2.0",
    &[
        ("description", Carried),
        ("schema", Carried),
        ("headers", Map(&SWAGGER_HEADER)),
        ("examples", Carried),
    ],
);

static SWAGGER_HEADER: Object = object(
    "a header of Swagger 2.0",
    &[
        ("description", Carried),
        ("collectionFormat", Ignored(COMMAS)),
        ("type", Carried),
        ("format", Carried),
        ("items", Carried),
        ("default", Carried),
        ("maximum", Carried),
        ("exclusiveMaximum", Carried),
        ("minimum", Carried),
        ("exclusiveMinimum", Carried),
        ("maxLength", Carried),
        ("minLength", Carried),
        ("pattern", Carried),
        ("maxItems", Carried),
        ("minItems", Carried),
        ("uniqueItems", Carried),
        ("enum", Carried),
        ("multipleOf", Carried),
    ],
);

static SWAGGER_SECURITY_SCHEME: Object = object(
    "a security scheme of Swagger 2.0",
    &[
        ("type", Carried),
        ("description", Carried),
        ("name", Carried),
        ("in", Carried),
        ("flow", Carried),
        ("authorizationUrl", Carried),
        ("tokenUrl", Carried),
        ("scopes", Carried),
    ],
);

/// The root of an overlay.
pub(super) static OVERLAY: Object = object(
    "an overlay",
    &[
        ("overlay", Carried),
        ("$self", Carried),
        ("info", One(&OVERLAY_INFO)),
        ("extends", Carried),
        ("actions", List(&ACTION)),
        ("components", One(&OVERLAY_COMPONENTS)),
    ],
);

static OVERLAY_INFO: Object = object(
    "`info` of an overlay",
    &[
        ("title", Carried),
        ("version", Carried),
        ("description", Carried),
    ],
);

static ACTION: Object = object(
    "an action of an overlay",
    &[
        ("$ref", Carried),
        ("target", Carried),
        ("description", Carried),
        ("update", Carried),
        ("copy", Carried),
        ("remove", Carried),
    ],
);

static OVERLAY_COMPONENTS: Object = object(
    "`components` of an overlay",
    &[("actions", Map(&REUSABLE_ACTION))],
);

static REUSABLE_ACTION: Object = object(
    "a reusable action of an overlay",
    &[("description", Carried), ("fields", One(&ACTION_FIELDS))],
);

static ACTION_FIELDS: Object = object(
    "`fields` of a reusable action",
    &[
        ("description", Carried),
        ("update", Carried),
        ("copy", Carried),
        ("remove", Carried),
    ],
);

const fn object(name: &'static str, keywords: &'static [(&'static str, Fate)]) -> Object {
    Object {
        name,
        keywords,
        names: None,
    }
}
