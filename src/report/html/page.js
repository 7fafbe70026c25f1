// The page is whole without this script. It filters, searches, sorts, and leads from finding to
// finding by keys. It reads nothing but the page itself.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const controls = $("controls");
  if (!controls) return;
  const list = $("articles");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const articles = all("article.doc", list).map((element) => ({ element, notes: null, words: null }));
  const severities = all("input[name=severity]", controls);
  const n_notes = all("li.note", list).length;

  // The notes of an article with what in its text points to them, found when first asked for.
  const notesOf = (article) => {
    if (!article.notes) {
      const marks = all("mark", article.element);
      article.notes = all("li.note", article.element).map((element) => ({
        element,
        reference: $(element.id.replace("n", "m")),
        marks: marks.filter((mark) => mark.dataset.n.split(" ").includes(String(element.value))),
      }));
    }
    return article.notes;
  };

  // ---- Filter

  const filter = () => ({
    rule: $("rule").value,
    severities: new Set(severities.filter((box) => box.checked).map((box) => box.value)),
    words: $("q").value.trim().toLowerCase(),
  });

  const holds = (article, words) => {
    article.words ??= article.element.textContent.toLowerCase();
    return article.words.includes(words);
  };

  const counted = (n, total, word) =>
    `${n === total ? "" : `${n.toLocaleString("en")} of `}${total.toLocaleString("en")} ${word}${total === 1 ? "" : "s"}`;

  // Whether anything is hidden: on a fresh page there is nothing to do.
  let isFiltered = false;

  const apply = () => {
    const { rule, severities: wanted, words } = filter();
    const isOpen = !rule && !words && severities.every((box) => box.checked || box.disabled);
    let notes = 0;
    let shown = 0;
    if (isOpen && !isFiltered) {
      [notes, shown] = [n_notes, articles.length];
    } else {
      for (const article of articles) {
        const has = !words || holds(article, words);
        let n = 0;
        for (const { element, reference, marks } of notesOf(article)) {
          const hit =
            has && (!rule || element.dataset.rule === rule) && wanted.has(element.dataset.severity);
          element.hidden = !hit;
          if (reference) reference.hidden = !hit;
          for (const mark of marks) mark.classList.add("off");
          n += hit;
        }
        for (const { element, marks } of notesOf(article)) {
          if (!element.hidden) for (const mark of marks) mark.classList.remove("off");
        }
        article.element.hidden = n === 0;
        notes += n;
        shown += n > 0;
      }
      isFiltered = !isOpen;
    }
    $("status").textContent = `${counted(notes, n_notes, "finding")} in ${counted(shown, articles.length, "article")}`;
    place(notes);
  };

  // ---- The address: #rule=ENC001&severity=major,critical&q=word can be kept and sent.

  const toAddress = () => {
    const { rule, severities: wanted, words } = filter();
    const address = new URLSearchParams();
    if (rule) address.set("rule", rule);
    if (severities.some((box) => !box.checked && !box.disabled)) address.set("severity", [...wanted].join(","));
    if (words) address.set("q", words);
    history.replaceState(null, "", `#${address}`);
  };

  const fromAddress = () => {
    const hash = location.hash.slice(1);
    const target = hash && !hash.includes("=") && $(hash);
    if (target) {
      reveal(target);
      target.scrollIntoView();
    }
    if (!hash.includes("=")) return;
    const address = new URLSearchParams(hash);
    const wanted = address.get("severity")?.split(",");
    $("rule").value = address.get("rule") ?? "";
    if ($("rule").selectedIndex < 0) $("rule").value = "";
    $("q").value = address.get("q") ?? "";
    for (const box of severities) box.checked = !box.disabled && (wanted?.includes(box.value) ?? true);
    apply();
  };

  const changed = () => {
    apply();
    toAddress();
  };

  // ---- From finding to finding

  let current = null;

  const reveal = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };

  // What can be gone to, in the order of the page: references, and notes that have none.
  const stops = () => {
    const shown = all("article.doc:not([hidden]) li.note:not([hidden])", list);
    return shown.map((note) => $(note.id.replace("n", "m")) ?? note);
  };

  const place = (n) => {
    const found = current ? stops() : [];
    const at = found.indexOf(current);
    $("position").textContent = at < 0 ? counted(n, n, "finding") : `${at + 1} of ${found.length}`;
    $("pager").hidden = n === 0;
  };

  const noteOf = (stop) => (stop.matches("li") ? stop : $(stop.hash.slice(1)));

  const select = (stop) => {
    for (const old of all(".here", list)) old.classList.remove("here");
    current = stop;
    const note = noteOf(stop);
    note.classList.add("here");
    for (const mark of all("mark", note.closest("article"))) {
      if (mark.dataset.n.split(" ").includes(String(note.value))) mark.classList.add("here");
    }
    place(1);
  };

  const go = (step) => {
    const found = stops();
    if (!found.length) return;
    let at = found.indexOf(current);
    if (at < 0) {
      // From what is on the screen.
      const below = found.findIndex((stop) => stop.getClientRects().length && stop.getBoundingClientRect().top > 80);
      at = step > 0 ? Math.max(below, 0) - 1 : below < 0 ? 0 : below;
    }
    const stop = found[(at + step + found.length) % found.length];
    reveal(stop);
    if (stop.matches("li")) stop.tabIndex = -1;
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
    select(stop);
  };

  // ---- Listening

  let timer = 0;
  controls.addEventListener("input", (event) => {
    if (event.target.id === "sort") return;
    clearTimeout(timer);
    timer = setTimeout(changed, event.target.id === "q" ? 200 : 0);
  });
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("reset", () => setTimeout(changed, 0));

  $("sort").addEventListener("change", () => {
    const order = articles.map((article) => article.element);
    if ($("sort").value === "score") order.sort((a, b) => a.dataset.score - b.dataset.score);
    list.append(...order);
    place(1);
  });

  const openAll = (isOpen) => {
    for (const { element } of articles) if (!element.hidden) element.firstElementChild.open = isOpen;
  };
  $("open-all").addEventListener("click", () => openAll(true));
  $("close-all").addEventListener("click", () => openAll(false));
  $("previous").addEventListener("click", () => go(-1));
  $("next").addEventListener("click", () => go(1));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link?.dataset.filter) {
      event.preventDefault();
      controls.reset();
      $("rule").value = link.dataset.filter;
      changed();
      list.focus({ preventScroll: true });
      controls.scrollIntoView();
    } else if (link?.hash) {
      const target = $(link.hash.slice(1));
      if (target) reveal(target);
      if (link.matches(".ref")) select(link);
    }
    const mark = !link && event.target.closest("mark");
    if (mark && getSelection().isCollapsed) {
      const note = $(`n${mark.closest("article").id.slice(1)}-${mark.dataset.n.split(" ")[0]}`);
      if (note) select($(note.id.replace("n", "m")) ?? note);
    }
  });

  const KEYS = {
    j: () => go(1),
    n: () => go(1),
    k: () => go(-1),
    p: () => go(-1),
    "/": () => $("q").focus(),
    "?": () => {
      $("help").open = !$("help").open;
      $("help").firstElementChild.focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $("help").open = false;
    if (event.ctrlKey || event.metaKey || event.altKey || !$("keys").checked) return;
    if (document.activeElement?.matches("input:not([type=checkbox]), select")) return;
    if (Object.hasOwn(KEYS, event.key)) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  addEventListener("hashchange", fromAddress);
  controls.hidden = false;
  apply();
  fromAddress();
})();
