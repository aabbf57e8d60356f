// The recording: plays from a word, follows the words, slower and back by keys.
import { all, one, say, toMiddle } from "./parts.js";
import { begins, WORDS } from "./words.js";

const BEFORE = 3; // seconds played before a place

/** A talk without a recording has a player that says so. */
export const player = () => {
  const media = one("#media");
  /** @type {number[]} */
  let starts = []; // of the raw words, milliseconds
  /** @type {any} */
  let lit = null;
  const missing = () => say(document.body.dataset.silent ?? "", 12);

  /** The raw word said at a time. @param {number} milliseconds */
  const wordAt = (milliseconds) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= milliseconds) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const light = () => {
    const place = wordAt(1000 * media.currentTime);
    const row = all(".row").findLast((row) => Number(row.dataset.a) <= place);
    const word = row && all(WORDS, row).findLast((element) => begins(element) <= place);
    if (word === lit) return;
    lit?.classList.remove("said-now");
    lit = word ?? null;
    lit?.classList.add("said-now");
    if (lit && !media.paused) {
      const [box, room] = [lit, one("#text")].map((element) => element.getBoundingClientRect());
      if (box.top < room.top + room.height / 10 || box.bottom > room.bottom - room.height / 5) toMiddle(lit);
    }
  };

  media?.addEventListener("timeupdate", light);
  media?.addEventListener("error", () => say("The recording cannot be played.", 8));
  const play = (/** @type {number} */ milliseconds) => {
    if (!media) return missing();
    media.currentTime = Math.max(0, milliseconds / 1000 - BEFORE);
    media.play().catch(() => say("The recording cannot be played."));
  };
  return {
    /** @param {number[]} words */
    follow: (words) => (starts = words),
    play,
    /** @param {number} place */
    playAt: (place) => play(starts[Math.floor(place)] ?? 0),
    /** @param {number} milliseconds */
    toggle: (milliseconds) => (media && !media.paused ? media.pause() : play(milliseconds)),
    /** @param {number} seconds */
    skip: (seconds) => (media ? (media.currentTime += seconds) : missing()),
    /** @param {number} by */
    faster: (by) => {
      if (!media) return missing();
      media.playbackRate = Math.min(3, Math.max(0.4, media.playbackRate + by));
      one("#speed").textContent = `${media.playbackRate.toFixed(1)}×`;
    },
  };
};
