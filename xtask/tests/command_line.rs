//! The program as people run it: what it writes, what it says, and with which exit code.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{contents, files, folder, generated, write};

/// A document with one operation and one model.
const DOCUMENT: &str = r##"openapi: 3.1.0
info: {title: Things, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /things/{thing_id}:
    get:
      parameters:
        - {name: thing_id, in: path, required: true, schema: {type: string, maxLength: 8}}
      responses:
        "200":
          description: The thing.
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
components:
  schemas:
    Thing:
      type: object
      description: A thing.
      required: [id]
      properties:
        id: {type: string, description: Its name., maxLength: 8}
        size: {type: integer, description: Its size.}
"##;

/// Runs the program in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .output()
        .expect("the program runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// Arguments that generate `api.yaml` into `out`.
const GENERATE: [&str; 5] = ["codegen", "--schema", "api.yaml", "--out", "out"];

#[test]
fn help_goes_to_the_standard_output() {
    let output = run(&folder("help"), &["--help"]);
    assert_eq!(code(&output), 0);
    assert!(printed(&output).starts_with("Generates Rust clients from OpenAPI documents.\n"));
    assert_eq!(said(&output), "");
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let output = run(&folder("usage"), &["codegen", "--chekc"]);
    assert_eq!(code(&output), 2);
    assert_eq!(printed(&output), "");
    assert_eq!(
        said(&output),
        "error: there is no option `--chekc`: did you mean `--check`?\n\n`cargo xtask --help` shows what there is.\n"
    );
}

#[test]
fn a_document_becomes_a_crate_that_stays() {
    let place = folder("document");
    write(&place, "api.yaml", DOCUMENT);
    let output = run(&place, &GENERATE);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    assert!(
        printed(&output).starts_with("out:\n  added    Cargo.toml (+"),
        "{}",
        printed(&output)
    );
    assert!(
        printed(&output).ends_with("1 operation, 1 type\n"),
        "{}",
        printed(&output)
    );
    let crate_files = contents(&place.join("out"));
    assert!(
        crate_files.contains_key("src/lib.rs"),
        "{:?}",
        crate_files.keys()
    );

    let again = run(&place, &GENERATE);
    assert_eq!(printed(&again), "out is up to date\n1 operation, 1 type\n");
    assert_eq!(contents(&place.join("out")), crate_files);
}

#[test]
fn check_shows_the_difference_and_the_command_that_repairs_it() {
    let place = folder("check");
    write(&place, "api.yaml", DOCUMENT);
    assert_eq!(code(&run(&place, &GENERATE)), 0);
    let check: Vec<&str> = GENERATE.into_iter().chain(["--check"]).collect();
    assert_eq!(code(&run(&place, &check)), 0);

    write(
        &place,
        "api.yaml",
        &DOCUMENT.replace("name., maxLength: 8", "name., maxLength: 9"),
    );
    let before = contents(&place);
    let output = run(&place, &check);
    assert_eq!(code(&output), 1);
    assert_eq!(
        said(&output),
        "error: out is out of date (1 file): run `cargo xtask codegen --schema api.yaml --out out`\n"
    );
    assert!(
        printed(&output).starts_with("--- a/src/"),
        "{}",
        printed(&output)
    );
    assert!(
        printed(&output).contains("\n+        id: Required \"id\" [MaxLength(9)],\n"),
        "{}",
        printed(&output)
    );
    assert_eq!(contents(&place), before);
}

/// The document with a longer identifier in the path, and a type less.
fn updated() -> String {
    let longer = DOCUMENT.replace("string, maxLength: 8}}", "string, maxLength: 4}}");
    longer.replace(
        "        size: {type: integer, description: Its size.}\n",
        "",
    )
}

const IMPACT: &str = "\
Breaking: code that uses this does not compile:
  Thing::size: gone
Behaviour: code compiles, and something else is sent or refused:
  things().get(thing_id): `MaxLength(4)`, was `MaxLength(8)`
Semver: major.
";

#[test]
fn an_update_says_what_it_means_for_callers() {
    let place = folder("update");
    write(&place, "api.yaml", DOCUMENT);
    let first = run(&place, &GENERATE);
    assert!(
        printed(&first).ends_with("1 operation, 1 type\n"),
        "{}",
        printed(&first)
    );
    write(&place, "api.yaml", &updated());
    let second = run(&place, &GENERATE);
    let expected = format!("1 operation, 1 type\n\n{IMPACT}");
    assert!(
        printed(&second).ends_with(&expected),
        "{}",
        printed(&second)
    );
}

#[test]
fn two_folders_are_compared() {
    let place = folder("impact");
    write(&place, "api.yaml", DOCUMENT);
    assert_eq!(code(&run(&place, &GENERATE)), 0);
    fs::rename(place.join("out"), place.join("old")).expect("a folder can be renamed");
    write(&place, "api.yaml", &updated());
    assert_eq!(code(&run(&place, &GENERATE)), 0);
    let impact = ["impact", "--old", "old", "--new", "out"];
    let output = run(&place, &impact);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    assert_eq!(printed(&output), IMPACT);

    let deny: Vec<&str> = impact
        .into_iter()
        .chain(["--markdown", "--deny-breaking"])
        .collect();
    let output = run(&place, &deny);
    assert_eq!(code(&output), 1);
    assert_eq!(
        said(&output),
        "error: code that calls the crate may not compile\n"
    );
    assert!(printed(&output).starts_with(
        "### Breaking: code that uses this does not compile\n\n- `Thing::size`: gone\n"
    ));

    let nothing = run(&place, &["impact", "--old", "none", "--new", "out"]);
    assert_eq!(code(&nothing), 1);
    assert_eq!(
        said(&nothing),
        "error: none holds nothing that codegen wrote\n"
    );
    let same = run(&place, &["impact", "--old", "out", "--new", "out"]);
    assert_eq!(printed(&same), "Nothing changes for callers.\n");
}

/// Whether git does something in a folder.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let identity = [
        "-c",
        "user.name=n",
        "-c",
        "user.email=e",
        "-c",
        "core.autocrlf=false",
    ];
    Command::new("git")
        .current_dir(folder)
        .args(identity)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}

