// The diff page: filters with counts, search, keys, reasons, side by side, folding. The text and its
// marks are in the page already; the script only shows and hides.
addEventListener("DOMContentLoaded", () => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const clock = (milliseconds) => {
    const time = Math.floor(milliseconds / 1000);
    const two = (number) => String(number % 60).padStart(2, "0");
    return `${Math.floor(time / 3600)}:${two(Math.floor(time / 60))}:${two(time)}`;
  };
  const thousands = (number) => number.toLocaleString("en");

  // ---- the data -------------------------------------------------------------------------------

  const data = JSON.parse(one("#edits").textContent);
  const edits = data.id.map((id, n) => ({
    id,
    stage: data.stage[n],
    kind: data.kind[n],
    status: data.made[n] ? "made" : "suggested",
    sure: data.sure[n],
    time: data.time[n],
    was: data.was[n],
    now: data.now[n],
    rule: data.rules[data.rule[n]],
    why: data.reasons[data.why[n]],
  }));
  for (const edit of edits) edit.text = `${edit.was}\n${edit.now}\n${edit.why}`.toLowerCase();
  const rows = all(".row").map((element) => ({
    element,
    said: one(".said", element),
    time: Number(element.dataset.t),
    marks: [],
    line: null,
  }));
  const lines = all(".index a").map((element) => ({
    element,
    bar: one("rect", element),
    first: Number(element.dataset.row),
    edits: 0,
  }));
  const marks = [];
  const markOf = new Map();
  let line = -1;
  rows.forEach((row, number) => {
    while (lines[line + 1] && lines[line + 1].first <= number) line += 1;
    row.line = lines[line];
    for (const element of all(".m", row.said)) {
      const numbers = element.dataset.e.split(" ").map(Number);
      const mark = { element, row, edits: numbers.map((n) => edits[n]), shown: true, at: marks.length };
      mark.joins = mark.edits.every((edit) => edit.kind === "break" && edit.status === "made" && !edit.now);
      marks.push(mark);
      row.marks.push(mark);
      for (const n of numbers) markOf.set(n, mark);
    }
  });

  // ---- filters --------------------------------------------------------------------------------

  const facets = { status: new Set(), stage: new Set(), kind: new Set(), rule: new Set() };
  const names = Object.keys(facets);
  const find = one("#find");
  const [low, high] = [one("#low"), one("#high")];
  const RULES = 10; // rules listed before "More rules" is asked for
  let allRules = false;
  let stops = marks; // the marks that next and previous go to
  let current = null;

  const bounds = () => {
    const number = (input, otherwise) => (input.value === "" ? otherwise : Number(input.value));
    return [number(low, 0) / 100, number(high, 100) / 100];
  };

  // Which edits pass, and for each value of a facet how many would if only the others counted: so a
  // count says what pressing its button shows.
  const sift = () => {
    const counts = Object.fromEntries(names.map((name) => [name, new Map()]));
    const wanted = find.value.trim().toLowerCase();
    const [least, most] = bounds();
    let passing = 0;
    for (const edit of edits) {
      edit.shown = false;
      // Half a per cent: what is shown as 90 % is found at 90 %.
      if (edit.sure < least - 0.005 || edit.sure > most + 0.005) continue;
      if (wanted && !edit.text.includes(wanted)) continue;
      const failed = names.filter((name) => facets[name].size && !facets[name].has(edit[name]));
      if (failed.length > 1) continue;
      for (const name of failed.length ? failed : names) {
        counts[name].set(edit[name], (counts[name].get(edit[name]) || 0) + 1);
      }
      if (!failed.length) { edit.shown = true; passing += 1; }
    }
    return [counts, passing];
  };

  const isFiltered = () => {
    const [least, most] = bounds();
    return find.value.trim() !== "" || least > 0 || most < 1 || names.some((name) => facets[name].size);
  };

  const refresh = () => {
    const [counts, passing] = sift();
    for (const one of lines) one.edits = 0;
    for (const mark of marks) {
      const passes = mark.edits.filter((edit) => edit.shown).length;
      mark.row.line.edits += passes;
      if (mark.shown !== passes > 0) {
        mark.shown = passes > 0;
        mark.element.classList.toggle("off", !mark.shown);
        if (mark.shown) mark.element.removeAttribute("tabindex");
        else mark.element.tabIndex = -1;
      }
    }
    // Nobody wants to stop at every line that was joined, unless that is what was asked for.
    const shown = marks.filter((mark) => mark.shown);
    const worth = facets.kind.has("break") ? shown : shown.filter((mark) => !mark.joins);
    stops = worth.length ? worth : shown;
    document.body.classList.toggle("breaks", worth !== stops || facets.kind.has("break"));
    for (const chip of all(".chip")) {
      const { facet, value } = chip.dataset;
      const count = counts[facet].get(value) || 0;
      one("span", chip).textContent = thousands(count);
      chip.setAttribute("aria-pressed", facets[facet].has(value));
      chip.classList.toggle("zero", count === 0);
    }
    const most = Math.max(1, ...lines.map((line) => line.edits));
    for (const { bar, edits: count } of lines) bar.setAttribute("width", ((44 * count) / most).toFixed(1));
    listRules(counts.rule);
    one("#count").textContent = isFiltered()
      ? `${thousands(passing)} of ${thousands(edits.length)} edits`
      : `${thousands(edits.length)} ${edits.length === 1 ? "edit" : "edits"}`;
    one("#clear").hidden = !isFiltered();
    one("#none").hidden = passing > 0 || edits.length === 0;
    fold();
    if (isSide()) mirror();
    tellPosition();
  };

  const listRules = (counts) => {
    const chosen = [...facets.rule].filter((rule) => !counts.has(rule)).map((rule) => [rule, 0]);
    const ranked = [...counts, ...chosen].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    // A button for one or two more would take the room of what it hides.
    const few = ranked.length <= RULES + 2;
    const listed = ranked.filter(([rule], place) => allRules || few || place < RULES || facets.rule.has(rule));
    const focused = document.activeElement?.closest?.("#rules button")?.dataset.value;
    one("#rules").replaceChildren(...listed.map(([rule, count]) => {
      const button = make("button", "", rule || "no reason given");
      button.type = "button";
      button.dataset.value = rule;
      button.setAttribute("aria-pressed", facets.rule.has(rule));
      button.append(make("span", "", thousands(count)));
      const item = make("li");
      item.append(button);
      return item;
    }));
    if (focused !== undefined) all("#rules button").find((b) => b.dataset.value === focused)?.focus();
    one("#more-rules").hidden = allRules || listed.length === ranked.length;
    one("#more-rules").textContent = `${thousands(ranked.length - listed.length)} more rules`;
  };

  const press = (facet, value) => {
    if (!facets[facet].delete(value)) facets[facet].add(value);
    refresh();
  };
  one("#filters").addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    const rule = event.target.closest("#rules button");
    if (chip) press(chip.dataset.facet, chip.dataset.value);
    else if (rule) press("rule", rule.dataset.value);
  });
  one("#more-rules").addEventListener("click", () => { allRules = true; refresh(); });
  one("#clear").addEventListener("click", () => {
    for (const name of names) facets[name].clear();
    [find.value, low.value, high.value] = ["", "0", "100"];
    refresh();
  });
  let waiting;
  for (const input of [find, low, high]) {
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 120);
    });
  }
  one("#open-filters").addEventListener("click", (event) => {
    const open = one("#filters").classList.toggle("open");
    event.currentTarget.setAttribute("aria-expanded", open);
  });

  // ---- folding: changes alone, with some words around ------------------------------------------

  const context = one("#context");
  const whole = new Map(); // what a text node said before it was cut

  const unfold = () => {
    for (const [node, text] of whole) node.data = text;
    whole.clear();
    for (const row of rows) row.element.hidden = false;
    for (const mark of marks) mark.element.classList.remove("away");
  };
  const fold = () => {
    unfold();
    if (context.value === "") return;
    for (const row of rows) {
      if (row.marks.some((mark) => mark.shown)) foldRow(row, Number(context.value));
      else row.element.hidden = true;
    }
  };
  // What a mark reads when it is filtered out: the result, and a segment's edge nothing.
  const reading = ({ element, edits }) => {
    if (edits.every((edit) => edit.kind === "break" || edit.kind === "speaker")) return "";
    const result = element.cloneNode(true);
    for (const node of all("del, .offer, .more", result)) node.remove();
    return result.textContent;
  };
  const foldRow = (row, around) => {
    const units = [...row.said.childNodes].map((node) => {
      const mark = node.nodeType === Node.ELEMENT_NODE ? markOf.get(Number(node.dataset.e.split(" ")[0])) : null;
      const words = mark?.shown ? [node] : (mark ? reading(mark) : node.data).split(/\s+/).filter(Boolean);
      return { node, mark, words, keep: words.map(() => mark?.shown === true) };
    });
    // Once from each end: how far away is the nearest change that is shown?
    for (const turn of [1, -1]) {
      let distance = Infinity;
      for (const unit of turn > 0 ? units : [...units].reverse()) {
        const places = [...unit.words.keys()];
        for (const place of turn > 0 ? places : places.reverse()) {
          distance = unit.mark?.shown ? 0 : distance + 1;
          if (distance <= around) unit.keep[place] = true;
        }
      }
    }
    let gap = false;
    for (const { node, mark, words, keep } of units) {
      if (mark) {
        node.classList.toggle("away", !keep.includes(true));
        gap &&= !keep.includes(true);
        continue;
      }
      const told = [];
      words.forEach((word, place) => {
        if (keep[place]) told.push(word);
        else if (!gap) told.push("…");
        gap = !keep[place];
      });
      whole.set(node, node.data);
      node.data = ` ${told.join(" ")} `;
    }
  };
  context.addEventListener("change", () => { refresh(); current?.element.scrollIntoView({ block: "center" }); });

  // ---- side by side ---------------------------------------------------------------------------

  const side = one("#side");
  const isSide = () => side.getAttribute("aria-pressed") === "true";

  const mirror = () => {
    for (const row of rows) {
      const left = row.said.cloneNode(true);
      left.className = "said before";
      left.setAttribute("aria-hidden", "true");
      for (const mark of all(".m", left)) {
        mark.removeAttribute("id");
        mark.removeAttribute("href");
        mark.removeAttribute("title");
        mark.classList.remove("current");
      }
      one(".before", row.element)?.remove();
      row.said.before(left);
    }
  };
  const showSide = (on) => {
    side.setAttribute("aria-pressed", on);
    document.body.classList.toggle("side", on);
    if (on) mirror();
    else for (const left of all(".before")) left.remove();
    current?.element.scrollIntoView({ block: "center" });
  };
  side.addEventListener("click", () => showSide(!isSide()));

  // ---- reasons --------------------------------------------------------------------------------

  const why = one("#why");
  const [tools, group] = [one(".tools"), one(".group")];
  // The tools take two lines where the window is narrow; what sticks below them must know.
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--tools", `${tools.offsetHeight}px`);
  }).observe(tools);
  const LEAST = 40; // pixels of a reason that are worth to be shown
  let told = null; // the mark whose reason is open
  let pinned = false; // by focus or a tap, so that it outlasts the pointer

  const reason = (edit) => {
    const item = make("div", "edit");
    const change = make("p", "change");
    const made = edit.status === "made";
    if (edit.was) change.append(made || !edit.now ? make("del", "", edit.was) : edit.was);
    if (edit.was && edit.now) change.append(" → ");
    if (edit.now) change.append(made ? make("ins", "", edit.now) : make("span", "offer", edit.now));
    const facts = make("p", "facts", `${edit.status} by ${edit.stage} · ${Math.round(edit.sure * 100)} % sure · ${clock(edit.time)}`);
    item.append(change, make("p", "reason", edit.why), facts);
    return item;
  };
  const tell = (mark, element = mark.element) => {
    told?.element.removeAttribute("aria-describedby");
    told = mark;
    mark.element.setAttribute("aria-describedby", "why");
    why.replaceChildren(...mark.edits.map(reason));
    why.hidden = false;
    why.style.maxHeight = "";
    // All lines of the mark stay free, and so does what stays at the edges of the window.
    const box = element.getBoundingClientRect();
    const [size, buttons] = [why.getBoundingClientRect(), group.getBoundingClientRect()];
    const below = (buttons.top > box.bottom ? buttons.top : innerHeight) - box.bottom - 12;
    const above = box.top - Math.max(0, tools.getBoundingClientRect().bottom) - 12;
    const isAbove = size.height > below && above > below;
    const height = Math.min(size.height, Math.max(isAbove ? above : below, LEAST));
    why.style.maxHeight = `${height}px`;
    const left = element.getClientRects()[0]?.left ?? box.left;
    why.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - size.width - 8))}px`;
    why.style.top = `${isAbove ? box.top - height - 8 : box.bottom + 8}px`;
  };
  const hush = () => {
    told?.element.removeAttribute("aria-describedby");
    told = null;
    pinned = false;
    why.hidden = true;
  };

  const main = one("#text");
  const markAt = (target) => {
    const element = target.closest?.(".said .m");
    return element ? [markOf.get(Number(element.dataset.e.split(" ")[0])), element] : [null, null];
  };
  main.addEventListener("pointerover", (event) => {
    const [mark, element] = markAt(event.target);
    if (!mark || !mark.shown || event.pointerType === "touch") return;
    // Ours says more than the browser's own hint; that one comes back for screen readers.
    if (element.title) { element.dataset.title = element.title; element.removeAttribute("title"); }
    if (!pinned) tell(mark, element);
  });
  main.addEventListener("pointerout", (event) => {
    const [mark, element] = markAt(event.target);
    if (element?.dataset.title) { element.title = element.dataset.title; delete element.dataset.title; }
    if (mark && !pinned) hush();
  });
  main.addEventListener("focusin", (event) => {
    const [mark] = markAt(event.target);
    if (!mark) return;
    choose(mark);
    pinned = true;
    tell(mark);
    // Whoever goes by keys cannot scroll a reason: it gets all the room below.
    const isCut = why.scrollHeight > why.clientHeight && mark.element.matches(":focus-visible");
    if (isCut) mark.element.scrollIntoView({ block: "start" });
  });
  main.addEventListener("focusout", () => hush());
  main.addEventListener("click", (event) => {
    const [mark, element] = markAt(event.target);
    if (!mark) return;
    event.preventDefault(); // the address stays; the mark is focused without a jump
    if (!mark.shown) return;
    mark.element.focus({ preventScroll: true });
    pinned = true;
    tell(mark, element);
  });
  addEventListener("scroll", () => { if (told && !pinned) hush(); else if (told) tell(told); }, { passive: true });
  addEventListener("resize", () => { if (told) tell(told); });

  // ---- finding one's way ----------------------------------------------------------------------

  const tellPosition = () => {
    const place = current?.shown ? stops.indexOf(current) + 1 : 0;
    one("#position").textContent = `${place ? thousands(place) : "–"} / ${thousands(stops.length)}`;
  };
  const choose = (mark) => {
    current?.element.classList.remove("current");
    current = mark;
    mark.element.classList.add("current");
    tellPosition();
  };
  const go = (mark) => {
    if (!mark) return;
    mark.element.scrollIntoView({ block: "center" });
    mark.element.focus({ preventScroll: true });
  };
  const step = (turn) => {
    if (!stops.length) return;
    const from = current ? current.at : turn > 0 ? firstInSight() - 1 : marks.length;
    const next = turn > 0
      ? stops.find((mark) => mark.at > from) ?? stops[0]
      : stops.findLast((mark) => mark.at < from) ?? stops.at(-1);
    go(next);
  };
  const firstInSight = () => {
    const row = rows.find((row) => !row.element.hidden && row.element.getBoundingClientRect().bottom > 120);
    return row?.marks[0]?.at ?? 0;
  };
  one("#next").addEventListener("click", () => step(1));
  one("#previous").addEventListener("click", () => step(-1));

  const jump = one("#jump");
  const seconds = (text) => {
    const parts = text.trim().split(/[:.\s]+/);
    if (!parts.length || parts.length > 3 || !parts.every((part) => /^\d+$/.test(part))) return null;
    return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  };
  const goTo = (time) => {
    const shown = rows.filter((row) => !row.element.hidden);
    const row = shown.findLast((row) => row.time <= time) ?? shown[0];
    if (!row) return;
    row.element.scrollIntoView({ block: "start" });
    one(".time", row.element).focus({ preventScroll: true });
    one("#jump-said").textContent = `At ${one(".time", row.element).textContent}`;
  };
  jump.addEventListener("submit", (event) => {
    event.preventDefault();
    const time = seconds(jump.time.value);
    jump.time.setAttribute("aria-invalid", time === null);
    if (time === null) one("#jump-said").textContent = "Not a time: write 12:34 or 1:02:03";
    else goTo(time);
  });

  const help = one("#help");
  const letters = one("#letters");
  // As for the theme: without storage the choice lasts as long as the page.
  try { letters.checked = localStorage.getItem("letters") !== "off"; } catch { /* they are on */ }
  letters.addEventListener("change", () => {
    try { localStorage.setItem("letters", letters.checked ? "on" : "off"); } catch { /* this page only */ }
  });
  one("#help-button").addEventListener("click", () => help.showModal());
  const keys = {
    j: () => step(1),
    n: () => step(1),
    k: () => step(-1),
    p: () => step(-1),
    s: () => showSide(!isSide()),
    c: () => { context.value = context.value ? "" : "8"; context.dispatchEvent(new Event("change")); },
    t: () => jump.time.select(),
    "/": () => find.select(),
    "?": () => help.showModal(),
    Escape: hush,
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, dialog") && event.key !== "Escape";
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    if (event.key.length === 1 && !letters.checked) return; // speech input types letters that nobody meant
    if (event.key !== "Escape") event.preventDefault();
    keys[event.key]();
  });

  refresh();
  // An address may end in a time (#12:34) or in any edit (#e-…), also one that shares its mark.
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (/^\d+(:\d+)+$/.test(wanted)) goTo(seconds(wanted));
  else if (wanted.startsWith("e-")) go(markOf.get(data.id.indexOf(wanted.slice(2))));
});
