//! One rule for all scopes: who gets which name.

use std::collections::HashMap;

use super::words::{Case, Spelling, ident, spell};
use super::{Named, Reserved};
use crate::ir::Ident;

/// Something that wants a name in a scope.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// What tells it from everything else in the scope: its name in the document, or its place.
    pub(super) identity: String,
    /// Names to try, the best one first.
    pub(super) candidates: Vec<String>,
    /// The lower, the more it has a right to its first candidate.
    pub(super) rank: u32,
    /// The name that the configuration gives it.
    pub(super) pinned: Option<Ident>,
}

impl Wish {
    /// Something that is called `text` in the document.
    pub(super) fn spelled(text: &str, case: Case, rank: u32) -> Self {
        let spellings = [Spelling::Natural, Spelling::Full, Spelling::Letters];
        let candidates = spellings.map(|spelling| spell(text, spelling, case)).into();
        Self {
            identity: text.to_owned(),
            candidates,
            rank,
            pinned: None,
        }
    }

    /// The name it asks for after it has been refused `level` names.
    fn candidate(&self, level: usize) -> String {
        match (level, &self.pinned) {
            (0, Some(pinned)) => pinned.as_str().trim_start_matches("r#").to_owned(),
            _ => match self.candidates.get(level) {
                Some(candidate) => shortened(candidate),
                None => self.hashed(level),
            },
        }
    }

    /// A name that nothing else has: the last resort. The hash tells which thing it is, not how many there are.
    fn hashed(&self, level: usize) -> String {
        let base = self.candidates.first().map_or("", String::as_str);
        let hash = hash(&self.identity, level.saturating_sub(self.candidates.len()));
        with_hash(&shortened(base), hash)
    }

    /// Whether this one's claim to `name` comes before that of others, smaller being better.
    fn claim(&self, name: &str, level: usize) -> (bool, u32, usize, bool, &str) {
        let exact = self.identity == name;
        (
            self.pinned.is_none() || level > 0,
            self.rank,
            level,
            !exact,
            &self.identity,
        )
    }
}

/// The stem of a file has at most so many letters: file systems take 255 with the extension.
const LONGEST: usize = 200;

/// So much of a name is left if it is too long for a file.
const KEPT: usize = 100;

/// A name that a file can have: if it is too long, its beginning and the hash of all of it.
fn shortened(name: &str) -> String {
    // The stem has more letters than the name: at most an underscore in front of each.
    let fits =
        name.len() <= LONGEST / 2 || spell(name, Spelling::Natural, Case::Snake).len() <= LONGEST;
    match name.get(..KEPT).filter(|_| !fits) {
        Some(kept) => with_hash(kept.trim_end_matches('_'), hash(name, 0)),
        None => name.to_owned(),
    }
}

/// A name with a hash behind it, in the case of the name.
fn with_hash(base: &str, hash: u64) -> String {
    if base.starts_with(|first: char| first.is_ascii_uppercase()) {
        format!("{base}X{hash:06x}")
    } else {
        format!("{base}_x{hash:06x}")
    }
}

/// 24 bits of FNV-1a.
fn hash(text: &str, salt: usize) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ u64::try_from(salt).unwrap_or(0);
    let hash = text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 24) ^ (hash >> 48)) & 0x00ff_ffff
}

/// Names everything in a scope. `reserved` says which names are not to be had at all.
pub(super) fn settle(
    mut wishes: Vec<Wish>,
    reserved: &dyn Fn(&str) -> bool,
    how: Reserved,
) -> Vec<Named> {
    for wish in &mut wishes {
        give_way(wish, reserved, how);
    }
    settle_by(&wishes, &|name| name.to_owned(), &|name| {
        reserved(name).then(|| "something else".to_owned())
    })
}

/// Puts the name to fall back on behind each candidate that is reserved.
fn give_way(wish: &mut Wish, reserved: &dyn Fn(&str) -> bool, how: Reserved) {
    let candidates = std::mem::take(&mut wish.candidates);
    for candidate in candidates {
        if !reserved(&candidate) {
            wish.candidates.push(candidate);
            continue;
        }
        wish.candidates.push(match how {
            Reserved::Underscore => format!("{candidate}_"),
            Reserved::Word(word) => format!("{candidate}{word}"),
        });
    }
}

/// A name that something asks for.
struct Asked {
    name: String,
    /// What is the same for names that cannot stand side by side.
    key: String,
}

/// Names everything in a scope in which names are the same if `key` makes the same of them. `taken` says what
/// has the name with this key already, in words.
pub(super) fn settle_by(
    wishes: &[Wish],
    key: &dyn Fn(&str) -> String,
    taken: &dyn Fn(&str) -> Option<String>,
) -> Vec<Named> {
    let ask = |wish: &Wish, level| {
        let name = wish.candidate(level);
        let key = key(&name);
        Asked { name, key }
    };
    let mut levels = vec![0_usize; wishes.len()];
    let mut asked: Vec<Asked> = wishes.iter().map(|wish| ask(wish, 0)).collect();
    let mut lost: Vec<Option<String>> = vec![None; wishes.len()];
    // Each round gives at least one thing its next candidate, and hashes do not go on clashing.
    let rounds = wishes.len().saturating_mul(4).saturating_add(16);
    for _ in 0..rounds {
        let refused = refusals(wishes, &levels, &asked, taken);
        if refused.is_empty() {
            break;
        }
        for (position, to) in refused {
            if let (Some(wish), Some(level), Some(asked), Some(lost)) = (
                wishes.get(position),
                levels.get_mut(position),
                asked.get_mut(position),
                lost.get_mut(position),
            ) {
                *level += 1;
                *asked = ask(wish, *level);
                lost.get_or_insert(to);
            }
        }
    }
    let results = wishes.iter().zip(&levels).zip(lost);
    results
        .map(|((wish, level), lost)| named(wish, *level, lost))
        .collect()
}

