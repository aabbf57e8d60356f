// The talk under review: the queue of questions, the text, one key a decision.
import { alarm, all, clock, enable, get, home, make, many, one, percent, post, refill, say, tell, thousands, toMiddle, who } from "./parts.js";
import { allLikeThis, askWho, busy, showLost, showVariants, teach } from "./dialogs.js";
import { showSuspects } from "./suspects.js";
import { player } from "./player.js";
import { closePanel, openPanel } from "./panels.js";
import { dismissMenu, hideMenu, showPlaceMenu, showSpeakerMenu } from "./menus.js";
import { draft, keep, settle } from "./drafts.js";
import { begins, enter, focused, reads, redraw, WORDS } from "./words.js";
import { isOff } from "./letters.js";
import { likeness, lineOf, renewed, wordsOf } from "./lines.js";

/**
 * @typedef {{id: string, was: string, now: string, sure: number, why: string, brief: string}} Edit
 * @typedef {{n: number, turn: number, stage: string, kind: string, status: string, text: string, block: number,
 *   place: [number, number], time: number, rule: string, edits: Edit[], words: string, like: string}} Item
 */

const STATUSES = { waiting: "needs eyes", made: "applied", accepted: "accepted", rejected: "rejected", other: "other", hand: "by hand" };
const KINDS = { words: "words", number: "numbers", drop: "left out", spacing: "joined or split", form: "marks and case", speaker: "speakers", break: "segments" };
const LINE = 58; // pixels a line of the queue is high, as in review.css
const [BEFORE, AFTER] = [10, 8]; // words shown round a question
const LIKELY = 0.195; // words this sure are asked about before others: 20 %, as it is told
const RULES = 200; // rules offered in the filter: the busiest

/** @type {Item[]} */
let items = [];
/** What people wrote by themselves: nothing is asked about it, its numbers are below 0. @type {Item[]} */
let hands = [];
/** @type {Item[]} */
let shown = [];
/** Those that waited when the queue was put in order. @type {Set<Item>} */
let asked = new Set();
/** @type {Item | null} */
let current = null;
/** What undo or redo was about. @type {any} */
let undone = null;
// What became of the entry that was saved or taken back last, until the talks show it.
let taught = "";
let seq = 0;
let version = "";
let speakers = [];
let lost = [];
const facets = { status: new Set(), stage: "", kind: "", rule: "" };
const text = one("#text");
const list = one("#list");
const media = player();

// ---- the talk ---------------------------------------------------------------------------------

const load = async () => {
  const told = await get(`${home}/all`);
  const { rules, whys, briefs } = told.items;
  items = told.items.stage.map((/** @type {string} */ stage, /** @type {number} */ n) => {
    const edits = told.items.edits[n].map((/** @type {any[]} */ [id, was, now, sure, why]) => ({ id, was, now, sure, why: whys[why], brief: briefs[why] || whys[why] }));
    return {
      n, stage, edits, turn: told.items.turn[n], kind: told.items.kind[n], status: told.items.status[n], text: told.items.text[n],
      block: told.items.block[n], place: told.items.place[n], time: told.items.time[n], rule: rules[told.items.rule[n]],
      words: wordsOf(edits), like: likeness(stage, edits),
    };
  });
  const [before, decided] = [current, last];
  redraw(() => (text.innerHTML = told.rows));
  text.removeAttribute("aria-busy");
  media.follow(told.words);
  seq = told.seq;
  version = told.version;
  frame(told);
  offer();
  current = null;
  sift();
  const left = before ? placeOf(before) : placeLeft();
  const same = every().find((item) => placeOf(item) === left);
  select(same ?? nearest(left) ?? null, Boolean(before));
  last = decided;
};

/** Where a question stands, also after another run. @param {Item} item */
const placeOf = (item) => `${item.stage} ${item.place[0]}`;
/** Of the questions shown, the one of the same stage nearest to a place; else the first. @param {string} left */
const nearest = (left) => {
  const [stage, at] = left.split(" ");
  const apart = (/** @type {Item} */ item) => (item.stage === stage ? Math.abs(item.place[0] - Number(at)) : Infinity);
  return shown.reduce((/** @type {Item | undefined} */ best, item) => (!best || apart(item) < apart(best) ? item : best), undefined);
};
const PLACE = `place ${home}`;
/** Where this window was when it was closed or loaded again. */
const placeLeft = () => {
  try { return sessionStorage.getItem(PLACE) ?? ""; } catch { return ""; }
};
const leave = (/** @type {Item} */ item) => {
  try { sessionStorage.setItem(PLACE, placeOf(item)); } catch { /* then the first question comes first */ }
};

