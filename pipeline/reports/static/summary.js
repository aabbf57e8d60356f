// The batch page: its table of talks is sorted by a click and searched by a word.
addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector("#table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const compare = (column) => (one, other) => {
    const [a, b] = [one.cells[column], other.cells[column]];
    if (a.dataset.n !== undefined) return Number(a.dataset.n) - Number(b.dataset.n);
    return a.textContent.localeCompare(b.textContent);
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      // Numbers are wanted largest first, names from A.
      const first = head.classList.contains("n") ? "descending" : "ascending";
      const second = first === "ascending" ? "descending" : "ascending";
      const order = head.getAttribute("aria-sort") === first ? second : first;
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", order);
      rows.sort(compare(column));
      if (order === "descending") rows.reverse();
      body.append(...rows);
    });
  });
  const find = document.querySelector("#find");
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
    const shown = rows.filter((row) => !row.hidden).length;
    document.querySelector("#found").textContent = wanted ? `${shown} of ${rows.length}` : "";
  });
});
