//! Finding what stands twice.

pub mod doubled;
pub mod near;
pub mod particles;
pub mod passages;
pub mod phrases;
