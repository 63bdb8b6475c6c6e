//! Scalars, enums, lists, and null.

use super::{assert_becomes, lower_schemas};

/// Objects are equal whatever the order of their members: in one list, and in lists that hold together.
#[test]
fn equal_objects_are_one_value() {
    assert_becomes(
        r#"
Orders:
  type: object
  properties:
    listed: {enum: [{a: 1, b: [{c: 2, d: 3}]}, {b: [{d: 3, c: 2}], a: 1}]}
    other: {enum: [{a: 1, b: 2}, {b: 1, a: 2}]}
    lists: {enum: [[1, 2], [2, 1]]}
    both: {allOf: [{enum: [{a: 1, b: 2}, 3]}, {const: {b: 2, a: 1}}]}
"#,
        r#"
model Orders in models received
  from #/components/schemas/Orders
  listed: Map<Json>? [const {"a":1,"b":[{"c":2,"d":3}]}]
  other: Map<Json>? [enum {"a":1,"b":2} or {"b":1,"a":2}]
  lists: List<Json>? [enum [1,2] or [2,1]]
  both: Map<Json>? [const {"b":2,"a":1}]
  ..additional_properties
"#,
    );
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
    note "The name `Asc` is taken by `ASC`."
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
    signed: {type: integer, format: int64, default: 9223372036854776000}
    beyond: {type: integer, format: int64, maximum: 9223372036854777000}
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
  signed: i64? [format int64, default 9223372036854776000]
  beyond: u64? [maximum 9223372036854777000, format int64]
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
  note "The name `Page` is taken by something of the runtime."
  result: List<String>
  ..additional_properties

contradiction: this `enum` cannot hold together with another branch of `allOf` at /components/schemas/Failure/properties/result/enum
contradiction: this `type` cannot hold together with another branch of `allOf` at /components/schemas/Failure/properties/result/type
contradiction: this `type` cannot hold together with another branch of `allOf` at /components/schemas/Page/properties/result/type
"#,
    );
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
