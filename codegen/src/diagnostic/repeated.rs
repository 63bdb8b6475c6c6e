//! Warnings of a kind that a document tends to need in many places.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Location};

/// How many places of one problem are reported one by one.
const MOST: usize = 3;

/// Problems with their places.
#[derive(Debug, Default)]
pub(super) struct Repeated(BTreeMap<Problem, BTreeSet<Location>>);

/// What is wrong.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    code: &'static str,
    message: String,
    help: Option<Box<str>>,
}

impl Repeated {
    /// Notes a warning.
    pub(super) fn push(&mut self, warning: Diagnostic) {
        let problem = Problem {
            code: warning.code,
            message: warning.message,
            help: warning.help,
        };
        let places = self.0.entry(problem).or_default();
        places.extend(warning.at.map(|at| *at));
    }

    /// What was noted: each place if there are few, else the first ones with the number of the others.
    pub(super) fn told(self) -> impl Iterator<Item = Diagnostic> {
        self.0.into_iter().flat_map(|(problem, places)| {
            if places.len() > MOST {
                vec![problem.at_many(places)]
            } else {
                places.into_iter().map(|at| problem.at(at)).collect()
            }
        })
    }
}

impl Problem {
    fn at(&self, at: Location) -> Diagnostic {
        let mut warning = Diagnostic::warning(self.code, self.message.clone()).at(at);
        warning.help.clone_from(&self.help);
        warning
    }

    fn at_many(&self, places: BTreeSet<Location>) -> Diagnostic {
        let mut places = places.into_iter();
        let mut warning = Diagnostic::warning(self.code, self.message.clone());
        warning.at = places.next().map(Box::new);
        for at in places.by_ref().take(MOST - 1) {
            warning = warning.related(at, "here too");
        }
        let help = self.help.as_deref().unwrap_or_default();
        warning.help(with_others(help, places.len()).trim_start())
    }
}

/// The help of a diagnostic, with the number of places that it does not name.
pub(crate) fn with_others(help: &str, others: usize) -> String {
    match others {
        0 => help.to_owned(),
        1 => format!("{help} (and in one other place)"),
        count => format!("{help} (and in {count} other places)"),
    }
}
