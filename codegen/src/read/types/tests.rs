//! Small schemas, and what they become.

use super::harness::{Outcome, lower, lower_corpus};

/// Lowers schemas that are given as the content of `components.schemas`.
fn lower_schemas(yaml: &str) -> Outcome {
    let indented: String = yaml.lines().map(|line| format!("    {line}\n")).collect();
    lower(&format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}"
    ))
}

fn assert_becomes(yaml: &str, expected: &str) {
    let found = lower_schemas(yaml).summary();
    assert_eq!(found.trim(), expected.trim(), "\n--- found ---\n{found}");
}

/// Null is spelled in seven ways.
#[test]
fn every_spelling_of_null_is_the_same() {
    assert_becomes(
        r#"
Spellings:
  type: object
  properties:
    a: {type: string, nullable: true}
    b: {type: [string, 'null']}
    c: {anyOf: [{type: string}, {type: 'null'}]}
    d: {oneOf: [{type: 'null'}, {type: string}]}
    e: {allOf: [{$ref: '#/components/schemas/Text'}], nullable: true}
    f: {$ref: '#/components/schemas/Text', nullable: true}
    g: {anyOf: [{$ref: '#/components/schemas/Text'}, {nullable: true}]}
    h: {type: string, enum: [x, y, null]}
    i: {enum: [x, y, null]}
    j: {type: object, enum: [null], nullable: true}
    k: {type: array, items: {type: [string, 'null'], maxLength: 3}}
    l: {type: object, additionalProperties: {type: integer, nullable: true}}
  required: [a, b]
Text: {type: string}
"#,
        r#"
model Spellings in models received
  from #/components/schemas/Spellings
  a: String | null
  b: String | null
  c: String? [nullable]
  d: String? [nullable]
  e: String? [nullable]
  f: String? [nullable]
  g: String? [nullable]
  h: SpellingsH? [nullable]
  i: SpellingsI? [nullable]
  j: Json? [const null, nullable]
  k: List<Option<String>>? [items [maxLength 3, nullable]]
  l: Map<Option<i64>>? [values [nullable]]
  ..additional_properties

enum SpellingsH in models received
  from #/components/schemas/Spellings/properties/h
  X = "x"
  Y = "y"
  ..Unknown

enum SpellingsI in models received
  from #/components/schemas/Spellings/properties/i
  X = "x"
  Y = "y"
  ..Unknown

Text: String []
"#,
    );
}

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

/// The narrowest bound counts, and the boolean of OpenAPI 3.0 says which one it is.
#[test]
fn bounds_are_tightened() {
    assert_becomes(
        r#"
Bounds:
  type: object
  properties:
    a: {allOf: [{type: integer, minimum: 1, maximum: 10}, {minimum: 3, exclusiveMaximum: 9}]}
    b: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}
    c: {type: number, multipleOf: 0.5}
    d: {allOf: [{type: string, pattern: '^a'}, {pattern: 'z$', maxLength: 5}, {maxLength: 4}]}
    e: {type: array, items: {type: string}, minItems: 0, maxItems: 3, uniqueItems: true}
"#,
        r#"
model Bounds in models received
  from #/components/schemas/Bounds
  a: i64? [minimum 3, maximum 10, exclusiveMaximum 9]
  b: f64? [exclusiveMinimum 0, maximum 5]
  c: f64? [multipleOf 0.5]
  d: String? [maxLength 4, pattern "z$", pattern "^a"]
  e: List<String>? [maxItems 3, uniqueItems]
  ..additional_properties
"#,
    );
}

/// Strings and integers are open enums; one value is a constant; everything else is a fact.
#[test]
fn enums_are_open_where_they_can_be() {
    assert_becomes(
        r#"
Enums:
  type: object
  properties:
    words: {enum: [asc, desc, -created, '', 'a b', type]}
    case: {type: string, enum: [asc, ASC]}
    numbers: {type: integer, enum: [1, 2, -1], x-enum-varnames: [one, two, minus_one], x-enum-descriptions: [First., Second., Third.]}
    one: {type: string, enum: [only]}
    constant: {const: fixed}
    yes: {type: boolean, enum: [true]}
    both: {type: boolean, enum: [true, false]}
    halves: {type: number, enum: [0.5, 1.5]}
    mixed: {enum: [auto, 1, 2]}
    every: {enum: [auto, 1, 0.5, true, null, [1], {a: 1}]}
    nothing: {enum: [null]}
    constants:
      type: integer
      oneOf:
        - {const: 1, title: LOW, description: Hardly anything.}
        - {const: 2, title: HIGH}
    sized: {anyOf: [{type: string}, {type: string, enum: [small, large]}]}
"#,
        r#"
model Enums in models received
  from #/components/schemas/Enums
  words: EnumsWords?
  case: EnumsCase?
  numbers: EnumsNumbers?
  one: String? [const "only"]
  constant: String? [const "fixed"]
  yes: bool? [const true]
  both: bool?
  halves: f64? [enum 0.5 or 1.5]
  mixed: EnumsMixed?
  every: Json? [enum "auto" or 1 or 0.5 or true or [1] or {"a":1}, nullable]
  nothing: Json? [const null, nullable]
  constants: EnumsConstants?
  sized: EnumsSized?
  ..additional_properties

enum EnumsCase in models received
  from #/components/schemas/Enums/properties/case
  LowerAsc = "asc"
    note "The name `Asc` stands for `ASC`."
  Asc = "ASC"
  ..Unknown

enum EnumsConstants in models received
  from #/components/schemas/Enums/properties/constants
  Low = 1
    description "Hardly anything."
  High = 2
  ..Unknown

union EnumsMixed in models received
  from #/components/schemas/Enums/properties/mixed
  Text(String [const "auto"]) when is string
  Integer(EnumsMixedInteger) when is integer
  ..Unknown

enum EnumsMixedInteger in models received
  from #/components/schemas/Enums/properties/mixed
  V1 = 1
  V2 = 2
  ..Unknown

enum EnumsNumbers in models received
  from #/components/schemas/Enums/properties/numbers
  One = 1
    description "First."
  Two = 2
    description "Second."
  MinusOne = -1
    description "Third."
  ..Unknown

enum EnumsSized in models received
  from #/components/schemas/Enums/properties/sized
  Small = "small"
  Large = "large"
  ..Unknown (valid)

enum EnumsWords in models received
  from #/components/schemas/Enums/properties/words
  Asc = "asc"
  Desc = "desc"
  MinusCreated = "-created"
  Empty = ""
  AB = "a b"
  Type = "type"
  ..Unknown
"#,
    );
}

#[test]
fn any_json_keeps_its_limits() {
    assert_becomes(
        r#"
Any:
  type: object
  properties:
    day: {format: date}
    most: {type: [string, number, boolean, object, array, 'null'], minLength: 2, maximum: 3, maxItems: 4, minProperties: 5}
    free: {description: Anything.}
"#,
        r##"
model Any in models received
  from #/components/schemas/Any
  day: Json? [format date]
  most: Json? [minLength 2, maximum 3, maxItems 4, minProperties 5, nullable]
  free: Json?
    description "Anything."
  ..additional_properties
"##,
    );
}

