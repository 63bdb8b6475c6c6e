//! Objects, what several schemas say together, and the whole.

use super::{assert_becomes, lower_schemas};
use crate::read::types::harness::lower_corpus;

/// Properties are merged, required is united, a property of two branches is what both say.
#[test]
fn all_of_is_one_struct() {
    assert_becomes(
        r#"
Base:
  type: object
  description: What all have.
  required: [id]
  properties:
    id: {type: string, maxLength: 40, description: Of the base.}
    kind: {type: string, enum: [a, b, c]}
    size: {type: number, minimum: 1}
Derived:
  allOf:
    - $ref: '#/components/schemas/Base'
    - required: [kind]
      properties:
        id: {maxLength: 32, minLength: 1}
        kind: {enum: [b, c, d]}
        size: {type: integer, minimum: 0, maximum: 9}
        extra: {type: boolean}
  description: The derived one.
"#,
        r#"
model Base in models received
  from #/components/schemas/Base
  description "What all have."
  id: String [maxLength 40]
    description "Of the base."
  kind: BaseKind?
  size: f64? [minimum 1]
  ..additional_properties

enum BaseKind in models received
  from #/components/schemas/Base/properties/kind
  A = "a"
  B = "b"
  C = "c"
  ..Unknown

model Derived in models received
  from #/components/schemas/Derived
  description "The derived one."
  id: String [minLength 1, maxLength 32]
    description "Of the base."
  kind: DerivedKind
  size: i64? [minimum 1, maximum 9]
  extra: bool?
  ..additional_properties

enum DerivedKind in models received
  from #/components/schemas/Derived/allOf/1/properties/kind
  B = "b"
  C = "c"
  ..Unknown
"#,
    );
}

/// References with text around them are the same type.
#[test]
fn what_only_annotates_does_not_make_a_type() {
    assert_becomes(
        r#"
Pet: {type: object, properties: {name: {type: string}}, description: A pet.}
Alias: {$ref: '#/components/schemas/Pet'}
Wrapped: {allOf: [{$ref: '#/components/schemas/Pet'}], description: Another text.}
Owner:
  type: object
  properties:
    first: {$ref: '#/components/schemas/Pet', description: The first one., readOnly: true}
    second: {allOf: [{$ref: '#/components/schemas/Wrapped'}], nullable: true, deprecated: true}
    third: {type: object, allOf: [{$ref: '#/components/schemas/Alias'}]}
    changed: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [name]}]}
"#,
        r#"
model Owner in models received
  from #/components/schemas/Owner
  first: Pet? [readOnly]
    description "The first one."
  second: Pet? [deprecated, nullable] deprecated
    description "Another text."
  third: Pet?
  changed: OwnerChanged?
    description "A pet."
  ..additional_properties

model OwnerChanged in models received
  from #/components/schemas/Owner/properties/changed
  description "A pet."
  name: String
  ..additional_properties

model Pet in models received
  from #/components/schemas/Pet
  description "A pet."
  name: String?
  ..additional_properties
"#,
    );
}

/// Named members make a struct, anything else a map.
#[test]
fn objects_are_structs_or_maps() {
    assert_becomes(
        r#"
Free: {type: object}
FreeToo: {type: object, additionalProperties: true}
Typed: {type: object, additionalProperties: {type: integer, format: int32, minimum: 1}, maxProperties: 5, propertyNames: {pattern: '^x'}}
Patterns: {type: object, patternProperties: {'^a': {type: string}}}
Both: {type: object, properties: {known: {type: boolean}}, additionalProperties: {type: string}}
Closed: {type: object, properties: {known: {type: boolean}}, additionalProperties: false, minProperties: 1}
Untyped: {properties: {known: {type: boolean}}}
Undescribed: {type: object, properties: {known: {type: boolean}}, required: [unknown]}
Holder:
  type: object
  properties:
    free: {$ref: '#/components/schemas/Free'}
    typed: {$ref: '#/components/schemas/Typed'}
    patterns: {$ref: '#/components/schemas/Patterns'}
    anything: {}
    everything: true
    impossible: false
    additional_properties: {type: string}
"#,
        r#"
model Both in models received
  from #/components/schemas/Both
  known: bool?
  ..additional_properties: Map<String>

model Closed in models received
  from #/components/schemas/Closed
  [minProperties 1, closed]
  known: bool?
  ..additional_properties

model Holder in models received
  from #/components/schemas/Holder
  [not [required impossible]]
  free: Map<Json>?
  typed: Map<i32>? [maxProperties 5, values [minimum 1, format int32], propertyNames [pattern "^x"]]
  patterns: Map<String>? [patternProperties "^a" [type string]]
    note "`patternProperties`: `{\"^a\":{\"type\":\"string\"}}`"
  anything: Json?
  everything: Json?
  additional_properties: String?
  ..unnamed_properties

model Undescribed in models received
  from #/components/schemas/Undescribed
  known: bool?
  unknown: Json
  ..additional_properties

model Untyped in models received
  from #/components/schemas/Untyped
  known: bool?
  ..additional_properties

Free: Map<Json> []
FreeToo: Map<Json> []
Typed: Map<i32> [MaxProperties(5), Values([Minimum(Int(1)), Format("int32")]), PropertyNames([Pattern("^x")])]
Patterns: Map<String> [PatternProperties("^a", [Types([String])])]
forbidden-member: nothing can be a value of `impossible` at /components/schemas/Holder/properties/impossible
undescribed-member: this member is required, and nothing says what it is at /components/schemas/Undescribed/required/0
"#,
    );
}

