// Small parts that every script of the page uses: elements, requests, messages.

/** @param {string} selector @param {ParentNode} [from] @returns {any} */
export const one = (selector, from = document) => from.querySelector(selector);
/** @param {string} selector @param {ParentNode} [from] @returns {any[]} */
export const all = (selector, from = document) => [...from.querySelectorAll(selector)];

/**
 * An element with its attributes and children. Texts are always texts, never markup.
 * @param {string} tag
 * @param {Record<string, any>} [given] attributes; functions become listeners, `class` is the class
 * @param {...any} children
 * @returns {any}
 */
export const make = (tag, given = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else if (value !== undefined && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
};

/** Whether a button does something just now. One that is `disabled` would lose the focus. @param {Element} button @param {boolean} able */
export const enable = (button, able) => button.setAttribute("aria-disabled", String(!able));
export const enabled = (/** @type {Element} */ button) => button.getAttribute("aria-disabled") !== "true";

/** Fills an element anew, unless it reads so already: a link in it keeps the focus. @param {Element} element @param {...any} content */
export const refill = (element, ...content) => {
  const fresh = make("span", {}, ...content);
  if (fresh.textContent !== element.textContent) element.replaceChildren(...fresh.childNodes);
};

/** @param {number} number */
export const thousands = (number) => number.toLocaleString("en");
/** @param {number} count @param {string} what */
export const many = (count, what) => `${thousands(count)} ${what}${count === 1 ? "" : "s"}`;
/** @param {number} share 0 to 1 */
export const percent = (share) => `${Math.round(100 * share)} %`;
/** @param {number} milliseconds @returns {string} 0:12:34 */
export const clock = (milliseconds) => {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

const name = document.body.dataset.name ?? "";
/** The talk's own address. */
export const home = `/talk/${encodeURIComponent(name)}`;

/** What the browser remembers by a name. @param {string} name */
export const remembered = (name) => {
  try { return localStorage.getItem(name) ?? ""; } catch { return ""; }
};
/** @param {string} name @param {string} value */
export const remember = (name, value) => {
  try { localStorage.setItem(name, value); } catch { /* lasts as long as the page */ }
};

/** The reviewer's name: typed once, remembered by the browser. */
export const who = {
  get: () => remembered("who") || document.body.dataset.who || "",
  /** @param {string} given */
  set: (given) => {
    document.body.dataset.who = given;
    remember("who", given);
  },
};

/** Ask the server; an answer that is an error is thrown with its words. @param {string} path */
export const get = async (path) => answered(await reach(path, { headers: { accept: "application/json" } }));

/** @param {string} path @param {object} [body] */
export const post = async (path, body = {}) =>
  answered(
    await reach(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ who: who.get(), ...body }),
    }),
  );

const reach = async (/** @type {string} */ path, /** @type {RequestInit} */ how) => {
  try {
    return await fetch(path, how);
  } catch {
    throw new Error("The review server does not answer. What you decided before is kept: start “mondegreen review” again, and open the address it prints.");
  }
};

const answered = async (/** @type {Response} */ response) => {
  const plain = (response.headers.get("content-type") ?? "").includes("json") ? await response.json() : { error: await response.text() };
  if (!response.ok || plain.error) throw new Error(plain.error || `The server answered ${response.status}.`);
  return plain;
};

/** Scrolls the text until an element is in its middle. Not by `scrollIntoView`: the next Tab would go on from there. @param {Element} element */
export const toMiddle = (element) => {
  const room = one("#text");
  const [box, frame] = [element, room].map((part) => part.getBoundingClientRect());
  room.scrollTop += (box.top + box.bottom - frame.top - frame.bottom) / 2;
};

/** Tell what came of an action to those who do not see it: in the dialog that is open, for nothing behind it is told. @param {string} text */
export const tell = (text) => {
  const box = one("dialog[open] .told") ?? one("#asked");
  // The same again would not be told.
  box.textContent = text && text === box.textContent ? `${text}\u00a0` : text;
};

let silence = 0;
/** Say something in passing, to all. @param {string} text @param {number} [seconds] 0: until something else is said */
export const say = (text, seconds = 4) => {
  const box = one("#said");
  if (one("dialog[open]")) tell(text);
  box.textContent = text;
  clearTimeout(silence);
  if (text && seconds) silence = setTimeout(() => (box.textContent = ""), 1000 * seconds);
};

/** @type {Map<string, {text: string, known: boolean}>} */
const troubles = new Map();
/**
 * Say what went wrong, until it is right again (an empty text) or dismissed.
 * @param {string} text @param {string} [about] what it is about: each has a message of its own
 */
export const alarm = (text, about = "page") => {
  if (text === (troubles.get(about)?.text ?? "")) return;
  if (text) troubles.set(about, { text, known: false });
  else troubles.delete(about);
  show();
};

const show = () => {
  const texts = [...new Set([...troubles.values()].filter(({ known }) => !known).map(({ text }) => text))];
  // What went wrong twice for one reason is told once.
  const told = texts.filter((text) => !texts.some((other) => other !== text && other.includes(text)));
  const box = one("#alarm");
  const dismiss = () => {
    for (const trouble of troubles.values()) trouble.known = true;
    show();
    one("#text").focus({ preventScroll: true });
  };
  box.replaceChildren(...told.reverse().map((text) => make("span", {}, text)), make("button", { type: "button", class: "plain", click: dismiss }, "Dismiss"));
  box.hidden = !told.length;
};
