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
  for (const button of /** @type {any} */ (document.querySelectorAll("[data-clean]"))) {
    const path = `/talk/${button.dataset.clean}`;
    const look = async () => {
      const { working, failed, error } = await asked(`${path}/cleaning`);
      if (working) return setTimeout(look, 1000);
      if (!failed && !error) return location.reload();
      one("#said").textContent = `Not cleaned: ${failed || error}`;
      button.disabled = false;
      button.textContent = "Clean it now";
    };
    button.addEventListener("click", async () => {
      button.disabled = true;
      button.textContent = "Cleaning…";
      one("#said").textContent = "";
      await asked(`${path}/clean`, { method: "POST", body: "{}" });
      look();
    });
  }
  sift();
}
