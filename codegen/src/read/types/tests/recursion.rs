//! Schemas that contain themselves, and how deep any may be.

use super::{assert_becomes, lower_schemas};

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
