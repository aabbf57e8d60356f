// Where there is no room for the questions, and for all that the bar holds, they open over the page.
import { all, one } from "./parts.js";

const buttons = all("[aria-controls]");
const panelOf = (/** @type {any} */ button) => one(`#${button.getAttribute("aria-controls")}`);
const opened = () => buttons.find((button) => button.getAttribute("aria-expanded") === "true");

const show = (/** @type {any} */ button, /** @type {boolean} */ open) => {
  button.setAttribute("aria-expanded", String(open));
  panelOf(button).classList.toggle("open", open);
};

/** Closes the panel that is open, and gives the focus back; whether one was. */
export const closePanel = () => {
  const button = opened();
  if (!button) return false;
  const within = panelOf(button).contains(document.activeElement);
  show(button, false);
  if (within) button.focus();
  return true;
};

/** Opens a panel, unless there is room for what it holds. @param {string} id */
export const openPanel = (id) => {
  const button = buttons.find((one) => panelOf(one).id === id);
  if (!button.checkVisibility()) return;
  closePanel();
  show(button, true);
};

for (const button of buttons) {
  button.addEventListener("click", () => {
    if (button === opened()) return closePanel();
    openPanel(panelOf(button).id);
    (one(".list", panelOf(button)) ?? one("button:enabled", panelOf(button))).focus();
  });
}

/** A panel that is left closes: it would cover what comes next. @param {Event} event */
const left = ({ target }) => {
  const button = opened();
  const inside = button && [button, panelOf(button)].some((part) => part.contains(target));
  if (button && !inside) show(button, false);
};
addEventListener("focusin", left);
addEventListener("pointerdown", left);
// What a button of the bar opens takes the panel's place, and gives the focus back to what is left.
one("#more").addEventListener("click", (/** @type {any} */ event) => { if (!event.target.closest(".theme")) closePanel(); }, true);
