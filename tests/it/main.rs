//! Tests of the whole application, in one binary so that they link once.

mod house;