/** @param {number} n @returns {Item} */
const itemOf = (n) => (n < 0 ? /** @type {Item} */ (hands.find((item) => item.n === n)) : items[n]);
const every = () => [...items, ...hands];
/** What is decided as one: the sentences of a turn that stand alike. @param {Item} item */
const question = (item) => `${item.turn ?? item.n} ${item.status}`;
/** The first item of each question, but for those of which there is one already. @param {Item[]} among @param {Item[]} [there] */
const firsts = (among, there = []) => {
  const seen = new Set(there.map(question));
  return among.filter((item) => !seen.has(question(item)) && seen.add(question(item)));
};
/** The item of the queue that stands for one. @param {Item | null} item */
const inQueue = (item) => item && (shown.includes(item) ? item : shown.find((one) => question(one) === question(item)) ?? item);
const isWritten = (/** @type {Item} */ item) => item.status === "hand";
/** Whether a line is of what somebody wrote and took back since. @param {Item} item */
const isGone = (item) => isWritten(item) && !hands.includes(item);

/** What a decision changed. @param {any} patch */
const apply = (patch) => {
  for (const [n, status] of Object.entries(patch.statuses ?? {})) items[Number(n)].status = /** @type {string} */ (status);
  for (const [n, read] of Object.entries(patch.texts ?? {})) items[Number(n)].text = /** @type {string} */ (read);
  for (const [n, told] of Object.entries(patch.told ?? {})) {
    const { edits } = items[Number(n)];
    told.forEach((/** @type {string[]} */ [was, now], /** @type {number} */ at) => Object.assign(edits[at], { was, now }));
    Object.assign(items[Number(n)], { words: wordsOf(edits), like: likeness(items[Number(n)].stage, edits) });
  }
  redraw(() => {
    for (const [n, html] of Object.entries(patch.html ?? {})) {
      const old = one(`#b${n}`);
      if (old) old.outerHTML = html;
    }
  });
  frame(patch);
  join();
  count();
  if (current && isGone(current)) return select(nearest(placeOf(current)) ?? null, true);
  mark();
  draw();
  card();
};

/** What stands round the talk: undo, speakers, notes. @param {any} told */
const frame = (told) => {
  if (told.speakers) ({ speakers, lost } = told);
  if (told.written) hands = renewed(hands, told.written);
  if ("undo" in told) {
    enable(one("#undo"), told.undo);
    enable(one("#redo"), told.redo);
  }
  const name = document.body.dataset.name;
  const working = told.working ?? [];
  if (working.length) say(taught + (working.includes(name) ? `Cleaning this talk again${working.length > 1 ? ` and ${many(working.length - 1, "other")}` : ""}…` : `Cleaning ${many(working.length, "other talk")} again…`), 0);
  else {
    if (one("#said").textContent.startsWith(`${taught}Cleaning`)) say(told.failed ? "" : `${taught}Cleaned again, and the files are written.`, taught ? 12 : 4);
    taught = "";
  }
  alarm(told.failed ? `Cleaning failed: ${told.failed}` : "", "cleaning");
  const words = [lost.length ? `${many(lost.length, "decision")} without a place` : "", ...(told.notes ?? [])].filter(Boolean).join(" · ");
  refill(one("#lost"), words && make("button", { type: "button", class: "plain", click: () => showLost(lost) }, words));
  one("#lost").hidden = !words;
  tally();
};

const waits = () => firsts(items).filter((item) => item.status === "waiting").length;
const tally = () => {
  const waiting = waits();
  const decided = firsts(items).filter((item) => !["waiting", "made"].includes(item.status)).length;
  const bar = one("#progress");
  bar.max = Math.max(1, waiting + decided);
  bar.value = waiting + decided ? decided : 1;
  const next = document.body.dataset.next;
  refill(one("#left"), waiting ? `${thousands(waiting)} to decide` : "all decided ", !waiting && next ? make("a", { href: `/talk/${encodeURIComponent(next)}` }, "next talk ›") : "");
};

/** @type {Promise<any>} */
let saving = Promise.resolve();
/**
 * Sends decisions one after the other, in the order of the keys; whether it was kept.
 * @param {string} path @param {any} body @param {string} [typed] for what a text was typed: it is kept until it is saved
 * @returns {Promise<boolean>}
 */
const send = (path, body, typed = "") => {
  const about = typed || "keys";
  const sent = saving.then(async () => {
    let told;
    try {
      told = await post(`${home}/${path}`, body);
    } catch (error) {
      for (const past of ["keys", about]) alarm("", past); // it is told anew
      alarm(`Not saved${typed && ` (${brief(body.text)})`}: ${/** @type {Error} */ (error).message}`, about);
      if (typed) keep(typed, body);
      return false;
    }
    if (typed) settle(typed);
    for (const past of ["keys", "news", "page"]) alarm("", past);
    await took(told).catch((error) => alarm(error.message, "news"));
    return true;
  });
  saving = sent;
  return sent;
};
const brief = (/** @type {string} */ words) => (words ? `“${words.length > 40 ? `${words.slice(0, 40)}…` : words}”` : "left out");

/** Whether something is open that a new drawing would close; then it waits. */
const typing = () => busy() || !one("#menu").hidden || !one("#other").hidden;
const anew = () => (typing() ? undefined : load());

/** An answer to what this window sent: another window may have been at work in between. @param {any} told */
const took = async (told) => {
  undone = told.acted;
  if (undone?.entry) taught = becameOf(undone);
  if (told.version !== version) return anew();
  apply(told);
  if (told.from === seq) seq = told.seq;
  else await hear();
};

