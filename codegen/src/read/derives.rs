//! Traits that the configuration asks for, and which types can have them.
//!
//! **Invariant:** what is derived compiles: a trait that a type has already, or cannot have because of what is in it,
//! is reported where the configuration asks for it, and left out.

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Api, Enum, EnumRepr, Model, Presence, Rest, Type, TypeDef, TypeId, TypeKind};

/// A type that shall derive something, and where the configuration says so.
pub(super) type Asked = (TypeId, Location);

/// A trait that some types can derive, and not every type has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    /// `std::marker::Copy`
    Copy,
    /// `std::default::Default`
    Default,
    /// `std::cmp::Eq`
    Eq,
    /// `std::hash::Hash`
    Hash,
    /// `std::cmp::Ord`
    Ord,
    /// `std::cmp::PartialOrd`
    PartialOrd,
}

/// All of them, with the module of each and its name.
const TRAITS: [(Trait, &str, &str); 6] = [
    (Trait::Copy, "marker", "Copy"),
    (Trait::Default, "default", "Default"),
    (Trait::Eq, "cmp", "Eq"),
    (Trait::Hash, "hash", "Hash"),
    (Trait::Ord, "cmp", "Ord"),
    (Trait::PartialOrd, "cmp", "PartialOrd"),
];

/// Traits that every type has.
const PRESENT: [&str; 6] = [
    "Clone",
    "Debug",
    "Deserialize",
    "JsonSchema",
    "PartialEq",
    "Serialize",
];

impl Trait {
    /// The trait of a path: its name alone, or with its module in `std` or `core`.
    fn of(path: &str) -> Option<Self> {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let (root, module) = module.split_once("::").unwrap_or(("", module));
        let is_meant = |(_, in_module, in_name): &&(Self, &str, &str)| {
            let is_there = matches!(root, "std" | "core") && module == *in_module;
            name == *in_name && (is_there || !path.contains("::"))
        };
        TRAITS
            .iter()
            .find(is_meant)
            .map(|(derivable, ..)| *derivable)
    }

    fn name(self) -> &'static str {
        let known = TRAITS.iter().find(|(derivable, ..)| *derivable == self);
        known.map_or("", |(.., name)| *name)
    }
}

/// What is wrong with the path of a trait that shall be derived, whatever for.
pub(super) fn fault_of(path: &str, at: &Location) -> Option<Diagnostic> {
    if Trait::of(path).is_some() {
        return None;
    }
    let name = path.rsplit("::").next().unwrap_or(path);
    let error = if PRESENT.contains(&name) {
        Diagnostic::error(
            "invalid-derive",
            format!("every type implements `{name}` already"),
        )
    } else {
        let names: Vec<String> = TRAITS
            .iter()
            .map(|(.., name)| format!("`{name}`"))
            .collect();
        let message = format!("`{path}` is no trait that can be derived");
        Diagnostic::error("invalid-derive", message)
            .help(format!("it is one of {}", names.join(", ")))
    };
    Some(error.at(at.clone()))
}

/// Adds to the traits of a type those of `paths` that it does not derive yet.
pub(super) fn add(def: &mut TypeDef, paths: Vec<String>) {
    for path in paths {
        let wanted = Trait::of(&path);
        if !def.derives.iter().any(|one| Trait::of(one) == wanted) {
            def.derives.push(path);
        }
    }
}

/// Reports the traits that a type cannot derive, and takes them from it.
///
/// A type that loses one takes it from those that hold it, so this goes on until nothing is lost any more.
pub(super) fn settle(api: &mut Api, asked: &[Asked], diagnostics: &Diagnostics) {
    loop {
        let mut lost: Vec<(TypeId, String)> = Vec::new();
        for (id, at) in asked {
            let Some(def) = api.types.get(id.0 as usize) else {
                continue;
            };
            for path in &def.derives {
                let wanted = Trait::of(path);
                let fault = wanted.and_then(|wanted| fault(def, wanted, &api.types));
                let is_new = !lost.contains(&(*id, path.clone()));
                if let Some(fault) = fault.filter(|_| is_new) {
                    diagnostics.push(fault.at(at.clone()));
                    lost.push((*id, path.clone()));
                }
            }
        }
        if lost.is_empty() {
            return;
        }
        for (id, path) in lost {
            if let Some(def) = api.types.get_mut(id.0 as usize) {
                def.derives.retain(|one| *one != path);
            }
        }
    }
}

