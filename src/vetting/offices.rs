//! Offices: whether they are known, and whether they are held by somebody's leave.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Desk, Entry};
use crate::glossary::Glossary;

#[derive(Deserialize)]
struct File {
    role: Vec<Office>,
}

#[derive(Deserialize)]
struct Office {
    id: String,
}

/// The offices that have titles (`glossaries/names/roles.toml`).
static OFFICES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let file: File = builtin_data!("roles");
    file.role.into_iter().map(|office| office.id).collect()
});

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
            if !OFFICES.contains(&role.role) {
                let message = format!(
                    "`{}` is no office whose titles are known{}",
                    role.role,
                    nearest(&role.role)
                );
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

fn nearest(role: &str) -> String {
    let rated = OFFICES
        .iter()
        .map(|office| (strsim::jaro_winkler(office, role), office));
    rated
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .filter(|(likeness, _)| *likeness > 0.8)
        .map_or_else(String::new, |(_, office)| {
            format!("; did you mean `{office}`?")
        })
}