#[test]
fn a_folder_is_compared_with_a_revision() {
    let place = folder("revision");
    if !git(&place, &["init", "--quiet"]) {
        println!("skipped: no git");
        return;
    }
    write(&place, "sub/api.yaml", DOCUMENT);
    let generate = ["codegen", "--schema", "sub/api.yaml", "--out", "sub/out"];
    assert_eq!(code(&run(&place, &generate)), 0);
    assert!(
        git(&place, &["add", "--all"]) && git(&place, &["commit", "--quiet", "--message", "m"])
    );
    write(&place, "sub/api.yaml", &updated());
    assert_eq!(code(&run(&place, &generate)), 0);
    let output = run(&place, &["impact", "HEAD", "--new", "sub/out"]);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    assert_eq!(printed(&output), IMPACT);

    let unknown = run(&place, &["impact", "nowhere", "--new", "sub/out"]);
    assert_eq!(code(&unknown), 1);
    assert!(
        said(&unknown).starts_with("error: git: fatal: "),
        "{}",
        said(&unknown)
    );
}

#[test]
fn a_bad_document_leaves_the_output_alone() {
    let place = folder("bad-document");
    write(&place, "out/Cargo.toml", &generated("old\n"));
    for (text, expected) in [
        (
            DOCUMENT.replace("schemas/Thing\"", "schemas/Thin\""),
            "#/components/schemas/Thin",
        ),
        (DOCUMENT.replace("type: integer", "type: whole"), "whole"),
        (DOCUMENT.replace("    Thing:", "\tThing:"), "tab"),
        ("openapi: [".to_owned(), "api.yaml"),
        ("just text".to_owned(), "api.yaml"),
    ] {
        write(&place, "api.yaml", &text);
        let output = run(&place, &GENERATE);
        assert_eq!(code(&output), 1, "{}", said(&output));
        assert!(
            said(&output).contains(expected),
            "{expected} is not in:\n{}",
            said(&output)
        );
        assert!(
            said(&output).contains("api.yaml:"),
            "there is no position in:\n{}",
            said(&output)
        );
        assert!(
            said(&output).ends_with("out was not touched\n"),
            "{}",
            said(&output)
        );
        assert_eq!(
            contents(&place.join("out")),
            files(&[("Cargo.toml", &generated("old\n"))])
        );
    }
}

