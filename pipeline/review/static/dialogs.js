// The dialogs: all places like this, variants of a term, teaching the dictionary, names, lost verdicts.
import { all, enable, enabled, get, home, make, many, one, percent, post, say, tell, thousands, who } from "./parts.js";

/** @typedef {{key: string, talk: string, time: string, left: string, heard: string, right: string, now: string, status: string, number: number}} Spot */

const dialog = () => one("#dialog");

/** @param {string} title @param {...any} content */
export const open = (title, ...content) => {
  const box = dialog();
  box.replaceChildren(make("h2", { id: "dialog-title" }, title), ...content, make("p", { class: "sr told", role: "status" }));
  if (!box.open) box.showModal();
  return box;
};
export const close = () => dialog().close();
export const wrong = (/** @type {Error} */ error) => {
  const told = one(".trouble", dialog());
  if (told) told.textContent = error.message;
  else say(error.message, 8);
};
export const buttons = (/** @type {any[]} */ ...given) => make("p", { class: "buttons" }, ...given);
const cancel = () => make("button", { type: "button", click: close }, "Cancel");
export const trouble = () => make("p", { class: "trouble", role: "alert" });

/** @param {Spot} spot @param {any} [box] @param {boolean} [named] whether the talk is told */
const line = (spot, box, named) =>
  make(
    "li",
    {},
    make(
      "label",
      {},
      box ?? "",
      make("span", { class: "when" }, named ? `${spot.talk} ${spot.time}` : spot.time),
      make("span", { class: "spot" }, `${spot.left} `, make("del", {}, spot.heard), spot.now ? " " : "", make("ins", {}, spot.now), ` ${spot.right}`),
      spot.status && spot.status !== "waiting" ? make("span", { class: `tag ${spot.status}` }, spot.status) : null,
    ),
  );

/**
 * Shows all places of an edit first; then decides those that are ticked, together.
 * @param {string} id @param {(patch: any) => void} done @param {"talk" | "batch"} [scope]
 */
export const allLikeThis = async (id, done, scope = "talk") => {
  const { places, was, now, more, elsewhere, text } = await get(`${home}/like?id=${encodeURIComponent(id)}&scope=${scope}`);
  const ticks = places.map((/** @type {Spot} */ spot) =>
    make("input", { type: "checkbox", value: spot.key, checked: !["accepted", "rejected", "other"].includes(spot.status) }),
  );
  const chosen = () => ticks.filter((/** @type {any} */ tick) => tick.checked).map((/** @type {any} */ tick) => tick.value);
  const decide = async (/** @type {string} */ verdict, text = "") => {
    try {
      const count = chosen().length;
      done(await post(`${home}/decide-many`, { verdict, text, edits: chosen() }));
      close();
      say(`${many(count, "place")}: ${verdict === "accept" ? "accepted" : verdict === "reject" ? "rejected" : `“${text}”`}. One undo takes them all back.`, 6);
    } catch (error) { wrong(/** @type {Error} */ (error)); }
  };
  const other = make("input", { name: "text", "aria-label": "Another reading for all", placeholder: "another reading" });
  const count = make("span", { class: "small", role: "status" });
  const recount = () => (count.textContent = `${chosen().length} of ${many(places.length, "place")}`);
  // Who speaks, and where a segment opens, is another question in another talk.
  const everywhere = !elsewhere ? "" : make("button", { type: "button", class: "plain", click: () => allLikeThis(id, done, scope === "talk" ? "batch" : "talk") }, scope === "talk" ? "look in all talks" : "in this talk only");
  const none = make("button", { type: "button", class: "plain", click: () => { const any = chosen().length; for (const tick of ticks) tick.checked = !any; recount(); } }, "all / none");
  const list = make("ul", { class: "spots", change: recount }, ...places.map((/** @type {Spot} */ spot, /** @type {number} */ n) => line(spot, ticks[n], scope === "batch")));
  open(
    `All like this: ${text ? `${was || "nothing"} → ${now || "left out"}` : now ? "a sentence starts here" : "joined to the one before"}`,
    make("p", { class: "small" }, count, " · ", none, everywhere && " · ", everywhere, more ? ` · ${many(more, "more talk")} may have it: decide these, then look again` : ""),
    list,
    trouble(),
    make("form", { class: "buttons", submit: (/** @type {Event} */ event) => { event.preventDefault(); if (other.value.trim()) decide("other", other.value); } },
      make("button", { type: "button", class: "yes", id: "accept-all", click: () => decide("accept") }, "Accept them"),
      make("button", { type: "button", class: "no", id: "reject-all", click: () => decide("reject") }, "Reject them"),
      ...(text ? [other, make("button", {}, "Write that")] : []), cancel()),
  );
  recount();
  one("#accept-all").focus();
};