/// And a warning says so.
#[test]
fn contradictions_are_decided_by_the_last_branch() {
    assert_becomes(
        r#"
Failure:
  allOf:
    - {type: object, required: [success, result], properties: {success: {type: boolean, enum: [true]}, result: {type: array}}}
    - {type: object, properties: {success: {type: boolean, enum: [false]}, result: {type: string}}}
"#,
        r#"
model Failure in models received
  from #/components/schemas/Failure
  success: bool [const false]
  result: String
  ..additional_properties

contradiction: this `type` cannot hold together with another branch of `allOf` at /components/schemas/Failure/allOf/0/properties/result/type
contradiction: this `enum` cannot hold together with another branch of `allOf` at /components/schemas/Failure/allOf/0/properties/success/enum
"#,
    );
}

/// They are reported, and the rest is read.
#[test]
fn references_that_lead_nowhere() {
    assert_becomes(
        r#"
Circle: {$ref: '#/components/schemas/Other'}
Other: {$ref: '#/components/schemas/Circle'}
Self: {allOf: [{$ref: '#/components/schemas/Self'}, {properties: {a: {type: string}}}]}
Missing: {type: object, properties: {a: {$ref: '#/components/schemas/Nothing'}, b: {type: string}}}
Choice: {oneOf: [{$ref: '#/components/schemas/Choice'}, {type: string}]}
"#,
        r#"
model Missing in models received
  from #/components/schemas/Missing
  a: Json?
  b: String?
  ..additional_properties

model SelfModel in models received
  from #/components/schemas/Self
  note "The name `Self` is taken by something of the runtime."
  a: String?
  ..additional_properties

Circle: Json []
Other: Json []
Choice: String []
cyclic-reference: this reference leads back to itself through references only at /components/schemas/Circle/$ref
dangling-reference: `#/components/schemas/Nothing` refers to nothing at /components/schemas/Missing/properties/a/$ref
cyclic-all-of: this reference leads back to itself through `allOf` at /components/schemas/Self/allOf/0/$ref
"#,
    );
}

/// Each is carried, documented or reported.
#[test]
fn keywords_that_mean_nothing_here() {
    assert_becomes(
        r#"
Keywords:
  type: object
  minLength: 3
  uniqueItems: true
  not: {required: [a]}
  properties:
    a: {type: string, maximun: 3, default: 5, x-anything: 1}
    b: {type: array, items: {type: string}, contains: {const: x}, minLength: 1}
    c: {type: integer, minimum: low}
    d: {type: strin}
    e: {type: boolean, example: true, examples: [false], externalDocs: {url: 'https://example.com'}, title: Whether e, writeOnly: true}
"#,
        r#"
model Keywords in models received
  from #/components/schemas/Keywords
  [not [required a]]
  a: String? [default 5]
  b: List<String>? [contains 1.. [const "x"]]
    note "`contains`: `{\"const\":\"x\"}`"
  c: i64?
  d: Json?
  e: bool? [writeOnly]
    summary "Whether e"
    example true
    example false
    see https://example.com
  ..additional_properties

unknown-type: there is no type `strin` at /components/schemas/Keywords/properties/d/type
misplaced-constraint: `minLength` is about strings, and this is an object at /components/schemas/Keywords/minLength
mistyped-default: this default does not have the type that the schema asks for at /components/schemas/Keywords/properties/a/default
unknown-keyword: `maximun` means nothing in a schema at /components/schemas/Keywords/properties/a/maximun
misplaced-constraint: `minLength` is about strings, and this is an array at /components/schemas/Keywords/properties/b/minLength
misshapen: `minimum` has to be a number at /components/schemas/Keywords/properties/c/minimum
misplaced-constraint: `uniqueItems` is about arrays, and this is an object at /components/schemas/Keywords/uniqueItems
"#,
    );
}

