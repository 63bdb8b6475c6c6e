//! What the pages before one were like.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Marks of pages, in order. All pages of a walk share one list, of which each knows a part from its beginning.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// `None` if there are none: most calls are no walk.
    marks: Option<Arc<Mutex<Vec<u64>>>>,
    known: usize,
}

impl Seen {
    fn of(marks: Vec<u64>) -> Self {
        Self {
            known: marks.len(),
            marks: Some(Arc::new(Mutex::new(marks))),
        }
    }

    /// Whether there are none: this is the first page.
    pub(crate) fn is_empty(&self) -> bool {
        self.known == 0
    }

    /// Whether this mark is among them.
    pub(crate) fn contains(&self, mark: u64) -> bool {
        self.marks.as_ref().is_some_and(|marks| {
            let marks = lock(marks);
            marks.iter().take(self.known).any(|other| *other == mark)
        })
    }

    /// These marks and another one.
    pub(crate) fn with(&self, mark: u64) -> Self {
        let Some(shared) = &self.marks else {
            return Self::of(vec![mark]);
        };
        let mut marks = lock(shared);
        if marks.len() == self.known {
            marks.push(mark);
            return Self {
                marks: Some(Arc::clone(shared)),
                known: self.known + 1,
            };
        }
        // Another walk has gone on from here.
        let known = marks.iter().take(self.known).copied();
        Self::of(known.chain([mark]).collect())
    }
}

/// A panic elsewhere does not spoil the list: it is right between any two statements.
fn lock(marks: &Mutex<Vec<u64>>) -> MutexGuard<'_, Vec<u64>> {
    marks.lock().unwrap_or_else(PoisonError::into_inner)
}
