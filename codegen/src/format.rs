//! Tokens to text: items by `prettyplease`, tables one row a line, blank lines between items.
//!
//! `prettyplease` does not lay out the bodies of macros, so tables are laid out here. The rule is the same
//! at every depth: what stands between braces is one element a line; what stands between brackets or
//! parentheses stays on the line if it fits there, and is one element a line if not. So a fact that is
//! added to a row changes that row only.
//!
//! **Invariant:** the text of a file has exactly the tokens that its writer meant, but for trailing
//! commas. It is read again and compared token by token; a difference is a [bug](crate::Bug).

mod check;

use std::fmt::Write;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// The longest line that a table is laid out to.
const WIDTH: usize = 100;

/// One level of indentation.
const INDENT: usize = 4;

/// A Rust file before it has a layout.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// Inner attributes, the documentation of the file among them.
    pub(crate) attributes: TokenStream,
    /// What is in the file, in order.
    pub(crate) blocks: Vec<Block>,
}

/// What stands between two blank lines of a file.
#[derive(Debug)]
pub(crate) enum Block {
    /// An item.
    Item(TokenStream),
    /// Items of one line each: declarations of modules, imports.
    Lines(Vec<TokenStream>),
    /// A macro call that ties an item to its table; it follows the item without a gap in meaning.
    Table(TokenStream),
}

impl File {
    /// All tokens of the file in order.
    fn into_tokens(self) -> impl Iterator<Item = TokenStream> {
        let blocks = self.blocks.into_iter().flat_map(|block| match block {
            Block::Item(tokens) | Block::Table(tokens) => vec![tokens],
            Block::Lines(lines) => lines,
        });
        std::iter::once(self.attributes).chain(blocks)
    }
}

/// The text of a file, or what went wrong, which can only be a fault of a writer.
pub(crate) fn rust(header: &str, file: File) -> Result<String, String> {
    let mut text = format!("// {header}\n");
    if !file.attributes.is_empty() {
        text.push('\n');
        text.push_str(&attributes(&file.attributes)?);
    }
    for block in &file.blocks {
        text.push('\n');
        match block {
            Block::Item(item) => text.push_str(&spaced(&pretty(item)?)),
            Block::Lines(lines) => {
                for line in lines {
                    text.push_str(&pretty(line)?);
                }
            }
            Block::Table(table) => {
                Layout { out: &mut text }.table(&trees(table));
                text.push('\n');
            }
        }
    }
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    check::check(file.into_tokens(), body)?;
    Ok(text)
}

/// Formats one item.
fn pretty(tokens: &TokenStream) -> Result<String, String> {
    let item: syn::Item = syn::parse2(tokens.clone()).map_err(|e| format!("{e} in `{tokens}`"))?;
    Ok(prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    }))
}

