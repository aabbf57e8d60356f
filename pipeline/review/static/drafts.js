// What was typed and could not be saved is offered again where it was typed, until it is saved or given up.
import { alarm } from "./parts.js";

/** @typedef {{text: string, verdict?: string}} Draft */

/** @type {Map<string, Draft>} */
const drafts = new Map();

/** @param {string} about what it was typed for @returns {Draft | undefined} */
export const draft = (about) => drafts.get(about);
/** @param {string} about @param {Draft} body */
export const keep = (about, body) => drafts.set(about, body);
/** It is saved, or no longer wanted: nothing is said of it any more. @param {string} about */
export const settle = (about) => {
  drafts.delete(about);
  alarm("", about);
};