#[test]
fn integers_of_several_widths_are_one_that_holds_all() {
    assert_becomes(
        r#"
Ids:
  type: object
  properties:
    unsigned: {anyOf: [{type: integer, format: uint64}, {type: integer, format: uint8}]}
    mixed: {anyOf: [{type: integer, format: uint8}, {type: integer, format: int32}]}
"#,
        r##"
model Ids in models received
  from #/components/schemas/Ids
  unsigned: u64? [anyOf [format uint64] [format uint8]]
  mixed: i64? [anyOf [format uint8] [format int32]]
  ..additional_properties
"##,
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

/// The registry of formats, and integers that are wider than they say.
#[test]
fn formats_decide_on_the_type() {
    assert_becomes(
        r#"
Formats:
  type: object
  properties:
    instant: {type: string, format: date-time}
    day: {type: string, format: date}
    id: {type: string, format: uuid}
    data: {type: string, format: byte}
    file: {type: string, format: binary}
    encoded: {type: string, contentEncoding: base64, contentMediaType: image/png}
    small: {type: integer, format: int32}
    wide: {type: integer, format: int32, maximum: 5000000000}
    plain: {type: integer}
    huge: {type: integer, minimum: 0, maximum: 18446744073709551615}
    rounded: {type: integer, minimum: 0, maximum: 18446744073709552000}
    unsigned: {type: integer, format: uint8}
    float: {type: number, format: float}
    count: {type: number, format: int32}
"#,
        r#"
model Formats in models received
  from #/components/schemas/Formats
  instant: DateTime? [format date-time]
  day: Date? [format date]
  id: String? [format uuid]
  data: Bytes? [format byte]
  file: Bytes? [format binary]
  encoded: Bytes? [contentEncoding base64, contentMediaType image/png]
  small: i32? [format int32]
  wide: i64? [maximum 5000000000, format int32]
  plain: i64?
  huge: u64? [minimum 0, maximum 18446744073709551615]
  rounded: u64? [minimum 0, maximum 18446744073709551616]
  unsigned: u8? [format uint8]
  float: f64? [format float]
  count: f64? [format int32]
  ..additional_properties
"#,
    );
}

/// Facts of items, items that are structs, positions.
#[test]
fn lists_keep_what_is_said_of_items() {
    assert_becomes(
        r#"
Names: {type: array, items: {type: string, maxLength: 5}, description: Some names.}
Lists:
  type: object
  properties:
    names: {$ref: '#/components/schemas/Names'}
    nested: {type: array, items: {$ref: '#/components/schemas/Names'}, minItems: 1}
    rows: {type: array, items: {type: object, properties: {cell: {type: string}}}}
    anything: {type: array}
    pair: {type: array, prefixItems: [{type: number}, {type: string}], minItems: 2}
    merged: {allOf: [{$ref: '#/components/schemas/Names'}, {maxItems: 2}]}
"#,
        r#"
model Lists in models received
  from #/components/schemas/Lists
  names: List<String>? [items [maxLength 5]]
    description "Some names."
  nested: List<List<String>>? [minItems 1, items [items [maxLength 5]]]
    note "Each item: Some names."
  rows: List<ListsRowsItem>?
  anything: List<Json>?
  pair: List<ListsPairItem>? [minItems 2, prefixItems [type number] [type string]]
    note "`prefixItems`: `[{\"type\":\"number\"},{\"type\":\"string\"}]`"
  merged: List<String>? [maxItems 2, items [maxLength 5]]
    description "Some names."
  ..additional_properties

union ListsPairItem in models received
  from #/components/schemas/Lists/properties/pair/prefixItems/0
  Text(String) when is string
  Number(f64) when is number
  ..Unknown (valid)

model ListsRowsItem in models received
  from #/components/schemas/Lists/properties/rows/items
  cell: String?
  ..additional_properties

Names: List<String> [Items([MaxLength(5)])]
"#,
    );
}

/// Several values may mean one alternative.
#[test]
fn a_discriminator_with_a_mapping_decides() {
    assert_becomes(
        r#"
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator:
    propertyName: kind
    mapping: {cat: '#/components/schemas/Cat', dog: Dog, puppy: '#/components/schemas/Dog'}
Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string}, barks: {type: boolean}}}
"#,
        r#"
model Cat in models received
  from #/components/schemas/Cat
  kind: String
  lives: i64?
  ..additional_properties

model Dog in models received
  from #/components/schemas/Dog
  kind: String
  barks: bool?
  ..additional_properties

union Pet in models received
  from #/components/schemas/Pet
  Cat(Box<Cat>) when "kind" is "cat"
  Dog(Box<Dog>) when "kind" is "dog" or "puppy"
  ..Unknown
"#,
    );
}

/// The name of the component, or what the member itself lists.
#[test]
fn a_discriminator_without_a_mapping_goes_by_names() {
    assert_becomes(
        r#"
Pet:
  anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {type: 'null'}]
  discriminator: {propertyName: kind}
Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
Dog: {type: object, required: [kind], properties: {kind: {enum: [dog]}}}
"#,
        r#"
model Cat in models received
  from #/components/schemas/Cat
  kind: String
  ..additional_properties

model Dog in models received
  from #/components/schemas/Dog
  kind: String [const "dog"]
  ..additional_properties

union Pet in models received
  from #/components/schemas/Pet
  Cat(Box<Cat>) when "kind" is "Cat"
  Dog(Box<Dog>) when "kind" is "dog"
  ..Unknown
"#,
    );
}

/// The hierarchy comes from allOf; the members of the base are in each subtype.
#[test]
fn a_base_with_a_discriminator_is_the_union_of_its_subtypes() {
    assert_becomes(
        r#"
Pet:
  type: object
  required: [kind, name]
  properties: {kind: {type: string}, name: {type: string}}
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}], description: Nothing but a pet.}
Owner: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, cat: {$ref: '#/components/schemas/Cat'}}}
"#,
        r#"
model Cat in models received
  from #/components/schemas/Cat
  kind: String
  name: String
  lives: i64?
  ..additional_properties

model Dog in models received
  from #/components/schemas/Dog
  description "Nothing but a pet."
  kind: String
  name: String
  ..additional_properties

model Owner in models received
  from #/components/schemas/Owner
  pet: Pet?
  cat: Cat?
  ..additional_properties

union Pet in models received
  from #/components/schemas/Pet
  Cat(Box<Cat>) when "kind" is "cat"
  Dog(Box<Dog>) when "kind" is "Dog"
    description "Nothing but a pet."
  ..Unknown (valid)
"#,
    );
}

/// Children refer to the base that lists them.
#[test]
fn a_base_that_lists_its_children_is_not_part_of_them() {
    assert_becomes(
        r#"
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {barks: {type: boolean}}}]}
"#,
        r#"
model Cat in models received
  from #/components/schemas/Cat
  kind: String
  lives: i64?
  ..additional_properties

model Dog in models received
  from #/components/schemas/Dog
  kind: String
  barks: bool?
  ..additional_properties

union Pet in models received
  from #/components/schemas/Pet
  Cat(Box<Cat>) when "kind" is "Cat"
  Dog(Box<Dog>) when "kind" is "Dog"
  ..Unknown
"#,
    );
}

