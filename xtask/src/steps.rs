//! The steps of `cargo xtask test`.

/// A step that cargo does: its arguments, and what is added to the environment.
pub(crate) struct Step {
    pub(crate) arguments: &'static [&'static str],
    pub(crate) environment: &'static [(&'static str, &'static str)],
    /// The file without which there is nothing to do, as in a workspace that only uses this crate.
    pub(crate) manifest: Option<&'static str>,
}

const MEANING: &str = "tools/meaning/Cargo.toml";
const WIRE: &str = "tools/wire/Cargo.toml";

pub(crate) const STEPS: &[Step] = &[
    Step {
        arguments: &["fmt", "--all", "--check"],
        environment: &[],
        manifest: None,
    },
    Step {
        arguments: &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ],
        environment: &[],
        manifest: None,
    },
    Step {
        arguments: &["test", "--workspace", "--all-features"],
        environment: &[],
        manifest: None,
    },
    Step {
        arguments: &[
            "doc",
            "--quiet",
            "--workspace",
            "--no-deps",
            "--all-features",
        ],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
        manifest: None,
    },
    // What is in a workspace of its own still has to work when what it calls changes.
    Step {
        arguments: &clippy(MEANING),
        environment: &[],
        manifest: Some(MEANING),
    },
    Step {
        arguments: &test(MEANING),
        environment: &[],
        manifest: Some(MEANING),
    },
    Step {
        arguments: &clippy(WIRE),
        environment: &[],
        manifest: Some(WIRE),
    },
    Step {
        arguments: &test(WIRE),
        environment: &[],
        manifest: Some(WIRE),
    },
];

/// The lints of a tool, which compile it.
const fn clippy(manifest: &'static str) -> [&'static str; 9] {
    [
        "clippy",
        "--quiet",
        "--locked",
        "--manifest-path",
        manifest,
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]
}

/// The tests of a tool.
const fn test(manifest: &'static str) -> [&'static str; 5] {
    ["test", "--quiet", "--locked", "--manifest-path", manifest]
}

/// The command line of each step, in order.
pub(crate) fn commands() -> impl Iterator<Item = String> {
    let own = std::iter::once(DRIFT.to_owned());
    STEPS.iter().map(Step::command).chain(own)
}

/// The last step, which is not cargo's.
pub(crate) const DRIFT: &str = "cargo xtask codegen --check";

impl Step {
    /// The command line.
    pub(crate) fn command(&self) -> String {
        let variables: String = self
            .environment
            .iter()
            .map(|(name, value)| format!("{name}=\"{value}\" "))
            .collect();
        format!("{variables}cargo {}", self.arguments.join(" "))
    }
}