/// Formats inner attributes, documentation first and then the others after a blank line.
fn attributes(tokens: &TokenStream) -> Result<String, String> {
    let file: syn::File = syn::parse2(tokens.clone()).map_err(|e| format!("{e} in `{tokens}`"))?;
    let text = prettyplease::unparse(&file);
    let docs = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .count();
    let mut out = String::with_capacity(text.len() + 1);
    for (index, line) in text.lines().enumerate() {
        if index == docs && docs > 0 {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
    }
    Ok(out)
}

/// Puts a blank line between the constants and functions of an `impl`, and each field of `Self { … }` on its own
/// line.
///
/// Both are about diffs: a function or a field that is added shall touch no other line.
fn spaced(item: &str) -> String {
    let is_impl = item.lines().any(|line| line.starts_with("impl"));
    let mut out = String::with_capacity(item.len() + 64);
    let mut lines = item.lines().peekable();
    let mut in_constant = false;
    while let Some(line) = lines.next() {
        in_constant |= line.starts_with("    pub const ");
        match self_fields(line) {
            Some(Fields {
                indent,
                binding,
                fields,
                end,
            }) => {
                let _ = writeln!(out, "{indent}{binding}Self {{");
                for field in fields {
                    let _ = writeln!(out, "{indent}    {field},");
                }
                let _ = writeln!(out, "{indent}}}{end}");
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
        let ends = line == "    }" || (in_constant && line.ends_with(';'));
        in_constant &= !ends;
        if is_impl && ends && lines.peek().is_some_and(|next| *next != "}") {
            out.push('\n');
        }
    }
    out
}

/// A line that is `Self { a, b: c(d, e) }`, or `let x = Self { a, b: c(d, e) };`.
struct Fields<'a> {
    indent: &'a str,
    /// `let x = `, or nothing.
    binding: &'a str,
    fields: Vec<&'a str>,
    /// `;`, or nothing.
    end: &'a str,
}

fn self_fields(line: &str) -> Option<Fields<'_>> {
    let code = line.trim_start();
    let indent = line.strip_suffix(code)?;
    let (binding, fields) = code.split_once("Self { ")?;
    let (fields, end) = fields.rsplit_once(" }")?;
    let is_binding = binding.starts_with("let ") && binding.ends_with(" = ");
    if !(binding.is_empty() && end.is_empty() || is_binding && end == ";") {
        return None;
    }
    let mut depth = 0_u32;
    let parts = fields.split(move |c| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    Some(Fields {
        indent,
        binding,
        fields: parts.map(str::trim).collect(),
        end,
    })
}

fn trees(tokens: &TokenStream) -> Vec<TokenTree> {
    tokens.clone().into_iter().collect()
}

/// Lays a table out.
struct Layout<'a> {
    out: &'a mut String,
}

impl Layout<'_> {
    /// Writes a macro call: on one line if it fits there and has no rows.
    fn table(&mut self, tokens: &[TokenTree]) {
        let rows = |token: &TokenTree| matches!(token, TokenTree::Group(group) if trees(&group.stream()).iter().any(is_brace));
        if tokens.iter().any(rows) {
            self.sequence(tokens, 0, true);
        } else {
            flat(tokens, self.out);
        }
    }

    /// Writes tokens that stand in one element. `breaking` says whether groups other than braces have to
    /// be broken because the element does not fit.
    fn sequence(&mut self, tokens: &[TokenTree], indent: usize, breaking: bool) {
        let last = tokens.iter().rposition(
            |token| matches!(token, TokenTree::Group(group) if !group.stream().is_empty()),
        );
        let mut before = Before::Open;
        for (index, token) in tokens.iter().enumerate() {
            let next = tokens.get(index + 1);
            if before.gap(token, next) {
                self.out.push(' ');
            }
            match token {
                TokenTree::Group(group) => {
                    let broken =
                        group.delimiter() == Delimiter::Brace || (breaking && Some(index) == last);
                    if broken && !group.stream().is_empty() {
                        self.broken(group, indent);
                    } else {
                        flat_group(group, self.out);
                    }
                }
                other => flat_token(other, self.out),
            }
            before = before.then(token, next);
        }
    }

    /// Writes a group with one element a line.
    fn broken(&mut self, group: &Group, indent: usize) {
        let (open, close) = marks(group.delimiter());
        let elements = elements(group);
        self.out.push_str(open);
        if let [element] = elements.as_slice()
            && group.delimiter() == Delimiter::Parenthesis
            && matches!(element.tokens.last(), Some(TokenTree::Group(_)))
        {
            self.sequence(&element.tokens, indent, true);
            self.out.push_str(close);
            return;
        }
        for element in &elements {
            self.line(indent + INDENT);
            self.element(element, indent + INDENT);
            if element.comma || group.delimiter() != Delimiter::Brace {
                self.out.push(',');
            }
        }
        self.line(indent);
        self.out.push_str(close);
    }

    /// Writes an element on one line if it fits there.
    fn element(&mut self, element: &Element, indent: usize) {
        let start = self.out.len();
        if !element.tokens.iter().any(is_brace) {
            flat(&element.tokens, self.out);
            let width = self.out.get(start..).map_or(0, |text| text.chars().count());
            if indent + width < WIDTH {
                return;
            }
            self.out.truncate(start);
        }
        // What stands after braces begins on a line with the last of them.
        let tail = match element.tokens.iter().rposition(is_brace) {
            Some(brace) => element.tokens.get(brace + 1..).unwrap_or_default(),
            None => &element.tokens,
        };
        let mut text = String::from("} ");
        flat(tail, &mut text);
        let fits = indent + text.chars().count() < WIDTH;
        self.sequence(&element.tokens, indent, !fits);
    }

    fn line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

fn is_brace(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// What stands between two commas.
pub(crate) struct Element {
    pub(crate) tokens: Vec<TokenTree>,
    comma: bool,
}

/// What stands between the commas of a group.
pub(crate) fn elements(group: &Group) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut tokens = Vec::new();
    let (mut angles, mut arrow) = (0_u32, false);
    for token in group.stream() {
        let sign = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match sign {
            '<' => angles += 1,
            '>' if !arrow => angles = angles.saturating_sub(1),
            _ => {}
        }
        arrow = matches!(sign, '-' | '=');
        if sign == ',' && angles == 0 {
            elements.push(Element {
                tokens: std::mem::take(&mut tokens),
                comma: true,
            });
        } else {
            tokens.push(token);
        }
    }
    if !tokens.is_empty() {
        elements.push(Element {
            tokens,
            comma: false,
        });
    }
    elements
}

const fn marks(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// Tokens on one line.
pub(crate) fn inline(tokens: &[TokenTree]) -> String {
    let mut out = String::new();
    flat(tokens, &mut out);
    out
}

fn flat(tokens: &[TokenTree], out: &mut String) {
    let mut before = Before::Open;
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1);
        if before.gap(token, next) {
            out.push(' ');
        }
        match token {
            TokenTree::Group(group) => flat_group(group, out),
            other => flat_token(other, out),
        }
        before = before.then(token, next);
    }
}

