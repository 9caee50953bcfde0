//! Tests of the whole application, in one binary so that they link once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod house;
