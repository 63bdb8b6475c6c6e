//! What names are made from: [`Place`] and [`Origin`], and what else the IR does not say ([`Drafts`]).

use std::collections::HashMap;

use super::lineage::{Lineage, Word};
use crate::diagnostic::Location;
use crate::ir::{Ident, TypeId};
use crate::read::tree::NodeId;

/// What the IR does not say and the naming pass needs: where each type comes from.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    /// For each type, where it stands.
    pub(crate) origins: Vec<Origin>,
    /// The type that a value of the document was made into.
    pub(crate) by_node: HashMap<NodeId, TypeId>,
    /// For each union, what its variants are called after.
    pub(crate) arms: HashMap<TypeId, Vec<ArmName>>,
    /// Names from the configuration.
    pub(crate) pins: HashMap<TypeId, Pin>,
}

/// What the name of a type is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Its own place in the document.
    Document(Lineage),
    /// A place in the API.
    Place(PlaceBuf),
}

impl Origin {
    /// The type that it is a place in.
    pub(crate) fn owner(&self) -> Option<TypeId> {
        match self {
            Self::Place(place) => place.owner(),
            Self::Document(_) => None,
        }
    }
}

/// A place in the API, owned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceBuf {
    pub(super) root: Top,
    pub(super) steps: Vec<Word>,
}

impl PlaceBuf {
    /// The type that it is a place in.
    pub(crate) fn owner(&self) -> Option<TypeId> {
        match self.root {
            Top::Type(id) => Some(id),
            Top::Operation(_) | Top::Document(_) => None,
        }
    }

    /// The operation that it is a place in, unless something of the document or a type is closer.
    pub(crate) fn operation(&self) -> Option<&str> {
        match &self.root {
            Top::Operation(key) => Some(key),
            Top::Type(_) | Top::Document(_) => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Top {
    Type(TypeId),
    Operation(String),
    Document(Lineage),
}

/// A place in the API, on the way down to what stands there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'p> {
    /// A type.
    Type(TypeId),
    /// An operation, by method and path (`GET /user/invites`).
    Operation(&'p str),
    /// Something with a name of its own in the document that is no type, such as a list.
    Document(&'p Lineage),
    /// Something inside.
    Within(&'p Place<'p>, Step<'p>),
}

/// From a place to one inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'p> {
    /// A member of an object, by its name on the wire; also a parameter.
    Member(&'p str),
    /// An item of a list.
    Item,
    /// A value of a map.
    Value,
    /// An alternative of a union, by what tells it apart.
    Arm(&'p str),
    /// Anything else, as it shall show in the name (`Response`).
    Word(&'p str),
}

impl<'p> Place<'p> {
    /// A member, or a parameter.
    pub(crate) fn member(&'p self, wire: &'p str) -> Self {
        Self::Within(self, Step::Member(wire))
    }

    /// The items of a list.
    pub(crate) fn item(&'p self) -> Self {
        Self::Within(self, Step::Item)
    }

    /// The values of a map.
    pub(crate) fn value(&'p self) -> Self {
        Self::Within(self, Step::Value)
    }

    /// An alternative of a union.
    pub(crate) fn arm(&'p self, word: &'p str) -> Self {
        Self::Within(self, Step::Arm(word))
    }

    /// Anything else (`Response`).
    pub(crate) fn word(&'p self, word: &'p str) -> Self {
        Self::Within(self, Step::Word(word))
    }

    /// The type that it is a place in.
    pub(crate) fn owner(self) -> Option<TypeId> {
        let mut place = self;
        loop {
            match place {
                Self::Type(id) => return Some(id),
                Self::Operation(_) | Self::Document(_) => return None,
                Self::Within(outer, _) => place = *outer,
            }
        }
    }

    /// The place with a life of its own.
    pub(crate) fn to_buf(self) -> PlaceBuf {
        let mut steps = Vec::new();
        let mut place = self;
        let root = loop {
            match place {
                Self::Type(id) => break Top::Type(id),
                Self::Operation(key) => break Top::Operation(key.to_owned()),
                Self::Document(lineage) => break Top::Document(lineage.clone()),
                Self::Within(outer, step) => {
                    steps.push(word(step));
                    place = *outer;
                }
            }
        };
        steps.reverse();
        PlaceBuf { root, steps }
    }
}

fn word(step: Step<'_>) -> Word {
    match step {
        Step::Member(text) | Step::Arm(text) | Step::Word(text) => Word::Text(text.to_owned()),
        Step::Item => Word::Item,
        Step::Value => Word::Value,
    }
}

/// What a variant of a union is called after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ArmName {
    /// A text of the document, such as the value of a discriminator.
    Text(String),
    /// The name of its type.
    Type,
}

/// The name of a type from the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pin {
    /// The name.
    pub(crate) name: Ident,
    /// Where the configuration says so.
    pub(crate) at: Location,
}
