//! Finding what stands twice.

pub mod doubled;
pub mod near;
pub mod passages;
pub mod phrases;
