//! What the command line changes of a scenario: the options that commands which simulate share.

use clap::Args;

use crate::scenario::Options;

use super::load;

/// Changes as typed.
#[derive(Args)]
pub(super) struct Changes {
    /// Change a setting: a path of the file and a TOML value (repeatable).
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = load::setting)]
    pub(super) sets: Vec<(String, String)>,
    /// Only this variant (repeatable; default all).
    #[arg(long = "variant", value_name = "NAME")]
    pub(super) variants: Vec<String>,
    /// Instead of the file's seed.
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Exactly so many replications, instead of what the file says (number, precision, batches).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) replications: Option<u32>,
}

impl Changes {
    /// The same for who reads the scenario.
    pub(super) fn options(&self) -> Options {
        Options {
            sets: self.sets.clone(),
            variants: self.variants.clone(),
            seed: self.seed,
            replications: self.replications,
        }
    }

    /// The options that make the same changes again, each with its value.
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        let sets = self.sets.iter().map(|(path, value)| ("--set", format!("{path}={value}")));
        let variants = self.variants.iter().map(|name| ("--variant", name.clone()));
        let seed = self.seed.map(|seed| ("--seed", seed.to_string()));
        let count = self.replications.map(|count| ("--replications", count.to_string()));
        sets.chain(variants).chain(seed).chain(count).collect()
    }
}