#[test]
fn a_document_that_is_not_there_is_named() {
    let output = run(&folder("no-document"), &GENERATE);
    assert_eq!(code(&output), 1);
    assert_eq!(said(&output), "error: there is no file api.yaml\n");
}

#[test]
fn an_output_that_is_a_file_is_refused() {
    let place = folder("output-file");
    write(&place, "api.yaml", DOCUMENT);
    write(&place, "out", "mine");
    let output = run(&place, &GENERATE);
    assert_eq!(code(&output), 1);
    assert_eq!(
        said(&output),
        format!(
            "error: the output folder {} is a file\n",
            place.join("out").display()
        )
    );
    assert_eq!(contents(&place)["out"], "mine");
}

#[test]
fn a_file_by_hand_in_the_output_is_refused() {
    let place = folder("output-foreign");
    write(&place, "api.yaml", DOCUMENT);
    write(&place, "out/Cargo.toml", "[package]\n");
    let output = run(&place, &GENERATE);
    assert_eq!(code(&output), 1);
    assert!(
        said(&output).starts_with(
            "error: codegen did not write these files, and will not overwrite them:\n"
        )
    );
    assert_eq!(
        contents(&place.join("out")),
        files(&[("Cargo.toml", "[package]\n")])
    );
}

/// An overlay with one correction of the document, and what it becomes in the table.
const OVERLAY: &str = "overlay: 1.2.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.components.schemas.Thing.properties.id
    update: {maxLength: 9}
";
const CORRECTED: &str = "id: Required \"id\" [MaxLength(9)],";

#[test]
fn overlays_correct_a_document() {
    let place = folder("overlays");
    write(&place, "api/api.yaml", DOCUMENT);
    write(&place, "fix/one.overlay.yaml", OVERLAY);
    let more = OVERLAY.replace(
        "properties.id\n    update: {maxLength: 9}",
        "properties.size\n    remove: true",
    );
    write(&place, "fix/two.overlay.yaml", &more);
    // One by the configuration, beside which it is, the other by the command line.
    write(
        &place,
        "fix/codegen.toml",
        "overlays = [\"one.overlay.yaml\"]\n",
    );
    let arguments = [
        "codegen",
        "--schema",
        "api/api.yaml",
        "--config",
        "fix/codegen.toml",
        "--overlay",
        "fix/two.overlay.yaml",
        "--out",
        "out",
    ];
    let output = run(&place, &arguments);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    let things = contents(&place.join("out")).remove("src/things.rs");
    let things = things.expect("the crate has it");
    assert!(things.contains(CORRECTED), "{things}");
    assert!(!things.contains("size"), "{things}");

    // The command that repairs has all of it.
    write(&place, "fix/one.overlay.yaml", &OVERLAY.replace('9', "7"));
    let check: Vec<&str> = arguments.into_iter().chain(["--check"]).collect();
    assert_eq!(
        said(&run(&place, &check)),
        "error: out is out of date (1 file): run `cargo xtask codegen --schema api/api.yaml --out out \
         --overlay fix/two.overlay.yaml --config fix/codegen.toml`\n"
    );
}

#[test]
fn a_workspace_names_its_overlays() {
    let place = folder("workspace_overlays");
    write(&place, "schema/api.yaml", DOCUMENT);
    write(&place, "schema/api.overlay.yaml", OVERLAY);
    let config = "schema = \"schema/api.yaml\"\noutput = \"out\"\noverlays = [\"schema/api.overlay.yaml\"]\n";
    write(&place, "codegen.toml", config);
    let output = run(&place, &["codegen"]);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    let things = contents(&place.join("out")).remove("src/things.rs");
    assert!(things.expect("the crate has it").contains(CORRECTED));

    // The vendor has corrected it.
    write(
        &place,
        "schema/api.yaml",
        &DOCUMENT.replace("name., maxLength: 8", "name., maxLength: 9"),
    );
    let output = run(&place, &["codegen", "--check"]);
    assert_eq!(code(&output), 0);
    assert!(
        said(&output).starts_with(
            "warning[changes-nothing]: the action changes nothing\n --> schema/api.overlay.yaml:4:13\n"
        ),
        "{}",
        said(&output)
    );

    // Or the schema is called something else.
    write(
        &place,
        "schema/api.yaml",
        &DOCUMENT.replace("Thing", "Item"),
    );
    let output = run(&place, &["codegen"]);
    assert_eq!(code(&output), 1);
    assert!(
        said(&output).starts_with(
            "error[matches-nothing]: the query selects nothing\n --> schema/api.overlay.yaml:4:13\n"
        ),
        "{}",
        said(&output)
    );
}

