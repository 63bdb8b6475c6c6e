//! Paths to a member of an object, as the configuration and the tables of operations write them: names with dots between
//! them (`links.next`), or, where a name has a dot itself, a JSON pointer (`/@odata.nextLink`).

use super::resolve::unescape;
use crate::diagnostic::push_token;

/// The names on a path.
pub(super) fn steps(path: &str) -> Vec<String> {
    match path.strip_prefix('/') {
        Some(pointer) => pointer.split('/').map(unescape).collect(),
        None => path.split('.').map(str::to_owned).collect(),
    }
}

/// The path of these names.
pub(super) fn path<S: AsRef<str>>(names: &[S]) -> String {
    let names = names.iter().map(AsRef::as_ref);
    let needs_pointer = |name: &str| name.contains('.') || name.starts_with('/');
    if names.clone().any(needs_pointer) {
        names.fold(String::new(), |mut pointer, name| {
            push_token(&mut pointer, name);
            pointer
        })
    } else {
        names.collect::<Vec<_>>().join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_dots_or_is_a_pointer() {
        let all: [(&str, &[&str]); 5] = [
            ("next", &["next"]),
            ("links.next", &["links", "next"]),
            ("/@odata.nextLink", &["@odata.nextLink"]),
            ("/page/next.url", &["page", "next.url"]),
            ("/~1a", &["/a"]),
        ];
        for (written, names) in all {
            assert_eq!(steps(written), names);
            assert_eq!(path(names), written);
        }
    }
}
