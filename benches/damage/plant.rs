//! Which lines are damaged: the same in every run.

use copydesk::lang::Lang;

use crate::corpus::Article;
use crate::kinds::{Kind, Planted};
use crate::rng::Rng;

/// Damages so many lines of one language in one way; `take` gets the article, the line's index in
/// it and what became of the line.
pub(crate) fn plant<'a>(
    kind: &Kind,
    lang: Lang,
    articles: &'a [Article],
    n: usize,
    mut take: impl FnMut((&'a Article, usize), Planted, &mut Rng),
) {
    let mut rng = Rng::of(&format!("{}/{}/{lang}", kind.group, kind.name));
    let mut lines: Vec<(&Article, usize)> = articles
        .iter()
        .flat_map(|article| (0..article.lines.len()).map(move |line| (article, line)))
        .collect();
    rng.shuffle(&mut lines);
    let mut left = n;
    for (article, line) in lines {
        if left == 0 {
            return;
        }
        if let Some(planted) = (kind.plant)(&article.lines[line], &mut rng) {
            left -= 1;
            take((article, line), planted, &mut rng);
        }
    }
}