/// No discriminator is needed if a member can have one value only.
#[test]
fn a_constant_member_decides() {
    assert_becomes(
        r#"
Source:
  oneOf:
    - {type: object, required: [object], properties: {object: {const: card}, number: {type: string}}}
    - {type: object, required: [object], properties: {object: {enum: [bank, sepa]}, iban: {type: string}}}
    - {$ref: '#/components/schemas/Cash'}
Cash: {type: object, required: [object], properties: {object: {const: cash}}}
"#,
        r#"
model Cash in models received
  from #/components/schemas/Cash
  object: String [const "cash"]
  ..additional_properties

union Source in models received
  from #/components/schemas/Source
  Card(Box<SourceCard>) when "object" is "card"
  WithObject(Box<SourceWithObject>) when "object" is "bank" or "sepa"
  Cash(Box<Cash>) when "object" is "cash"
  ..Unknown

model SourceCard in models received
  from #/components/schemas/Source/oneOf/0
  object: String [const "card"]
  number: String?
  ..additional_properties

model SourceWithObject in models received
  from #/components/schemas/Source/oneOf/1
  object: SourceWithObjectObject
  iban: String?
  ..additional_properties

enum SourceWithObjectObject in models received
  from #/components/schemas/Source/oneOf/1/properties/object
  Bank = "bank"
  Sepa = "sepa"
  ..Unknown
"#,
    );
}

/// Strings, numbers, lists and objects are told apart by what they are.
#[test]
fn json_types_decide() {
    assert_becomes(
        r#"
Value:
  oneOf:
    - {type: string, maxLength: 5}
    - {type: integer}
    - {type: number}
    - {type: boolean}
    - {type: array, items: {type: string}}
    - {type: array, items: {type: integer}}
    - {type: object, additionalProperties: {type: string}}
Types: {type: [string, integer, 'null'], minimum: 3, maxLength: 4}
"#,
        r#"
union Types in models received
  from #/components/schemas/Types
  Text(String [maxLength 4]) when is string
  Integer(i64 [minimum 3]) when is integer
  ..Unknown

union ValueModel in models received
  from #/components/schemas/Value
  note "The name `Value` stands for something of the runtime."
  Text(String [maxLength 5]) when is string
  Number(f64) when is number
  Bool(bool) when is boolean
  List(List<ValueModelListItem> [anyOf [items [type string]] [items [type integer]]]) when is array
  Map(Map<String>) when is object
  ..Unknown

union ValueModelListItem in models received
  from #/components/schemas/Value/oneOf/4/items
  Text(String) when is string
  Integer(i64) when is integer
  ..Unknown
"#,
    );
}

/// An alternative is known by what it requires and the others do not have.
#[test]
fn required_members_decide() {
    assert_becomes(
        r#"
Choice:
  oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]
A: {type: object, required: [a, id], properties: {id: {type: string}, a: {type: string}}}
B: {type: object, required: [b, id], properties: {id: {type: string}, b: {type: string}}}
C: {type: object, required: [id], properties: {id: {type: string}}}
WithRest: {oneOf: [{$ref: '#/components/schemas/A'}, {type: object}]}
"#,
        r#"
model A in models received
  from #/components/schemas/A
  id: String
  a: String
  ..additional_properties

model B in models received
  from #/components/schemas/B
  id: String
  b: String
  ..additional_properties

model C in models received
  from #/components/schemas/C
  id: String
  ..additional_properties

union Choice in models received
  from #/components/schemas/Choice
  A(Box<A>) when has "a"
  B(Box<B>) when has "b"
  C(Box<C>) when has "id"
  ..Unknown

union WithRest in models received
  from #/components/schemas/WithRest
  A(Box<A>) when has "a" and has "id"
  Map(Map<Json>) when is object
  ..Unknown
"#,
    );
}

/// A warning says so.
#[test]
fn what_nothing_tells_apart_is_tried() {
    assert_becomes(
        r#"
Range:
  oneOf: [{$ref: '#/components/schemas/V4'}, {$ref: '#/components/schemas/V6'}]
V4: {type: object, required: [first], properties: {first: {type: string, maxLength: 15}}}
V6: {type: object, required: [first], properties: {first: {type: string, maxLength: 39}}}
"#,
        r#"
union Range in models received
  from #/components/schemas/Range
  V4(Box<V4>) when has "first" and decodes
  V6(Box<V6>) when has "first" and decodes
  ..Unknown

model V4 in models received
  from #/components/schemas/V4
  first: String [maxLength 15]
  ..additional_properties

model V6 in models received
  from #/components/schemas/V6
  first: String [maxLength 39]
  ..additional_properties

ambiguous-union: nothing tells some of these alternatives apart at /components/schemas/Range
"#,
    );
}

/// It stays whole where it can be told as a whole, and is taken apart where it cannot.
#[test]
fn a_union_in_a_union() {
    assert_becomes(
        r#"
Whole: {oneOf: [{$ref: '#/components/schemas/Shape'}, {type: string}, {$ref: '#/components/schemas/Point'}]}
Apart: {anyOf: [{$ref: '#/components/schemas/Shape'}, {$ref: '#/components/schemas/GoneShape'}]}
Shape: {oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]}
GoneShape: {oneOf: [{$ref: '#/components/schemas/GoneCircle'}, {$ref: '#/components/schemas/GoneSquare'}]}
Circle: {type: object, required: [kind], properties: {kind: {const: circle}}}
Square: {type: object, required: [kind], properties: {kind: {const: square}}}
Point: {type: object, required: [kind], properties: {kind: {const: point}}}
GoneCircle: {type: object, required: [kind, gone], properties: {kind: {const: circle}, gone: {const: true}}}
GoneSquare: {type: object, required: [kind, gone], properties: {kind: {const: square}, gone: {const: true}}}
"#,
        r#"
union Apart in models received
  from #/components/schemas/Apart
  GoneCircle(Box<GoneCircle>) when "gone" is true and "kind" is "circle"
  Circle(Box<Circle>) when "kind" is "circle"
  GoneSquare(Box<GoneSquare>) when "kind" is "square" and "gone" is true
  Square(Box<Square>) when "kind" is "square"
  ..Unknown

model Circle in models received
  from #/components/schemas/Circle
  kind: String [const "circle"]
  ..additional_properties

model GoneCircle in models received
  from #/components/schemas/GoneCircle
  kind: String [const "circle"]
  gone: bool [const true]
  ..additional_properties

union GoneShape in models received
  from #/components/schemas/GoneShape
  GoneCircle(Box<GoneCircle>) when "kind" is "circle"
  GoneSquare(Box<GoneSquare>) when "kind" is "square"
  ..Unknown

model GoneSquare in models received
  from #/components/schemas/GoneSquare
  kind: String [const "square"]
  gone: bool [const true]
  ..additional_properties

model Point in models received
  from #/components/schemas/Point
  kind: String [const "point"]
  ..additional_properties

union Shape in models received
  from #/components/schemas/Shape
  Circle(Box<Circle>) when "kind" is "circle"
  Square(Box<Square>) when "kind" is "square"
  ..Unknown

model Square in models received
  from #/components/schemas/Square
  kind: String [const "square"]
  ..additional_properties

union Whole in models received
  from #/components/schemas/Whole
  Text(String) when is string
  Shape(Shape) when "kind" is "circle" or "square"
  Point(Box<Point>) when "kind" is "point"
  ..Unknown
"#,
    );
}

