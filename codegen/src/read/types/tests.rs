//! Small schemas, and what they become.

use super::harness::lower;

/// Lowers schemas that are given as the content of `components.schemas`.
fn schemas(yaml: &str) -> super::harness::Outcome {
    let indented: String = yaml.lines().map(|line| format!("    {line}\n")).collect();
    lower(&format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}"))
}

#[test]
fn show() {
    let Ok(path) = std::env::var("SHOW") else { return };
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let out = lower(&text);
    println!("{}", out.types());
    println!("{:#?}", out.others);
    println!("{:#?}", out.problems());
}

#[test]
fn survey() {
    let Ok(list) = std::env::var("SURVEY") else { return };
    for entry in list.split_whitespace() {
        let started = std::time::Instant::now();
        let (folder, name) = entry.rsplit_once("//").or_else(|| entry.rsplit_once('/')).unwrap_or((".", entry));
        struct Folder(String);
        impl crate::input::Files for Folder {
            fn read(&self, path: &str) -> Result<Vec<u8>, crate::input::ReadError> {
                std::fs::read(format!("{}/{path}", self.0)).map_err(|_| crate::input::ReadError::NotFound)
            }
        }
        let out = super::harness::lower_files(name, &Folder(folder.to_owned()));
        let mut codes = std::collections::BTreeMap::new();
        for one in &out.diagnostics {
            *codes.entry(one.code).or_insert(0) += 1;
        }
        println!("{name}: types {} untyped {} of {} inlined {} unused {}  {:.2?} {codes:?}", out.api.types.len(), out.finished.untyped, out.finished.schemas, out.finished.schemas_inlined, out.finished.schemas_excluded, started.elapsed());
        if let Ok(wanted) = std::env::var("CODES") {
            for one in out.diagnostics.iter().filter(|one| wanted.split(',').any(|code| code == one.code)).take(std::env::var("TAKE").ok().and_then(|t| t.parse().ok()).unwrap_or(40)) {
                println!("   {}: {} at {}", one.code, one.message, one.at.as_ref().map_or(String::new(), |at| format!("{}#{}", at.file, at.pointer)));
            }
        }
        if let Ok(to) = std::env::var("DUMP") {
            std::fs::write(to, out.types()).unwrap_or_default();
        }
    }
}