const hear = async () => {
  const told = await get(`${home}/news?seq=${seq}&version=${version}`);
  if (told.again) return typing() ? frame(told) : load();
  if (told.seq !== seq) apply(told);
  else frame(told);
  seq = told.seq;
};

// ---- the queue --------------------------------------------------------------------------------

const passes = (/** @type {Item} */ item, /** @type {string} */ but) => {
  const [low, high] = [Number(one("#low").value || 0) / 100, Number(one("#high").value || 100) / 100];
  const wanted = one("#find").value.trim().toLowerCase();
  const sure = item.edits[0].sure;
  return (
    (but === "status" || !facets.status.size || facets.status.has(item.status)) &&
    (!facets.stage || item.stage === facets.stage) && (!facets.kind || item.kind === facets.kind) &&
    (!facets.rule || item.rule === facets.rule) && sure >= low - 0.005 && sure <= high + 0.005 &&
    (!wanted || item.words.includes(wanted))
  );
};

/** @param {Item} a @param {Item} b */
const inTime = (a, b) => a.place[0] - b.place[0] || a.n - b.n;
const isName = (/** @type {Item} */ item) => item.stage === "speakers";
/** What a question comes with: about words, those that are the same; about who speaks, the other sentences of the turn. */
const family = (/** @type {Item} */ item) => (isName(item) ? question(item) : item.like);
/** How many places wait of each family. @returns {Map<string, number>} */
const families = () => {
  const times = new Map();
  for (const item of items) if (item.status === "waiting") times.set(family(item), (times.get(family(item)) ?? 0) + 1);
  return times;
};
let alike = families();
/** As many as there were when the queue was put in order. */
let together = alike;
/** What needs eyes, then the rest; words before names (a word can be judged by reading, a name often by ear alone), the likely ones first. @param {Item} item */
const rank = (item) => (asked.has(item) ? (isName(item) ? 2 : Number(item.edits[0].sure < LIKELY)) : 3 + Number(isName(item)));

const ORDERS = {
  time: inTime,
  eyes: (/** @type {Item} */ a, /** @type {Item} */ b) => rank(a) - rank(b) || inTime(a, b),
  alike: (/** @type {Item} */ a, /** @type {Item} */ b) => (together.get(b.like) ?? 0) - (together.get(a.like) ?? 0) || (a.like < b.like ? -1 : a.like > b.like ? 1 : inTime(a, b)),
  sure: (/** @type {Item} */ a, /** @type {Item} */ b) => a.edits[0].sure - b.edits[0].sure || inTime(a, b),
  rule: (/** @type {Item} */ a, /** @type {Item} */ b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : inTime(a, b)),
};

/** Which questions pass the filters. Decided ones stay in sight, where they are, until a filter is touched. */
const sift = () => {
  asked = new Set(items.filter((item) => item.status === "waiting"));
  together = families();
  shown = firsts(every().filter((item) => passes(item, ""))).sort(ORDERS[one("#order").value]);
  tellCount();
  draw(true);
};

/** Takes in what passes by now, and was decided or not there before. */
const join = () => {
  const there = new Set(shown);
  const come = firsts(every().filter((item) => passes(item, "") && !there.has(item)), shown);
  const rest = shown.filter((item) => !isGone(item));
  if (!come.length && rest.length === shown.length) return;
  for (const item of come) if (item.status === "waiting") asked.add(item);
  shown = [...rest, ...come].sort(ORDERS[one("#order").value]);
  tellCount();
};

const tellCount = () => {
  const filtered = facets.status.size || facets.stage || facets.kind || facets.rule || one("#find").value || Number(one("#low").value) > 0 || Number(one("#high").value) < 100;
  one("#clear").hidden = !filtered;
  const others = shown.length ? 0 : firsts(every().filter((item) => passes(item, "status"))).length;
  one("#no-line").hidden = shown.length > 0;
  one("#no-line").textContent = `No question passes the filters${others ? `; of another status ${thousands(others)} would` : ""}.`;
  one("#count").textContent = filtered ? `${thousands(shown.length)} of ${thousands(firsts(every()).length)}` : many(firsts(items).length, "question") + (hands.length ? `, ${thousands(hands.length)} by hand` : "");
  count();
};

const count = () => {
  alike = families();
  const counts = {};
  for (const item of firsts(every().filter((item) => passes(item, "status")))) counts[item.status] = (counts[item.status] ?? 0) + 1;
  for (const chip of all("#statuses .chip")) {
    one("span", chip).textContent = thousands(counts[chip.dataset.value] ?? 0);
    chip.setAttribute("aria-pressed", facets.status.has(chip.dataset.value));
  }
};