/// Required is what all require; a member of several is what one of them says.
#[test]
fn any_of_objects_that_may_hold_at_once_is_one_struct() {
    assert_becomes(
        r#"
Envelope:
  type: object
  anyOf:
    - {$ref: '#/components/schemas/Common'}
    - properties:
        result: {type: array, items: {type: string}}
        info: {type: object, properties: {page: {type: integer}}}
      required: [success]
Common:
  type: object
  required: [success, errors]
  properties:
    success: {type: boolean}
    errors: {type: array, items: {type: string}}
    result: {anyOf: [{type: object}, {type: string}]}
"#,
        r#"
model Common in models received
  from #/components/schemas/Common
  success: bool
  errors: List<String>
  result: CommonResult?
  ..additional_properties

union CommonResult in models received
  from #/components/schemas/Common/properties/result
  Text(String) when is string
  Map(Map<Json>) when is object
  ..Unknown

model Envelope in models received
  from #/components/schemas/Envelope
  [anyOf [required errors, property "result" [anyOf [type object] [type string]]] [property "result" [type array, items [type string]]]]
  success: bool
  errors: List<String>?
  result: EnvelopeResult?
  info: EnvelopeInfo?
  ..additional_properties

model EnvelopeInfo in models received
  from #/components/schemas/Envelope/anyOf/1/properties/info
  page: i64?
  ..additional_properties

union EnvelopeResult in models received
  from #/components/schemas/Common/properties/result
  Text(String) when is string
  List(List<String>) when is array
  Map(Map<Json>) when is object
  ..Unknown
"#,
    );
}

/// The struct has all members either way.
#[test]
fn alternatives_that_only_require_are_a_fact() {
    assert_becomes(
        r#"
Contact:
  type: object
  properties: {email: {type: string}, phone: {type: string}, name: {type: string}}
  required: [name]
  anyOf: [{required: [email]}, {required: [phone]}]
"#,
        r#"
model Contact in models received
  from #/components/schemas/Contact
  note "At least one of these is needed: `email`; `phone`."
  [anyOf [required email] [required phone]]
  email: String?
  phone: String?
  name: String
  ..additional_properties
"#,
    );
}

/// One that is left is a part like any other.
#[test]
fn alternatives_that_cannot_hold_are_dropped() {
    assert_becomes(
        r#"
Envelope:
  oneOf:
    - {properties: {success: {enum: [true]}, result: {anyOf: [{type: object}, {type: array}, {type: string}]}}, required: [success]}
    - {properties: {success: {enum: [false]}, result: {enum: [null], nullable: true}}, required: [success, result]}
Failure:
  allOf:
    - {$ref: '#/components/schemas/Envelope'}
    - {properties: {success: {enum: [false]}}}
Names:
  allOf:
    - {$ref: '#/components/schemas/Envelope'}
    - {properties: {result: {type: array, items: {type: string}}}, required: [result]}
"#,
        r#"
union Envelope in models received
  from #/components/schemas/Envelope
  SuccessTrue(Box<EnvelopeSuccessTrue>) when "success" is true
  SuccessFalse(Box<EnvelopeSuccessFalse>) when "success" is false
  ..Unknown

model EnvelopeSuccessFalse in models received
  from #/components/schemas/Envelope/oneOf/1
  success: bool [const false]
  result: Json | null [const null]
  ..additional_properties

model EnvelopeSuccessTrue in models received
  from #/components/schemas/Envelope/oneOf/0
  success: bool [const true]
  result: EnvelopeSuccessTrueResult?
  ..additional_properties

union EnvelopeSuccessTrueResult in models received
  from #/components/schemas/Envelope/oneOf/0/properties/result
  Text(String) when is string
  List(List<Json>) when is array
  Map(Map<Json>) when is object
  ..Unknown

model Failure in models received
  from #/components/schemas/Failure
  success: bool [const false]
  result: Json | null [const null]
  ..additional_properties

model Names in models received
  from #/components/schemas/Names
  success: bool [const true]
  result: List<String>
  ..additional_properties
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

/// By value in a box; in lists and maps as they are; a list of itself is a union, a map of itself a struct.
#[test]
fn types_that_contain_themselves() {
    assert_becomes(
        r#"
Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, children: {type: array, items: {$ref: '#/components/schemas/Node'}}}}
Left: {type: object, properties: {right: {$ref: '#/components/schemas/Right'}}}
Right: {type: object, required: [left], properties: {left: {$ref: '#/components/schemas/Left'}}}
Endless: {type: object, required: [again], properties: {again: {$ref: '#/components/schemas/Endless'}}}
Tree: {type: object, additionalProperties: {$ref: '#/components/schemas/Tree'}}
Nest: {type: array, items: {$ref: '#/components/schemas/Nest'}, maxItems: 2}
Json: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Json'}}, {type: object, additionalProperties: {$ref: '#/components/schemas/Json'}}]}
Plain: {type: object, properties: {node: {$ref: '#/components/schemas/Node'}}}
"#,
        r#"
model Endless in models received
  from #/components/schemas/Endless
  again: Box<Endless>?
    note "Required by the document, which no finite value can satisfy."
  ..additional_properties

union Json in models received
  from #/components/schemas/Json
  Text(String) when is string
  List(List<Json>) when is array
  Map(Map<Json>) when is object
  ..Unknown

model Left in models received
  from #/components/schemas/Left
  right: Box<Right>?
  ..additional_properties

union Nest in models received
  from #/components/schemas/Nest
  List(List<Nest> [maxItems 2]) when is array
  ..Unknown

model Node in models received
  from #/components/schemas/Node
  next: Box<Node>?
  children: List<Node>?
  ..additional_properties

model Plain in models received
  from #/components/schemas/Plain
  node: Node?
  ..additional_properties

model Right in models received
  from #/components/schemas/Right
  left: Box<Left>
  ..additional_properties

model Tree in models received
  from #/components/schemas/Tree
  ..additional_properties: Map<Tree>

endless-type: `again` needs another value of the type it is in, so no value of that type is finite at /components/schemas/Endless/properties/again
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
  note "The name `Self` stands for something of the runtime."
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
  note "The name `Error` stands for something of the runtime."
  self_ "self": String?
  mixed_self "Self": String?
    note "The name `self` stands for `self`."
  r#type "type": String?
  empty "": String?
  at_id "@id": String?
    note "The name `id` stands for `id`."
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
  note "The name `FooBarKind` stands for `#/components/schemas/FooBarKind`."
  A = "a"
  B = "b"
  ..Unknown

model FooDashBar in models received
  from #/components/schemas/foo-bar
  note "The name `FooBar` stands for `#/components/schemas/FooBar`."
  kind: FooDashBarKind?
  ..additional_properties

enum FooDashBarKind in models received
  from #/components/schemas/foo-bar/properties/kind
  A = "a"
  B = "b"
  ..Unknown

model FooUnderscoreBar in models received
  from #/components/schemas/foo_bar
  note "The name `FooBar` stands for `#/components/schemas/FooBar`."
  kind: FooUnderscoreBarKind?
  ..additional_properties

enum FooUnderscoreBarKind in models received
  from #/components/schemas/foo_bar/properties/kind
  A = "a"
  B = "b"
  ..Unknown

model StringModel in models received
  from #/components/schemas/String
  note "The name `String` stands for something of the runtime."
  a: String?
  ..additional_properties
"#,
    );
}

/// What is known is typed all the same; the arm for the unknown takes the rest.
#[test]
fn an_alternative_that_says_nothing() {
    assert_becomes(
        r#"
Text: {anyOf: [{type: string, maxLength: 3}, {}]}
Object: {oneOf: [{type: object, properties: {a: {type: string}}}, {description: Whatever.}]}
Links:
  anyOf:
    - {type: object, required: [next], properties: {next: {type: string}}}
    - {type: object, required: [last], properties: {last: {type: string}}}
    - {}
Nothing: {anyOf: [{}, {description: Nothing.}]}
"#,
        r#"
model Links in models received
  from #/components/schemas/Links
  next: String?
  last: String?
  ..additional_properties

union Object in models received
  from #/components/schemas/Object
  WithA(Box<ObjectWithA>) when is object
  ..Unknown (valid)

model ObjectWithA in models received
  from #/components/schemas/Object/oneOf/0
  a: String?
  ..additional_properties

union Text in models received
  from #/components/schemas/Text
  Text(String [maxLength 3]) when is string
  ..Unknown (valid)

Nothing: Json []
"#,
    );
}

