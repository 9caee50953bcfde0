//! ringback.
fn main() {}
