//! The command line: arguments as typed, a command, an exit code; the only room that prints.

mod load;
mod progress;
mod report;
mod run;
mod show;
mod trace;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a contact center would do: a simulator with direct callback.
#[derive(Parser)]
#[command(name = "ringback", version, about, long_about = LONG_ABOUT, after_help = WORDS)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const LONG_ABOUT: &str = "\
What does direct callback do to waits, abandonment and staffing?

ringback replays recorded or synthetic calls through queues with and without direct callback \
(press 1, hang up, keep the place in line, be called back) and compares them, caller by caller.";

const WORDS: &str = "\
Short names: ASA average speed of answer; AHT average handle time; ACW after-call work; \
SL service level.

Exit codes: 0 done; 1 `diff` found a difference; 2 the input or the command line is wrong, nothing was written; \
4 a file could not be written; 130 interrupted.

Examples:
  ringback run scenarios/support-line.toml
  ringback run scenarios/morning-peak.toml --set agent_group.team.staff_change=-2
  ringback run scenarios/support-line.toml --format json --no-report > results.json
  ringback explain scenarios/support-line.toml worst-callback";

#[derive(Subcommand)]
enum Command {
    /// Simulate every variant of a scenario and compare them.
    Run(run::Arguments),
    /// Render saved results again, one run or several side by side.
    Report(report::Arguments),
    /// Tell every event of one replication.
    Trace(trace::TraceArguments),
    /// Find the first event in which two traces or scenarios differ.
    Diff(trace::DiffArguments),
    /// Tell why one call waited.
    Explain(trace::ExplainArguments),
}

/// Why a command stopped.
enum Failure {
    /// The input or the command line is wrong; exit code 2.
    Input(String),
    /// Something could not be written; exit code 4.
    Output(String),
}

impl Failure {
    /// An output failure with what was being written.
    fn writing(what: &str, error: &io::Error) -> Self {
        Self::Output(format!("error: cannot write {what}: {error}\n"))
    }
}

/// Parses the arguments, runs the command, prints what it has to say, decides the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let shown = error.print();
            return match (error.exit_code(), shown) {
                (0, Ok(())) => ExitCode::SUCCESS,
                (0, Err(_)) => ExitCode::from(4),
                _ => ExitCode::from(2),
            };
        }
    };
    let outcome = match arguments.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Trace(arguments) => trace::trace(&arguments),
        Command::Explain(arguments) => trace::explain(&arguments),
        Command::Diff(arguments) => match trace::diff(&arguments) {
            Ok(false) => return ExitCode::from(1),
            other => other.map(|_| ()),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(message)) => {
            complain(&message);
            ExitCode::from(2)
        }
        Err(Failure::Output(message)) => {
            complain(&message);
            ExitCode::from(4)
        }
    }
}

/// Writes to standard error; nobody is left to tell when that fails.
fn complain(message: &str) {
    let _ = io::stderr().write_all(message.as_bytes());
}

/// Writes to standard output; a reader who has gone away is no failure.
fn say(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::writing("to standard output", &error))
        }
        _ => Ok(()),
    }
}