/** The choices of the filters: what there is in this talk. */
const offer = () => {
  const fill = (/** @type {string} */ name, /** @type {[string, string][]} */ choices) => {
    const select = one(`#${name}`);
    select.replaceChildren(select.options[0], ...choices.map(([value, label]) => make("option", { value }, label)));
    select.value = facets[name];
    if (select.selectedIndex < 0) { facets[name] = ""; select.value = ""; }
  };
  const tallied = (/** @type {(item: Item) => string} */ of) => {
    const counts = new Map();
    for (const item of firsts(items)) counts.set(of(item), (counts.get(of(item)) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  };
  fill("stage", tallied((item) => item.stage).map(([name, n]) => [name, `${name} (${thousands(n)})`]));
  fill("kind", tallied((item) => item.kind).map(([name, n]) => [name, `${KINDS[name] ?? name} (${thousands(n)})`]));
  fill("rule", tallied((item) => item.rule).slice(0, RULES).map(([name, n]) => [name, `${name} (${thousands(n)})`]));
  if (!one("#statuses").children.length) {
    one("#statuses").append(...Object.entries(STATUSES).map(([value, label]) =>
      make("button", { type: "button", class: "chip", "data-value": value, "aria-pressed": "false", click: () => { facets.status.has(value) ? facets.status.delete(value) : facets.status.add(value); sift(); first(); } }, `${label} `, make("span"))));
    if (items.some((item) => item.status === "waiting")) facets.status.add("waiting");
  }
};

const first = () => (current && shown.includes(inQueue(current)) ? listed(current) : select(shown[0] ?? null));

/** The first of the lines in sight, and the one behind the last. */
const sight = () => [Math.floor(list.scrollTop / LINE), Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / LINE))];
/** The same of the lines that are drawn. */
let drawn = [0, 0];

/** Draws the lines in sight and some beside them; ten thousand of them cost what twenty do. @param {boolean} [anew] */
const draw = (anew) => {
  const lines = one("#lines");
  lines.style.height = `${shown.length * LINE}px`;
  if (anew) list.scrollTop = Math.min(list.scrollTop, shown.length * LINE);
  const [low, high] = sight();
  const [from, upTo] = (drawn = [Math.max(0, low - 6), Math.min(shown.length, high + 6)]);
  const at = inQueue(current);
  lines.replaceChildren(...shown.slice(from, upTo).map((item, n) => line(item, from + n, item === at)));
  list.setAttribute("aria-activedescendant", at && shown.includes(at) ? `q${at.n}` : "");
};

/** Draws where nothing is drawn yet: a line that somebody presses is not replaced under his finger. */
const drawOn = () => {
  const [low, high] = sight();
  if (low < drawn[0] || high > drawn[1]) draw();
};

/** When it was said; in a text without times, in which paragraph. @param {Item} item */
const when = (item) => ("untimed" in document.body.dataset ? `¶ ${item.block + 1}` : clock(item.time));
const about = (/** @type {Item} */ item) => [...new Set(isWritten(item) ? [KINDS[item.kind]] : [item.stage, KINDS[item.kind] ?? item.kind])].join(", ");
const sureOf = (/** @type {Item} */ item, word = "") => (isWritten(item) ? "" : ` · ${percent(item.edits[0].sure)}${word}`);
/** What a change begins with; what nobody is called has no word to strike out. @param {Item} item @param {string} was */
const from = (item, was) => (was ? make("del", {}, was) : item.kind === "speaker" ? "Speaker?" : "");
const nothing = (/** @type {Item} */ item) => (item.kind === "break" ? "joined to the one before" : item.kind === "speaker" ? "nobody" : "left out");

/** What a change comes to, in words. @param {Item} item @param {string} now */
const readsNow = (item, now) => (!now ? nothing(item) : now === "¶" ? "¶ a sentence starts here" : now);

const line = (/** @type {Item} */ item, /** @type {number} */ at, /** @type {boolean} */ chosen) => {
  const { was, now } = item.edits[0];
  const same = item.status === "waiting" ? alike.get(family(item)) ?? 1 : 1;
  const row = make("div", { class: `line ${item.status}${chosen ? " current" : ""}`, id: `q${item.n}`, role: "option", "aria-selected": chosen ? "true" : "false", "aria-setsize": shown.length, "aria-posinset": at + 1, "data-n": item.n },
    make("span", { class: "when" }, when(item)),
    make("span", { class: "what" }, from(item, was), from(item, was) && " → ", make("ins", {}, item.status === "other" ? item.text || "left out" : readsNow(item, now))),
    make("span", { class: "about" }, `${STATUSES[item.status]} · ${about(item)}${sureOf(item)}${same > 1 ? ` · ${thousands(same)} ${isName(item) ? "sentences" : "alike"}` : ""}`));
  row.style.top = `${at * LINE}px`;
  return row;
};

// ---- the question at hand ---------------------------------------------------------------------

/** What came of the last action, told with what is asked next. */
let outcome = "";
/** Tells those who do not see the card what came of an action, as soon as it is kept, and what is asked. @param {string} question @param {string} [lead] stands between */
const announce = (question, lead = "") => {
  saving.then(() => {
    tell([outcome, question && (outcome ? lead : "") + question].filter(Boolean).join(" "));
    outcome = "";
  });
};

