//! How one list seems to have pages, by names that are in common use.

use super::super::configured::Configured;
use super::super::lists::{is_usual, letters};
use super::super::mentions;
use super::super::node::Node;
use super::super::schema::{Combined, Schema};
use super::super::types::Types;
use super::super::{envelope, pagination, parameters, steps};
use crate::config::{Config, Items, PaginationSettings};
use crate::ir::{JsonType, Location};

// Names are given without case and punctuation.

/// Parameters that take a token.
const CURSORS: [&str; 14] = [
    "after",
    "continuation",
    "continuationtoken",
    "continue",
    "cursor",
    "marker",
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "pageafter",
    "pagecursor",
    "pagetoken",
    "startcursor",
    "starttoken",
];

/// Members that have the token of the next page, whatever the parameter is called.
const TOKENS: [&str; 9] = [
    "continuationtoken",
    "endcursor",
    "nextcontinuationtoken",
    "nextcursor",
    "nextmarker",
    "nextpagecursor",
    "nextpage",
    "nextpagetoken",
    "nexttoken",
];

/// Members that have the URL of the next page.
const URLS: [&str; 7] = [
    "nexthref",
    "nextlink",
    "nextpagelink",
    "nextpageuri",
    "nextpageurl",
    "nexturi",
    "nexturl",
];

/// Parameters that take what identifies the last item.
const AFTER: [&str; 4] = ["after", "afterid", "lastid", "startingafter"];

/// Members that tell whether there are more items.
const MORE: [&str; 5] = ["hasmore", "hasnext", "hasnextpage", "ismore", "more"];

/// Parameters that take the number of a page.
const PAGES: [&str; 6] = [
    "currentpage",
    "page",
    "pageindex",
    "pageno",
    "pagenum",
    "pagenumber",
];

/// Parameters that take a number of items to skip.
const OFFSETS: [&str; 5] = ["offset", "pageoffset", "skip", "startat", "startoffset"];

/// Members that have the number of items on all pages.
const TOTALS: [&str; 8] = [
    "total",
    "totalcount",
    "totalelements",
    "totalentries",
    "totalitems",
    "totalrecords",
    "totalresults",
    "totalsize",
];

/// Members that have the number of pages.
const TOTAL_PAGES: [&str; 6] = [
    "lastpage",
    "numpages",
    "pagecount",
    "totalpagecount",
    "totalpages",
    "pagetotal",
];

/// Members around what is said of pages.
const AROUND: [&str; 16] = [
    "cursor",
    "cursors",
    "info",
    "link",
    "links",
    "meta",
    "metadata",
    "next",
    "nextpage",
    "page",
    "pageinfo",
    "pages",
    "pagination",
    "paging",
    "responsemetadata",
    "resultinfo",
];

/// Those of them whose members are about the next page.
const IN_NEXT: [&str; 4] = ["cursor", "cursors", "next", "nextpage"];

/// How deep in an answer is looked.
const DEPTH: usize = 3;

/// How a list seems to have pages.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    strategy: Strategy,
    /// Path to the number of items on all pages.
    pub(super) total: Option<String>,
    /// Path to the number of pages.
    pub(super) total_pages: Option<String>,
    /// Path to the items in the answer, unless that is the list.
    pub(super) items: Option<String>,
}

/// What tells lists apart that have pages in different ways.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Strategy {
    Page {
        page: String,
        first: Option<u64>,
    },
    Offset {
        offset: String,
    },
    Cursor {
        cursor: String,
        next: String,
    },
    After {
        after: String,
        item: String,
        more: String,
    },
    Link {
        next: Option<String>,
    },
}

impl Guess {
    /// Whether the configuration can say the same of both.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.strategy == other.strategy
    }

    /// What the configuration says of this list alone.
    pub(super) fn own(self) -> PaginationSettings {
        let Self {
            total,
            total_pages,
            items,
            ..
        } = self.clone();
        self.settings(total, total_pages, items.map(Items::One))
    }

    /// What the configuration says.
    pub(super) fn settings(
        &self,
        total: Option<String>,
        total_pages: Option<String>,
        items: Option<Items>,
    ) -> PaginationSettings {
        match self.strategy.clone() {
            Strategy::Page { page, first } => PaginationSettings::Page {
                page,
                first_page: first,
                total,
                total_pages,
                items,
            },
            Strategy::Offset { offset } => PaginationSettings::Offset {
                offset,
                total,
                items,
            },
            Strategy::Cursor { cursor, next } => PaginationSettings::Cursor {
                cursor,
                next,
                items,
            },
            Strategy::After { after, item, more } => PaginationSettings::After {
                after,
                item,
                more: Some(more),
                items,
            },
            Strategy::Link { next } => PaginationSettings::Link { next, items },
        }
    }
}

