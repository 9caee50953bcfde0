//! `ringback completions`: what a shell completes behind `ringback`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Failure, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Which shell.
    shell: Shell,
}

const EXAMPLES: &str = "\
Prints a script that your shell reads once, or each time it starts.

Examples:
  ringback completions bash > ~/.local/share/bash-completion/completions/ringback
  ringback completions zsh > ~/.zfunc/_ringback        (fpath+=~/.zfunc before compinit)
  ringback completions fish > ~/.config/fish/completions/ringback.fish
  ringback completions powershell >> $PROFILE
  ringback completions elvish >> ~/.config/elvish/rc.elv";

/// Runs the command.
pub(super) fn completions(arguments: &Arguments) -> Result<(), Failure> {
    let mut script = Vec::new();
    let mut command = super::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "ringback", &mut script);
    say(&String::from_utf8_lossy(&script))
}
