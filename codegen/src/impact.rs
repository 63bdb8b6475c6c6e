//! What the difference between two generated crates means for the code that calls them.
//!
//! Both are read as the Rust that they are: the crate that callers were compiled with is the one that is committed,
//! whatever document it came from. What is compared is what callers see: calls, types, fields, variants, what has to
//! be given, and what the tables say.
//!
//! **Invariant:** nothing that differs in more than words goes untold. What no rule explains is a change of behaviour
//! with a hint to look at the difference.

mod answers;
mod calls;
mod compare;
mod constants;
mod constructor;
mod definition;
mod facts;
mod manifest;
mod places;
mod read;
mod renames;
mod sheet;
mod surface;
mod table;

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use surface::Renames;

use crate::tree::Tree;

/// What a difference means for callers.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    findings: Vec<Finding>,
    reworded: usize,
}

/// One thing that callers may want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it does to them.
    pub effect: Effect,
    /// What it is about, as callers write it: `Invite::status`, `user().invites().edit(status)`.
    pub place: String,
    /// What differs.
    pub says: String,
}

/// What a difference does to callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Code that uses it does not compile any more.
    Breaking,
    /// Code compiles as before, and something else is sent, refused or understood.
    Behaviour,
    /// The compiler warns of code that uses it.
    Deprecated,
    /// There is more to use, or to receive.
    New,
    /// There is nothing to do.
    Note,
}

impl Effect {
    const ALL: [Self; 5] = [
        Self::Breaking,
        Self::Behaviour,
        Self::Deprecated,
        Self::New,
        Self::Note,
    ];

    /// A heading.
    const fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking: code that uses this does not compile",
            Self::Behaviour => "Behaviour: code compiles, and something else is sent or refused",
            Self::Deprecated => "Deprecated: the compiler warns",
            Self::New => "New",
            Self::Note => "Nothing to do",
        }
    }
}

/// How often types are looked for that are called something else: a type whose fields have such types is found after
/// these.
const ROUNDS: usize = 4;

impl Impact {
    /// Compares the crate that callers have with the one that they get.
    #[must_use]
    pub fn between(old: &Tree, new: &Tree) -> Self {
        let (mut before, after) = read::both(old, new);
        let mut renames = Renames::new();
        for _ in 0..ROUNDS {
            let found = renames::find(&before, &after);
            if found.is_empty() {
                break;
            }
            before.rename(&found);
            renames.extend(found);
        }
        let comparison = compare::compare(&before, &after, &renames);
        let mut findings = comparison.findings;
        findings.sort_by(|a, b| (a.effect, &a.place, &a.says).cmp(&(b.effect, &b.place, &b.says)));
        findings.dedup();
        Self {
            findings,
            reworded: comparison.reworded,
        }
    }

    /// All findings: what is worst first, and then by place.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }

    /// How many items differ in words only.
    #[must_use]
    pub const fn reworded(&self) -> usize {
        self.reworded
    }

    /// Whether code that calls the crate may have to change.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.effect == Effect::Breaking)
    }

    /// All findings as Markdown, for the text of a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for effect in Effect::ALL {
            let groups = self.groups(effect);
            if groups.is_empty() {
                continue;
            }
            let _ = writeln!(text, "### {}\n", effect.title());
            for (says, places) in groups {
                let places = places::folded(&places).into_iter();
                let places: Vec<String> = places.map(|place| format!("`{place}`")).collect();
                let _ = writeln!(text, "- {}: {says}", places.join(", "));
            }
            text.push('\n');
        }
        let _ = writeln!(text, "{}", self.words());
        text
    }

    /// All findings, or as many of each kind, as text for a terminal.
    #[must_use]
    pub fn text(&self, most: Option<usize>) -> String {
        let mut text = String::new();
        for effect in Effect::ALL {
            let groups = self.groups(effect);
            if groups.is_empty() {
                continue;
            }
            let _ = writeln!(text, "{}:", effect.title());
            let shown = most.unwrap_or(groups.len());
            for (says, places) in groups.iter().take(shown) {
                match places.as_slice() {
                    [place, others @ ..] if most.is_some() && !others.is_empty() => {
                        let _ = writeln!(text, "  {place}, {} more: {says}", others.len());
                    }
                    places => {
                        let _ = writeln!(text, "  {}", places::lines(places, says));
                    }
                }
            }
            if let Some(more @ 1..) = groups.len().checked_sub(shown) {
                let _ = writeln!(text, "  and {more} more");
            }
        }
        text.push_str(&self.words());
        text
    }

    /// The findings of a kind: what is said, and of which places.
    fn groups(&self, effect: Effect) -> Vec<(&str, Vec<&str>)> {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in self
            .findings
            .iter()
            .filter(|finding| finding.effect == effect)
        {
            let next = groups.len();
            let position = *known.entry(&finding.says).or_insert(next);
            match groups.get_mut(position) {
                Some((_, places)) => places.push(&finding.place),
                None => groups.push((&finding.says, vec![&finding.place])),
            }
        }
        groups
    }

    /// What there is to say besides the findings.
    fn words(&self) -> String {
        let verdict = self.verdict();
        let reworded = match self.reworded {
            1 => "1 item is reworded".to_owned(),
            count => format!("{count} items are reworded"),
        };
        match (self.findings.is_empty(), self.reworded) {
            (true, 0) => "Nothing changes for callers.".to_owned(),
            (true, _) => format!("Nothing changes for callers: {reworded}. Semver: {verdict}."),
            (false, 0) => format!("Semver: {verdict}."),
            (false, _) => format!("Besides, {reworded}. Semver: {verdict}."),
        }
    }

    /// What a new version of the crate would have to be called, by semantic versioning.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let worst = self.findings.iter().map(|finding| finding.effect).min();
        match worst {
            Some(Effect::Breaking) => Verdict::Major,
            Some(Effect::Behaviour | Effect::Deprecated | Effect::New) => Verdict::Minor,
            Some(Effect::Note) | None => Verdict::Patch,
        }
    }
}

/// Which part of a version has to change, by semantic versioning. Before version 1, a major change is one of the minor
/// part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Code of callers may not compile.
    Major,
    /// There is something new, or something is done in another way.
    Minor,
    /// Code of callers does the same.
    Patch,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        })
    }
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(None))
    }
}

/// How long a text of code may be in a finding, in characters.
const LENGTH: usize = 90;

/// How many characters before the first that differs are shown where what stands before it is left out.
const LEAD: usize = 24;

/// What code is and what it was, each as far as it can be read in one line. What both begin with is left out where they
/// would look the same otherwise.
fn changed(is: &str, was: &str) -> String {
    let (is, was) = if is != was && clip(is) == clip(was) {
        let same = is.chars().zip(was.chars());
        let same = same.take_while(|(is, was)| is == was).count();
        let rest = |text: &str| -> String {
            let rest = text.chars().skip(same.saturating_sub(LEAD));
            ['…'].into_iter().chain(rest).collect()
        };
        (rest(is), rest(was))
    } else {
        (is.to_owned(), was.to_owned())
    };
    format!("`{}`, was `{}`", clip(&is), clip(&was))
}

/// As much of a text as can be read in one line.
fn clip(text: &str) -> String {
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let start: String = text.chars().take(LENGTH).collect();
    format!("{start}…")
}