/// How the answers of an operation seem to have pages; `None` if they seem to have none, or if it is said already.
pub(super) fn guess<'d>(
    operation: &Configured<'d, '_>,
    config: &Config,
    types: &Types<'d>,
) -> Option<Guess> {
    let is_said = operation.has_own_pages() || pagination::is_declared(operation, types);
    if is_said || operation.found.method != "GET" {
        return None;
    }
    let answer = mentions::answers(operation, true).into_iter().next()?;
    let opened = envelope::open(&answer, config.envelope.as_ref(), types);
    let list = List::of(
        &opened.map_or_else(|| answer.clone(), |it| it.result),
        types,
    )?;
    let mut leaves = Vec::new();
    collect(&answer, &mut Vec::new(), types, &mut leaves);
    leaves.retain(|leaf| leaf.is_about(&list));
    let seen = Seen {
        operation,
        types,
        leaves,
    };
    let strategy = seen
        .cursor()
        .or_else(|| seen.after(&list.schema))
        .or_else(|| seen.link())
        .or_else(|| seen.number())?;
    Some(Guess {
        strategy,
        total: seen.path(JsonType::Integer, &TOTALS),
        total_pages: seen.path(JsonType::Integer, &TOTAL_PAGES),
        items: (!list.path.is_empty()).then(|| steps::path(&list.path)),
    })
}

/// The items of an answer.
struct List<'d> {
    /// The names on the way to them; none if the answer is the list.
    path: Vec<&'d str>,
    schema: Schema<'d>,
}

impl<'d> List<'d> {
    /// The list that an answer is, the only one in it, the only one that is called as such members usually are, or, if
    /// it has none itself, the only one in its members.
    fn of(answer: &Schema<'d>, types: &Types<'d>) -> Option<Self> {
        if types.is_list(answer) {
            return Some(Self {
                path: Vec::new(),
                schema: answer.clone(),
            });
        }
        let members = |schema: &Schema<'d>| -> Vec<(&'d str, Schema<'d>)> {
            let combined = types.combined(schema);
            let members = combined.properties.iter();
            members
                .map(|(name, member)| (*name, member.clone()))
                .collect()
        };
        let lists_in = |schema: &Schema<'d>| {
            let mut lists = members(schema);
            lists.retain(|(_, member)| types.is_list(member));
            lists
        };
        let own = lists_in(answer);
        let list = |names: &[&'d str], schema: &Schema<'d>| {
            Some(Self {
                path: names.to_vec(),
                schema: schema.clone(),
            })
        };
        let usual = own.iter().filter(|(name, _)| is_usual(&letters(name)));
        match (own.as_slice(), usual.collect::<Vec<_>>().as_slice()) {
            ([(name, schema)], _) | (_, [(name, schema)]) => return list(&[name], schema),
            ([], _) => {}
            _ => return None,
        }
        let inner = members(answer).into_iter().flat_map(|(outer, member)| {
            let lists = lists_in(&member).into_iter();
            lists.map(move |(name, schema)| (outer, name, schema))
        });
        match inner.collect::<Vec<_>>().as_slice() {
            [(outer, name, schema)] => list(&[outer, name], schema),
            _ => None,
        }
    }
}

/// A member of an answer that is neither a list nor an object.
struct Leaf<'d> {
    path: Vec<&'d str>,
    ty: JsonType,
}

impl Leaf<'_> {
    fn name(&self) -> String {
        self.path
            .last()
            .map(|name| letters(name))
            .unwrap_or_default()
    }

    /// Whether it is about the list: it stands beside the items, or in members that are usually about pages.
    fn is_about(&self, list: &List<'_>) -> bool {
        let beside = list.path.split_last().map_or(&[][..], |(_, around)| around);
        let Some((_, around)) = self.path.split_last() else {
            return false;
        };
        let is_meta = |name: &&str| AROUND.contains(&letters(name).as_str());
        let inner = around.strip_prefix(beside).unwrap_or(around);
        inner.iter().all(is_meta)
    }

    /// Whether a member around it says that it is about the next page.
    fn is_in_next(&self) -> bool {
        let around = self.path.iter().rev().skip(1);
        around
            .map(|name| letters(name))
            .any(|name| IN_NEXT.contains(&name.as_str()))
    }
}

fn collect<'d>(
    schema: &Schema<'d>,
    path: &mut Vec<&'d str>,
    types: &Types<'d>,
    leaves: &mut Vec<Leaf<'d>>,
) {
    let combined = types.combined(schema);
    for (name, member) in &combined.properties {
        path.push(name);
        let inner = types.combined(member);
        if !inner.properties.is_empty() && path.len() < DEPTH {
            collect(member, path, types, leaves);
        } else if let Some(ty) = only_type(&inner) {
            leaves.push(Leaf {
                path: path.clone(),
                ty,
            });
        }
        path.pop();
    }
}

fn only_type(combined: &Combined<'_>) -> Option<JsonType> {
    let all = [JsonType::String, JsonType::Integer, JsonType::Boolean];
    all.into_iter().find(|ty| combined.is_only(*ty))
}

/// What is seen of an operation.
struct Seen<'s, 'd> {
    operation: &'s Configured<'d, 's>,
    types: &'s Types<'d>,
    leaves: Vec<Leaf<'d>>,
}