/** @param {Item | null} item @param {boolean} [quietly] without moving the text, if it is in sight @param {string} [lead] tells what led to it */
const select = (item, quietly, lead) => {
  current = item;
  last = "";
  closeOther();
  hideMenu();
  mark();
  card();
  if (item) {
    leave(item);
    one("#asking").scrollTop = 0;
    listed(item);
    reveal(item, quietly);
  }
  draw();
  // In the list, the list tells what is changed.
  announce(item ? (document.activeElement === list ? ["around", "why"] : ["change", "around", "why"]).map((part) => one(`#${part}`).textContent).join("; ") : "", lead);
};

/** Scrolls the queue to a question. @param {Item} item */
const listed = (item) => {
  const at = shown.indexOf(inQueue(item));
  if (at >= 0 && (at * LINE < list.scrollTop || (at + 2) * LINE > list.scrollTop + list.clientHeight)) list.scrollTop = at * LINE - list.clientHeight / 3;
};

const elementOf = (/** @type {Item} */ item) => one(`.m[data-i~="${item.n}"]`) ?? one(`.name[data-i~="${item.n}"]`) ?? (isWritten(item) ? placeOfWritten(item) : one(`#b${item.block}`));
/** Where the text has what somebody wrote. @param {Item} item */
const placeOfWritten = ({ kind, block, place: [at] }) => {
  const row = one(`#b${block}`);
  if (kind === "speaker") return one(`.turn[data-a="${at}"]`, row) ?? one(".name", row);
  return all(WORDS, row).findLast((word) => begins(word) <= at) ?? row;
};

const mark = () => {
  for (const old of all(".now-at")) old.classList.remove("now-at");
  if (current) elementOf(current)?.classList.add("now-at");
};

/** Scrolls the text to a question. @param {Item} item @param {boolean} [quietly] only if it is out of sight */
const reveal = (item, quietly) => {
  const element = elementOf(item);
  if (!element) return;
  const box = element.getBoundingClientRect();
  const room = text.getBoundingClientRect();
  const margin = quietly ? 0 : room.height / 10;
  const [top, bottom] = [room.top + margin, room.bottom - 2 * margin];
  if (box.top < top || box.bottom > bottom) toMiddle(element);
};

/** What a question would read, or reads by now. @param {Item} item */
const readsAs = (item) => (item.status === "other" ? item.text : item.text || item.edits[0].now);

/** Draws the question. A focus that goes with what stood there goes to what stands there by now. */
const card = () => {
  const held = one("#card").contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  ask();
  if (!held || held.checkVisibility()) return;
  const same = one(`[data-reading="${held.dataset.reading}"][data-of="${held.dataset.of}"]`);
  (same ?? (current ? one("#asking") : list)).focus({ preventScroll: true });
};

const ask = () => {
  one("#card").hidden = !current;
  document.body.classList.toggle("asked", Boolean(current));
  if (!current) return;
  const item = current;
  const lead = item.edits[0];
  one("#facts").replaceChildren(make("b", { class: `tag ${item.status}` }, STATUSES[item.status]), ` ${when(item)} · ${about(item)}${sureOf(item, " sure")}`);
  const reads = readsAs(item);
  one("#change").replaceChildren(from(item, lead.was), from(item, lead.was) && reads ? " → " : " ", reads ? make("ins", {}, readsNow(item, reads)) : make("i", {}, nothing(item)));
  one("#around").replaceChildren(...around(item));
  // What a sound was taken for is told once.
  one("#why").textContent = lead.brief;
  for (const button of all("#acts button")) button.hidden = isWritten(item) && !["skip", "teach", "play"].includes(button.dataset.do);
  if (item.kind === "break") one("[data-do=other]").hidden = true;
  one("#others").replaceChildren(...(item.edits.length > 1 ? item.edits.slice(0, 3).map((edit, n) => make("button", { type: "button", "data-reading": n, "data-of": item.n }, make("kbd", {}, n + 1), " ", edit.was !== lead.was && item.kind !== "speaker" ? make("del", {}, edit.was) : "", ` ${edit.now || "left out"} `, make("span", { class: "small" }, percent(edit.sure)))) : []));
};

/** What stands round the question: enough to judge it without looking for it in the text. @param {Item} item */
const around = (item) => {
  const place = elementOf(item);
  const row = place?.closest(".row");
  if (!row) return [];
  const own = all(WORDS, row);
  const isWords = place.matches(WORDS);
  let at = isWords ? own.indexOf(place) : own.findIndex((word) => begins(word) >= item.place[0]);
  if (at < 0) at = own.length;
  const before = own.slice(0, at);
  if (before.length < BEFORE && row.previousElementSibling) before.unshift(...all(WORDS, row.previousElementSibling));
  const after = own.slice(at + (isWords ? 1 : 0));
  const length = isWords ? AFTER : 2 * AFTER;
  if (after.length < length && row.nextElementSibling) after.push(...all(WORDS, row.nextElementSibling));
  const told = (/** @type {any[]} */ words) => words.map(reads).filter(Boolean).join(" ");
  return [`… ${told(before.slice(-BEFORE))} `, make("mark", {}, isWords ? reads(place) || "‸" : "¶"), ` ${told(after.slice(0, length))} …`];
};

