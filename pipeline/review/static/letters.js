// Keys of one letter, digit or sign. Who speaks to the machine, or strikes keys unawares, turns them off.
import { one, remember, remembered } from "./parts.js";

const box = one("#letters");

const show = () => document.body.classList.toggle("no-letters", !box.checked);
box.checked = remembered("letters") !== "off";
box.addEventListener("change", () => {
  remember("letters", box.checked ? "on" : "off");
  show();
});
show();

/** Whether a key is one that is turned off. @param {KeyboardEvent} event */
export const isOff = ({ key }) => key.length === 1 && !box.checked;
