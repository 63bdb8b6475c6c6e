//! Alternatives.

use super::{assert_becomes, lower_schemas};

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
  ..Unknown (valid) [type object, required kind and name, property "kind" [type string], property "name" [type string]]
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
  note "The name `Value` is taken by something of the runtime."
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
  ..Unknown (valid) [type object, required type, property "type" [type string]]
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

/// An extension gives a schema the value that means it, in place of its name.
#[test]
fn subtypes_that_declare_their_values() {
    assert_becomes(
        r#"
Secret:
  type: object
  x-ms-discriminator-value: none
  required: [kind]
  properties: {kind: {type: string, enum: [none, key, word, Other]}}
  discriminator: {propertyName: kind}
KeySecret:
  x-ms-discriminator-value: key
  allOf: [{$ref: '#/components/schemas/Secret'}, {properties: {key: {type: string}}}]
WordSecret:
  x-discriminator-value: word
  allOf: [{$ref: '#/components/schemas/Secret'}, {properties: {word: {type: string}}}]
Other: {allOf: [{$ref: '#/components/schemas/Secret'}]}
"#,
        r#"
model KeySecret in models received
  from #/components/schemas/KeySecret
  kind: SecretKind
  key: String?
  ..additional_properties

model Other in models received
  from #/components/schemas/Other
  kind: SecretKind
  ..additional_properties

union Secret in models received
  from #/components/schemas/Secret
  Key(Box<KeySecret>) when "kind" is "key"
  Word(Box<WordSecret>) when "kind" is "word"
  Other(Box<Other>) when "kind" is "Other"
  None(Box<SecretNone>) when "kind" is "none"
  ..Unknown

enum SecretKind in models received
  from #/components/schemas/Secret/properties/kind
  None = "none"
  Key = "key"
  Word = "word"
  Other = "Other"
  ..Unknown

model SecretNone in models received
  from #/components/schemas/Secret
  kind: SecretKind
  ..additional_properties

model WordSecret in models received
  from #/components/schemas/WordSecret
  kind: SecretKind
  word: String?
  ..additional_properties
"#,
    );
}

/// A base that lists the values of its subtypes only is none of them.
#[test]
fn a_base_that_lists_its_subtypes() {
    assert_becomes(
        r#"
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string, enum: [Cat, dog]}}
  discriminator: {propertyName: kind}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {kind: {enum: [dog]}}}]}
"#,
        r#"
model Cat in models received
  from #/components/schemas/Cat
  kind: PetKind
  lives: i64?
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

enum PetKind in models received
  from #/components/schemas/Pet/properties/kind
  Cat = "Cat"
  Dog = "dog"
  ..Unknown
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
  Object(Box<MixedObject>) when is object
  ..Unknown

model MixedObject in models received
  from #/components/schemas/Mixed/oneOf/1
  a: String?
  ..additional_properties

union Outer in models received
  from #/components/schemas/Outer
  Bool(bool) when is boolean
  List(List<String>) when is array
  Object(Box<MixedObject>) when is object
  ..Unknown
"#,
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