const step = (/** @type {number} */ by, waiting = false) => {
  if (!shown.length) return;
  let at = current ? shown.indexOf(inQueue(current)) : -1;
  if (at < 0 && current) at = shown.findIndex((item) => inTime(item, current) > 0) - (by > 0 ? 1 : 0);
  do at += by; while (waiting && shown[at] && shown[at].status !== "waiting");
  if (shown[at]) select(shown[at]);
  else say(by > 0 ? "That was the last one here." : "That was the first one here.");
};


/** Where the question is that was decided last, if none after it waits: it stays in sight, and the next key is not meant for it. */
let last = "";
const isDone = () => {
  const done = current && last === placeOf(current);
  if (done) say("This one is decided, and none after it waits. u takes that back; to decide it otherwise, choose it in the queue.", 8);
  return done;
};
/** Whether the line at hand is a question. */
const asks = () => {
  if (!current || !isWritten(current)) return Boolean(current);
  say("Written by hand: e writes it otherwise, u takes back what was done last.");
  return false;
};

const DONE = { accept: "Accepted", reject: "Rejected", other: "Written", undo: "Taken back", redo: "Made again" };

const decide = (/** @type {string} */ verdict, /** @type {number} */ reading = 0, written = "") => {
  const item = current;
  if (!item || !asks() || !item.edits[reading] || isDone()) return;
  const typed = verdict === "other" ? otherOf(item) : "";
  const done = `${DONE[verdict]}: ${changeOf(item, verdict === "other" ? { was: item.edits[0].was, now: written } : item.edits[reading])}.`;
  send("decide", { id: item.edits[reading].id, verdict, text: written }, typed).then((kept) => {
    if (kept) {
      outcome = done;
      return settle(otherOf(item));
    }
    last = "";
    const same = items.find((one) => placeOf(one) === placeOf(item));
    if (!same || typing()) return;
    select(same);
    if (typed) other();
  });
  onward(item); // at once: nobody waits for the disk
};

/** To the next question after one. @param {Item} item */
const onward = (item) => {
  const at = shown.indexOf(inQueue(item));
  const rest = shown.slice(at + 1);
  const next = facets.status.has("waiting") ? rest.find((other) => other.status === "waiting") : rest[0];
  if (next) return select(next, false, "Next: ");
  last = placeOf(item);
  announce("");
  saving.then(() => {
    say(waits() ? `That was the last one here. ${thousands(waits())} still to decide.` : "All decided. Write files (W) puts it into the transcript.", 8);
  });
};

/** What a text in the form `other` is for. @param {Item} item */
const otherOf = (item) => `other ${placeOf(item)}`;
/** Where the focus was before the form. @type {any} */
let left = null;
const other = () => {
  if (!current || !asks() || isDone()) return;
  if (current.kind === "break") return say("A segment opens here or does not: a accepts that, r rejects it.");
  const form = one("#other");
  if (form.hidden) left = document.activeElement;
  form.hidden = false;
  form.elements.text.value = draft(otherOf(current))?.text ?? (current.text || current.edits[0].now || current.edits[0].was);
  form.elements.text.focus();
  form.elements.text.select();
};
const closeOther = () => {
  if (one("#other").hidden) return;
  one("#other").hidden = true;
  (left?.matches("button, a, [role=button]") && left.checkVisibility() ? left : list).focus({ preventScroll: true });
};

const giveUpOther = () => {
  if (current) settle(otherOf(current));
  closeOther();
};

/** Undo, or redo, go to what it changed, and tell what that was where no question does. @param {string} path */
const undo = async (path) => {
  undone = null;
  const kept = await send(path, {});
  if (!kept || !undone) return;
  const { number, written, entry } = undone;
  const done = DONE[path];
  const item = items[number] ?? (written && (hands.find((one) => one.edits[0].id === written.key) ?? lineOf(written)));
  if (!item && !entry) say(path === "undo" ? "There is nothing to take back." : "There is nothing to make again.");
  if (written) say(`${done}: ${changeOf(lineOf(written))}`, 8);
  if (item && !isWritten(item)) outcome = `${done}: ${changeOf(item, { was: item.edits[0].was, now: readsAs(item) })}, ${STATUSES[item.status]}.`;
  if (item && !isGone(item)) select(item);
  else if (item) {
    reveal(item);
    elementOf(item).classList.add("now-at");
  }
};
/** A change in a line of text. @param {Item} item @param {{was: string, now: string}} [edit] */
const changeOf = (item, { was, now } = item.edits[0]) => {
  if (item.kind === "break") return readsNow(item, now);
  return `${was ? `“${was}”` : item.kind === "speaker" ? "Speaker?" : "nothing"} → ${now ? `“${now}”` : nothing(item)}`;
};