/**
 * Terms with all that was heard for them.
 * @param {(patch: any) => void} done @param {(n: number) => void} go @param {(n: number) => any[]} around
 */
export const showVariants = async (done, go, around) => {
  const { variants } = await get(`${home}/variants`);
  const decide = async (/** @type {string} */ verdict, /** @type {string[]} */ edits, /** @type {string} */ what, /** @type {any} */ row) => {
    try {
      done(await post(`${home}/decide-many`, { verdict, edits }));
      row.classList.add("done");
      one(".tag", row).textContent = verdict === "accept" ? "accepted" : "rejected";
      tell(`${verdict === "accept" ? "Accepted" : "Rejected"}: ${what}.`);
    } catch (error) { wrong(/** @type {Error} */ (error)); }
  };
  const pair = (/** @type {string[]} */ edits, /** @type {string} */ what, /** @type {() => any} */ row) => [
    make("button", { type: "button", "aria-label": `accept ${what}`, click: () => decide("accept", edits, what, row()) }, "Accept"),
    make("button", { type: "button", "aria-label": `reject ${what}`, click: () => decide("reject", edits, what, row()) }, "Reject"),
  ];
  const section = (/** @type {any} */ cluster) => {
    const every = cluster.heard.flatMap((/** @type {any} */ way) => way.edits);
    const box = make("section", { class: "cluster" });
    box.append(
      make("h3", {}, cluster.term, " ", make("span", { class: "small" }, `${many(every.length, "place")}, ${cluster.waiting} waiting `), make("span", { class: "tag" }), make("span", { class: "spring" }), ...pair(every, `all for ${cluster.term}`, () => box)),
      make("ul", {}, ...cluster.heard.map((/** @type {any} */ way) => {
        const row = make("li", {});
        row.append(
          make("button", { type: "button", class: "plain", click: () => { close(); go(way.number); } }, way.was),
          make("span", { class: "small" }, `${many(way.edits.length, "place")}, up to ${percent(way.sure)} sure`),
          make("span", { class: "tag" }), make("span", { class: "spring" }), ...pair(way.edits, way.was, () => row),
          make("p", { class: "around" }, ...around(way.number)),
        );
        return row;
      })),
    );
    return box;
  };
  open("Variants", make("p", { class: "small" }, "All that was heard for one term. Click what was heard to see it in the text."),
    trouble(), make("div", { class: "clusters" }, ...(variants.length ? variants.map(section) : [make("p", {}, "No term of this talk was heard in several ways.")])), buttons(make("button", { type: "button", click: close }, "Close")));
};

/**
 * A dictionary entry, pre-filled; tried on the talks before it is saved.
 * @param {{id?: string, a?: number, z?: number, text?: string}} from
 * @param {(answer: any) => void} saved
 */
