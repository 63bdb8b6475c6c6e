//! What a program that uses the client has to compile.

use std::path::Path;
use std::process::Command;

#[test]
fn the_client_needs_no_procedural_macro() {
    let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
    let tree = Command::new(cargo)
        .args(["tree", "--package", "generated", "--edges", "normal,build"])
        .args(["--prefix", "none", "--no-dedupe", "--locked", "--offline"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .output()
        .expect("cargo starts");
    assert!(tree.status.success(), "{tree:?}");
    let tree = String::from_utf8(tree.stdout).expect("names of crates");
    assert!(tree.contains("\nreqwest v"), "{tree}");
    let macros: Vec<_> = tree
        .lines()
        .filter(|line| line.contains("(proc-macro)") || line.starts_with("syn v"))
        .collect();
    assert_eq!(macros, [""; 0]);
}
