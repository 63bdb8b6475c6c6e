//! Parameters beside the key of the path: what its template and its query name has to be declared, and the other way
//! round.

use super::Parameter;
use super::style::joined;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Location, StyleKind};
use crate::read::paths::Found;
use crate::read::template::Bound;
use crate::suggest;

/// Compares the parameters of the template with the declared ones. One that is not declared is taken as text,
/// for those who want to keep going.
pub(super) fn check_path<'d>(
    found: &Found<'d>,
    parameters: &mut Vec<Parameter<'d>>,
    diagnostics: &Diagnostics,
) {
    let (in_path, others): (Vec<_>, Vec<_>) = parameters
        .drain(..)
        .partition(|parameter| matches!(parameter.location, Location::Path(_)));
    let (mut used, unused): (Vec<_>, Vec<_>) = in_path.into_iter().partition(|parameter| {
        found
            .template
            .parameters()
            .any(|name| name == parameter.name)
    });
    for parameter in &unused {
        diagnostics.push(not_in_template(found, parameter));
    }
    for name in found.template.parameters() {
        if !used.iter().any(|parameter| parameter.name == name) {
            let spare = unused.iter().map(|parameter| parameter.name.as_str());
            let close = suggest::closest(name, spare);
            diagnostics.push(undeclared(found, name, "path", close));
            used.push(as_text(name, Location::Path(joined(StyleKind::Simple))));
        }
    }
    parameters.extend(used.into_iter().chain(others));
}

fn as_text<'d>(name: &str, location: Location) -> Parameter<'d> {
    Parameter {
        node: None,
        declared: None,
        name: name.to_owned(),
        location,
        required: true,
        schema: None,
    }
}

/// Compares the parameters that the key names in its query with the declared ones. Documents that have them there
/// often declare them as if the query were a part of the path. One that is not declared is taken as text, for those
/// who want to keep going.
pub(super) fn check_query<'d>(
    found: &Found<'d>,
    parameters: &mut Vec<Parameter<'d>>,
    diagnostics: &Diagnostics,
) {
    let mut moved: Vec<&str> = Vec::new();
    for bound in &found.template.bound {
        let in_query = |parameter: &Parameter<'d>| {
            matches!(parameter.location, Location::Query(_))
                && (parameter.name == bound.parameter || parameter.name == bound.key)
        };
        let in_path = |parameter: &&Parameter<'d>| {
            matches!(parameter.location, Location::Path(_)) && parameter.name == bound.parameter
        };
        if parameters.iter().any(in_query) {
            continue;
        }
        let location = Location::Query(joined(StyleKind::Form));
        match parameters.iter().find(in_path).cloned() {
            Some(declared) => {
                diagnostics.push_repeated(misplaced(found, &declared, bound));
                moved.push(&bound.parameter);
                parameters.push(Parameter {
                    name: bound.key.clone(),
                    location,
                    ..declared
                });
            }
            None => {
                diagnostics.push(undeclared(found, &bound.parameter, "query", None));
                parameters.push(as_text(&bound.key, location));
            }
        }
    }
    parameters.retain(|parameter| {
        let name = parameter.name.as_str();
        !matches!(parameter.location, Location::Path(_))
            || !moved.contains(&name)
            || found.template.parameters().any(|other| other == name)
    });
}

fn misplaced(found: &Found<'_>, parameter: &Parameter<'_>, bound: &Bound) -> Diagnostic {
    let message = format!(
        "the parameter `{}` is declared for the path, and stands in the query",
        parameter.name
    );
    let at = parameter.node.unwrap_or(found.place).at();
    Diagnostic::warning("misplaced-parameter", message)
        .at(at.member("in"))
        .help(format!("it is sent in the query, as `{}`", bound.key))
}

fn undeclared(found: &Found<'_>, name: &str, place: &str, close: Option<&str>) -> Diagnostic {
    let message = format!(
        "the {place} parameter `{name}` of `{}` is not declared",
        found.name()
    );
    let code = if place == "path" {
        "undeclared-path-parameter"
    } else {
        "undeclared-query-parameter"
    };
    let error = Diagnostic::error(code, message).at(found.place.at().key());
    error.help(match close {
        Some(close) => format!("`{close}` is declared: one of the two is misspelt"),
        None => format!(
            "add `{{name: {name}, in: {place}, required: true, schema: …}}` to `parameters`"
        ),
    })
}

fn not_in_template(found: &Found<'_>, parameter: &Parameter<'_>) -> Diagnostic {
    let message = format!(
        "the path `{}` has no parameter `{}`",
        found.key, parameter.name
    );
    let names: Vec<String> = found
        .template
        .parameters()
        .map(|name| format!("`{name}`"))
        .collect();
    let at = parameter.node.unwrap_or(found.place).at();
    let error = Diagnostic::error("unused-path-parameter", message)
        .at(at)
        .related(found.place.at().key(), "of this operation");
    let in_fragment = format!("{{{}}}", parameter.name);
    let fragment = found.template.fragment.as_deref();
    error.help(if fragment.is_some_and(|it| it.contains(&in_fragment)) {
        "what follows `#` is never sent: it only tells operations of one path apart".to_owned()
    } else if names.is_empty() {
        "the path has no parameters: remove this one".to_owned()
    } else {
        format!("its parameters are {}", names.join(", "))
    })
}