const like = () => asks() && allLikeThis(current.edits[0].id, took).catch((error) => alarm(error.message));
const write = async () => {
  try { frame(await post(`${home}/clean`)); } catch (error) { alarm(/** @type {Error} */ (error).message); }
};
/** What became of an entry: one that stands in the dictionary has a line. @param {any} told */
const becameOf = ({ entry, file, line }) => (line ? `[${entry}] is saved: ${file}, line ${line}. ` : `${DONE.undo}: the entry “${entry}” in ${file}. `);
const learned = (/** @type {any} */ answer) => {
  taught = becameOf(answer);
  frame(answer);
  hear().catch((error) => alarm(error.message));
};
const learn = (/** @type {any} */ from) => teach(from, learned).catch((error) => alarm(error.message));
const go = (/** @type {number} */ n) => { facets.status.clear(); sift(); select(items[n]); };

const acts = {
  accept: () => decide("accept"),
  reject: () => decide("reject"),
  other,
  skip: () => step(1),
  edit: () => editHere(),
  like,
  teach: () => {
    if (!current) return;
    if (["speaker", "break"].includes(current.kind)) say("The dictionary holds words, not who speaks. Click a word in the text to teach it.");
    else if (isWritten(current)) learn({ a: current.place[0], z: current.place[1], text: current.edits[0].now });
    else learn({ id: current.edits[0].id });
  },
  play: () => current && media.play(current.time),
  "close-other": giveUpOther,
};

const WRITTEN = {
  words: (/** @type {any} */ { was, text }) => `Written: “${was}” → ${brief(text)}.`,
  open: () => "A sentence starts here.",
  close: () => "Joined to the sentence before.",
  speaker: (/** @type {any} */ { text }) => `Speaks here: ${text || "nobody"}.`,
  "speaker-on": (/** @type {any} */ { text }) => `Speaks from here on: ${text || "nobody"}.`,
  rename: (/** @type {any} */ { was, text }) => `Renamed everywhere: ${was || "no name"} → ${text || "no name"}.`,
};
/** Send a hand edit. @param {any} body @param {string} [typed] for what its text was typed @param {() => void} [again] asks for it again */
const byHand = async (body, typed, again) => {
  const [asked, was] = [current, current?.status];
  const kept = await send("hand", body, typed);
  if (kept) outcome = WRITTEN[body.verdict](body);
  else if (!typing()) again?.();
  // Words written over the question at hand have settled it.
  if (asked && asked === current && was === "waiting" && asked.status !== was) onward(asked);
  else announce("");
};
const menus = { byHand, learn, speakers: () => speakers, play: (/** @type {number} */ place) => media.playAt(place) };

/** Where edits by key go: the word that has the focus, else the question at hand. */
const here = () => focused() ?? (current && elementOf(current));
const nameHere = () => one(".name", here().closest(".row"));
const editHere = () => {
  const element = here();
  if (element?.matches(WORDS)) showPlaceMenu([element], menus);
  else if (element) showSpeakerMenu(nameHere(), menus);
};
const speakerHere = () => here() && showSpeakerMenu(nameHere(), menus);

// ---- keys and clicks --------------------------------------------------------------------------

/** Shows in the text what it tells besides, or hides it again. @param {string} key @param {string} kind */
const besides = (key, kind) => {
  const button = one(`[data-key=${key}]`);
  const on = document.body.classList.toggle(kind);
  button.setAttribute("aria-pressed", String(on));
  tell(`${button.textContent}: ${on ? "on" : "off"}.`);
};

const keys = {
  a: acts.accept, r: acts.reject, o: other, s: acts.skip, u: () => undo("undo"), U: () => undo("redo"),
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), n: () => step(1, true),
  l: like, d: acts.teach, e: editHere, w: speakerHere, v: () => showVariants(took, go, (n) => around(items[n])).catch((error) => alarm(error.message)),
  m: () => showSuspects(learn, took).catch((error) => alarm(error.message)),
  1: () => decide("accept", 0), 2: () => decide("accept", 1), 3: () => decide("accept", 2),
  h: () => besides("h", "raws"), b: () => besides("b", "breaks"),
  p: () => media.toggle(current?.time ?? 0), ",": () => media.skip(-3), ".": () => media.skip(3), "-": () => media.faster(-0.1), "+": () => media.faster(0.1), "=": () => media.faster(0.1),
  Home: () => select(shown[0] ?? null), End: () => select(shown.at(-1) ?? null),
  N: () => { const next = document.body.dataset.next; if (next) location.href = `/talk/${encodeURIComponent(next)}`; else say("No other talk waits."); },
  t: () => enter(current && elementOf(current)), W: write, q: () => { openPanel("queue"); list.focus(); }, "/": () => { openPanel("queue"); one("#find").select(); }, "?": () => one("#help").showModal(),
};

/** Keys that may be held: they move, and decide nothing. */
const HELD = ["j", "k", "ArrowDown", "ArrowUp", "n", ",", ".", "-", "+", "="];
/** The key that acted last: what it opened does not get its repetitions as letters. */
let acted = "";

/** Closes what lies on top, and gives up what was typed in it. @param {HTMLElement} target */
const escape = (target) => {
  if (dismissMenu()) return;
  if (!one("#other").hidden) return giveUpOther();
  if (!closePanel() && target.matches("input, select")) list.focus();
};

addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  // A question is decided by a key of its own: one that is held says nothing of the next question.
  if (event.repeat && (event.key === acted || event.key === "Enter")) return event.preventDefault();
  if (!event.repeat) acted = "";
  if (event.key === "Escape") return busy() || escape(target);
  if (event.ctrlKey || event.metaKey || event.altKey || busy()) return;
  if (target.closest("input, select, textarea, .menu, audio, video")) return;
  if (event.key.startsWith("Arrow") && !target.closest("#list") && target !== document.body) return;
  if (!Object.hasOwn(keys, event.key) || isOff(event)) return;
  event.preventDefault();
  if (!HELD.includes(event.key)) {
    if (event.repeat) return;
    acted = event.key;
  }
  keys[event.key]();
});

one("#card").addEventListener("click", (/** @type {any} */ event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) acts[button.dataset.do]();
  if (button?.dataset.reading) decide("accept", Number(button.dataset.reading));
});
one("#other").addEventListener("submit", (/** @type {any} */ event) => {
  event.preventDefault();
  const written = event.target.elements.text.value.trim();
  closeOther();
  decide("other", 0, written);
});
one("#more").addEventListener("click", (/** @type {any} */ event) => keys[event.target.closest("[data-key]")?.dataset.key]?.());
list.addEventListener("scroll", () => requestAnimationFrame(drawOn));
// Also when it comes into sight.
new ResizeObserver(() => { if (current) listed(current); drawOn(); }).observe(list);
list.addEventListener("click", (/** @type {any} */ event) => {
  const row = event.target.closest(".line");
  if (!row) return;
  closePanel();
  select(itemOf(Number(row.dataset.n)));
});

const wordsChosen = () => {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return [];
  const range = selection.getRangeAt(0);
  const from = range.startContainer.parentElement?.closest(".row");
  return from ? all(WORDS, one(".said", from)).filter((element) => range.intersectsNode(element)) : [];
};

text.addEventListener("click", (/** @type {any} */ event) => {
  const chosen = wordsChosen();
  const name = event.target.closest(".name");
  const change = event.target.closest(".m");
  const word = event.target.closest("[data-p]");
  if (chosen.length > 1) return showPlaceMenu(chosen, menus);
  if (name) {
    const asked = items[Number(name.dataset.i.split(" ")[0] || -1)];
    if (asked?.status === "waiting") select(asked, true);
    return showSpeakerMenu(name, menus);
  }
  if (change) {
    const numbers = change.dataset.i.split(" ").filter(Boolean).map(Number);
    if (!numbers.length) return showPlaceMenu([change], menus);
    // Again on the same word: the next of its questions, and behind the last what can be done with any word.
    const at = current ? numbers.indexOf(current.n) : -1;
    if (at === numbers.length - 1 && change.matches(WORDS)) return showPlaceMenu([change], menus);
    return select(items[numbers[(at + 1) % numbers.length]], true);
  }
  if (word) return showPlaceMenu([word], menus);
  const turn = event.target.closest(".turn");
  if (turn) return showSpeakerMenu(turn, menus);
  if (!event.target.closest("a")) hideMenu();
});
text.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.target === text && ["ArrowLeft", "ArrowRight"].includes(event.key)) keys.t();
});

for (const name of ["stage", "kind", "rule"]) one(`#${name}`).addEventListener("change", (/** @type {any} */ event) => { facets[name] = event.target.value; sift(); first(); });
// A choice made by mouse is done; the next key is for the question, not for the choices.
for (const choice of all("#queue select")) {
  let pointed = false;
  choice.addEventListener("pointerdown", () => (pointed = true));
  choice.addEventListener("keydown", () => (pointed = false));
  choice.addEventListener("change", () => { if (pointed) list.focus({ preventScroll: true }); });
}
for (const name of ["low", "high", "find", "order"]) one(`#${name}`).addEventListener("input", () => { sift(); first(); });
one("#find").addEventListener("keydown", (/** @type {any} */ event) => { if (event.key === "Enter") { event.target.blur(); list.focus(); } });
one("#clear").addEventListener("click", () => {
  facets.status.clear();
  for (const name of ["stage", "kind", "rule"]) { facets[name] = ""; one(`#${name}`).value = ""; }
  one("#low").value = 0; one("#high").value = 100; one("#find").value = "";
  sift();
  first();
  list.focus({ preventScroll: true });
});
one("#undo").addEventListener("click", () => undo("undo"));
one("#redo").addEventListener("click", () => undo("redo"));
one("#help-button").addEventListener("click", () => one("#help").showModal());
one("#write").addEventListener("click", write);
const nameMe = () => (one("#who").textContent = who.get() ? `You: ${who.get()}` : "Your name?");
one("#who").addEventListener("click", () => askWho(nameMe));
nameMe();

load().catch((error) => { alarm(error.message); one("#loading")?.remove(); });

const look = () => hear().then(() => alarm("", "news"), (error) => alarm(error.message, "news"));
setInterval(() => { if (!document.hidden && version) saving = saving.then(look); }, 2000);
