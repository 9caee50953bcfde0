//! Tests of the pure core, which need none of the application's features.

mod callback_story;
mod center;
mod conservation;
mod oracles;