/// A workspace with two APIs, of which the second has a file of its own.
fn two_apis(test: &str) -> PathBuf {
    let place = folder(test);
    write(&place, "schema/things.yaml", DOCUMENT);
    write(
        &place,
        "schema/items.yaml",
        &DOCUMENT.replace("Thing", "Item"),
    );
    let config =
        "schema = \"schema/things.yaml\"\noutput = \"things\"\napis = [\"schema/items.toml\"]\n";
    write(&place, "codegen.toml", config);
    let items = "schema = \"items.yaml\"\noutput = \"../items\"\n";
    write(&place, "schema/items.toml", items);
    place
}

#[test]
fn a_workspace_has_crates_of_several_apis() {
    let place = two_apis("several");
    let output = run(&place, &["codegen"]);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    let printed_of = printed(&output);
    let crates: Vec<&str> = printed_of.split("\n\n").collect();
    let starts = [
        "things:\n  added    Cargo.toml",
        "items:\n  added    Cargo.toml",
    ];
    assert_eq!(crates.len(), starts.len(), "{printed_of}");
    for (text, start) in crates.iter().zip(starts) {
        assert!(text.starts_with(start), "{text}");
        assert!(text.trim_end().ends_with("\n1 operation, 1 type"), "{text}");
    }
    let manifest = contents(&place)
        .remove("items/Cargo.toml")
        .expect("a crate");
    assert!(
        manifest.starts_with(
            "# @generated by `cargo xtask codegen` from schema/items.yaml. Do not edit.\n"
        ),
        "{manifest}"
    );
    let is_member = |crate_of: &str| !contents(&place)[crate_of].contains("[workspace]");
    assert!(is_member("things/Cargo.toml") && is_member("items/Cargo.toml"));

    // From a folder below, it is the same.
    let output = run(&place.join("schema"), &["codegen", "--check"]);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));

    // What is wrong with one of them does not hold up the other.
    write(&place, "schema/things.yaml", "openapi: 4.0.0\n");
    write(
        &place,
        "schema/items.yaml",
        &updated().replace("Thing", "Item"),
    );
    let output = run(&place, &["codegen"]);
    assert_eq!(code(&output), 1);
    assert!(
        said(&output).ends_with("error: because of 1 error, things was not touched\n"),
        "{}",
        said(&output)
    );
    assert!(
        printed(&output).starts_with("\nitems:\n"),
        "{}",
        printed(&output)
    );
}