/// What nothing describes can be anything, unless all that is described has one type.
#[test]
fn others_are_open_where_nothing_closes_them() {
    assert_becomes(
        r#"
Open: {type: array, prefixItems: [{type: string}, {type: boolean}]}
Full: {type: array, prefixItems: [{type: string}, {type: boolean}], maxItems: 2}
Closed: {type: array, prefixItems: [{type: string}, {type: boolean}], items: false}
Point: {type: array, prefixItems: [{type: number}, {type: number}]}
Patterns: {type: object, patternProperties: {^a: {type: string}, ^b: {type: boolean}}}
Nested: {anyOf: [{anyOf: [{}, {type: string}]}, {type: boolean}]}
Rows: {type: array, prefixItems: [{$ref: '#/components/schemas/Rows'}, {$ref: '#/components/schemas/Rows'}]}
Tree: {type: object, patternProperties: {^a: {$ref: '#/components/schemas/Tree'}, ^b: {type: string}}}
"#,
        r##"
union ClosedEmptyItem in models received
  from #/components/schemas/Closed/prefixItems/0
  Text(String) when is string
  Bool(bool) when is boolean
  ..Unknown

union FullEmptyItem in models received
  from #/components/schemas/Full/prefixItems/0
  Text(String) when is string
  Bool(bool) when is boolean
  ..Unknown

union Nested in models received
  from #/components/schemas/Nested
  Text(String) when is string
  Bool(bool) when is boolean
  ..Unknown (valid)

union OpenEmptyItem in models received
  from #/components/schemas/Open/prefixItems/0
  Text(String) when is string
  Bool(bool) when is boolean
  ..Unknown (valid)

union PatternsEmptyValue in models received
  from #/components/schemas/Patterns/patternProperties/^a
  Text(String) when is string
  Bool(bool) when is boolean
  ..Unknown (valid)

union Rows in models received
  from #/components/schemas/Rows
  note "`prefixItems`: `[{\"$ref\":\"#/components/schemas/Rows\"},{\"$ref\":\"#/components/schemas/Rows\"}]`"
  List(List<Rows>) when is array
  ..Unknown

union TreeEmptyValue in models received
  from #/components/schemas/Tree/patternProperties/^a
  Text(String) when is string
  Map(Map<TreeEmptyValue>) when is object
    note "`patternProperties`: `{\"^a\":{\"$ref\":\"#/components/schemas/Tree\"},\"^b\":{\"type\":\"string\"}}`"
  ..Unknown (valid)

Point: List<f64> [PrefixItems([[Types([Number])], [Types([Number])]])]
unchecked-keyword: `prefixItems` is not checked: it refers to a schema that contains itself at /components/schemas/Rows/prefixItems
unchecked-keyword: `patternProperties` is not checked: it refers to a schema that contains itself at /components/schemas/Tree/patternProperties
"##,
    );
}

#[test]
fn constants_that_are_objects_or_lists() {
    assert_becomes(
        r#"
Map: {const: {a: 1}}
Maps: {enum: [{a: 1}, {b: 2}]}
Model: {type: object, properties: {a: {type: integer}}, enum: [{a: 1}, {a: 2}]}
Empty: {type: array, items: false}
Never: false
Halves: {anyOf: [{type: integer}, {minimum: 2}]}
Filled: {type: array, items: false, prefixItems: [{type: string}]}
"#,
        r#"
model Model in models received
  from #/components/schemas/Model
  [enum {"a":1} or {"a":2}]
  a: i64?
  ..additional_properties

Map: Map<Json> [Const(Json("{\"a\":1}"))]
Maps: Map<Json> [Enum([Json("{\"a\":1}"), Json("{\"b\":2}")])]
Empty: List<Json> [MaxItems(0)]
Never: Json [Not([])]
Halves: f64 [AnyOf([[Types([Integer])], [Minimum(Int(2))]])]
Filled: List<String> [PrefixItems([[Types([String])]]), Items([Not([])])]
no-value: nothing can be a value of this at /components/schemas/Never
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

/// Where a branch says null only and another one an array, the last one decides.
#[test]
fn null_by_the_last_branch() {
    assert_becomes(
        r#"
Page: {type: object, required: [result], properties: {result: {type: array, items: {type: string}}}}
Failure: {type: object, required: [result], properties: {result: {type: object, enum: [null], nullable: true}}}
PageFailed: {allOf: [{$ref: '#/components/schemas/Page'}, {$ref: '#/components/schemas/Failure'}]}
FailurePaged: {allOf: [{$ref: '#/components/schemas/Failure'}, {$ref: '#/components/schemas/Page'}]}
"#,
        r#"
model Failure in models received
  from #/components/schemas/Failure
  result: Json | null [const null]
  ..additional_properties

model FailurePaged in models received
  from #/components/schemas/FailurePaged
  result: List<String>
  ..additional_properties

model PageFailed in models received
  from #/components/schemas/PageFailed
  result: Json | null [const null]
  ..additional_properties

model PageModel in models received
  from #/components/schemas/Page
  note "The name `Page` stands for something of the runtime."
  result: List<String>
  ..additional_properties

contradiction: this `enum` cannot hold together with another branch of `allOf` at /components/schemas/Failure/properties/result/enum
contradiction: this `type` cannot hold together with another branch of `allOf` at /components/schemas/Failure/properties/result/type
contradiction: this `type` cannot hold together with another branch of `allOf` at /components/schemas/Page/properties/result/type
"#,
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

/// Ten thousand schemas in each other, one after the other, and in a circle.
#[test]
fn depth_has_a_bound() {
    let mut chain = String::new();
    let mut links = String::new();
    for number in 0..10_000 {
        let next = (number + 1) % 10_000;
        chain.push_str(&format!(
            "C{number}: {{allOf: [{{$ref: '#/components/schemas/C{next}'}}]}}\n"
        ));
        links.push_str(&format!(
            "L{number}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/L{next}'}}}}}}\n"
        ));
    }
    let outcome = lower_schemas(&links);
    assert_eq!(outcome.api.types.len(), 10_000);
    assert!(
        outcome.diagnostics.is_empty(),
        "{:?}",
        outcome.problems().first()
    );
    let outcome = lower_schemas(&chain);
    assert!(
        outcome
            .problems()
            .iter()
            .any(|problem| problem.starts_with("nested-too-deeply"))
    );
}

/// Each of many levels is reached by two ways: 2³⁰ from the first to the last, without and with a way back.
#[test]
fn many_ways_to_a_schema_are_one() {
    let object = "{type: object, properties: {a: {type: string}}}";
    let back = "{$ref: '#/components/schemas/S0'}";
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for last in [object, &format!("{{{keyword}: [{back}, {object}]}}")] {
            let mut levels = format!("S60: {last}\nS61: {object}\n");
            for number in 0..60 {
                let next = number / 2 * 2 + 2;
                let other = next + 1;
                levels.push_str(&format!(
                    "S{number}: {{{keyword}: [{{$ref: '#/components/schemas/S{next}'}}, {{$ref: '#/components/schemas/S{other}'}}]}}\n"
                ));
            }
            let outcome = lower_schemas(&levels);
            let found = outcome.summary();
            assert!(
                found.contains("#/components/schemas/S0"),
                "{keyword}\n{found}"
            );
        }
    }
}

/// What two branches of `allOf` have in common is said once: its alternatives are no second choice.
#[test]
fn a_base_of_two_branches() {
    assert_becomes(
        r#"
Base:
  type: object
  properties: {id: {type: string}}
  oneOf: [{$ref: '#/components/schemas/X'}, {$ref: '#/components/schemas/Y'}]
X: {type: object, required: [kx], properties: {kx: {type: string}}}
Y: {type: object, required: [ky], properties: {ky: {type: string}}}
A: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {a: {type: string}}}]}
B: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {b: {type: string}}}]}
Both: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
"#,
        r#"
