// Menus at a place in the text: write it otherwise, split or join sentences, say who speaks.
import { draft, settle } from "./drafts.js";
import { all, make, one } from "./parts.js";
import { begins, reads, WORDS } from "./words.js";

/**
 * @typedef {{byHand: (body: object, typed?: string, again?: () => void) => void, learn: (from: object) => void, speakers: () => string[], play: (place: number) => void}} Menus
 */

const menu = one("#menu");
/** @type {any} */
let opener = null;
let typed = ""; // for what a text is typed in the open menu

export const hideMenu = () => {
  if (menu.hidden) return;
  menu.hidden = true;
  for (const chosen of all(".chosen")) chosen.classList.remove("chosen");
  if (opener?.isConnected) opener.focus?.({ preventScroll: true });
};

/** Closes the menu, and gives up what was typed in it; whether there was one. */
export const dismissMenu = () => {
  if (menu.hidden) return false;
  settle(typed);
  hideMenu();
  return true;
};

/** @param {any[]} elements @param {string} label @param {string} about for what a text is typed @param {...any} content */
const show = (elements, label, about, ...content) => {
  hideMenu();
  typed = about;
  opener = document.activeElement;
  menu.setAttribute("aria-label", label);
  menu.replaceChildren(...content);
  menu.hidden = false;
  for (const element of elements) element.classList.add("chosen");
  const box = elements[0].getBoundingClientRect();
  const [width, height] = [menu.offsetWidth, menu.offsetHeight];
  const below = box.bottom + 6 + height < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - height - 6)}px`;
  const input = one("input", menu);
  input?.focus({ preventScroll: true });
  input?.select();
};

/** The words at a place. @param {any[]} words @param {Menus} menus */
export const showPlaceMenu = (words, menus) => {
  const place = [begins(words[0]), Number(words.at(-1).dataset.z)];
  const was = words.map(reads).filter(Boolean).join(" ");
  const about = `words ${place}`;
  const input = make("input", { name: "text", value: draft(about)?.text ?? was, "aria-label": "It reads", spellcheck: "true", autocomplete: "off" });
  // A misheard term is often longer than what was marked: a word more on either side.
  const row = words[0].closest(".row");
  const own = all(WORDS, row);
  const [first, last] = [own.indexOf(words[0]), own.indexOf(words.at(-1))];
  const wider = (/** @type {number} */ before, /** @type {number} */ after) => () => {
    const more = own.slice(Math.max(0, first - before), last + 1 + after);
    if (more.length > words.length) showPlaceMenu(more, menus);
  };
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    event.key === "ArrowLeft" ? wider(1, 0)() : wider(0, 1)();
  });
  // The text may have been drawn anew since.
  const again = () => {
    const same = all(`#${row.id} :is(${WORDS})`).filter((element) => begins(element) >= place[0] && Number(element.dataset.z) <= place[1]);
    if (same.length) showPlaceMenu(same, menus);
  };
  const more = (/** @type {string} */ label, /** @type {string} */ keys, /** @type {() => void} */ click) => make("button", { type: "button", class: "plain", title: keys, click }, label);
  const act = (/** @type {object} */ body) => () => { hideMenu(); menus.byHand(body); };
  const form = make("form", { class: "row-form", submit: (/** @type {Event} */ event) => {
    event.preventDefault();
    hideMenu();
    if (input.value.trim() === was) settle(about);
    else menus.byHand({ verdict: "words", place, text: input.value.trim(), was }, about, again);
  } }, input, make("button", {}, "Save"));
  show(words, "Words", about, form, make("div", { class: "wider" }, more("◂ a word more", "Alt+←", wider(1, 0)), more("a word more ▸", "Alt+→", wider(0, 1))), make("div", { class: "items" },
    make("button", { type: "button", click: act({ verdict: "open", place }) }, "A sentence starts here"),
    make("button", { type: "button", click: act({ verdict: "close", place }) }, "Join to the sentence before"),
    make("button", { type: "button", click: () => showSpeakerMenu(one(".name", row), menus, place[0]) }, "Somebody else speaks from here…"),
    make("button", { type: "button", click: () => { hideMenu(); menus.learn({ a: place[0], z: place[1], text: input.value.trim() }); } }, "Teach the dictionary…"),
    one("#media") ? make("button", { type: "button", click: () => menus.play(place[0]) }, "Play from here") : null));
};

/** Who speaks. @param {any} button the name, over a paragraph or within it @param {Menus} menus @param {number} [at] from this place */
export const showSpeakerMenu = (button, menus, at) => {
  const row = button.closest(".row");
  const place = at ?? Number(button.dataset.a ?? row.dataset.a);
  const now = button.textContent === "Speaker?" ? "" : button.textContent;
  const about = `speaker ${place}`;
  const left = draft(about);
  const input = make("input", { name: "text", value: left?.text ?? now, "aria-label": "Speaker", list: "speakers", autocomplete: "off" });
  const names = make("datalist", { id: "speakers" }, ...menus.speakers().map((value) => make("option", { value })));
  const scope = (/** @type {string} */ value, /** @type {string} */ label) => make("label", {}, make("input", { type: "radio", name: "scope", value, checked: value === (left?.verdict ?? "speaker") }), ` ${label}`);
  const save = (/** @type {string} */ name) => {
    const verdict = form.elements.scope.value;
    hideMenu();
    menus.byHand({ verdict, place: [place, place], text: name.trim(), was: now }, about, () => showSpeakerMenu(button.isConnected ? button : one(`#${row.id} .name`), menus, at));
  };
  const form = make("form", { submit: (/** @type {Event} */ event) => { event.preventDefault(); save(input.value); } },
    make("div", { class: "row-form" }, input, make("button", {}, "Save")), names,
    make("fieldset", {}, make("legend", {}, "where"),
      scope("speaker", "here, until somebody else speaks"),
      scope("speaker-on", `from here on, wherever ${now || "no name"} stands`),
      at === undefined ? scope("rename", `everywhere ${now || "no name"} stands (rename, or merge)`) : null),
    make("div", { class: "items" }, ...menus.speakers().filter((name) => name !== now).slice(0, 8).map((name) => make("button", { type: "button", click: () => save(name) }, name))));
  show([button], "Speaker", about, form);
};

// Tab goes round in the menu, which stands elsewhere in the page than what it is about.
menu.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  const stops = [...menu.querySelectorAll("button, input:not([type=radio]:not(:checked))")];
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (event.key !== "Tab" || event.target !== from) return;
  event.preventDefault();
  to.focus();
});
addEventListener("pointerdown", (event) => {
  if (!menu.hidden && !menu.contains(/** @type {Node} */ (event.target))) hideMenu();
});
