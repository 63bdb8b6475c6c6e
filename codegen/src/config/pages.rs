//! How `codegen.toml` describes lists that come in pages.

use schemars::JsonSchema;
use serde::Deserialize;

/// How the pages of a list are walked through.
///
/// What asks for a page is a parameter of the query. Where an operation has none of that name but a member of its body,
/// such as `cursor` or `page.after`, it is that one. Said of all operations, it is for those with `GET`, and, where it is
/// a cursor, for those with `POST` that take it in the body and whose answer has the next one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(tag = "strategy", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaginationSettings {
    /// A page number that grows by one.
    Page {
        /// Name of the query parameter, or path in the body.
        page: String,
        /// Number of the first page; 1 if not given.
        first_page: Option<u64>,
        /// Path in the answer to the number of items on all pages (`result_info.total_count`). With it,
        /// no page is asked for after the last one; without it, an empty page is the end.
        total: Option<String>,
        /// Path in the answer to the number of pages (`result_info.total_pages`).
        total_pages: Option<String>,
        /// The member of the answer that holds the items, where the answer is an object around the list (`data`);
        /// `*` for the only member that is a list, whatever it is called. Said of all operations, it is for those
        /// that take what asks for a page.
        items: Option<String>,
    },
    /// A number of items to skip.
    Offset {
        /// Name of the query parameter, or path in the body.
        offset: String,
        /// Path in the answer to the number of items on all pages (`meta.total`).
        total: Option<String>,
        /// The member of the answer that holds the items, where the answer is an object around the list (`data`);
        /// `*` for the only member that is a list, whatever it is called. Said of all operations, it is for those
        /// that take what asks for a page.
        items: Option<String>,
    },
    /// A token from the answer.
    Cursor {
        /// Name of the query parameter, or path in the body.
        cursor: String,
        /// Path to the token in the answer (`result_info.cursors.after`).
        next: String,
        /// The member of the answer that holds the items, where the answer is an object around the list (`data`);
        /// `*` for the only member that is a list, whatever it is called. Said of all operations, it is for those
        /// that take what asks for a page.
        items: Option<String>,
    },
    /// What identifies the last item of a page.
    After {
        /// Name of the query parameter (`starting_after`), or path in the body.
        after: String,
        /// Path in an item to what identifies it (`id`).
        item: String,
        /// Path in the answer to a boolean: whether there are more items (`has_more`). With it, no page is asked for
        /// after the last one; without it, an empty page is the end.
        more: Option<String>,
        /// The member of the answer that holds the items, where the answer is an object around the list (`data`);
        /// `*` for the only member that is a list, whatever it is called. Said of all operations, it is for those
        /// that take what asks for a page.
        items: Option<String>,
    },
    /// A URL from the answer.
    Link {
        /// Path to the URL in the answer (`links.next`); the `Link` header, if not given.
        next: Option<String>,
        /// The member of the answer that holds the items, where the answer is an object around the list (`data`);
        /// `*` for the only member that is a list, whatever it is called.
        items: Option<String>,
    },
    /// Not at all: the operation has one page only.
    None,
}

impl PaginationSettings {
    /// The member of the answer that holds the items, or `*`.
    #[must_use]
    pub fn items(&self) -> Option<&str> {
        match self {
            Self::Page { items, .. }
            | Self::Offset { items, .. }
            | Self::Cursor { items, .. }
            | Self::After { items, .. }
            | Self::Link { items, .. } => items.as_deref(),
            Self::None => None,
        }
    }
}
