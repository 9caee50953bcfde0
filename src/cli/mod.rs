//! The command line: arguments as typed, a command, an exit code; the only room that prints.

mod amount;
mod changes;
mod check;
mod completions;
mod diff;
mod erlang;
mod estimate;
mod load;
mod new;
mod plan;
mod planning;
mod processor;
mod progress;
mod report;
mod run;
mod schema;
mod selfcheck;
mod show;
mod sweep;
mod trace;
mod validate;

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

Exit codes: 0 done; 1 `check` found a regression, `diff` a difference, `selfcheck` a disagreement; \
2 the input or the command line is wrong, nothing was written; 3 `check` cannot judge; \
4 a file could not be written; 130 interrupted.

Examples:
  ringback run scenarios/support-line.toml
  ringback run scenarios/morning-peak.toml --set agent_group.team.staff_change=-2
  ringback run scenarios/support-line.toml --format json --no-report > results.json
  ringback sweep scenarios/sweeps/threshold-and-staff.toml
  ringback plan scenarios/staffing-day.toml
  ringback explain scenarios/support-line.toml worst-callback
  ringback check scenarios
  ringback new my-center && ringback run my-center.toml";

#[derive(Subcommand)]
enum Command {
    /// Simulate every variant of a scenario and compare them.
    Run(run::Arguments),
    /// Simulate a scenario at many points of a design, in parallel, in parts, on many machines.
    Sweep(sweep::Arguments),
    /// Find the staff that reaches targets, with its shifts and cost; or judge a roster.
    Plan(plan::Arguments),
    /// Judge scenarios by what they expect and by baselines: a test for CI.
    Check(check::Arguments),
    /// Render saved results again, one run or several side by side.
    Report(report::Arguments),
    /// Tell every event of one replication.
    Trace(trace::TraceArguments),
    /// Tell what two scenarios or traces do differently, and the first call that shows it.
    Diff(diff::Arguments),
    /// Tell why one call waited.
    Explain(trace::ExplainArguments),
    /// Calculate agents, waits and abandonment by Erlang B, C and A.
    Erlang(erlang::Arguments),
    /// Check this program against exact values.
    Selfcheck(selfcheck::Arguments),
    /// Say every problem of scenario files, and what a run would take; simulate nothing.
    Validate(validate::Arguments),
    /// Write a commented scenario to begin with.
    New(new::Arguments),
    /// Print every key of the scenario file, as JSON Schema or to read.
    Schema(schema::Arguments),
    /// Print a script that completes commands in a shell.
    Completions(completions::Arguments),
}

/// Why a command stopped.
enum Failure {
    /// The input or the command line is wrong; exit code 2.
    Input(String),
    /// Something could not be written; exit code 4.
    Output(String),
    /// Somebody stopped it; exit code 130.
    Interrupted(String),
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
    if processor::is_too_old() {
        complain(processor::COMPLAINT);
        return ExitCode::from(2);
    }
    obey()
}

/// Not part of `main`, so that no newer instruction comes before it is known that there are such.
#[inline(never)]
fn obey() -> ExitCode {
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
        Command::Plan(arguments) => plan::plan(&arguments),
        Command::Sweep(arguments) => sweep::sweep(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Trace(arguments) => trace::trace(&arguments),
        Command::Erlang(arguments) => erlang::run(&arguments),
        Command::Explain(arguments) => trace::explain(&arguments),
        Command::Selfcheck(arguments) => match selfcheck::run(&arguments) {
            Ok(false) => return ExitCode::from(1),
            other => other.map(|_| ()),
        },
        Command::Validate(arguments) => validate::validate(&arguments),
        Command::New(arguments) => new::new(&arguments),
        Command::Schema(arguments) => schema::schema(&arguments),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Check(arguments) => match check::check(&arguments) {
            Ok(code) => return ExitCode::from(code),
            Err(failure) => Err(failure),
        },
        Command::Diff(arguments) => match diff::diff(&arguments) {
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
        Err(Failure::Interrupted(message)) => {
            complain(&message);
            ExitCode::from(130)
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
