//! Patterns of paths, and paths as the patterns see them.

use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::ConfigError;

/// What a pattern stands for, in the manner of .gitignore: `*` and `?` stay within a name, `**`
/// crosses directories; a pattern without a slash holds in any directory, one with a slash from the
/// directory of the configuration file; what holds for a directory holds for all that is in it.
pub(super) fn globs(pattern: &str) -> Result<Vec<Glob>, ConfigError> {
    let error = |reason: &str| ConfigError::Glob {
        pattern: pattern.to_owned(),
        reason: reason.to_owned(),
    };
    if pattern.trim().is_empty() {
        return Err(error("it is empty"));
    }
    if pattern.starts_with('!') {
        return Err(error(
            "`!` takes nothing back here; put the exception in a later override",
        ));
    }
    let mut stem = pattern;
    while let Some(rest) = stem.strip_prefix("./") {
        stem = rest;
    }
    let stem = stem.trim_end_matches('/');
    let core = stem.trim_start_matches('/');
    let (own, inside) = match core {
        "" | "." => (String::from("**"), None),
        _ if stem.contains('/') => (core.to_owned(), Some(format!("{core}/**"))),
        _ => (format!("**/{core}"), Some(format!("**/{core}/**"))),
    };
    let inside = inside.filter(|_| !core.ends_with("**"));
    std::iter::once(own)
        .chain(inside)
        .map(|glob| {
            GlobBuilder::new(&glob)
                .literal_separator(true)
                .build()
                .map_err(|problem| error(&problem.kind().to_string()))
        })
        .collect()
}

/// Patterns of paths, each with what it belongs to.
#[derive(Debug)]
pub(super) struct Patterns<T> {
    set: GlobSet,
    pub(super) owners: Vec<T>,
}

impl<T> Patterns<T> {
    pub(super) fn new(patterns: Vec<(Glob, T)>) -> Result<Self, ConfigError> {
        let mut builder = GlobSetBuilder::new();
        let mut owners = Vec::with_capacity(patterns.len());
        for (glob, owner) in patterns {
            builder.add(glob);
            owners.push(owner);
        }
        let set = builder.build().map_err(|error| ConfigError::Glob {
            pattern: error.glob().unwrap_or_default().to_owned(),
            reason: error.kind().to_string(),
        })?;
        Ok(Self { set, owners })
    }

    /// The numbers of the patterns that a path fits.
    pub(super) fn matching(&self, path: &str) -> Vec<usize> {
        if self.owners.is_empty() {
            return Vec::new();
        }
        self.set.matches(path)
    }
}

/// A path as patterns see it: relative to the directory of the configuration file, with `/` between
/// names; `../` leads out of the directory. `here` is what a relative path is relative to; `here`
/// and `directory` are absolute. No file is asked: `a/../b` is `b`.
pub fn path_for_patterns(path: &str, here: &Path, directory: &Path) -> String {
    let path = normalized(&here.join(path));
    let directory = normalized(directory);
    let (mut names, mut base) = (
        path.components().peekable(),
        directory.components().peekable(),
    );
    while let (Some(name), Some(other)) = (names.peek(), base.peek())
        && name == other
    {
        names.next();
        base.next();
    }
    let up = base.map(|_| String::from(".."));
    let down = names.map(|name| name.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

fn normalized(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{globs, path_for_patterns};

    fn holds(pattern: &str, path: &str) -> bool {
        globs(pattern)
            .unwrap()
            .iter()
            .any(|glob| glob.compile_matcher().is_match(path))
    }

    #[test]
    fn patterns_read_like_those_of_gitignore() {
        for (pattern, path) in [
            ("*.html", "a.html"),
            ("*.html", "wire/deep/a.html"),
            ("wire/*.txt", "wire/a.txt"),
            ("./wire/*.txt", "wire/a.txt"),
            ("/wire/*.txt", "wire/a.txt"),
            ("wire/**", "wire/deep/a.txt"),
            ("wire/**/a.txt", "wire/a.txt"),
            ("wire/**/a.txt", "wire/x/y/a.txt"),
            ("wire", "wire/a.txt"),
            ("wire/", "desk/wire/deep/a.txt"),
            ("desk/wire", "desk/wire/deep/a.txt"),
            ("../other/*.txt", "../other/a.txt"),
            ("{wire,desk}/*.{md,txt}", "desk/a.md"),
            ("batch.jsonl", "in/batch.jsonl"),
            ("**", "a/b"),
            (".", "a/b"),
            ("[ab].txt", "x/b.txt"),
        ] {
            assert!(holds(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("wire/*.txt", "wire/deep/a.txt"),
            ("wire/*.txt", "desk/wire/a.txt"),
            ("/a.txt", "x/a.txt"),
            ("*.html", "a.htm"),
            ("wire", "wired/a.txt"),
            ("wire?a.txt", "wire/a.txt"),
            ("other/*.txt", "../other/a.txt"),
        ] {
            assert!(!holds(pattern, path), "{pattern} {path}");
        }
        for wrong in ["", " ", "!a", "[", "{a"] {
            assert!(globs(wrong).is_err(), "{wrong}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_seen_from_the_configuration_file() {
        let (here, directory) = (Path::new("/desk/wire"), Path::new("/desk"));
        for (path, seen) in [
            ("a.txt", "wire/a.txt"),
            ("./a.txt", "wire/a.txt"),
            ("../a.txt", "a.txt"),
            ("../../a.txt", "../a.txt"),
            ("../../other/a.txt", "../other/a.txt"),
            ("x/../a.txt", "wire/a.txt"),
            ("/desk/a.txt", "a.txt"),
            ("/etc/a.txt", "../etc/a.txt"),
            ("<stdin>", "wire/<stdin>"),
        ] {
            assert_eq!(path_for_patterns(path, here, directory), seen);
        }
        let up = Path::new("/desk/conf/..");
        assert_eq!(path_for_patterns("a.txt", here, up), "wire/a.txt");
    }
}
