//! What the sources of `codegen` and `runtime` may not hold.

use crate::support::{crate_folder, read_folder};

/// All Rust files of a crate's `src`, by path from the root of the workspace.
fn sources(krate: &str) -> Vec<(String, String)> {
    let root = crate_folder().join("..").join(krate).join("src");
    let files = read_folder(&root, |path| path.ends_with(".rs"));
    assert!(!files.is_empty(), "{krate} has no sources");
    let text = |(path, bytes): (String, Vec<u8>)| {
        (
            format!("{krate}/src/{path}"),
            String::from_utf8(bytes).expect("sources are UTF-8"),
        )
    };
    files.into_iter().map(text).collect()
}

fn both() -> Vec<(String, String)> {
    let mut all = sources("codegen");
    all.extend(sources("runtime"));
    all
}

/// Whether a file holds nothing but tests, which may read files.
fn is_test(path: &str) -> bool {
    path.ends_with("test.rs") || path.ends_with("tests.rs") || path.ends_with("/harness.rs")
}

/// The lines of code, comments left out, that hold one of the words: `path:line: text`.
fn lines_with(files: &[(String, String)], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        for (number, line) in text.lines().enumerate() {
            let code = line.trim_start();
            if !code.starts_with("//") && words.iter().any(|word| holds(code, word)) {
                found.push(format!("{path}:{}: {code}", number + 1));
            }
        }
    }
    found
}

/// Whether a line holds a word that is not the end of a longer one.
fn holds(line: &str, word: &str) -> bool {
    let longer = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word)
        .any(|(at, _)| !word.starts_with(longer) || !line[..at].ends_with(longer))
}

/// A file without the tests at its end.
fn without_tests((path, text): (String, String)) -> (String, String) {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    (path, text[..end].to_owned())
}