fn flat_group(group: &Group, out: &mut String) {
    let (open, close) = marks(group.delimiter());
    let mut tokens = trees(&group.stream());
    if matches!(tokens.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == ',') {
        tokens.pop();
    }
    let padded = group.delimiter() == Delimiter::Brace && !tokens.is_empty();
    out.push_str(open);
    if padded {
        out.push(' ');
    }
    flat(&tokens, out);
    if padded {
        out.push(' ');
    }
    out.push_str(close);
}

fn flat_token(token: &TokenTree, out: &mut String) {
    let _ = write!(out, "{token}");
}

/// What a token follows, as far as the gap before it depends on that.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing: the element begins.
    Open,
    /// An identifier.
    Word,
    /// A literal, or a group.
    Value,
    /// A sign that belongs to what follows: `&`, `#`, `-`, `<`, `.`, `::`, the first of two.
    Prefix,
    /// The `!` of a macro call.
    Bang,
    /// Any other sign, after which there is a gap.
    Sign,
}

impl Before {
    /// Whether there is a space before `token`.
    fn gap(self, token: &TokenTree, next: Option<&TokenTree>) -> bool {
        match (self, token) {
            (Self::Open | Self::Prefix, _) => false,
            (_, TokenTree::Punct(punct)) => match punct.as_char() {
                ',' | ';' | ':' | '.' | '?' | '!' | '>' | '<' => false,
                '-' => is_punct(next, '>') || self != Self::Open,
                _ => true,
            },
            (Self::Bang | Self::Word, TokenTree::Group(group))
                if group.delimiter() == Delimiter::Parenthesis =>
            {
                false
            }
            (Self::Bang, TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
            _ => true,
        }
    }

    /// What the token after `token` follows.
    fn then(self, token: &TokenTree, next: Option<&TokenTree>) -> Self {
        match token {
            TokenTree::Ident(_) => Self::Word,
            TokenTree::Literal(_) | TokenTree::Group(_) => Self::Value,
            TokenTree::Punct(punct) => match punct.as_char() {
                _ if punct.spacing() == Spacing::Joint
                    && matches!(next, Some(TokenTree::Punct(_))) =>
                {
                    Self::Prefix
                }
                ':' if self == Self::Prefix => Self::Prefix,
                '&' | '#' | '<' | '.' | '-' | '\'' => Self::Prefix,
                '>' if self == Self::Prefix => Self::Sign,
                '>' => Self::Word,
                '!' => Self::Bang,
                _ => Self::Sign,
            },
        }
    }
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn table(tokens: TokenStream) -> String {
        let file = File {
            attributes: TokenStream::new(),
            blocks: vec![Block::Table(tokens)],
        };
        rust("h", file)
            .expect("the tokens are kept")
            .trim_start_matches("// h\n\n")
            .to_owned()
    }

    #[test]
    fn a_table_has_one_row_a_line() {
        let text = table(quote! {
            runtime::model! {
                Invite from "#/components/schemas/Invite" {
                    id: Optional "id" [MaxLength(32), ReadOnly],
                    count: Required "count" [Minimum(Int(-1)), Maximum(Float(2.5))],
                    kind: Required "kind" [],
                    roles: Optional "roles" [
                        Items(&[MaxLength(120), Pattern("^[a-z]{0,120}(, [a-z]{0,120})*$"),]), MinItems(1), UniqueItems,
                    ],
                    status: Optional "status" [Enum(&[
                        Text("a value that is rather long"), Text("another value that is rather long"),
                        Text("a third value that is rather long"), Null
                    ])],
                    additional_properties: Rest "" [],
                }
            }
        });
        assert_eq!(
            text,
            r##"runtime::model! {
    Invite from "#/components/schemas/Invite" {
        id: Optional "id" [MaxLength(32), ReadOnly],
        count: Required "count" [Minimum(Int(-1)), Maximum(Float(2.5))],
        kind: Required "kind" [],
        roles: Optional "roles" [
            Items(&[MaxLength(120), Pattern("^[a-z]{0,120}(, [a-z]{0,120})*$")]),
            MinItems(1),
            UniqueItems,
        ],
        status: Optional "status" [
            Enum(&[
                Text("a value that is rather long"),
                Text("another value that is rather long"),
                Text("a third value that is rather long"),
                Null,
            ]),
        ],
        additional_properties: Rest "" [],
    }
}
"##
        );
    }

