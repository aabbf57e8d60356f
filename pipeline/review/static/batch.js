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
  for (const button of document.querySelectorAll("[data-clean]")) {
    button.addEventListener("click", async () => {
      /** @type {any} */ (button).disabled = true;
      button.textContent = "Cleaning…";
      const path = `/talk/${/** @type {any} */ (button).dataset.clean}`;
      await fetch(`${path}/clean`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
      const look = async () => ((await fetch(path)).ok ? location.reload() : setTimeout(look, 1500));
      setTimeout(look, 1500);
    });
  }
  sift();
}