#[test]
fn nothing_is_left_to_do() {
    let found = lines_with(
        &both(),
        &["todo!(", "unimplemented!(", "#[ignore", ".unwrap()"],
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn names_are_made_in_one_module() {
    let mut files = sources("codegen");
    files.retain(|(path, _)| !path.starts_with("codegen/src/read/names"));
    let found = lines_with(&files, &["heck::", "use heck"]);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn writers_do_not_see_the_reading_half() {
    let mut files = sources("codegen");
    files.retain(|(path, _)| path.starts_with("codegen/src/write"));
    let found = lines_with(&files, &["read::"]);
    assert!(found.is_empty(), "{found:#?}");
}

/// `generate` is a pure function.
#[test]
fn the_generator_does_not_touch_the_world() {
    let mut files: Vec<_> = sources("codegen").into_iter().map(without_tests).collect();
    files.retain(|(path, _)| !is_test(path));
    let found = lines_with(
        &files,
        &[
            "std::fs",
            "std::env",
            "std::net",
            "std::process",
            "std::time",
            "Instant",
            "SystemTime",
        ],
    );
    assert!(found.is_empty(), "{found:#?}");
}

/// What is special about an API is said in its configuration.
#[test]
fn no_vendor_is_named() {
    const VENDORS: [&str; 12] = [
        "cloudflare",
        "stripe",
        "openai",
        "twilio",
        "digitalocean",
        "kubernetes",
        "discord",
        "spotify",
        "adyen",
        "hetzner",
        "oxide",
        "qdrant",
    ];
    let mut found = Vec::new();
    // One test is about documents of vendors.
    let is_about_vendors = |path: &str| path.ends_with("corpus_test.rs");
    for (path, text) in both()
        .into_iter()
        .filter(|(path, _)| !is_about_vendors(path))
    {
        for (number, line) in text.lines().enumerate() {
            let line = line.to_ascii_lowercase();
            if VENDORS.iter().any(|vendor| line.contains(vendor)) {
                found.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut files = both();
    files.extend(sources("xtask"));
    for (path, text) in files {
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first
                .strip_prefix("//! ")
                .is_some_and(|words| words.len() > 10),
            "{path} does not open with `//! …`"
        );
    }
}

/// The files and folders of `runtime`, from the bottom to the top: each uses only what stands before it.
///
/// A folder is everything in it that has no entry of its own. What expansions of macros name, and what the crate gives
/// out, is not listed: `__private`, `macros` and `lib`.
const LAYERS: [(&str, &str); 7] = [
    (
        "text, bytes and time",
        "base64 boxed clock decimal encoding escape limit media printable reader secret sensitive source file_part trail \
         blocking validate/format validate/pattern",
    ),
    (
        "tables and values",
        "model additional_properties datetime nullable open_enum",
    ),
    (
        "interpreters of them",
        "json formats keywords schema text validate json/dispatch",
    ),
    (
        "what a call is made of",
        "envelope pagination/facts pagination/seen operation/table transport upload retry credential client \
         operation/call request response error",
    ),
    (
        "from inputs to a request",
        "operation/inputs parameter path request/headers body auth request/wire request/inputs request/page",
    ),
    (
        "from an answer to a value",
        "redirect answer header output response/raw operation",
    ),
    (
        "calls",
        "trace executor pending pagination streaming operation/private transport/memory transport/reqwest \
         client/builder",
    ),
];

#[test]
fn the_runtime_stands_in_layers() {
    let layers = LAYERS.iter();
    let order: Vec<_> = layers
        .flat_map(|(_, modules)| modules.split_ascii_whitespace())
        .collect();
    let position = |module: &str| {
        let is_in = |entry: &&str| {
            let rest = module.strip_prefix(*entry);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let entries = order.iter().enumerate().filter(|(_, entry)| is_in(entry));
        entries
            .max_by_key(|(_, entry)| entry.len())
            .map(|(at, _)| at)
    };
    let mut unused: Vec<_> = order.clone();
    let mut found = Vec::new();
    for (path, text) in sources("runtime").into_iter().map(without_tests) {
        let module = path.trim_start_matches("runtime/src/");
        let module = module.trim_end_matches(".rs");
        if matches!(module, "lib" | "macros" | "__private") {
            continue;
        }
        let Some(here) = position(module) else {
            found.push(format!("{path} has no layer"));
            continue;
        };
        unused.retain(|entry| *entry != order[here]);
        for (number, line) in text.lines().enumerate() {
            for used in used(module, line) {
                match position(&used) {
                    Some(there) if there <= here => {}
                    Some(there) => found.push(format!(
                        "{path}:{}: `{}` stands below `{}`",
                        number + 1,
                        order[here],
                        order[there]
                    )),
                    None => found.push(format!("{path}:{}: `{used}` has no layer", number + 1)),
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(unused.is_empty(), "there are no files for {unused:?}");
}

/// The paths below the root of a crate that a line of `module` names, as in `operation/table`. What expansions of macros
/// name begins with `$crate` and is none of them.
fn used(module: &str, line: &str) -> Vec<String> {
    let code = line.trim_start();
    let mut found = Vec::new();
    if code.starts_with("//") {
        return found;
    }
    // A file at the top says `super` in modules of its own only.
    let roots: &[&str] = match module.contains('/') {
        true => &["crate::", "super::"],
        false => &["crate::"],
    };
    for root in roots {
        for (at, _) in code.match_indices(root) {
            let is_longer = |before: char| before.is_alphanumeric() || "_$:".contains(before);
            if code[..at].ends_with(is_longer) {
                continue;
            }
            let mut parts: Vec<&str> = match *root {
                "super::" => module.split('/').collect(),
                _ => Vec::new(),
            };
            for part in code[at..].trim_start_matches("crate::").split("::") {
                let end = part.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
                match &part[..end.unwrap_or(part.len())] {
                    "super" => drop(parts.pop()),
                    name => parts.push(name),
                }
                if end.is_some() {
                    break;
                }
            }
            found.push(parts.join("/"));
        }
    }
    found
}
