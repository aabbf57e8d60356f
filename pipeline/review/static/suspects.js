// The dialog of suspects: words that were hardly said and that no term explains. Is one missing?
import { buttons, close, open, trouble, wrong } from "./dialogs.js";
import { get, home, make, many, one, post, tell, toMiddle } from "./parts.js";

/** @typedef {{time: string, left: string, heard: string, right: string, times: number, sure: number, guesses: string[], a: number, z: number, reads: string, block: number}} Suspect */

/**
 * Each can be taught as a term, or told to be right.
 * @param {(from: {a: number, z: number, text: string}) => void} learn @param {(patch: any) => void} done
 */
export const showSuspects = async (learn, done) => {
  const { suspects } = await get(`${home}/suspects`);
  const teach = (/** @type {Suspect} */ one, /** @type {string} */ text) => learn({ a: one.a, z: one.z, text });
  const show = (/** @type {Suspect} */ suspect) => {
    close();
    const row = one(`#b${suspect.block}`);
    if (row) toMiddle(row);
  };
  const right = async (/** @type {Suspect} */ suspect, /** @type {any} */ row) => {
    try {
      done(await post(`${home}/hand`, { verdict: "words", place: [suspect.a, suspect.z], was: suspect.reads, text: suspect.reads }));
      row.classList.add("done");
      one(".tag", row).textContent = "right as it stands";
      tell(`Right as it stands: ${suspect.heard}.`);
    } catch (error) { wrong(/** @type {Error} */ (error)); }
  };
  const line = (/** @type {Suspect} */ suspect) => {
    const row = make("li", {});
    row.append(
      make("button", { type: "button", class: "plain when", "aria-label": `show ${suspect.heard} at ${suspect.time}`, click: () => show(suspect) }, suspect.time),
      make("span", { class: "spot" }, `${suspect.left} `, make("mark", {}, suspect.heard), ` ${suspect.right}`),
      make("span", { class: "small" }, suspect.times > 1 ? many(suspect.times, "place") : ""), make("span", { class: "tag" }),
      make("span", { class: "ways" },
        ...suspect.guesses.map((guess) => make("button", { type: "button", "aria-label": `teach ${guess}, heard as ${suspect.heard}`, click: () => teach(suspect, guess) }, `${guess}?`)),
        make("button", { type: "button", "aria-label": `teach what ${suspect.heard} should read`, click: () => teach(suspect, "") }, "Teach…"),
        make("button", { type: "button", "aria-label": `It is right: ${suspect.heard}`, click: () => right(suspect, row) }, "It is right")),
    );
    return row;
  };
  open("Is a term missing?",
    make("p", { class: "small" }, "Words that were hardly said, and that no term of the dictionary explains; the likeliest first. Teach what was meant, or say that they are right."),
    trouble(),
    suspects.length ? make("ul", { class: "clusters suspects" }, ...suspects.map(line)) : make("p", {}, "Nothing here looks wrong that the dictionary does not explain."),
    buttons(make("button", { type: "button", click: close }, "Close")));
};