union A in models received
  from #/components/schemas/A
  X(Box<AX>) when has "kx"
  Y(Box<AY>) when has "ky"
  ..Unknown

model AX in models received
  from #/components/schemas/Base/oneOf/0
  id: String?
  a: String?
  kx: String
  ..additional_properties

model AY in models received
  from #/components/schemas/Base/oneOf/1
  id: String?
  a: String?
  ky: String
  ..additional_properties

union B in models received
  from #/components/schemas/B
  X(Box<BX>) when has "kx"
  Y(Box<BY>) when has "ky"
  ..Unknown

model BX in models received
  from #/components/schemas/Base/oneOf/0
  id: String?
  b: String?
  kx: String
  ..additional_properties

model BY in models received
  from #/components/schemas/Base/oneOf/1
  id: String?
  b: String?
  ky: String
  ..additional_properties

union Base in models received
  from #/components/schemas/Base
  X(Box<BaseX>) when has "kx"
  Y(Box<BaseY>) when has "ky"
  ..Unknown

model BaseX in models received
  from #/components/schemas/Base/oneOf/0
  id: String?
  kx: String
  ..additional_properties

model BaseY in models received
  from #/components/schemas/Base/oneOf/1
  id: String?
  ky: String
  ..additional_properties

union Both in models received
  from #/components/schemas/Both
  X(Box<BothX>) when has "kx"
  Y(Box<BothY>) when has "ky"
  ..Unknown

model BothX in models received
  from #/components/schemas/Base/oneOf/0
  a: String?
  id: String?
  b: String?
  kx: String
  ..additional_properties

model BothY in models received
  from #/components/schemas/Base/oneOf/1
  a: String?
  id: String?
  b: String?
  ky: String
  ..additional_properties

model X in models received
  from #/components/schemas/X
  kx: String
  ..additional_properties

model Y in models received
  from #/components/schemas/Y
  ky: String
  ..additional_properties
"#,
    );
}

