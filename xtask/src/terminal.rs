//! Writing to the terminal, with colours where it is one.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use codegen::diagnostic::Colour;

/// Writes to the standard output. A reader that has gone, as `head` does, is no failure.
pub fn print(text: impl Display) {
    let _ = write!(io::stdout().lock(), "{text}");
}

/// Writes to the standard error stream. A reader that has gone is no failure.
pub fn eprint(text: impl Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}

/// Whether colours go to the standard output.
#[must_use]
pub fn stdout() -> Colour {
    decide(io::stdout().is_terminal())
}

/// Whether colours go to the standard error stream.
#[must_use]
pub fn stderr() -> Colour {
    decide(io::stderr().is_terminal())
}

/// A terminal gets colours unless `NO_COLOR` is set.
fn decide(terminal: bool) -> Colour {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || env::var_os("TERM").is_some_and(|value| value == "dumb");
    if terminal && !refused {
        Colour::Always
    } else {
        Colour::Never
    }
}

/// What a piece of text means to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something went wrong, or was removed.
    Bad,
    /// Something went well, or was added.
    Good,
    /// A heading.
    Strong,
    /// Less important than what stands around it.
    Faint,
}

/// The text in a tone.
#[must_use]
pub fn paint(colour: Colour, tone: Tone, text: &str) -> String {
    let code = match tone {
        Tone::Bad => "31",
        Tone::Good => "32",
        Tone::Strong => "1",
        Tone::Faint => "2",
    };
    match colour {
        Colour::Never => text.to_owned(),
        Colour::Always => format!("\x1b[{code}m{text}\x1b[0m"),
    }
}

/// A text with headings, which are the lines at its edge that end with a colon.
#[must_use]
pub fn paint_headings(colour: Colour, text: &str) -> String {
    let line = |line: &str| {
        if !line.starts_with(' ') && line.ends_with(':') {
            format!("{}\n", paint(colour, Tone::Strong, line))
        } else {
            format!("{line}\n")
        }
    };
    text.lines().map(line).collect()
}

/// A unified diff, coloured by line.
#[must_use]
pub fn paint_diff(colour: Colour, diff: &str) -> String {
    let line = |line: &str| {
        let tone = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Tone::Strong,
            [b'+', ..] => Tone::Good,
            [b'-', ..] => Tone::Bad,
            [b'@', ..] => Tone::Faint,
            _ => return format!("{line}\n"),
        };
        paint(colour, tone, line) + "\n"
    };
    match colour {
        Colour::Never => diff.to_owned(),
        Colour::Always => diff.lines().map(line).collect(),
    }
}

#[cfg(test)]
mod tests {
    use codegen::diagnostic::Colour;

    use super::{Tone, paint, paint_diff};

    #[test]
    fn text_without_colours_stays_as_it_is() {
        assert_eq!(paint(Colour::Never, Tone::Bad, "no"), "no");
        assert_eq!(paint(Colour::Always, Tone::Bad, "no"), "\x1b[31mno\x1b[0m");
    }

    #[test]
    fn a_diff_is_coloured_by_line() {
        assert_eq!(
            paint_diff(Colour::Always, " a\n-b\n+c\n"),
            " a\n\x1b[31m-b\x1b[0m\n\x1b[32m+c\x1b[0m\n"
        );
    }
}
