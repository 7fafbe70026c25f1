//! Finding what stands twice.

pub mod doubled;
