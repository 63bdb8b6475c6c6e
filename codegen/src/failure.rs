//! How the documentation of an operation says what a failure decodes as. It stands in no table, since callers choose
//! what they decode a failure as; so the report of what changes for callers reads the line that is written here.

const ANOTHER: &str = "Another failure";
const OF_STATUS: &str = "A failure ";
const VERB: &str = " decodes as [`crate::";
const END: &str = "`].";

/// The line for a status, as Markdown has it, or for failures of any other status.
pub(crate) fn line(status: Option<&str>, name: &str) -> String {
    let failure = status.map_or_else(
        || ANOTHER.to_owned(),
        |status| format!("{OF_STATUS}{status}"),
    );
    format!("{failure}{VERB}{name}{END}")
}

/// The status and the name of the type in such a line.
pub(crate) fn read(line: &str) -> Option<(Option<&str>, &str)> {
    let (failure, name) = line.strip_suffix(END)?.split_once(VERB)?;
    let status = (failure != ANOTHER)
        .then(|| failure.strip_prefix(OF_STATUS))
        .map_or(Some(None), |status| status.map(Some))?;
    Some((status, name))
}
