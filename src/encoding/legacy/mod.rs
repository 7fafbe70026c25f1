//! Text that was typed for a font: the code points are right only where that font is at hand.

pub mod private_use;
pub mod vietnamese;
pub mod zawgyi;
