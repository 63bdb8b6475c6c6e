//! Text of the server in messages.

use std::fmt;

/// Text of the server that does no harm in a log: a line of limited length without control characters.
pub(crate) struct Printable<'a>(pub(crate) &'a str, pub(crate) usize);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(self.1) {
            write!(
                f,
                "{}",
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            )?;
        }
        if characters.next().is_some() {
            f.write_str("…")
        } else {
            Ok(())
        }
    }
}