    #[test]
    fn signs_stand_where_rust_programmers_put_them() {
        let text = table(quote! {
            runtime::operation! {
                UserInvitesList -> Page<Invite, ResultInfo> from "#/x" {
                    request: GET "/user/invites",
                    security: [["api_email", "api_key"], ["api_token"]],
                    facts: [Accept("application/json"), Wrapped(&ENVELOPE), Paged(&crate::client::PAGINATION)],
                    inputs: { page: Query(form explode) Optional "page" [], }
                }
            }
        });
        assert_eq!(
            text,
            r##"runtime::operation! {
    UserInvitesList -> Page<Invite, ResultInfo> from "#/x" {
        request: GET "/user/invites",
        security: [["api_email", "api_key"], ["api_token"]],
        facts: [Accept("application/json"), Wrapped(&ENVELOPE), Paged(&crate::client::PAGINATION)],
        inputs: {
            page: Query(form explode) Optional "page" [],
        }
    }
}
"##
        );
    }

    #[test]
    fn items_are_apart_and_lines_together() {
        let file = File {
            attributes: quote! { #![doc = " `/user`"] #![warn(missing_docs)] },
            blocks: vec![
                Block::Lines(vec![quote! { pub mod a; }, quote! { pub mod b; }]),
                Block::Item(quote! {
                    #[doc = " Two constants and two functions."]
                    impl X {
                        pub const A: u8 = 1;
                        #[doc = " The second; with a longer value."]
                        pub const B: runtime::Header<LongName> = runtime::Header::new("X-Long-Name").exploded();
                        #[doc = " The first."]
                        pub fn a(&self) -> Self { Self { call: Call::new(&self.client, 1), page: None } }
                        pub fn c(&self) -> Request<Self> { let inputs = Self { page: None }; Request::new(inputs) }
                        pub fn b(&self) {}
                    }
                }),
            ],
        };
        assert_eq!(
            rust("h", file).expect("the tokens are kept"),
            r#"// h

//! `/user`

#![warn(missing_docs)]

pub mod a;
pub mod b;

/// Two constants and two functions.
impl X {
    pub const A: u8 = 1;

    /// The second; with a longer value.
    pub const B: runtime::Header<LongName> = runtime::Header::new("X-Long-Name")
        .exploded();

    /// The first.
    pub fn a(&self) -> Self {
        Self {
            call: Call::new(&self.client, 1),
            page: None,
        }
    }

    pub fn c(&self) -> Request<Self> {
        let inputs = Self {
            page: None,
        };
        Request::new(inputs)
    }

    pub fn b(&self) {}
}
"#
        );
    }
}
