// The lines of the queue: what is looked for in them, what makes two the same, and those of what people wrote by
// themselves. About these nothing is asked, and their numbers are below 0.
/** @typedef {import("./review.js").Item} Item */

/** What a search looks through. @param {{was: string, now: string, why: string}[]} edits */
export const wordsOf = (edits) => edits.map((edit) => `${edit.was}\n${edit.now}\n${edit.why}`).join("\n").toLowerCase();

/** What questions have in common that are the same in other places. @param {string} stage @param {{was: string, now: string}[]} edits */
export const likeness = (stage, [{ was, now }]) =>
  [stage, ...[was, now].map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim() || text)].join("\n");

/** A line of what somebody wrote. @param {any} told @param {number} n @returns {Item} */
export const lineOf = ({ key, kind, was, now, who, place, time, block }, n = -1) => {
  const why = who ? `by hand: ${who}` : "by hand";
  const edits = [{ id: key, was, now, sure: 1, why, brief: why }];
  return { n, stage: "hand", kind, status: "hand", text: "", block, place, time, rule: "", edits, words: wordsOf(edits), like: "" };
};

/** The lines there are now; those that were there stay what they are. @param {Item[]} before @param {any[]} told */
export const renewed = (before, told) => {
  const known = new Map(before.map((item) => [item.edits[0].id, item]));
  let n = Math.min(0, ...before.map((item) => item.n));
  return told.map((one) => {
    const old = known.get(one.key);
    return old ? Object.assign(old, lineOf(one, old.n)) : lineOf(one, --n);
  });
};
