//! Paths, read by their template.

use crate::request::variables;

#[test]
fn variables_beside_each_other() {
    let listed = |name: &str| match name {
        "extension" => vec![".json".to_owned(), ".x/y".to_owned()],
        _ => Vec::new(),
    };
    let found = |path| variables("/users/{id}{extension}", path, listed);
    let pair = |id: &str, extension: &str| {
        let own = [("id", id), ("extension", extension)];
        Some(
            own.map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        )
    };
    assert_eq!(found("/users/a.b.json"), pair("a.b", ".json"));
    assert_eq!(found("/users/a%2Ex%2Fy"), pair("a", "%2Ex%2Fy"));
    assert_eq!(found("/users/a.xml"), None);
}