export const teach = async (from, saved) => {
  const query = new URLSearchParams(Object.entries(from).map(([key, value]) => [key, String(value)]));
  const given = await get(`${home}/entry?${query}`);
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ value, /** @type {string} */ hint) =>
    make("label", { class: "field" }, make("span", {}, label), make("input", { name, value, autocomplete: "off" }), hint ? make("small", {}, hint) : null);
  const list = (/** @type {string} */ text) => text.split(/[,;]/).map((part) => part.trim()).filter(Boolean);
  const near = field("near", "near", "", "words that make it likely, with commas between");
  const input = one("input", near);
  const chips = make("span", { class: "offered" }, ...given.offered.map((/** @type {string} */ word) =>
    make("button", { type: "button", class: "chip", "aria-pressed": "false", click: (/** @type {any} */ event) => {
      const words = new Set(list(input.value));
      words.has(word) ? words.delete(word) : words.add(word);
      input.value = [...words].join(", ");
      event.target.setAttribute("aria-pressed", words.has(word));
      look();
    } }, word)));
  near.append(chips);
  const result = make("div", { class: "preview", tabindex: "0", role: "region", "aria-label": "What the entry changes", "aria-live": "polite" });
  // In brief beside what saves: on a phone the rest is further down.
  const brief = make("button", { type: "button", class: "plain", id: "in-brief", click: () => { result.scrollIntoView(); result.focus({ preventScroll: true }); } });
  const show = (/** @type {any} */ told) => {
    result.replaceChildren(...(told ? shown(told) : []));
    brief.textContent = told ? inBrief(told) : "";
  };
  const categories = make("datalist", { id: "categories" }, ...given.categories.map((/** @type {string} */ value) => make("option", { value })));
  const form = make("form", { class: "entry" },
    field("name", "reads", given.name, ""), field("heard", "heard as", given.heard.join(", "), "mishearings; context decides. With commas between"),
    field("aliases", "also written", "", "other spellings, always fixed"), field("category", "category", "", ""), near,
    field("sounds", "said as", "", "where the spelling misleads: ARPAbet, with commas between (JH IY P IY Y UW)"), categories, result,
    make("div", { class: "foot" }, trouble(), buttons(make("button", { class: "yes", id: "save-entry" }, "Save entry"), cancel(), brief)));
  form.category.setAttribute("list", "categories");
  const entry = () => ({ name: name.value, heard: list(heard.value), aliases: list(form.aliases.value), near: list(form.near.value), sounds: list(form.sounds.value), category: form.category.value.trim() });
  // What was heard is listed as soon as the name is another, unless the field was written in.
  const [name, heard] = [form.elements.name, form.heard];
  let untouched = true;
  heard.addEventListener("input", () => (untouched = false));
  name.addEventListener("input", () => {
    if (untouched) heard.value = name.value.trim().toLowerCase() === given.was ? "" : given.was;
  });
  let asked = 0;
  let late = 0;
  let unread = Infinity;
  let unweighed = Infinity;
  const look = async (again = false) => {
    const mine = ++asked;
    if (!again) unweighed = Infinity;
    one(".trouble", form).textContent = "";
    if (!name.value.trim()) return show(null);
    result.setAttribute("aria-busy", "true");
    try {
      const told = await post(`${home}/preview`, entry());
      if (mine !== asked) return;
      show(told);
      // The list grows while talks are read, and while places are weighed.
      const grows = (told.unread && told.unread <= unread) || told.guessed < unweighed;
      ({ unread, guessed: unweighed } = told);
      if (grows && (unread || unweighed) && form.isConnected && dialog().open) late = setTimeout(look, unread ? 1500 : 100, true);
    } catch (error) {
      // What an earlier entry would change is not told beside what is wrong with this one.
      if (mine === asked) show(null);
      if (mine === asked) wrong(/** @type {Error} */ (error));
    }
    if (mine === asked) result.removeAttribute("aria-busy");
  };
  form.addEventListener("input", () => { clearTimeout(late); late = setTimeout(look, 350); });
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    const button = one("#save-entry", form);
    if (!enabled(button)) return;
    enable(button, false);
    button.textContent = "Saving…";
    try {
      const answer = await post(`${home}/learn`, entry());
      close();
      saved(answer);
    } catch (error) { wrong(/** @type {Error} */ (error)); }
    enable(button, true);
    button.textContent = "Save entry";
  });
  open("Teach the dictionary", form);
  name.focus();
  name.select();
  result.append(make("p", { class: "small" }, "Trying the entry…"));
  look();
};

const spots = (/** @type {any[]} */ places) =>
  make("ul", { class: "spots" }, ...places.slice(0, 40).map((place) => line({ ...place, status: place.now && !place.made ? `${percent(place.sure)}: asked` : "" })));
const tally = (/** @type {number} */ made, /** @type {number} */ asked) =>
  [made || !asked ? many(made, "change") : "", asked ? many(asked, "suggestion") : ""].filter(Boolean).join(", ");

