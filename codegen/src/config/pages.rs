//! How `codegen.toml` describes lists that come in pages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the pages of a list are walked through.
///
/// A path is names with dots between them (`links.next`), or, where a name has a dot itself, a JSON pointer
/// (`/@odata.nextLink`). What is said of all operations is not for one that says itself where the URL of the next page is
/// (`x-ms-pageable`).
///
/// What asks for a page is a parameter of the query. Where an operation has none of that name but a member of its body,
/// such as `cursor` or `page.after`, it is that one. Said of all operations, it is for those with `GET`, and, where it is
/// a cursor, for those with `POST` that take it in the body and whose answer has the next one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
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
        /// Which member of the answer holds the items, where the answer is an object around the list.
        items: Option<Items>,
    },
    /// A number of items to skip.
    Offset {
        /// Name of the query parameter, or path in the body.
        offset: String,
        /// Path in the answer to the number of items on all pages (`meta.total`).
        total: Option<String>,
        /// Which member of the answer holds the items, where the answer is an object around the list.
        items: Option<Items>,
    },
    /// A token from the answer.
    Cursor {
        /// Name of the query parameter, or path in the body.
        cursor: String,
        /// Path to the token in the answer (`result_info.cursors.after`).
        next: String,
        /// Which member of the answer holds the items, where the answer is an object around the list.
        items: Option<Items>,
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
        /// Which member of the answer holds the items, where the answer is an object around the list.
        items: Option<Items>,
    },
    /// A URL from the answer.
    Link {
        /// Path to the URL in the answer (`links.next`); the `Link` header, if not given.
        next: Option<String>,
        /// Which member of the answer holds the items, where the answer is an object around the list.
        items: Option<Items>,
    },
    /// Not at all: the operation has one page only.
    None,
}

/// Which member of the answer holds the items, where the answer is an object around the list: a name (`data`), a path
/// (`_embedded.orders`), or several of which the first counts that is a list there.
///
/// `*` is the only member that is a list, whatever it is called. A name after `!` is never meant by it: `["*", "!errors"]`. Said
/// of all operations, it is for those that take what asks for a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "expected a name, or a list of names")]
pub enum Items {
    /// One name.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Items {
    /// The entries as they are written, in order.
    #[must_use]
    pub fn entries(&self) -> &[String] {
        match self {
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Several(entries) => entries,
        }
    }

    /// What each entry says, in order.
    pub fn wanted(&self) -> impl Iterator<Item = Wanted<'_>> {
        self.entries()
            .iter()
            .map(|entry| match entry.strip_prefix('!') {
                Some(name) => Wanted::Not(name),
                None if entry == "*" => Wanted::Only,
                None => Wanted::Named(entry),
            })
    }
}

/// What an entry of [`Items`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'s> {
    /// The member of this name.
    Named(&'s str),
    /// The only list there is.
    Only,
    /// Never the member of this name.
    Not(&'s str),
}

impl PaginationSettings {
    /// Which member of the answer holds the items.
    #[must_use]
    pub fn items(&self) -> Option<&Items> {
        match self {
            Self::Page { items, .. }
            | Self::Offset { items, .. }
            | Self::Cursor { items, .. }
            | Self::After { items, .. }
            | Self::Link { items, .. } => items.as_ref(),
            Self::None => None,
        }
    }
}
