//! Offices: whether they are known, and whether they are held by somebody's leave.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::{Desk, Entry};
use crate::glossary::{Glossary, roles};
use crate::text::nearest::nearest;

pub(super) fn check(entries: &[Entry<'_>], desk: &mut Desk<'_>) {
    if entries.iter().all(|entry| entry.entity.roles.is_empty()) {
        return;
    }
    let builtin = Glossary::default();
    let own = entries.iter().map(|entry| entry.entity.id.as_str());
    let known = builtin.entities().iter().map(|entity| entity.id.as_str());
    let ids: HashSet<&str> = own.chain(known).collect();
    for entry in entries {
        for role in &entry.entity.roles {
            if let (Some(from), Some(to)) = (role.from, role.to)
                && to.is_before(from)
            {
                let message = format!(
                    "the office `{}` ends ({to}) before it begins ({from})",
                    role.role
                );
                desk.fault(*entry, "dates", Some(&role.role), None, message);
            }
            if !roles::offices().any(|office| office == role.role) {
                let mut message = format!("`{}` is no office whose titles are known", role.role);
                if let Some(office) = nearest(&role.role, roles::offices()) {
                    let _ = write!(message, "; did you mean `{office}`?");
                }
                desk.fault(*entry, "unknown-role", Some(&role.role), None, message);
            }
            let Some(of) = &role.of else { continue };
            let is_region = of.len() == 2 && of.bytes().all(|b| b.is_ascii_lowercase());
            if !is_region && !ids.contains(of.as_str()) {
                let message = format!(
                    "`{of}` is neither a country (two small letters, as `tr`) nor the id of an entity"
                );
                desk.fault(*entry, "unknown-role", Some(of), None, message);
            }
        }
    }
}