#[test]
fn a_file_that_is_not_there_holds_up_its_own_crate_only() {
    let place = two_apis("several_missing");
    let config = "schema = \"schema/none.yaml\"\noverlays = [\"none.overlay.yaml\"]\noutput = \"things\"\napis = [\"schema/items.toml\"]\n";
    write(&place, "codegen.toml", config);
    let output = run(&place, &["codegen"]);
    assert_eq!(code(&output), 1);
    assert_eq!(
        said(&output).replace(&format!("{}/", place.display()), ""),
        "error[unreadable-file]: there is no file schema/none.yaml
 --> codegen.toml:1:10
  |
1 | schema = \"schema/none.yaml\"
  |          ^^^^^^^^^^^^^^^^^^
  |
  = pointer: #/schema

error[unreadable-file]: there is no file none.overlay.yaml
 --> codegen.toml:2:13
  |
2 | overlays = [\"none.overlay.yaml\"]
  |             ^^^^^^^^^^^^^^^^^^^
  |
  = pointer: #/overlays/0
error: because of 2 errors, things was not touched
"
    );
    let printed_of = printed(&output);
    assert!(printed_of.starts_with("\nitems:\n"), "{printed_of}");

    let place = two_apis("several_unlisted");
    let config = "schema = \"schema/things.yaml\"\noutput = \"things\"\napis = [\"none.toml\", \"schema/items.toml\"]\n";
    write(&place, "codegen.toml", config);
    let output = run(&place, &["codegen"]);
    assert_eq!(code(&output), 1);
    let told = said(&output).replace(&format!("{}/", place.display()), "");
    let missing = "error[invalid-api]: cannot read none.toml: No such file or directory (os error 2)\n --> codegen.toml:3:9\n";
    assert!(told.starts_with(missing), "{told}");
    let printed_of = printed(&output);
    for start in ["\nthings:\n", "\nitems:\n"] {
        assert!(printed_of.contains(start), "{printed_of}");
    }
    // What is compared with a revision is all of them.
    assert_eq!(code(&run(&place, &["impact"])), 1);

    let incomplete = "schema = \"items.yaml\"\n";
    write(&place, "schema/items.toml", incomplete);
    write(
        &place,
        "codegen.toml",
        &config.replace("\"none.toml\", ", ""),
    );
    let output = run(&place, &["codegen"]);
    assert_eq!(code(&output), 1);
    let told = said(&output);
    assert_eq!(told, "error: `schema/items.toml` does not say `output`\n");
    let printed_of = printed(&output);
    assert!(
        printed_of.starts_with("things is up to date\n"),
        "{printed_of}"
    );
}

#[test]
fn one_document_has_no_further_apis() {
    let place = two_apis("further");
    let arguments = "codegen --schema schema/things.yaml --out out --config codegen.toml";
    let output = run(&place, &arguments.split(' ').collect::<Vec<_>>());
    assert_eq!(code(&output), 0);
    assert_eq!(
        said(&output),
        "warning[unread-setting]: `apis` is not read: one document is named
 --> codegen.toml:3:1
  |
3 | apis = [\"schema/items.toml\"]
  | ^^^^
  |
  = pointer: #/apis
  = help: `cargo xtask codegen` without `--schema` generates what a workspace lists
"
    );
}

#[test]
fn what_a_revision_means_is_said_of_each_crate() {
    let place = two_apis("several_revisions");
    if !git(&place, &["init", "--quiet"]) {
        println!("skipped: no git");
        return;
    }
    assert_eq!(code(&run(&place, &["codegen"])), 0);
    let old = ["add", "things", "schema", "codegen.toml"];
    assert!(git(&place, &old) && git(&place, &["commit", "--quiet", "--message", "m"]));
    write(&place, "schema/things.yaml", &updated());
    assert_eq!(code(&run(&place, &["codegen"])), 0);
    let output = run(&place, &["impact"]);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    assert_eq!(
        printed(&output),
        format!("things\n\n{IMPACT}\nitems\n\nThis crate is new.\n")
    );
    let output = run(&place, &["impact", "--markdown", "--deny-breaking"]);
    assert_eq!(code(&output), 1);
    assert!(printed(&output).starts_with("## `things`\n\n### Breaking: "));
    let output = run(&place, &["impact", "--old", "things"]);
    assert_eq!(code(&output), 2);
    assert!(
        said(&output).starts_with(
            "error: `--old DIR` needs `--new DIR`: the workspace has several crates\n"
        )
    );
}

#[test]
fn apis_that_cannot_be_generated_are_named() {
    let place = two_apis("several_faults");
    let said_of = |config: &str, items: &str| {
        write(&place, "codegen.toml", config);
        write(&place, "schema/items.toml", items);
        let output = run(&place, &["codegen"]);
        assert_eq!(code(&output), 1);
        assert!(contents(&place).keys().all(|path| !path.ends_with(".rs")));
        said(&output).replace(&format!("{}/", place.display()), "")
    };
    let items = "schema = \"items.yaml\"\noutput = \"../items\"\n";
    assert_eq!(
        said_of(
            "apis = [\n  \"none.toml\",\n  \"schema/codegen.toml\",\n]\n",
            items
        ),
        "error[invalid-api]: cannot read none.toml: No such file or directory (os error 2)
 --> codegen.toml:2:3
  |
2 |   \"none.toml\",
  |   ^^^^^^^^^^^
  |
  = pointer: #/apis/0

error[invalid-api]: `codegen.toml` is the file that lists others
 --> codegen.toml:3:3
  |
3 |   \"schema/codegen.toml\",
  |   ^^^^^^^^^^^^^^^^^^^^^
  |
  = pointer: #/apis/1
  = help: a file of this name marks the root of a workspace: call it `billing.toml`, for instance
"
    );
    let apis = "apis = [\"schema/items.toml\"]\n";
    assert_eq!(
        said_of(apis, &format!("{items}apis = [\"more.toml\"]\n")),
        "error[invalid-api]: only `codegen.toml` lists others
 --> schema/items.toml:3:1
  |
3 | apis = [\"more.toml\"]
  | ^^^^
  |
  = pointer: #/apis
error: because of 1 error, items was not touched
"
    );
    assert_eq!(
        said_of(apis, "schema = \"items.yaml\"\n"),
        "error: `schema/items.toml` does not say `output`\n"
    );
    let both = format!("schema = \"schema/things.yaml\"\noutput = \"items/things\"\n{apis}");
    assert_eq!(
        said_of(&both, items),
        "error: the crates of `codegen.toml` and `schema/items.toml` are to go into one folder, items\n"
    );
}

#[test]
fn references_may_lead_above_the_document_but_not_far() {
    let place = folder("references");
    let part = "type: object\ndescription: A thing.\nproperties:\n  id: {type: string}\n";
    let refer = |to: &str| DOCUMENT.replace("\"#/components/schemas/Thing\"", &format!("\"{to}\""));
    write(
        &place,
        "a/b/c/d/e/api.yaml",
        &refer("../../parts/thing.yaml"),
    );
    write(&place, "a/b/c/parts/thing.yaml", part);
    write(&place, "far.yaml", part);
    let out = ["codegen", "--schema", "a/b/c/d/e/api.yaml", "--out", "out"];
    let output = run(&place, &out);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));

    write(
        &place,
        "a/b/c/d/e/api.yaml",
        &refer("../../../../../far.yaml"),
    );
    let output = run(&place, &out);
    assert_eq!(code(&output), 1);
    assert!(said(&output).contains("outside"), "{}", said(&output));
    let output = run(&place, &[&out[..], &["--root", "."]].concat());
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_root() {
    let place = folder("link-out");
    write(&place, "secret.yaml", "type: object\n");
    write(
        &place,
        "api/api.yaml",
        &DOCUMENT.replace("\"#/components/schemas/Thing\"", "\"link.yaml\""),
    );
    std::os::unix::fs::symlink(place.join("secret.yaml"), place.join("api/link.yaml"))
        .expect("a link");
    let output = run(
        &place,
        &[
            "codegen",
            "--schema",
            "api/api.yaml",
            "--out",
            "out",
            "--root",
            "api",
        ],
    );
    assert_eq!(code(&output), 1);
    assert!(said(&output).contains("outside"), "{}", said(&output));
    assert!(!place.join("out").exists());
}

/// Where a document lies does not show in the crate.
#[test]
fn the_crate_does_not_depend_on_the_current_folder() {
    let place = folder("current-folder");
    write(&place, "x/api.yaml", DOCUMENT);
    fs::create_dir_all(place.join("y")).expect("a folder");
    assert_eq!(
        code(&run(
            &place,
            &["codegen", "--schema", "x/api.yaml", "--out", "one/api"]
        )),
        0
    );
    assert_eq!(
        code(&run(
            &place.join("y"),
            &[
                "codegen",
                "--schema",
                "../x/api.yaml",
                "--out",
                "../two/api"
            ]
        )),
        0
    );
    assert_eq!(contents(&place.join("one")), contents(&place.join("two")));
}

#[test]
fn the_workspace_is_found_from_below() {
    let place = folder("workspace");
    write(
        &place,
        "codegen.toml",
        "schema = \"schema/api.yaml\"\noutput = \"client\"\n",
    );
    write(&place, "schema/api.yaml", DOCUMENT);
    fs::create_dir_all(place.join("below/deep")).expect("folders");
    let output = run(&place.join("below/deep"), &["codegen"]);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    let manifest = fs::read_to_string(place.join("client/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"client\""), "{manifest}");
    assert!(
        manifest.starts_with("# @generated by `cargo xtask codegen` from schema/api.yaml."),
        "{manifest}"
    );
}

/// A tool that cargo has fetched stands in a folder that other machines do not have.
#[test]
fn runtime_is_not_referred_to_in_the_folders_of_cargo() {
    let place = folder("fetched");
    let checkout = "home/git/checkouts/client";
    write(&place, &format!("{checkout}/runtime/Cargo.toml"), "");
    write(&place, &format!("{checkout}/xtask/Cargo.toml"), "");
    let generate = |config: &str, arguments: &[&str]| {
        let names = "schema = \"api.yaml\"\noutput = \"client\"\n";
        write(&place, "w/codegen.toml", &format!("{config}{names}"));
        write(&place, "w/api.yaml", DOCUMENT);
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(place.join("w"))
            .env("CARGO_HOME", place.join("home"))
            .env("CARGO_MANIFEST_DIR", place.join(checkout).join("xtask"))
            .output()
            .expect("the program runs")
    };
    let output = generate("", &["codegen"]);
    assert_eq!(code(&output), 1);
    let message = format!(
        "error[runtime-not-found]: the crate would refer to `runtime` in {}/{checkout}/runtime, which other machines \
         do not have\n",
        place.display()
    );
    assert!(said(&output).starts_with(&message), "{}", said(&output));

    let output = generate("", &GENERATE);
    assert_eq!(code(&output), 0);
    assert!(said(&output).starts_with("warning[runtime-not-found]: "));

    let config = "runtime = { git = \"https://example.com/client\", rev = \"4f5f0c1\" }\n";
    let output = generate(config, &["codegen"]);
    assert_eq!((code(&output), said(&output).as_str()), (0, ""));
    let manifest = fs::read_to_string(place.join("w/client/Cargo.toml")).expect("a manifest");
    let dependency = "runtime = { git = \"https://example.com/client\", rev = \"4f5f0c1\", default-features = false }";
    assert!(manifest.contains(dependency), "{manifest}");
}

#[test]
fn a_corpus_is_a_table() {
    let place = folder("corpus");
    let refers =
        r#"{"openapi": "3.1.0", "info": {}, "paths": {"/a": {"get": {"$ref": "nowhere.json"}}}}"#;
    write(&place, "docs/good.yaml", DOCUMENT);
    write(&place, "docs/more/dangling.json", refers);
    write(&place, "docs/more/syntax.json", "{\"openapi\": \"3.1.0\",");
    write(&place, "docs/part.yaml", "type: object\n");
    let arguments = ["corpus", "docs", "--out", "crates", "--json", "table.json"];
    let output = run(&place, &arguments);
    assert_eq!(code(&output), 1);
    let table = printed(&output);
    let words: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(words.len(), 5, "{table}");
    let start = |line: usize, count: usize| words[line][..count].join(" ");
    assert_eq!(
        start(0, 7),
        "document operations skipped models untyped errors warnings"
    );
    assert_eq!(start(1, 7), "good.yaml 1 0 1 0 0 0");
    assert_eq!(start(2, 7), "more/dangling.json 1 1 0 0 1 0");
    assert_eq!(start(3, 3), "more/syntax.json not generated");
    assert_eq!(start(4, 4), "2 of 3 generated");
    assert!(said(&output).contains("nowhere.json"), "{}", said(&output));
    assert!(
        said(&output).ends_with("error: 2 of 3 documents failed\n"),
        "{}",
        said(&output)
    );
    let json = fs::read_to_string(place.join("table.json")).expect("a table");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json[0]["document"], "good.yaml");
    assert_eq!(json[0]["operations"], 1);
    assert_eq!(json[2]["ok"], false);

    let strict = run(&place, &[&arguments[..], &["--strict"]].concat());
    assert!(
        printed(&strict).contains("1 of 3 generated"),
        "{}",
        printed(&strict)
    );
    let good = run(&place, &["corpus", "docs/good.yaml", "--out", "crates"]);
    assert_eq!(code(&good), 0, "{}", said(&good));
}

#[test]
fn a_folder_without_documents_is_no_corpus() {
    let place = folder("no-corpus");
    write(&place, "docs/part.yaml", "type: object\n");
    let output = run(&place, &["corpus", "docs"]);
    assert_eq!(code(&output), 1);
    assert_eq!(
        said(&output),
        "error: there is no OpenAPI document in docs\n"
    );
}

#[test]
fn the_schema_of_the_configuration_is_json() {
    let output = run(&folder("config-schema"), &["config-schema"]);
    assert_eq!(code(&output), 0);
    let schema: serde_json::Value = serde_json::from_str(&printed(&output)).expect("JSON");
    assert!(schema["properties"]["schema"].is_object());
}

/// The folder of real documents, where it stands beside this workspace, is recognised as it is described.
#[test]
fn all_documents_of_the_corpus_are_found() {
    let Some(shared) = shared() else { return };
    let found = xtask::corpus::documents(&shared.join("corpus")).expect("the corpus can be read");
    let names: Vec<String> = found
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let in_tree = |tree: &str| names.iter().filter(|name| name.contains(tree)).count();
    assert_eq!(in_tree("/digitalocean/"), 1);
    assert_eq!(in_tree("/matrix/"), 113);
    assert_eq!(in_tree("/oai_petstore_separate/"), 1);
    assert_eq!(names.len(), 41 + 113);
}

#[test]
fn keep_going_generates_the_rest() {
    let place = folder("keep-going");
    let broken = "  /broken:\n    get:\n      responses:\n        \"200\": {$ref: \"#/components/responses/None\"}\n";
    write(
        &place,
        "api.yaml",
        &DOCUMENT.replace("components:\n", &format!("{broken}components:\n")),
    );
    assert_eq!(code(&run(&place, &GENERATE)), 1);
    assert!(!place.join("out").exists());

    let keep_going: Vec<&str> = GENERATE.into_iter().chain(["--keep-going"]).collect();
    let output = run(&place, &keep_going);
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert!(
        said(&output).contains("#/components/responses/None"),
        "{}",
        said(&output)
    );
    assert!(
        printed(&output).ends_with(", 1 error in the document\n"),
        "{}",
        printed(&output)
    );
    assert!(place.join("out/src/things.rs").exists());
}

/// The folder of data shared by several projects, if it stands beside this workspace.
fn shared() -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    if place.join("upstream").is_dir() {
        Some(place)
    } else {
        println!("skipped: no corpus");
        None
    }
}

