//! Finds OpenAPI documents: files with `openapi` or `swagger` at their top level.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::folder::is_document_name;

/// All entry documents under a path, sorted; the path itself if it is a file.
///
/// Hidden folders and symbolic links are left out.
///
/// # Errors
///
/// If a folder or a file cannot be read.
pub fn documents(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let metadata = fs::metadata(path).map_err(|error| Failure::io("read", path, &error))?;
    if metadata.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let fail = |error| Failure::io("read the folder", &folder, &error);
        for entry in fs::read_dir(&folder).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let kind = entry.file_type().map_err(fail)?;
            let place = entry.path();
            if kind.is_dir() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
                folders.push(place);
            } else if kind.is_file() && is_document_name(&place) && is_document(&place)? {
                found.push(place);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_document(path: &Path) -> Result<bool, Failure> {
    let content = fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&content);
    Ok(
        match content.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{') => json_has_version(content),
            _ => yaml_has_version(content),
        },
    )
}

/// The members that tell an OpenAPI document from other files.
const VERSIONS: [&[u8]; 2] = [b"openapi", b"swagger"];

/// Whether a line starts with one of the members: the top level of a YAML document is not indented.
fn yaml_has_version(content: &[u8]) -> bool {
    content.split(|byte| *byte == b'\n').any(|line| {
        let line = unquote(line);
        VERSIONS.iter().any(|name| {
            let rest = line.strip_prefix(*name).map(|rest| rest.trim_ascii_start());
            let rest = rest.map(|rest| unquote(rest).trim_ascii_start());
            rest.is_some_and(|rest| rest.starts_with(b":"))
        })
    })
}

/// Takes a quotation mark off the beginning.
fn unquote(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\"")
        .or_else(|| text.strip_prefix(b"'"))
        .unwrap_or(text)
}

/// Whether the outermost object has one of the members.
fn json_has_version(content: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut rest = content;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let (text, after) = json_string(rest);
                rest = after;
                let is_key = rest.trim_ascii_start().starts_with(b":");
                if depth == 1 && is_key && VERSIONS.contains(&text) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Splits behind the closing quotation mark; the text is raw.
fn json_string(content: &[u8]) -> (&[u8], &[u8]) {
    let mut escaped = false;
    for (index, byte) in content.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => {
                let (text, rest) = content.split_at(index);
                return (text, rest.get(1..).unwrap_or_default());
            }
            _ => {}
        }
    }
    (content, &[])
}

#[cfg(test)]
mod tests {
    use super::{json_has_version, yaml_has_version};

    #[test]
    fn json_documents_have_the_member_at_the_top() {
        assert!(json_has_version(
            br#"{"info": {"a": "}"}, "openapi" : "3.0.3"}"#
        ));
        assert!(json_has_version(br#"{"swagger":"2.0"}"#));
        assert!(!json_has_version(br#"{"info": {"openapi": "3.0.3"}}"#));
        assert!(!json_has_version(
            br#"{"x": "openapi", "y": "\"openapi\":"}"#
        ));
        assert!(!json_has_version(br#"{"x": ["openapi"#));
    }

    #[test]
    fn yaml_documents_have_the_member_at_the_top() {
        assert!(yaml_has_version(b"# comment\nopenapi: 3.1.0\n"));
        assert!(yaml_has_version(b"'swagger' : '2.0'\n"));
        assert!(!yaml_has_version(b"info:\n  openapi: 3.1.0\n"));
        assert!(!yaml_has_version(b"openapi_version: 3\n"));
    }
}
