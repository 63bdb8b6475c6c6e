//! What the pages before one were like.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Marks of pages, in order. All pages of a walk share one list, of which each knows a part from its beginning.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    marks: Arc<Mutex<Vec<u64>>>,
    known: usize,
}

impl Seen {
    /// Whether there are none: this is the first page.
    pub(crate) fn is_empty(&self) -> bool {
        self.known == 0
    }

    pub(crate) fn contains(&self, mark: u64) -> bool {
        self.marks()
            .iter()
            .take(self.known)
            .any(|other| *other == mark)
    }

    /// These marks and another one.
    pub(crate) fn with(&self, mark: u64) -> Self {
        let mut marks = self.marks();
        if marks.len() == self.known {
            marks.push(mark);
            return Self {
                marks: Arc::clone(&self.marks),
                known: self.known + 1,
            };
        }
        // Another walk has gone on from here.
        let mut own: Vec<u64> = marks.iter().take(self.known).copied().collect();
        own.push(mark);
        Self {
            known: own.len(),
            marks: Arc::new(Mutex::new(own)),
        }
    }

    fn marks(&self) -> MutexGuard<'_, Vec<u64>> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
