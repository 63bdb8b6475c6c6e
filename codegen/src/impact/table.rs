//! The tables of a generated crate, read from the calls of macros.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::format::{elements, inline};

/// What a macro is told about a type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    /// The name of the macro.
    pub(super) name: String,
    /// What stands between the name of the type and the rows: `-> Invite`.
    pub(super) head: String,
    /// What is true of the whole, by name: `request`, `security`, `facts`.
    pub(super) settings: Vec<(String, Vec<Fact>)>,
    /// What is true of each field or variant.
    pub(super) rows: Vec<Row>,
    /// What stands after the rows: `else Unknown(Text)`.
    pub(super) tail: String,
}

/// What is true of one field or variant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) name: String,
    /// What stands between the name and the lists: `Optional "id"`, `= "accepted"`, `when`.
    pub(super) head: String,
    /// The type whose values become one of the union by themselves, if the row is one of a union.
    pub(super) from: Option<String>,
    /// How a union tells the alternative, if the row is one of a union.
    pub(super) tests: Vec<Fact>,
    pub(super) facts: Vec<Fact>,
}

/// One fact of a list.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// As it is written.
    pub(super) text: String,
    /// Its name: `MaxLength`.
    pub(super) name: String,
    /// What tells it from others of its name: the first argument, if that is a text followed by another argument.
    pub(super) key: Option<String>,
    /// The number that is its only argument.
    pub(super) number: Option<f64>,
    /// The facts that are its last argument, if that is a list.
    pub(super) inner: Option<Vec<Fact>>,
}

impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Table {
    /// Reads the body of a macro call that begins with the name of a type: that name, the address in the document,
    /// and the table.
    pub(super) fn read(name: &str, body: TokenStream) -> Option<(String, Option<String>, Self)> {
        let mut tokens = without_attributes(body);
        let subject = tokens.next()?.to_string();
        let mut table = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let (mut head, mut tail, mut source) = (Vec::new(), Vec::new(), None);
        let mut has_rows = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    has_rows = true;
                    table.body(&group);
                }
                TokenTree::Ident(word) if word == "from" => {
                    source = tokens.next().map(|address| address.to_string());
                }
                // Rows in groups are rows.
                TokenTree::Ident(word) if word == "with" => {}
                other if has_rows => tail.push(other),
                other => head.push(other),
            }
        }
        table.head = inline(&head);
        table.tail = inline(&tail);
        Some((subject, source, table))
    }

    /// Reads what stands between braces: rows, or settings with rows under `inputs`.
    fn body(&mut self, group: &Group) {
        for element in elements(group) {
            match element.tokens.as_slice() {
                [TokenTree::Ident(name), TokenTree::Punct(colon), rest @ ..]
                    if self.name == "operation" && colon.as_char() == ':' =>
                {
                    self.read_setting(&name.to_string(), rest);
                }
                [TokenTree::Ident(name), rest @ ..] => {
                    self.rows.push(Row::read(name.to_string(), rest))
                }
                _ => {}
            }
        }
    }

    fn read_setting(&mut self, name: &str, tokens: &[TokenTree]) {
        if name == "inputs" {
            for token in tokens {
                if let TokenTree::Group(group) = token {
                    self.rows
                        .extend(elements(group).iter().filter_map(|element| {
                            match element.tokens.as_slice() {
                                [TokenTree::Ident(name), rest @ ..] => {
                                    Some(Row::read(name.to_string(), rest))
                                }
                                _ => None,
                            }
                        }));
                }
            }
            return;
        }
        let facts = match tokens {
            [TokenTree::Group(group)] => facts(group),
            other => vec![Fact::read(other)],
        };
        self.settings.push((name.to_owned(), facts));
    }

    /// What is true of the whole under this name.
    pub(super) fn setting(&self, name: &str) -> &[Fact] {
        let found = self.settings.iter().find(|(other, _)| other == name);
        found.map_or(&[], |(_, facts)| facts)
    }

    /// Whether there is something under this name, if only an empty list.
    pub(super) fn has_setting(&self, name: &str) -> bool {
        self.settings.iter().any(|(other, _)| other == name)
    }

    /// The fields or variants that have rows.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .map(|row| row.name.trim_start_matches("r#"))
    }

    /// The row of a field or variant.
    pub(super) fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }
}

