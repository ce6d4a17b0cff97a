"use strict";
// Sorts and filters the two tables; without it they are plain tables with every row.
const filters = document.querySelector(".filters");
const runs = document.querySelector("#runs tbody");
const rows = [...runs.rows].map((row) => ({ row, text: row.textContent.toLowerCase() }));
const [search, cause, earlier] = filters.querySelectorAll("input, select");
const shown = filters.querySelector("output");

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, text } of rows) {
    const fits =
      (earlier.checked || !row.classList.contains("earlier")) &&
      (cause.selectedIndex === 0 || row.dataset.cause === cause.value) &&
      words.every((word) => text.includes(word));
    row.hidden = !fits;
    count += fits;
  }
  shown.textContent = shown.dataset.words.replace("{shown}", count).replace("{all}", rows.length);
}

function sort(heading) {
  const table = heading.closest("table");
  const column = heading.cellIndex;
  const up = heading.getAttribute("aria-sort") !== "ascending";
  const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sorted = [...table.tBodies[0].rows].map((row) => [value(row), row]);
  sorted.sort((one, other) => (up ? 1 : -1) * order.compare(one[0], other[0]));
  table.tBodies[0].append(...sorted.map(([, row]) => row));
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", up ? "ascending" : "descending");
}

for (const heading of document.querySelectorAll("thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  button.addEventListener("click", () => sort(heading));
  heading.append(button);
}
for (const one of document.querySelectorAll("#causes tbody tr")) {
  cause.add(new Option(one.cells[0].innerText.replace(/\s+/g, " ").trim(), one.dataset.cause));
}
for (const field of [search, cause, earlier]) field.addEventListener("input", filter);
filters.hidden = false;
filter();
