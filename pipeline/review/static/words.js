// The words of the text by keys: arrows go from one to the next, Enter or Space does what a click does.
import { all, one } from "./parts.js";

export const WORDS = "[data-p], .m[data-z]"; // what stands for words in the text
const text = one("#text");

/** Where a word begins, on the axis of raw words. @param {any} element */
export const begins = (element) => Number(element.dataset.p ?? element.dataset.a);
/** What a word, or a mark in its place, reads. @param {any} element */
export const reads = (element) => (element.matches(".m") ? (element.matches(".gone") ? "" : one(".now", element)?.textContent ?? "") : element.textContent);
/** The word that has the focus. @returns {any} */
export const focused = () => (text.contains(document.activeElement) ? document.activeElement?.closest(WORDS) : null);

const box = (/** @type {any} */ element) => element.getClientRects()[0] ?? element.getBoundingClientRect();
const inSight = (/** @type {any} */ element) => {
  const [{ top, bottom }, room] = [box(element), text.getBoundingClientRect()];
  return bottom > room.top && top < room.bottom && (top >= room.top || element.matches(".row"));
};

/** Gives a word the focus. @param {any} word @param {FocusOptions} [how] */
const stand = (word, how) => {
  word.tabIndex = -1;
  word.setAttribute("role", "button");
  const heard = word.dataset.raw;
  if (heard && heard !== reads(word) && !word.matches(".quiet")) word.setAttribute("aria-description", `heard: ${heard}`);
  word.focus(how);
};

/** Goes into the text: to the place asked about, if it is in sight, else to the first word that is. @param {any} [place] */
export const enter = (place) => {
  const near = place && inSight(place) ? [place.matches(WORDS) ? place : one(WORDS, place.closest(".row"))] : [];
  const words = [...near, ...all(".row").filter(inSight).flatMap((row) => all(WORDS, row).filter(inSight)), one(WORDS, text)];
  const word = words.find(Boolean);
  if (word) stand(word);
};

/** The word after one, or before it. @param {any} word @param {number} by */
const beside = (word, by) => {
  let row = word.closest(".row");
  const own = all(WORDS, row);
  let found = own[own.indexOf(word) + by];
  while (!found && (row = by > 0 ? row.nextElementSibling : row.previousElementSibling)) found = all(WORDS, row).at(by > 0 ? 0 : -1);
  return found;
};

/** The nearest word in the line below, or above. @param {any} word @param {number} by */
const across = (word, by) => {
  const from = box(word);
  let [best, line] = [word, from];
  for (let next = beside(word, by); next; next = beside(next, by)) {
    const at = box(next);
    const apart = Math.abs(at.top - line.top) > line.height / 2;
    if (apart && line !== from) break;
    if (apart) [best, line] = [next, at];
    else if (line !== from && Math.abs(at.left - from.left) < Math.abs(box(best).left - from.left)) best = next;
  }
  return best;
};

const MOVES = { ArrowRight: [beside, 1], ArrowLeft: [beside, -1], ArrowDown: [across, 1], ArrowUp: [across, -1] };

text.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  const word = focused();
  if (!word || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const [move, by] = MOVES[event.key] ?? [];
  if (!move && !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  if (!move) return event.repeat || word.click();
  const next = move(word, by);
  if (next) stand(next);
});

/** Draws text anew: the focus stays at its word, else at its paragraph. @param {() => void} draw */
export const redraw = (draw) => {
  const [word, last] = [focused(), /** @type {any} */ (document.activeElement)];
  const row = last?.closest("#text .row")?.id;
  draw();
  if (!row || last.isConnected) return;
  const same = word && all(WORDS, text).findLast((other) => begins(other) <= begins(word));
  if (same) stand(same, { preventScroll: true });
  else one(`#${row} .name`)?.focus({ preventScroll: true });
};
