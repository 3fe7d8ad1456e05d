// All about one row: its label, where it lies, its neighbours with their weights, its values.
function weightBar(weight, largest) {
  const bar = element("i");
  bar.style.width = `${Math.max(2, (100 * Math.abs(weight)) / largest)}%`;
  if (weight < 0) bar.className = "negative";
  return bar;
}

function neighborRow(row, weight, largest, styleOf, onChoose) {
  const index = indexOfRow(row);
  const link = element("button", { type: "button", "aria-label": `Choose row ${row}` }, String(row));
  link.disabled = index < 0;
  link.addEventListener("click", () => onChoose(index));
  const label = index < 0 ? ["not shown"] : facts.label ? [markCanvas(styleOf(index)), labelText(index)] : [];
  return element(
    "tr", {}, element("td", {}, link), element("td", { class: "label" }, ...label), element("td", {}, weight.toFixed(3).replace("-", "−")),
    element("td", { class: "bar", "aria-hidden": "true" }, weightBar(weight, largest)));
}

function neighborTable(index, styleOf, onChoose) {
  const weights = weightsOf(index);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-12);
  const order = Array.from(weights.keys()).sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]) || a - b);
  const rows = neighborsOf(index);
  return element(
    "table", { "aria-label": "Neighbours and their weights" },
    element("tbody", {}, ...order.map(j => neighborRow(rows[j], weights[j], largest, styleOf, onChoose))));
}

function terms(pairs) {
  return element("dl", {}, ...pairs.flatMap(([name, ...value]) => [element("dt", { title: name }, name), element("dd", {}, ...value)]));
}

function showDetails(index, scatter, onChoose) {
  const box = document.getElementById("details");
  const input = document.getElementById("row-number");
  if (document.activeElement !== input) input.value = index < 0 ? "" : rowAt(index);
  document.getElementById("row-clear").disabled = scatter.chosen < 0;
  if (index < 0) {
    box.replaceChildren(element("p", {}, `Point at a mark to see its row and its ${facts.neighborCount} neighbours, click to keep it, or give a row’s number, counted from 0.`));
    return;
  }
  const { coordinates, width, names } = scatter.source;
  const about = facts.label ? [[facts.label.name, markCanvas(scatter.coloring.styleOf(index)), labelText(index)]] : [];
  for (let c = 0; c < Math.min(width, 6); c++) about.push([names[c], number(coordinates[index * width + c])]);
  about.push(["reconstruction error", number(blocks.errors[index])]);
  const parts = [terms(about), element("h4", {}, "Neighbours and weights"), neighborTable(index, scatter.coloring.styleOf, onChoose)];
  if (facts.columns.length > 0) {
    const some = facts.columns.length < facts.featureCount ? ` (${facts.columns.length} of ${whole(facts.featureCount)})` : "";
    parts.push(element("h4", {}, `Values${some}`), terms(facts.columns.map((name, c) => [name, number(blocks.values[index * facts.columns.length + c])])));
  }
  box.replaceChildren(...parts);
}

/** What a screen reader says of a chosen row. */
function announce(index) {
  const rows = index < 0 ? [] : Array.from(neighborsOf(index));
  document.getElementById("announcement").textContent = index < 0 ? "" :
    `Row ${rowAt(index)}${facts.label ? `, ${facts.label.name} ${labelText(index)}` : ""}. Neighbours: ${rows.join(", ")}.`;
}