/// Why a type cannot derive a trait.
fn fault(def: &TypeDef, wanted: Trait, types: &[TypeDef]) -> Option<Diagnostic> {
    let (name, derived) = (&def.name, wanted.name());
    if implements(def, wanted) {
        let message = format!("`{name}` implements `{derived}` already");
        return Some(Diagnostic::error("invalid-derive", message));
    }
    let error = |why: &str| {
        let message = format!("`{name}` cannot derive `{derived}`: {why}");
        Some(Diagnostic::error("invalid-derive", message))
    };
    if wanted == Trait::Default && matches!(def.kind, TypeKind::Enum(_) | TypeKind::Union(_)) {
        return error("no variant of an enum stands out");
    }
    if let Some(lack) = lack_of(def, wanted, types) {
        let (lacking, part) = (&lack.ty, &lack.part);
        let error = error(&format!("`{lacking}`, in {part}, is not `{derived}`"));
        let help = format!("derive it for `{lacking}` as well");
        return error.map(|error| {
            if lack.can_derive {
                error.help(help)
            } else {
                error
            }
        });
    }
    let needed = match wanted {
        Trait::Ord => [Trait::Eq, Trait::PartialOrd].as_slice(),
        Trait::Copy | Trait::Default | Trait::Eq | Trait::Hash | Trait::PartialOrd => &[],
    };
    let missing = needed.iter().find(|needed| !has(def, **needed))?.name();
    let error = error(&format!("that needs `{missing}`"));
    error.map(|error| error.help(format!("derive `{missing}` as well")))
}

/// Whether a type has a trait without deriving it.
fn implements(def: &TypeDef, wanted: Trait) -> bool {
    match &def.kind {
        // As `new` says: what can be sent and needs nothing.
        TypeKind::Model(model) => {
            wanted == Trait::Default && def.direction.sent && model.members.iter().all(may_be_unset)
        }
        TypeKind::Enum(_) => matches!(wanted, Trait::Eq | Trait::Hash),
        TypeKind::Newtype(inner) => match wanted {
            Trait::Eq | Trait::Hash | Trait::Ord | Trait::PartialOrd => true,
            Trait::Copy => matches!(inner, Type::Integer(_)),
            Trait::Default => false,
        },
        TypeKind::Union(_) | TypeKind::Responses(_) => false,
    }
}

const fn may_be_unset(member: &crate::ir::Member) -> bool {
    matches!(
        member.presence,
        Presence::Optional | Presence::OptionalNullable
    )
}

/// Whether a type has a trait, derived or not.
fn has(def: &TypeDef, wanted: Trait) -> bool {
    implements(def, wanted)
        || def
            .derives
            .iter()
            .any(|path| Trait::of(path) == Some(wanted))
}

/// What of a type does not have a trait.
struct Lack {
    /// What it is: `its member "price"`.
    part: String,
    /// Its type.
    ty: String,
    /// Whether that type could derive the trait.
    can_derive: bool,
}

