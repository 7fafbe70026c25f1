//! Finding what stands twice.

pub mod beside;
pub mod doubled;
pub mod near;
pub mod particles;
pub mod passages;
pub mod phrases;
pub mod setting;
