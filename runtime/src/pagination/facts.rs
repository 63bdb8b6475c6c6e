//! What is known of a list that comes in pages.

/// How the pages of a list are walked through. Names are those of parameters of the query, or, with
/// [`OperationFact::PageInBody`](crate::operation::OperationFact::PageInBody), paths in the body.
#[derive(Debug)]
pub enum Pagination {
    /// A page number that grows by one.
    Page {
        /// Name of the parameter.
        page: &'static str,
        /// Number of the first page.
        first: u64,
        /// Path in the answer to the number of items on all pages (`result_info.total_count`).
        total: Option<&'static str>,
        /// Path in the answer to the number of pages (`result_info.total_pages`).
        total_pages: Option<&'static str>,
    },
    /// A number of items to skip.
    Offset {
        /// Name of the parameter.
        offset: &'static str,
        /// Path in the answer to the number of items on all pages (`meta.total`).
        total: Option<&'static str>,
    },
    /// A token from the answer.
    Cursor {
        /// Name of the parameter.
        cursor: &'static str,
        /// Path to the token in the answer (`result_info.cursors.after`).
        next: &'static str,
    },
    /// What identifies the last item of a page.
    After {
        /// Name of the parameter.
        after: &'static str,
        /// Path in an item to what identifies it (`id`).
        item: &'static str,
        /// Path in the answer to a boolean: whether there are more items (`has_more`).
        more: Option<&'static str>,
    },
    /// A URL from the answer: a path in the body, or the `Link` header.
    Link {
        /// Path to the URL in the answer; `None` for the `Link` header.
        next: Option<&'static str>,
    },
}
