//! Warnings of a kind that a document tends to need in many places.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Diagnostics, Location};

/// How many places of one problem are reported one by one.
const MOST: usize = 3;

/// Problems with their places.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    list: RefCell<BTreeMap<Problem, BTreeSet<Location>>>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    code: &'static str,
    message: String,
    help: &'static str,
}

impl Repeated {
    /// Notes a warning.
    pub(crate) fn warn(
        &self,
        at: Location,
        code: &'static str,
        message: impl Into<String>,
        help: &'static str,
    ) {
        let problem = Problem {
            code,
            message: message.into(),
            help,
        };
        let mut list = self.list.borrow_mut();
        list.entry(problem).or_default().insert(at);
    }

    /// Reports what was noted: each place if there are few, else the first ones with the number of the others.
    pub(crate) fn report(&self, diagnostics: &Diagnostics) {
        for (problem, places) in std::mem::take(&mut *self.list.borrow_mut()) {
            let Problem {
                code,
                message,
                help,
            } = problem;
            let count = places.len();
            let mut places = places.into_iter();
            if count <= MOST {
                for at in places {
                    diagnostics.push(Diagnostic::warning(code, message.clone()).at(at).help(help));
                }
                continue;
            }
            let Some(first) = places.next() else {
                continue;
            };
            let mut warning = Diagnostic::warning(code, message).at(first);
            for at in places.by_ref().take(MOST - 1) {
                warning = warning.related(at, "here too");
            }
            let others = places.len();
            diagnostics.push(warning.help(format!("{help} (and in {others} other places)")));
        }
    }
}
