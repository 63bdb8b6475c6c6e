//! `Cargo.toml` and `rustfmt.toml`.

use super::layout::{FEATURES, Feature, Layout};
use super::{Dependency, Membership, Options};
use crate::ir::ResourceId;

/// `Cargo.toml`, without the header.
pub(crate) fn cargo(layout: &Layout<'_>, options: &Options) -> String {
    let api = layout.api;
    let runtime = match &options.runtime {
        Dependency::Path(path) => format!("path = {}", quoted(path)),
        Dependency::Table(table) => table
            .iter()
            .map(|(key, value)| format!("{key} = {value}"))
            .collect::<Vec<_>>()
            .join(", "),
    };
    let workspace = match options.membership {
        Membership::Member => "",
        Membership::Standalone => "\n[workspace]\n",
    };
    format!(
        "[package]\n\
         name = {name}\n\
         description = {description}\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         rust-version = \"1.88\"\n\
         publish = false\n\
         {programs}\
         \n\
         # Texts of the document are no tests.\n\
         [lib]\n\
         doctest = false\n\
         \n\
         [features]\n\
         {features}\
         \n\
         [dependencies]\n\
         runtime = {{ {runtime}, default-features = false }}\n\
         {development}{workspace}",
        name = quoted(&api.package),
        description = quoted(&format!("Client of the {}", super::client::title(api))),
        programs = if has_bin(layout) { NO_PROGRAMS } else { "" },
        features = features(layout, options),
        development = development(options),
    )
}

/// Cargo takes the files in `src/bin` for programs, if it is not told otherwise.
const NO_PROGRAMS: &str = "autobins = false\n";

/// Whether modules are in `src/bin`.
fn has_bin(layout: &Layout<'_>) -> bool {
    let ids = (0..).map(ResourceId).take(layout.api.resources.len());
    ids.map(|id| layout.module(id).0.as_slice())
        .any(|path| matches!(path, [first, _, ..] if first == "bin"))
}

/// The table of dev-dependencies, if there are any.
fn development(options: &Options) -> String {
    let mut out = String::new();
    for (name, requirement) in &options.dev_dependencies {
        if out.is_empty() {
            out.push_str("\n[dev-dependencies]\n");
        }
        out.push_str(&format!("{} = {requirement}\n", key(name)));
    }
    out
}

fn features(layout: &Layout<'_>, options: &Options) -> String {
    let on = FEATURES.iter().filter(|feature| feature.default);
    let mut default: Vec<String> = on.map(|feature| feature.name.to_owned()).collect();
    match &options.features.default {
        Some(groups) => default.extend(
            groups
                .iter()
                .filter(|group| layout.groups.contains_key(*group))
                .cloned(),
        ),
        None => default.extend(layout.groups.keys().cloned()),
    }
    let mut out = list("default", &default);
    for Feature { name, .. } in FEATURES {
        out.push_str(&list(name, &[format!("runtime/{name}")]));
    }
    for group in layout.groups.keys() {
        // What is part of a group that was cut is reached through it.
        let above: Vec<String> = group
            .rsplit_once('-')
            .map(|(above, _)| above.to_owned())
            .filter(|above| layout.groups.contains_key(above))
            .into_iter()
            .collect();
        out.push_str(&list(group, &above));
    }
    out
}

/// A feature with what it turns on, one a line if there are many.
fn list(name: &str, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    if values.len() < 4 {
        format!("{} = [{}]\n", key(name), values.join(", "))
    } else {
        format!("{} = [\n    {},\n]\n", key(name), values.join(",\n    "))
    }
}

fn key(name: &str) -> String {
    let bare = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { name.to_owned() } else { quoted(name) }
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `rustfmt.toml`, without the header: the layout of the crate is codegen's.
pub(crate) const RUSTFMT: &str = "disable_all_formatting = true\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtime_has_the_features_that_are_forwarded() {
        let manifest =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/Cargo.toml");
        let manifest = std::fs::read_to_string(manifest).expect("the manifest of runtime");
        let manifest: toml::Table = manifest.parse().expect("a manifest");
        for Feature { name, .. } in FEATURES {
            assert!(manifest["features"].get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn text_is_a_string_of_toml() {
        let text: toml::Table = format!("x = {}", quoted("a\"b\\c\nd"))
            .parse()
            .expect("TOML");
        assert_eq!(text["x"].as_str(), Some("a\"b\\c d"));
    }
}
