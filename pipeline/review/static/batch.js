"use strict";
// The list of talks: search, only those that wait, cleaning one that is not clean yet.
{
  const one = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  const rows = [.../** @type {any} */ (document.querySelectorAll("tbody tr"))];
  const sift = () => {
    const wanted = one("#find").value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      row.hidden = !row.dataset.find.includes(wanted) || (one("#open").checked && row.dataset.waiting === "0");
      count += row.hidden ? 0 : 1;
    }
    one("#none").hidden = count > 0;
    one("#found").textContent = count === rows.length ? "" : `${count} of ${rows.length}`;
  };
  one("#find").addEventListener("input", sift);
  one("#open").addEventListener("change", sift);
  const asked = async (/** @type {string} */ path, /** @type {RequestInit} */ how = {}) => {
    const answer = await fetch(path, { ...how, headers: { "content-type": "application/json", accept: "application/json" } }).catch(() => null);
    return answer ? answer.json() : { error: "The review server does not answer: start “mondegreen review” again, and open the address it prints." };
  };
  const CLEANED = "cleaned";
  /** Loads the page with the talk that is clean by now, and goes to it there. */
  const anew = (/** @type {string} */ path) => {
    try { sessionStorage.setItem(CLEANED, path); } catch { /* then the page begins at its top */ }
    location.reload();
  };
  const arrive = () => {
    const path = sessionStorage.getItem(CLEANED);
    sessionStorage.removeItem(CLEANED);
    if (path) one(`tbody a[href="${path}"]`)?.focus();
  };
  for (const button of /** @type {any} */ (document.querySelectorAll("[data-clean]"))) {
    const path = `/talk/${button.dataset.clean}`;
    const look = async () => {
      const { working, failed, error } = await asked(`${path}/cleaning`);
      if (working) return setTimeout(look, 1000);
      if (!failed && !error) return anew(path);
      one("#said").textContent = `Not cleaned: ${failed || error}`;
      rest(true);
    };
    // One that is `disabled` would lose the focus.
    const rest = (/** @type {boolean} */ able) => {
      button.setAttribute("aria-disabled", String(!able));
      button.textContent = able ? "Clean it now" : "Cleaning…";
    };
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      rest(false);
      one("#said").textContent = "";
      one("#told").textContent = `Cleaning ${decodeURIComponent(button.dataset.clean)}…`;
      await asked(`${path}/clean`, { method: "POST", body: "{}" });
      look();
    });
  }
  sift();
  try { arrive(); } catch { /* no storage */ }
}