impl<'s, 'd> Seen<'s, 'd> {
    /// The parameters of the query, without those that have to be given.
    fn parameters(&self) -> impl Iterator<Item = &'s parameters::Parameter<'d>> {
        let parameters = self.operation.parameters.iter();
        parameters.filter(|one| !one.required && matches!(one.location, Location::Query(_)))
    }

    fn parameter(&self, names: &[&str]) -> Option<&'s parameters::Parameter<'d>> {
        let mut parameters = self.parameters();
        parameters.find(|one| names.contains(&letters(&one.name).as_str()))
    }

    /// The path to the member of this type that is called so and stands least deep.
    fn path(&self, ty: JsonType, names: &[&str]) -> Option<String> {
        let called = |leaf: &&Leaf<'d>| leaf.ty == ty && names.contains(&leaf.name().as_str());
        let leaf = self
            .leaves
            .iter()
            .filter(called)
            .min_by_key(|leaf| leaf.path.len())?;
        Some(steps::path(&leaf.path))
    }

    /// A token: a member that is called like a parameter and of the next page, as in `page_token` and
    /// `next_page_token`, or as such members usually are.
    fn cursor(&self) -> Option<Strategy> {
        let texts = || {
            self.leaves
                .iter()
                .filter(|leaf| leaf.ty == JsonType::String)
        };
        self.parameters().find_map(|parameter| {
            let asked = letters(&parameter.name);
            let is_usual = CURSORS.contains(&asked.as_str());
            let is_next = |leaf: &&Leaf<'d>| {
                let name = leaf.name();
                name.strip_prefix("next") == Some(asked.as_str())
                    || name == asked && (asked.starts_with("next") || leaf.is_in_next())
            };
            let usual = |leaf: &&Leaf<'d>| {
                is_usual && (TOKENS.contains(&leaf.name().as_str()) || leaf.is_in_next())
            };
            let same = |leaf: &&Leaf<'d>| is_usual && leaf.name() == asked;
            let leaf = texts()
                .find(is_next)
                .or_else(|| texts().find(usual))
                .or_else(|| texts().find(same))?;
            Some(Strategy::Cursor {
                cursor: parameter.name.clone(),
                next: steps::path(&leaf.path),
            })
        })
    }

    /// What identifies the last item, where the answer tells whether there are more.
    fn after(&self, list: &Schema<'d>) -> Option<Strategy> {
        let parameter = self.parameter(&AFTER)?;
        let more = self.path(JsonType::Boolean, &MORE)?;
        let item = self.types.items(list)?;
        let id = self.types.property(item, "id")?;
        only_type(&self.types.combined(id))?;
        Some(Strategy::After {
            after: parameter.name.clone(),
            item: "id".to_owned(),
            more,
        })
    }

    /// A URL in the answer, or in its header `Link`.
    fn link(&self) -> Option<Strategy> {
        let is_url = |leaf: &&Leaf<'d>| {
            let name = leaf.name();
            let is_in_next = leaf.is_in_next() && matches!(name.as_str(), "href" | "url" | "uri");
            leaf.ty == JsonType::String
                && (name == "next" || URLS.contains(&name.as_str()) || is_in_next)
        };
        if let Some(leaf) = self.leaves.iter().find(is_url) {
            let next = Some(steps::path(&leaf.path));
            return Some(Strategy::Link { next });
        }
        let answers = self.operation.responses.iter().filter(|one| one.success);
        let headers = answers.flat_map(|one| one.node.get("headers"));
        let mut names = headers.flat_map(Node::entries).map(|(name, _)| name);
        names
            .any(|name| name.eq_ignore_ascii_case("link"))
            .then_some(Strategy::Link { next: None })
    }

    /// The number of a page, or of items to skip.
    fn number(&self) -> Option<Strategy> {
        if let Some(parameter) = self.counting(&PAGES) {
            return Some(Strategy::Page {
                page: parameter.name.clone(),
                first: self.starts_at_zero(parameter).then_some(0),
            });
        }
        let parameter = self.counting(&OFFSETS)?;
        Some(Strategy::Offset {
            offset: parameter.name.clone(),
        })
    }

    /// A parameter that may be a number.
    fn counting(&self, names: &[&str]) -> Option<&'s parameters::Parameter<'d>> {
        let parameter = self.parameter(names)?;
        let schema = parameter.schema.map(|schema| self.types.combined(schema));
        let is_text = schema.is_some_and(|schema| schema.is_only(JsonType::String));
        (!is_text).then_some(parameter)
    }

    /// Whether the first page has the number 0.
    fn starts_at_zero(&self, parameter: &parameters::Parameter<'d>) -> bool {
        let Some(schema) = parameter.schema else {
            return false;
        };
        let combined = self.types.combined(schema);
        let number = |keyword: &str| combined.get(keyword).and_then(Node::as_i64);
        number("default").or_else(|| number("minimum")) == Some(0)
    }
}
