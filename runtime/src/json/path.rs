//! Paths to a member of an object: names with dots between them (`links.next`), or, where a name has a dot itself, a
//! JSON pointer (`/@odata.nextLink`, RFC 6901).

use std::borrow::Cow;

/// The first name of a path, and the path from there on, which is empty at the end.
pub(super) fn step(path: &str) -> (Cow<'_, str>, &str) {
    let Some(pointer) = path.strip_prefix('/') else {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        return (Cow::Borrowed(name), rest);
    };
    let (token, rest) = pointer.split_at(pointer.find('/').unwrap_or(pointer.len()));
    (unescaped(token), rest)
}

fn unescaped(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_names_with_dots_or_a_pointer() {
        assert_eq!(step("next"), ("next".into(), ""));
        assert_eq!(step("links.next.url"), ("links".into(), "next.url"));
        assert_eq!(step("/@odata.nextLink"), ("@odata.nextLink".into(), ""));
        assert_eq!(step("/a.b/c.d"), ("a.b".into(), "/c.d"));
        assert_eq!(step("/a~1b~01"), ("a/b~1".into(), ""));
    }
}