/** How often people say a form where nothing is misheard. @param {[string, number]} form */
const often = ([form, rate]) => {
  const rough = rate >= 1 ? Number(rate.toPrecision(1)) : 0;
  return make("li", {}, `“${form}”: ${rough ? `people say it some ${many(rough, "time")} in a million words` : "people hardly ever say it"}`);
};

const madeIn = (/** @type {any[]} */ places) => places.filter((place) => place.made).length;
/** How much an entry would change, and what speaks against it. @param {any} told */
const inBrief = (told) => {
  const against = told.warnings.length + (told.control.length ? 1 : 0);
  const made = madeIn(told.here);
  return `${against ? `⚠ ${many(against, "warning")}, ` : ""}${tally(made + told.made, told.here.length - made + told.asked)}`;
};

/** What an entry would change. @param {any} told */
const shown = (told) => {
  const made = madeIn(told.here);
  const everywhere = [told.made || told.asked ? tally(told.made, told.asked) : "", told.guessed ? `${many(told.guessed, "place")} not weighed yet` : ""].filter(Boolean).join(", ");
  const control = told.control.reduce((/** @type {number} */ sum, /** @type {any} */ talk) => sum + talk.made, 0);
  const talk = (/** @type {any} */ there) => [
    make("p", { class: "small" }, `${there.talk}: ${there.exact ? tally(there.made, there.asked) : `${many(there.asked, "place")} where it is written; context not weighed yet`}`),
    spots(there.places),
  ];
  return [
    ...told.warnings.map((/** @type {string} */ text) => make("p", { class: "warning" }, `⚠ ${text}`)),
    make("h3", {}, told.here.length ? `In this talk: ${tally(made, told.here.length - made)}` : "In this talk nothing changes"),
    told.here.length ? spots(told.here) : null,
    make("h3", {}, told.talks ? `In ${many(told.talks, "other talk")}: ${everywhere}` : "In other talks nothing changes"),
    ...told.elsewhere.flatMap(talk),
    told.unread ? make("p", { class: "small" }, `${many(told.unread, "talk")} not read yet; the list grows.`) : null,
    make("h3", {}, "Where nothing is misheard"),
    told.said.length ? make("ul", { class: "rates" }, ...told.said.map(often)) : null,
    told.controlWords
      ? make("p", { class: told.control.length ? "warning" : "small" }, told.control.length ? `⚠ In your control text (${thousands(told.controlWords)} words): ${many(control, "false change")}, ${many(told.control.reduce((/** @type {number} */ sum, /** @type {any} */ talk) => sum + talk.asked, 0), "suggestion")}` : `In your control text (${thousands(told.controlWords)} words) nothing changes.`)
      : null,
    ...told.control.flatMap(talk),
    make("p", { class: "small" }, `Places are weighed as the next run will weigh them, words and context; likenesses of sound are looked for in this talk alone, among a part of the dictionary. How often people say a form is an estimate of the language model that ships.`),
    make("p", { class: "small" }, `Saves to ${told.file}. This talk shows it at once, all talks above are cleaned again; decisions stay.`),
  ].filter(Boolean);
};

/** Asks for the reviewer's name. @param {() => void} done */
export const askWho = (done) => {
  const input = make("input", { name: "who", value: who.get(), autocomplete: "name", "aria-label": "Your name" });
  const form = make("form", { submit: (/** @type {Event} */ event) => { event.preventDefault(); who.set(input.value.trim()); close(); done(); } },
    make("p", {}, input), buttons(make("button", {}, "Save"), cancel()));
  open("Who decides?", make("p", { class: "small" }, "Kept with each decision."), form);
  input.select();
};

/** Verdicts whose place is not to be found any more. @param {{told: string, around: string}[]} lost */
export const showLost = (lost) =>
  open("Decisions without a place", make("p", { class: "small" }, "What they were about is no longer in the transcript, is there more than once, or does not fit what else was decided there. They are kept, and count again when their place comes back."),
    make("ul", { class: "spots" }, ...lost.map((one) => make("li", {},
      make("span", { class: "spot" }, one.told), " ", make("span", { class: "small" }, `… ${one.around} …`)))),
    buttons(make("button", { type: "button", click: close }, "Close")));

/** Whether a dialog is open. */
export const busy = () => all("dialog").some((box) => box.open);
