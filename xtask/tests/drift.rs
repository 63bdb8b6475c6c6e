//! The committed crate is what the committed document says: the same comparison as `codegen --check`.

use std::path::Path;

#[test]
fn the_generated_crate_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let difference = xtask::codegen::drift(&root).expect("the document is generated");
    assert!(
        difference.is_empty(),
        "{difference}\nThe generated crate is out of date: run `cargo xtask codegen`"
    );
}