/// Lists in lists and objects in objects, as deep as a document can be.
#[test]
fn inline_depth_has_a_bound() {
    let lists = format!(
        "A: {}{{type: string}}{}",
        "{type: array, items: ".repeat(120),
        "}".repeat(120)
    );
    let objects = format!(
        "A: {}{{type: string}}{}",
        "{type: object, properties: {a: ".repeat(60),
        "}}".repeat(60)
    );
    assert_eq!(lower_schemas(&lists).others.len(), 1);
    assert_eq!(lower_schemas(&objects).api.types.len(), 60);
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

/// A member for which every alternative lists other values decides, required or not. Without it, what is meant
/// is the one alternative that does not require it.
#[test]
fn a_constant_that_all_list_decides() {
    assert_becomes(
        "
Rule:
  oneOf:
    - type: object
      required: [id]
      properties: {id: {type: string}, kind: {enum: [block, allow]}}
    - type: object
      required: [id, kind, to]
      properties: {id: {type: string}, kind: {enum: [redirect]}, to: {type: string}}
",
        r#"
union Rule in models received
  from #/components/schemas/Rule
  Redirect(Box<RuleRedirect>) when "kind" is "redirect"
  WithId(Box<RuleWithId>) when is object
  ..Unknown

model RuleRedirect in models received
  from #/components/schemas/Rule/oneOf/1
  id: String
  kind: String [const "redirect"]
  to: String
  ..additional_properties

model RuleWithId in models received
  from #/components/schemas/Rule/oneOf/0
  id: String
  kind: RuleWithIdKind?
  ..additional_properties

enum RuleWithIdKind in models received
  from #/components/schemas/Rule/oneOf/0/properties/kind
  Block = "block"
  Allow = "allow"
  ..Unknown
"#,
    );
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

/// If several may leave the constant out, what they require decides where it is missing.
#[test]
fn a_constant_that_all_may_leave_out() {
    assert_becomes(
        "
User:
  oneOf:
    - type: object
      required: [id]
      properties: {id: {type: integer}, view: {const: public}, plan: {type: string}}
    - type: object
      required: [id, plan]
      properties: {id: {type: integer}, view: {const: private}, plan: {type: string}}
",
        r#"
union User in models received
  from #/components/schemas/User
  Private(Box<UserPrivate>) when "view" may be "private" and has "plan"
  Public(Box<UserPublic>) when "view" may be "public"
  ..Unknown

model UserPrivate in models received
  from #/components/schemas/User/oneOf/1
  id: i64
  view: String? [const "private"]
  plan: String
  ..additional_properties

model UserPublic in models received
  from #/components/schemas/User/oneOf/0
  id: i64
  view: String? [const "public"]
  plan: String?
  ..additional_properties
"#,
    );
}

/// What no alternative describes is kept as an unknown one, also where members tell them apart.
#[test]
fn an_alternative_that_is_new() {
    assert_becomes(
        r#"
External:
  oneOf:
    - {type: object, required: [A], properties: {A: {type: string}}}
    - {type: object, required: [B], properties: {B: {type: string}}}
"#,
        r#"
union External in models received
  from #/components/schemas/External
  WithA(Box<ExternalWithA>) when has "A"
  WithB(Box<ExternalWithB>) when has "B"
  ..Unknown

model ExternalWithA in models received
  from #/components/schemas/External/oneOf/0
  a "A": String
  ..additional_properties

model ExternalWithB in models received
  from #/components/schemas/External/oneOf/1
  b "B": String
  ..additional_properties
"#,
    );
}

/// A list of values that alternatives share lists the names of all: of these, its own means each.
#[test]
fn a_discriminator_with_a_shared_list_of_values() {
    assert_becomes(
        r#"
Kind: {type: string, enum: [A, B]}
A: {type: object, required: [kind], properties: {kind: {$ref: '#/components/schemas/Kind'}, x: {type: string}}}
B: {type: object, required: [kind], properties: {kind: {$ref: '#/components/schemas/Kind'}, y: {type: string}}}
Choice:
  oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
  discriminator: {propertyName: kind}
"#,
        r#"
model A in models received
  from #/components/schemas/A
  kind: Kind
  x: String?
  ..additional_properties

model B in models received
  from #/components/schemas/B
  kind: Kind
  y: String?
  ..additional_properties

union Choice in models received
  from #/components/schemas/Choice
  A(Box<A>) when "kind" is "A"
  B(Box<B>) when "kind" is "B"
  ..Unknown

enum Kind in models received
  from #/components/schemas/Kind
  A = "A"
  B = "B"
  ..Unknown
"#,
    );
}

/// The base says how its subtypes are told apart, wherever they are alternatives.
#[test]
fn alternatives_with_a_base_that_has_a_discriminator() {
    assert_becomes(
        r#"
Vehicle:
  type: object
  required: [type]
  properties: {type: {type: string}}
  discriminator: {propertyName: type, mapping: {car: '#/components/schemas/Car', bike: '#/components/schemas/Bike'}}
Car: {allOf: [{$ref: '#/components/schemas/Vehicle'}, {properties: {doors: {type: integer}}}]}
Bike: {allOf: [{$ref: '#/components/schemas/Vehicle'}, {properties: {bell: {type: boolean}}}]}
Choice: {oneOf: [{$ref: '#/components/schemas/Car'}, {$ref: '#/components/schemas/Bike'}]}
"#,
        r#"
model Bike in models received
  from #/components/schemas/Bike
  r#type "type": String
  bell: bool?
  ..additional_properties

model Car in models received
  from #/components/schemas/Car
  r#type "type": String
  doors: i64?
  ..additional_properties

union Choice in models received
  from #/components/schemas/Choice
  Car(Box<Car>) when "type" is "car"
  Bike(Box<Bike>) when "type" is "bike"
  ..Unknown

union Vehicle in models received
  from #/components/schemas/Vehicle
  Car(Box<Car>) when "type" is "car"
  Bike(Box<Bike>) when "type" is "bike"
  ..Unknown (valid)
"#,
    );
}

/// Without a mapping the name of the base means the base itself.
#[test]
fn a_base_that_is_a_value_itself() {
    assert_becomes(
        r#"
Pet:
  type: object
  required: [petType]
  properties: {petType: {type: string}, name: {type: string}}
  discriminator: {propertyName: petType}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}
"#,
        r#"
model Cat in models received
  from #/components/schemas/Cat
  pet_type "petType": String
  name: String?
  lives: i64?
  ..additional_properties

union Pet in models received
  from #/components/schemas/Pet
  Cat(Box<Cat>) when "petType" is "Cat"
  Object(Box<PetObject>) when "petType" is "Pet"
  ..Unknown

model PetObject in models received
  from #/components/schemas/Pet
  pet_type "petType": String
  name: String?
  ..additional_properties
"#,
    );
}

/// Lists of several kinds are one list, and what each kind asks for is still asked.
#[test]
fn alternatives_that_are_lists_or_maps() {
    assert_becomes(
        r#"
Input:
  type: object
  properties:
    input:
      oneOf:
        - {type: string}
        - {type: array, minItems: 1, maxItems: 2048, items: {type: string}}
        - {type: array, minItems: 1, maxItems: 2048, items: {type: integer}}
        - {type: array, minItems: 1, maxItems: 2048, items: {type: array, minItems: 1, items: {type: integer}}}
    lists:
      anyOf: [{type: array, maxItems: 2, items: {type: string}}, {type: array, maxItems: 3, items: {type: string}}]
    objects:
      oneOf:
        - {type: array, maxItems: 2, items: {$ref: '#/components/schemas/A'}}
        - {type: array, items: {$ref: '#/components/schemas/B'}}
    maps:
      anyOf:
        - {type: object, maxProperties: 1, additionalProperties: {type: string}}
        - {type: object, minProperties: 2, additionalProperties: {type: integer}}
A: {type: object, required: [a], properties: {a: {type: string}}}
B: {type: object, required: [b], properties: {b: {type: string}}}
"#,
        r#"
model A in models received
  from #/components/schemas/A
  a: String
  ..additional_properties

model B in models received
  from #/components/schemas/B
  b: String
  ..additional_properties

model Input in models received
  from #/components/schemas/Input
  input: InputInput?
  lists: List<String>? [anyOf [maxItems 2] [maxItems 3]]
  objects: List<InputObjectsItem>?
  maps: Map<InputMapsValue>? [anyOf [maxProperties 1, values [type string]] [minProperties 2, values [type integer]]]
  ..additional_properties

union InputInput in models received
  from #/components/schemas/Input/properties/input
  Text(String) when is string
  List(List<InputInputListItem> [minItems 1, maxItems 2048, anyOf [items [type string]] [items [type integer]] [items [type array, minItems 1, items [type integer]]]]) when is array
  ..Unknown

union InputInputListItem in models received
  from #/components/schemas/Input/properties/input/oneOf/1/items
  Text(String) when is string
  Integer(i64) when is integer
  List(List<i64> [minItems 1]) when is array
  ..Unknown

union InputMapsValue in models received
  from #/components/schemas/Input/properties/maps/anyOf/0/additionalProperties
  Text(String) when is string
  Integer(i64) when is integer
  ..Unknown

union InputObjectsItem in models received
  from #/components/schemas/Input/properties/objects/oneOf/0/items
  A(Box<A>) when has "a"
  B(Box<B>) when has "b"
  ..Unknown
"#,
    );
}

/// An object without members takes nothing from the others, whatever these are told by.
#[test]
fn an_alternative_without_members() {
    assert_becomes(
        r#"
Nothing:
  anyOf:
    - $ref: '#/components/schemas/Rules'
    - {type: object, additionalProperties: false}
User:
  oneOf:
    - {type: object, required: [login, id], properties: {login: {type: string}, id: {type: string}}}
    - {type: object, additionalProperties: false}
Rules: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
A: {type: object, required: [kind], properties: {kind: {const: a}}}
B: {type: object, properties: {kind: {const: b}}}
C: {type: object, properties: {kind: {const: c}}}
"#,
        r#"
model A in models received
  from #/components/schemas/A
  kind: String [const "a"]
  ..additional_properties

model B in models received
  from #/components/schemas/B
  kind: String? [const "b"]
  ..additional_properties

model C in models received
  from #/components/schemas/C
  kind: String? [const "c"]
  ..additional_properties

union Nothing in models received
  from #/components/schemas/Nothing
  Rules(Rules) when decodes
  Map(Map<Json> [closed]) when is object
  ..Unknown

union Rules in models received
  from #/components/schemas/Rules
  A(Box<A>) when "kind" is "a"
  B(Box<B>) when "kind" may be "b"
  C(Box<C>) when "kind" may be "c"
  ..Unknown

union User in models received
  from #/components/schemas/User
  WithIdLogin(Box<UserWithIdLogin>) when has "id"
  Map(Map<Json> [closed]) when is object
  ..Unknown

model UserWithIdLogin in models received
  from #/components/schemas/User/oneOf/0
  login: String
  id: String
  ..additional_properties
"#,
    );
}

/// What several nodes make together is one type where it contains itself, as a member or as the items of a list.
#[test]
fn what_nodes_make_together_can_contain_itself() {
    assert_becomes(
        r#"
Role: {properties: {parent: {description: What is above.}}}
Tag:
  allOf:
    - $ref: '#/components/schemas/Role'
    - properties:
        parent: {allOf: [{$ref: '#/components/schemas/Tag'}, {properties: {name: {type: string}}}]}
Tree: {type: array, items: {allOf: [{$ref: '#/components/schemas/Tree'}, {items: {maxItems: 3}}]}}
"#,
        r#"
model Role in models received
  from #/components/schemas/Role
  parent: Json?
    description "What is above."
  ..additional_properties

model Tag in models received
  from #/components/schemas/Tag
  parent: TagParent?
    description "What is above."
  ..additional_properties

model TagParent in models received
  from #/components/schemas/Tag/allOf/1/properties/parent
  parent: Box<TagParent>?
    description "What is above."
  name: String?
  ..additional_properties

union TreeItemItem in models received
  from #/components/schemas/Tree/items/allOf/1/items
  List(List<TreeItemItem> [maxItems 3]) when is array
  ..Unknown
"#,
    );
}

/// What items are is looked up once in alternatives that lead back to themselves.
#[test]
fn items_of_alternatives_of_themselves() {
    assert_becomes(
        r#"
Names: {anyOf: [{$ref: '#/components/schemas/More'}]}
More: {anyOf: [{}, {allOf: [{oneOf: [{$ref: '#/components/schemas/Names'}]}]}]}
"#,
        r#"
Names: Json []
More: Json []
"#,
    );
}

/// A union in a union stays one alternative if it is of objects; any other value is told by its type.
#[test]
fn unions_of_several_types_in_unions_are_taken_apart() {
    assert_becomes(
        r#"
Outer: {oneOf: [{type: array, items: {type: string}}, {$ref: '#/components/schemas/Mixed'}]}
Mixed: {oneOf: [{type: boolean}, {type: object, properties: {a: {type: string}}}]}
"#,
        r#"
union Mixed in models received
  from #/components/schemas/Mixed
  Bool(bool) when is boolean
  WithA(Box<MixedWithA>) when is object
  ..Unknown

model MixedWithA in models received
  from #/components/schemas/Mixed/oneOf/1
  a: String?
  ..additional_properties

union Outer in models received
  from #/components/schemas/Outer
  Bool(bool) when is boolean
  List(List<String>) when is array
  WithA(Box<MixedWithA>) when is object
  ..Unknown
"#,
    );
}

/// What several nodes make together can lead back to itself by more ways than anybody could list.
#[test]
fn what_nodes_make_together_is_found_again_however_many_ways_lead_there() {
    let outcome = lower_schemas(
        r#"
A:
  properties:
    a: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
    b: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
    c: {allOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/A'}]}
B:
  properties:
    a: {$ref: '#/components/schemas/B'}
    b: {$ref: '#/components/schemas/C'}
    c: {$ref: '#/components/schemas/A'}
C:
  properties:
    a: {$ref: '#/components/schemas/C'}
    b: {$ref: '#/components/schemas/A'}
    c: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
"#,
    );
    assert!(outcome.api.types.len() < 10_000);
}

/// A limit of a use that a listed value breaks says that this value is not valid there, which an enum itself cannot say.
/// One that all listed values keep to says nothing. A limit that contradicts the list it stands beside is a mistake.
#[test]
fn limits_of_enums_are_facts_of_the_use_where_they_exclude_a_listed_value() {
    let found = lower_schemas(
        r"
Order:
  type: object
  properties:
    length: {$ref: '#/components/schemas/Currency', maxLength: 3, minLength: 3}
    pattern: {$ref: '#/components/schemas/Currency', pattern: '^(?!E)'}
    format: {$ref: '#/components/schemas/Day', format: date}
    range: {$ref: '#/components/schemas/Size', minimum: 1, maximum: 2.5, multipleOf: 1}
    follows: {$ref: '#/components/schemas/Size', minimum: 1, exclusiveMaximum: 6}
    items: {type: array, items: {allOf: [{$ref: '#/components/schemas/Currency'}, {maxLength: 3}]}}
    values: {type: object, additionalProperties: {$ref: '#/components/schemas/Currency', minLength: 4}}
    alternatives: {anyOf: [{const: ab}, {const: cde}], type: string, maxLength: 2}
    beside: {type: string, enum: [ab, cde], maxLength: 2, minLength: 1}
    beside_const: {const: ab, minLength: 3, maxLength: 4}
Currency: {type: string, enum: [EUR, other]}
Day: {type: string, enum: ['2024-01-31', '2024-02-31']}
Size: {type: integer, enum: [1, 2, 5]}
",
    );
    let summary = found.summary();
    let members = summary
        .lines()
        .filter(|line| line.starts_with("  ") && line.contains(": "));
    assert_eq!(
        members.collect::<Vec<_>>(),
        [
            "  length: Currency? [maxLength 3]",
            "  pattern: Currency? [pattern \"^(?!E)\"]",
            "  format: Day? [format date]",
            "  range: Size? [maximum 2.5]",
            "  follows: Size?",
            "  items: List<OrderItemsItem>? [items [maxLength 3]]",
            "  values: Map<Currency>? [values [minLength 4]]",
            "  alternatives: OrderAlternatives? [maxLength 2]",
            "  beside: OrderBeside?",
            "  beside_const: String? [maxLength 4, const \"ab\"]",
        ]
    );
}

/// A variant is called what its type says besides the name of the union, unless another type is called so in full.
#[test]
fn variants_do_not_repeat_the_name_of_their_union() {
    let found = lower_schemas(
        r"
Rule: {oneOf: [{$ref: '#/components/schemas/RuleWorkflows'}, {$ref: '#/components/schemas/BranchRule'}]}
RuleWorkflows: {type: object, required: [workflows], properties: {workflows: {type: string}}}
BranchRule: {type: object, required: [branch], properties: {branch: {type: string}}}
Tool: {oneOf: [{$ref: '#/components/schemas/SearchTool'}, {$ref: '#/components/schemas/Search'}]}
SearchTool: {type: object, required: [tool], properties: {tool: {type: string}}}
Search: {type: object, required: [query], properties: {query: {type: string}}}
Event: {oneOf: [{$ref: '#/components/schemas/UnknownEvent'}, {$ref: '#/components/schemas/Eventual'}]}
UnknownEvent: {type: object, required: [code], properties: {code: {type: string}}}
Eventual: {type: object, required: [day], properties: {day: {type: string}}}
",
    );
    let summary = found.summary();
    let variants = summary.lines().filter(|line| line.contains(" when "));
    let names = variants.filter_map(|line| line.trim().split(" when ").next());
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "UnknownEvent(Box<UnknownEvent>)",
            "Eventual(Box<Eventual>)",
            "Workflows(Box<RuleWorkflows>)",
            "Branch(Box<BranchRule>)",
            "SearchTool(Box<SearchTool>)",
            "Search(Box<Search>)",
        ]
    );
}

