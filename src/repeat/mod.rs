//! Finding what stands twice.

pub mod doubled;
pub mod passages;