/// Three states only where a value can be sent; nobody has to send what only the server sets.
#[test]
fn what_is_sent_and_what_is_received() {
    assert_becomes(
        r#"
Sent:
  x-sent: true
  type: object
  required: [id, name, secret]
  properties: {id: {type: string, readOnly: true}, name: {type: string}, note: {type: [string, 'null']}, secret: {type: string, writeOnly: true}}
Received:
  type: object
  required: [id]
  properties: {id: {type: string, readOnly: true}, note: {type: [string, 'null']}}
"#,
        r#"
model Received in models received
  from #/components/schemas/Received
  id: String [readOnly]
  note: String? [nullable]
  ..additional_properties

model Sent in models sent, received
  from #/components/schemas/Sent
  [required secret]
  id: String? [readOnly]
  name: String
  note: String? | null
  secret: String? [writeOnly]
    note "It has to be there when it is sent."
  ..additional_properties
"#,
    );
}

/// The rule depends on what is called how, never on the order.
#[test]
fn names_that_clash() {
    assert_becomes(
        r#"
foo_bar: {type: object, properties: {kind: {enum: [a, b]}}}
FooBar: {type: object, properties: {kind: {enum: [a, b]}}}
foo-bar: {type: object, properties: {kind: {enum: [a, b]}}}
FooBarKind: {enum: [c, d]}
Error: {type: object, properties: {self: {type: string}, Self: {type: string}, type: {type: string}, '': {type: string}, '@id': {type: string}, id: {type: string}, 2fa: {type: string}}}
String: {type: object, properties: {a: {type: string}}}
"#,
        r#"
model ErrorModel in models received
  from #/components/schemas/Error
  note "The name `Error` is taken by something of the runtime."
  self_ "self": String?
  mixed_self "Self": String?
    note "The name `self` is taken by `self`."
  r#type "type": String?
  empty "": String?
  at_id "@id": String?
    note "The name `id` is taken by `id`."
  id: String?
  v2fa "2fa": String?
  ..additional_properties

model FooBar in models received
  from #/components/schemas/FooBar
  kind: FooBarKindInline?
  ..additional_properties

enum FooBarKind in models received
  from #/components/schemas/FooBarKind
  C = "c"
  D = "d"
  ..Unknown

enum FooBarKindInline in models received
  from #/components/schemas/FooBar/properties/kind
  note "The name `FooBarKind` is taken by `#/components/schemas/FooBarKind`."
  A = "a"
  B = "b"
  ..Unknown

model FooDashBar in models received
  from #/components/schemas/foo-bar
  note "The name `FooBar` is taken by `#/components/schemas/FooBar`."
  kind: FooDashBarKind?
  ..additional_properties

enum FooDashBarKind in models received
  from #/components/schemas/foo-bar/properties/kind
  A = "a"
  B = "b"
  ..Unknown

model FooUnderscoreBar in models received
  from #/components/schemas/foo_bar
  note "The name `FooBar` is taken by `#/components/schemas/FooBar`."
  kind: FooUnderscoreBarKind?
  ..additional_properties

enum FooUnderscoreBarKind in models received
  from #/components/schemas/foo_bar/properties/kind
  A = "a"
  B = "b"
  ..Unknown

model StringModel in models received
  from #/components/schemas/String
  note "The name `String` is taken by something of the runtime."
  a: String?
  ..additional_properties
"#,
    );
}

/// `unevaluatedProperties` is about members that nothing else speaks of.
#[test]
fn members_that_are_not_evaluated() {
    assert_becomes(
        r#"
Closed: {type: object, properties: {a: {type: string}}, unevaluatedProperties: false}
Allowed: {type: object, properties: {a: {type: string}}, additionalProperties: true, unevaluatedProperties: false}
Inside: {type: object, properties: {a: {type: string}}, allOf: [{additionalProperties: true}], unevaluatedProperties: false}
Dependent: {type: object, properties: {a: {type: string}}, dependentSchemas: {a: {properties: {b: {const: c}}}}, unevaluatedProperties: false}
Items: {type: array, if: {contains: {const: a}}, unevaluatedItems: false}
Nothing: {type: array, if: {contains: {const: a}}}
None: {type: object, unevaluatedProperties: false}
Empty: {type: object, additionalProperties: false}
Choice: {type: object, properties: {a: {type: string}}, anyOf: [{properties: {b: {type: string}}}], if: {required: [a]}, then: {properties: {c: {type: string}}}, unevaluatedProperties: false}
"#,
        r#"
model Allowed in models received
  from #/components/schemas/Allowed
  a: String?
  ..additional_properties

model Choice in models received
  from #/components/schemas/Choice
  note "`if`: `{\"required\":[\"a\"]}`"
  note "`then`: `{\"properties\":{\"c\":{\"type\":\"string\"}}}`"
  note "`unevaluatedProperties`: `false`"
  [if [required a] then [property "c" [type string]] else [], unevaluatedProperties [not []]]
  b: String?
  a: String?
  ..additional_properties

model Closed in models received
  from #/components/schemas/Closed
  [closed]
  a: String?
  ..additional_properties

model Dependent in models received
  from #/components/schemas/Dependent
  note "`dependentSchemas`: `{\"a\":{\"properties\":{\"b\":{\"const\":\"c\"}}}}`"
  note "`unevaluatedProperties`: `false`"
  [dependentSchemas "a" [property "b" [const "c"]], unevaluatedProperties [not []]]
  a: String?
  ..additional_properties

model Inside in models received
  from #/components/schemas/Inside
  a: String?
  ..additional_properties

Items: List<Json> [If([Contains([Const(Text("a"))], 1, None)], [], []), UnevaluatedItems([Not([])])]
Nothing: List<Json> []
None: Map<Json> [Closed]
Empty: Map<Json> [Closed]
"#,
    );
}