/// A document with a list in pages.
const PAGES: &str = r##"openapi: 3.1.0
info: {title: Things, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        "200":
          description: Things.
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {type: array, items: {type: string}}
                  next_cursor: {type: string}
"##;

#[test]
fn what_is_suggested_is_a_configuration() {
    let place = folder("suggest");
    write(&place, "api.yaml", PAGES);
    let output = run(&place, &["suggest", "api.yaml"]);
    assert_eq!((code(&output), said(&output)), (0, String::new()));
    let suggested = printed(&output);
    assert_eq!(
        suggested,
        "\
# For `codegen.toml`: guessed by names that are in common use, and tried.

# The pages of one list.
[pagination]
strategy = \"cursor\"
cursor = \"cursor\"
next = \"next_cursor\"
items = \"data\"

"
    );
    assert_eq!(contents(&place), files(&[("api.yaml", PAGES)]));
    let hint = "\n`cargo xtask suggest api.yaml` looks how its lists have pages.\n";
    assert!(printed(&run(&place, &GENERATE)).ends_with(hint));
    let again = printed(&run(&place, &GENERATE));
    assert!(!again.contains("suggest"), "{again}");
    write(&place, "codegen.toml", &suggested);
    let with = ["suggest", "api.yaml", "--config", "codegen.toml"];
    assert_eq!(
        printed(&run(&place, &with)),
        "# Nothing that is not said: no more lists seem to have pages, and no start is common to all paths.\n"
    );
    let arguments = [&GENERATE[..], &["--config", "codegen.toml"]].concat();
    assert_eq!(code(&run(&place, &arguments)), 0);
    let list = fs::read_to_string(place.join("out/src/things.rs")).expect("a file of the crate");
    let paged = r#"Cursor { cursor: "cursor", next: "next_cursor" }"#;
    assert!(list.contains(paged), "{list}");
}

#[test]
fn of_a_document_that_cannot_be_read_nothing_is_suggested() {
    let place = folder("suggest_broken");
    write(&place, "api.yaml", "openapi: 3.1.0\npaths: [\n");
    let output = run(&place, &["suggest", "api.yaml"]);
    assert_eq!(code(&output), 1);
    assert_eq!(printed(&output), "");
    assert!(said(&output).contains("--> api.yaml:"), "{}", said(&output));
    let none = run(&place, &["suggest", "nothing.yaml"]);
    assert_eq!(code(&none), 1);
    assert!(said(&none).contains("nothing.yaml"), "{}", said(&none));
}
