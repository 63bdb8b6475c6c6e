//! Documents with the members of their objects in another order, the same in every run.

use serde_json::{Map, Value};

use super::{Case, parse};

/// The case with the members of all objects in another order.
pub(crate) fn case(case: &Case, seed: u64) -> Case {
    let mut case = case.clone();
    let mut random = Random(seed);
    for (path, bytes) in case.documents_mut() {
        let value = shuffled(parse(path, bytes), &mut random);
        *bytes = serde_json::to_vec_pretty(&value).expect("JSON is written");
    }
    case
}

/// Members whose value is data, shown as it stands.
const DATA: [&str; 6] = ["example", "examples", "default", "const", "enum", "value"];

fn shuffled(value: Value, random: &mut Random) -> Value {
    match value {
        Value::Array(items) => items
            .into_iter()
            .map(|item| shuffled(item, random))
            .collect(),
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().collect();
            let mut all = Map::new();
            while !members.is_empty() {
                let (key, value) = members.swap_remove(random.below(members.len()));
                let value = if DATA.contains(&key.as_str()) {
                    value
                } else {
                    shuffled(value, random)
                };
                all.insert(key, value);
            }
            Value::Object(all)
        }
        other => other,
    }
}

/// Numbers that look random and are the same in every run (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        all.get(self.below(all.len())).expect("it is not empty")
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("a small number")
    }
}