impl Row {
    fn read(name: String, tokens: &[TokenTree]) -> Self {
        let (from, tokens) = match tokens {
            [TokenTree::Ident(word), TokenTree::Group(ty), rest @ ..] if *word == "from" => {
                let ty: Vec<TokenTree> = ty.stream().into_iter().collect();
                (Some(inline(&ty)), rest)
            }
            tokens => (None, tokens),
        };
        let is_list = |token: &&TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
        let words: Vec<TokenTree> = tokens
            .iter()
            .filter(|token| !is_list(token))
            .filter(|token| !matches!(token, TokenTree::Punct(sign) if sign.as_char() == ':'))
            .cloned()
            .collect();
        let mut lists: Vec<Vec<Fact>> = tokens
            .iter()
            .filter_map(|token| match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                    Some(facts(group))
                }
                _ => None,
            })
            .collect();
        let facts = lists.pop().unwrap_or_default();
        Self {
            name: name.trim_start_matches("r#").to_owned(),
            head: inline(&words),
            from,
            tests: lists.pop().unwrap_or_default(),
            facts,
        }
    }

    /// Whether the row says that null may stand there, besides its facts.
    pub(super) fn is_nullable(&self) -> bool {
        let mut words = self
            .head
            .split(' ')
            .take_while(|word| !word.starts_with('"'));
        words.any(|word| matches!(word, "Nullable" | "OptionalNullable"))
    }

    /// The name on the wire: the text in the row's head.
    pub(super) fn wire(&self) -> Option<&str> {
        let start = self.head.find('"')?;
        self.head.get(start..)
    }
}

/// What stands after the attributes of a macro call.
fn without_attributes(body: TokenStream) -> impl Iterator<Item = TokenTree> {
    let mut tokens = body.into_iter().peekable();
    while tokens
        .next_if(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == '#'))
        .is_some()
    {
        tokens.next();
    }
    tokens
}

/// The facts of a list.
fn facts(group: &Group) -> Vec<Fact> {
    elements(group)
        .iter()
        .map(|element| Fact::read(&element.tokens))
        .collect()
}

impl Fact {
    fn read(tokens: &[TokenTree]) -> Self {
        let mut fact = Self {
            text: inline(tokens),
            name: tokens.first().map(ToString::to_string).unwrap_or_default(),
            key: None,
            number: None,
            inner: None,
        };
        let [TokenTree::Ident(_), TokenTree::Group(group)] = tokens else {
            return fact;
        };
        let arguments = elements(group);
        if let [first, _, ..] = arguments.as_slice()
            && let [TokenTree::Literal(literal)] = first.tokens.as_slice()
        {
            fact.key = Some(literal.to_string()).filter(|text| text.starts_with('"'));
        }
        let Some(last) = arguments.last() else {
            return fact;
        };
        match last.tokens.as_slice() {
            [TokenTree::Punct(and), TokenTree::Group(list)] if and.as_char() == '&' => {
                fact.inner = Some(facts(list));
            }
            other if arguments.len() == 1 => fact.number = number(other),
            _ => {}
        }
        fact
    }

    /// What stands between its parentheses.
    pub(super) fn argument(&self) -> &str {
        let inner = self
            .text
            .split_once('(')
            .and_then(|(_, rest)| rest.strip_suffix(')'));
        inner.unwrap_or_default()
    }

    /// Whether it says that the value may be null.
    pub(super) fn is_null(&self) -> bool {
        self.name == "Nullable"
    }

    /// What two facts have in common that are about the same.
    pub(super) fn is_about(&self, other: &Self) -> bool {
        self.name == other.name && self.key == other.key
    }
}

/// `32`, `Int(-1)`, `Float(2.5)`.
fn number(tokens: &[TokenTree]) -> Option<f64> {
    match tokens {
        [TokenTree::Ident(kind), TokenTree::Group(group)] if *kind == "Int" || *kind == "Float" => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            number(&inner)
        }
        [TokenTree::Punct(_), TokenTree::Literal(literal)] => {
            literal.to_string().parse().ok().map(|number: f64| -number)
        }
        [TokenTree::Literal(literal)] => literal.to_string().parse().ok(),
        _ => None,
    }
}