/// A pattern says which members there are, also if what they are like contains the schema itself and is not checked.
#[test]
fn members_by_pattern_are_no_others() {
    assert_becomes(
        r##"
Holder: {type: object, properties: {map: {type: object, minProperties: 1, patternProperties: {"^n": {$ref: "#/components/schemas/Tree"}}, additionalProperties: false}}}
Model: {type: object, properties: {a: {type: string}}, patternProperties: {"^n": {$ref: "#/components/schemas/Tree"}}, additionalProperties: false}
Tree: {type: object, patternProperties: {"^n": {$ref: "#/components/schemas/Tree"}}, additionalProperties: false}
"##,
        r##"
model Holder in models received
  from #/components/schemas/Holder
  map: Map<Tree>? [minProperties 1, patternProperties "^n", closed]
    note "`patternProperties`: `{\"^n\":{\"$ref\":\"#/components/schemas/Tree\"}}`"
  ..additional_properties

model Model in models received
  from #/components/schemas/Model
  note "`patternProperties`: `{\"^n\":{\"$ref\":\"#/components/schemas/Tree\"}}`"
  [patternProperties "^n", closed]
  a: String?
  ..additional_properties: Map<Tree>

model Tree in models received
  from #/components/schemas/Tree
  note "`patternProperties`: `{\"^n\":{\"$ref\":\"#/components/schemas/Tree\"}}`"
  [patternProperties "^n", closed]
  ..additional_properties: Map<Tree>

unchecked-keyword: `patternProperties` is not checked: it refers to a schema that contains itself at /components/schemas/Holder/properties/map/patternProperties
unchecked-keyword: `patternProperties` is not checked: it refers to a schema that contains itself at /components/schemas/Model/patternProperties
unchecked-keyword: `patternProperties` is not checked: it refers to a schema that contains itself at /components/schemas/Tree/patternProperties
"##,
    );
}

/// Names and types do not depend on the order of the document.
#[test]
fn order_does_not_matter() {
    let schemas = [
        "foo_bar: {type: object, properties: {kind: {enum: [a, b]}, list: {type: array, items: {type: object, properties: {a: {}}}}}}",
        "FooBar: {allOf: [{$ref: '#/components/schemas/foo_bar'}, {properties: {kind: {enum: [a]}, other: {enum: [x, y]}}}]}",
        "FooBarOther: {oneOf: [{type: string}, {$ref: '#/components/schemas/foo-bar'}]}",
        "foo-bar: {type: object, properties: {self: {$ref: '#/components/schemas/FooBar'}, kind: {$ref: '#/components/schemas/foo_bar/properties/kind'}}}",
    ];
    let forward = lower_schemas(&schemas.join("\n")).types();
    let mut reversed = schemas;
    reversed.reverse();
    assert_eq!(forward, lower_schemas(&reversed.join("\n")).types());
}

/// Every document of the shared corpus up to 600 kB: no place is raw JSON although its schema says more.
#[test]
fn nothing_in_the_corpus_is_untyped() {
    for (name, outcome) in lower_corpus(600_000) {
        assert_eq!(outcome.finished.untyped, 0, "{name}");
        assert!(
            outcome.diagnostics.len() < 30,
            "{name}: {:#?}",
            outcome.problems()
        );
    }
}

/// A slip that many documents have: the reference is right.
#[test]
fn a_reference_is_believed_over_a_type_beside_it() {
    assert_becomes(
        "
Holder:
  type: object
  properties:
    size: {type: object, $ref: '#/components/schemas/Size'}
Size: {type: integer, maximum: 9}
",
        "
model Holder in models received
  from #/components/schemas/Holder
  size: i64? [maximum 9]
  ..additional_properties

Size: i64 [Maximum(Int(9))]
contradiction: this `type` cannot hold together with another branch of `allOf` at /components/schemas/Holder/properties/size/type
",
    );
}
