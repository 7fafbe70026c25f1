//! Finding what stands twice.