/// What no alternative names is forbidden by what stands around them: in the type of an alternative that stands there,
/// and where one is used that is referred to.
#[test]
fn alternatives_are_closed_by_what_stands_around_them() {
    assert_becomes(
        r"
Source:
  unevaluatedProperties: false
  oneOf:
    - {title: Card, type: object, required: [object], properties: {object: {const: card}, cvc: {type: string}}}
    - {$ref: '#/components/schemas/Bank'}
    - {$ref: '#/components/schemas/Wallet'}
    - {type: string}
Bank: {type: object, required: [object], properties: {object: {const: bank}}}
Wallet: {type: object, required: [object], properties: {object: {const: wallet}}, additionalProperties: true}
",
        r##"
model Bank in models received
  from #/components/schemas/Bank
  object: String [const "bank"]
  ..additional_properties

union Source in models received
  from #/components/schemas/Source
  Text(String) when is string
  Card(Box<SourceCard>) when "object" is "card"
    summary "Card"
  Bank(Box<Bank> [allOf [property "object", closed]]) when "object" is "bank"
  Wallet(Box<Wallet>) when "object" is "wallet"
  ..Unknown

model SourceCard in models received
  from #/components/schemas/Source/oneOf/0
  summary "Card"
  [closed]
  object: String [const "card"]
  cvc: String?
  ..additional_properties

model Wallet in models received
  from #/components/schemas/Wallet
  object: String [const "wallet"]
  ..additional_properties
"##,
    );
}