/// Who cannot have the name it asks for, and because of whom.
fn refusals(
    wishes: &[Wish],
    levels: &[usize],
    asked: &[Asked],
    taken: &dyn Fn(&str) -> Option<String>,
) -> Vec<(usize, String)> {
    let mut refused = Vec::new();
    let mut holders: HashMap<&str, (usize, (&Wish, usize, &str))> = HashMap::new();
    let all = wishes.iter().zip(levels).zip(asked).enumerate();
    for (position, ((wish, level), Asked { name, key })) in all {
        if let Some(by) = taken(key) {
            refused.push((position, by));
            continue;
        }
        let claim = (wish, *level, name.as_str());
        let Some((holder, (other, other_level, held))) = holders.get(key.as_str()).copied() else {
            holders.insert(key, (position, claim));
            continue;
        };
        if wish.claim(name, *level) < other.claim(held, other_level) {
            refused.push((holder, format!("`{}`", wish.identity)));
            holders.insert(key, (position, claim));
        } else {
            refused.push((position, format!("`{}`", other.identity)));
        }
    }
    refused
}

fn named(wish: &Wish, level: usize, lost: Option<String>) -> Named {
    let note = lost.map(|by| format!("The name `{}` is taken by {by}.", wish.candidate(0)));
    Named {
        ident: ident(&wish.candidate(level)),
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Field, Level, fields, inputs, modules, variants};
    use super::*;
    use crate::ir::Literal;

    fn shown(named: &[Named]) -> Vec<&str> {
        named.iter().map(|named| named.ident.as_str()).collect()
    }

    fn variants_of(values: &[&str]) -> Vec<String> {
        let literals: Vec<Literal> = values
            .iter()
            .map(|value| Literal::Text((*value).to_owned()))
            .collect();
        let values: Vec<(&Literal, Option<&str>)> =
            literals.iter().map(|value| (value, None)).collect();
        variants(&values)
            .0
            .into_iter()
            .map(|named| named.ident.to_string())
            .collect()
    }

    #[test]
    fn a_name_that_no_file_could_have_is_cut() {
        let [a, b] = ["a", "b"].map(|last| format!("{}{last}", "segment".repeat(50)));
        let named = modules(&[&a, &b, "user"], Level::Root);
        let cut = |hash| format!("{}se_x{hash}", "segment".repeat(14));
        assert_eq!(shown(&named), [&cut("b894c6"), &cut("bb9a1b"), "user"]);
    }

    #[test]
    fn values_that_differ_in_sign_or_case_only() {
        assert_eq!(variants_of(&["+1", "-1", "1"]), ["Plus1", "Minus1", "V1"]);
        assert_eq!(variants_of(&["asc", "ASC"]), ["LowerAsc", "Asc"]);
        assert_eq!(
            variants_of(&["created_at", "-created_at"]),
            ["CreatedAt", "MinusCreatedAt"]
        );
        assert_eq!(variants_of(&["", "unknown"]), ["Empty", "UnknownValue"]);
    }

    #[test]
    fn values_that_differ_in_the_case_of_letters_inside() {
        assert_eq!(
            variants_of(&["userId", "UserId", "user_id", "userID", "USER_ID"]),
            [
                "UserUpperId",
                "UserId",
                "LowerUserUnderscoreId",
                "MixedUserId",
                "UserUnderscoreId"
            ]
        );
    }

    #[test]
    fn order_does_not_matter() {
        let all = ["a_b", "aB", "a-b", "AB", "ab", "Ab"];
        let forward = variants_of(&all);
        let mut reversed = all;
        reversed.reverse();
        let mut backward = variants_of(&reversed);
        backward.reverse();
        assert_eq!(forward, backward);
    }

    #[test]
    fn fields_make_room_for_members_without_a_name() {
        let (named, rest) = fields(&["type", "self", "additionalProperties", "_id", "id"]);
        assert_eq!(
            shown(&named),
            [
                "r#type",
                "self_",
                "additional_properties",
                "underscore_id",
                "id"
            ]
        );
        assert_eq!(rest.as_str(), "unnamed_properties");
        assert_eq!(
            named.get(3).and_then(|named| named.note.as_deref()),
            Some("The name `id` is taken by `id`.")
        );
    }

    #[test]
    fn inputs_of_one_name_say_where_they_go() {
        let field = |wire, kind, rank| Field { wire, kind, rank };
        let named = inputs(&[
            field("id", "query", 1),
            field("id", "path", 0),
            field("query", "query", 1),
        ]);
        assert_eq!(shown(&named), ["id_query", "id", "query_"]);
    }

    #[test]
    fn modules_are_not_files_with_a_meaning() {
        assert_eq!(
            shown(&modules(&["models", "type", "lib", "user's"], Level::Root)),
            ["models_", "r#type", "lib_", "users"]
        );
    }

    #[test]
    fn what_cannot_be_spelled_apart_gets_a_hash() {
        let wish = |identity: &str| Wish {
            identity: identity.to_owned(),
            candidates: vec!["Same".to_owned()],
            rank: 0,
            pinned: None,
        };
        let named = settle_by(&[wish("b"), wish("a")], &str::to_owned, &|_| None);
        assert_eq!(shown(&named), ["SameXde1240", "Same"]);
    }
}