/// What in a type does not have a trait.
fn lack_of(def: &TypeDef, wanted: Trait, types: &[TypeDef]) -> Option<Lack> {
    match &def.kind {
        TypeKind::Model(model) => in_model(model, wanted, types),
        TypeKind::Enum(Enum { repr, unknown, .. }) => {
            let is_held = wanted == Trait::Copy && *repr == EnumRepr::Text;
            is_held.then(|| lack(format!("`{unknown}`"), "UnknownText"))
        }
        TypeKind::Union(union) => {
            let arms = union.arms.iter().find_map(|arm| {
                let part = format!("`{}`", arm.name);
                in_type(&arm.payload.ty, part, wanted, types)
            });
            let unknown = || in_type(&Type::Json, format!("`{}`", union.unknown), wanted, types);
            arms.or_else(unknown)
        }
        TypeKind::Newtype(inner) => in_type(inner, "what is in it".to_owned(), wanted, types),
        TypeKind::Responses(_) => None,
    }
}

fn in_model(model: &Model, wanted: Trait, types: &[TypeDef]) -> Option<Lack> {
    let members = model.members.iter().find_map(|member| {
        // An `Option` has a value to start with whatever may be in it.
        let is_unset = wanted == Trait::Default && member.presence != Presence::Required;
        let part = format!("its member `{}`", member.name);
        in_type(&member.ty, part, wanted, types).filter(|_| !is_unset)
    });
    members.or_else(|| match &model.rest {
        Rest::Any(name, _) => matches!(wanted, Trait::Copy | Trait::Ord | Trait::PartialOrd)
            .then(|| lack(format!("`{name}`"), "AdditionalProperties")),
        Rest::Typed(name, payload) => {
            let map = Type::Map(Box::new(payload.ty.clone()));
            in_type(&map, format!("`{name}`"), wanted, types)
        }
    })
}

fn lack(part: String, ty: &str) -> Lack {
    Lack {
        part,
        ty: ty.to_owned(),
        can_derive: false,
    }
}

/// What of a value does not have a trait.
fn in_type(ty: &Type, part: String, wanted: Trait, types: &[TypeDef]) -> Option<Lack> {
    let lacking = match (ty, wanted) {
        (Type::Bool | Type::Integer(_), _)
        | (Type::Text, Trait::Default | Trait::Eq | Trait::Hash | Trait::Ord | Trait::PartialOrd)
        | (Type::Number, Trait::Copy | Trait::Default | Trait::PartialOrd)
        | (Type::DateTime | Type::Date | Type::Bytes, Trait::Eq | Trait::Hash)
        | (Type::File, Trait::Default | Trait::Eq)
        | (Type::Json, Trait::Default | Trait::Eq | Trait::Hash)
        | (Type::List(_) | Type::Map(_) | Type::Nullable(_), Trait::Default) => return None,
        (Type::List(inner), Trait::Eq | Trait::Hash | Trait::Ord | Trait::PartialOrd)
        | (Type::Map(inner), Trait::Eq | Trait::Hash | Trait::Ord | Trait::PartialOrd)
        | (
            Type::Boxed(inner),
            Trait::Default | Trait::Eq | Trait::Hash | Trait::Ord | Trait::PartialOrd,
        )
        | (Type::Nullable(inner), _) => return in_type(inner, part, wanted, types),
        (Type::Named(id), _) => {
            let def = target(types, *id)?;
            return (!has(def, wanted)).then(|| Lack {
                part,
                ty: def.name.to_string(),
                can_derive: true,
            });
        }
        (Type::Text, _) => "String",
        (Type::Number, _) => "f64",
        (Type::DateTime, _) => "DateTime",
        (Type::Date, _) => "Date",
        (Type::Bytes, _) => "Base64",
        (Type::File, _) => "FilePart",
        (Type::Json, _) => "Value",
        (Type::List(_), _) => "Vec",
        (Type::Map(_), _) => "BTreeMap",
        (Type::Boxed(_), _) => "Box",
    };
    Some(lack(part, lacking))
}

/// A type, or the one that it is another name of.
fn target(types: &[TypeDef], id: TypeId) -> Option<&TypeDef> {
    let def = types.get(id.0 as usize)?;
    match def.same_as {
        Some(same) => types.get(same.0 as usize),
        None => Some(def),
    }
}
