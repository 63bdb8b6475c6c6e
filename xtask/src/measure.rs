//! Time and peak memory of a process, and of the compiler for one crate.
//!
//! The compiler is measured by standing in for it: with [`LOG`] set and this program as `RUSTC_WRAPPER`,
//! cargo calls [`wrap_compiler`], which runs the real one and appends a line to the log. So what is measured
//! is the one crate alone, whatever cargo does around it.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// The environment variable that makes this program stand in for the compiler: the path of the log.
pub const LOG: &str = "XTASK_COMPILER_LOG";

/// How often the memory of a running process is looked at. The figure only grows, so nothing but what is
/// allocated in the last moment can be missed.
const INTERVAL: Duration = Duration::from_millis(4);

/// What a process used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Wall-clock time in seconds.
    pub seconds: f64,
    /// Most memory at one time in KiB; `None` where the system does not tell.
    pub peak_kib: Option<u64>,
}

/// Runs the compiler that the arguments name, and logs what it used.
///
/// The result is the exit code of the compiler.
#[must_use]
pub fn wrap_compiler(log: &OsString, arguments: Vec<OsString>) -> ExitCode {
    let mut arguments = arguments.into_iter();
    let Some(compiler) = arguments.next() else {
        return ExitCode::from(2);
    };
    let arguments: Vec<OsString> = arguments.collect();
    let krate = arguments
        .iter()
        .skip_while(|argument| *argument != "--crate-name")
        .nth(1)
        .cloned();
    match run(Command::new(compiler).args(arguments).env_remove(LOG)) {
        Ok((code, usage)) => {
            if let Some(krate) = krate {
                append(Path::new(log), &krate.to_string_lossy(), usage);
            }
            ExitCode::from(u8::try_from(code).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("error: cannot run the compiler: {error}");
            ExitCode::from(1)
        }
    }
}

/// Runs a command to its end, and measures it.
fn run(command: &mut Command) -> std::io::Result<(i32, Usage)> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    let done = AtomicBool::new(false);
    let id = child.id();
    let (status, peak_kib) = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(id, &done));
        let status = Child::wait(&mut child);
        done.store(true, Ordering::Relaxed);
        (status, watcher.join().unwrap_or_default())
    });
    let seconds = start.elapsed().as_secs_f64();
    Ok((status?.code().unwrap_or(1), Usage { seconds, peak_kib }))
}

fn watch(id: u32, done: &AtomicBool) -> Option<u64> {
    let mut peak = None;
    while !done.load(Ordering::Relaxed) {
        peak = peak.max(peak_of(&format!("/proc/{id}/status")));
        thread::sleep(INTERVAL);
    }
    peak
}

/// Most memory that this process has had at one time, in KiB.
#[must_use]
pub fn own_peak() -> Option<u64> {
    peak_of("/proc/self/status")
}

fn peak_of(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Appends a line in one write, so that two compilers do not mix theirs.
fn append(log: &Path, krate: &str, usage: Usage) {
    let mut line = format!("{krate}\t{:.3}\t", usage.seconds);
    if let Some(peak) = usage.peak_kib {
        let _ = write!(line, "{peak}");
    }
    line.push('\n');
    let file = fs::OpenOptions::new().create(true).append(true).open(log);
    let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
}

/// What the compiler used for a crate, by the log: the last run counts.
///
/// # Errors
///
/// If the log cannot be read.
pub fn usage_of(log: &Path, krate: &str) -> Result<Option<Usage>, Failure> {
    let text = match fs::read_to_string(log) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io("read", log, &error)),
    };
    Ok(text.lines().rev().find_map(|line| parse_line(line, krate)))
}

fn parse_line(line: &str, krate: &str) -> Option<Usage> {
    let mut fields = line.split('\t');
    if fields.next()? != krate {
        return None;
    }
    let seconds = fields.next()?.parse().ok()?;
    Some(Usage {
        seconds,
        peak_kib: fields.next().and_then(|field| field.parse().ok()),
    })
}

/// Makes a command measure every crate that cargo compiles: its log is emptied first.
///
/// # Errors
///
/// If this program cannot find itself.
pub fn compilers<'c>(command: &'c mut Command, log: &Path) -> Result<&'c mut Command, Failure> {
    let program = env::current_exe()
        .map_err(|error| Failure::Fault(format!("cannot find the running program: {error}")))?;
    let _ = fs::remove_file(log);
    Ok(command
        .env("RUSTC_WRAPPER", program)
        .env(LOG, log)
        .env("CARGO_INCREMENTAL", "0"))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{Usage, parse_line, run};

    #[test]
    fn a_line_of_the_log() {
        let usage = Usage {
            seconds: 1.25,
            peak_kib: Some(1000),
        };
        assert_eq!(parse_line("api\t1.250\t1000", "api"), Some(usage));
        assert_eq!(
            parse_line("api\t1.250\t", "api"),
            Some(Usage {
                peak_kib: None,
                ..usage
            })
        );
        assert_eq!(parse_line("api\t1.250\t1000", "other"), None);
    }

    #[test]
    fn the_exit_code_is_passed_on() {
        let (code, _) = run(Command::new("sh").args(["-c", "exit 7"])).expect("a shell runs");
        assert_eq!(code, 7);
    }
}
