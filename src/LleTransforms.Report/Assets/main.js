// Puts the page to work.
function fill(select, texts, chosen) {
  select.replaceChildren(...texts.map((text, at) => element("option", { value: at }, text)));
  select.value = chosen;
}

function startPage() {
  const byId = id => document.getElementById(id);
  byId("title").textContent = facts.title;
  byId("summary").textContent =
    `${facts.method}: ${whole(facts.rowCount)} rows × ${whole(facts.featureCount)} features to ${facts.componentCount} dimensions, ${facts.neighborCount} neighbours${facts.landmarkCount ? `, ${whole(facts.landmarkCount)} landmarks` : ""}`;
  const shown = facts.shownCount < facts.rowCount ? ` A seeded sample of ${whole(facts.shownCount)} of the rows is shown.` : "";
  byId("scatter-help").textContent =
    `Drag to pan, turn the wheel to zoom; with the keyboard arrows, + and −, 0 for the whole. Lines lead to the row’s neighbours, as wide as their weights; dotted ones push away.${shown}`;
  byId("scatter").setAttribute("aria-label", `Scatter plot of ${whole(facts.shownCount)} rows`);

  const sources = [
    { text: facts.method, prefix: "LLE", coordinates: blocks.embedding, width: facts.axisCount },
    { text: `${facts.rival.name}, for comparison`, prefix: facts.rival.prefix, coordinates: blocks.principal, width: facts.principalAxisCount },
  ];
  const choose = index => {
    scatter.choose(index);
    showDetails(index, scatter, choose);
    announce(index);
  };
  const scatter = new Scatter(index => showDetails(index, scatter, choose), choose);
  const choices = colorings();
  const showSource = () => {
    const source = sources[byId("source").value];
    const names = Array.from({ length: source.width }, (_, c) => `${source.prefix} ${c + 1}`);
    const [x, y] = [byId("axis-x"), byId("axis-y")];
    const valid = (select, otherwise) => (select.value !== "" && Number(select.value) < source.width ? Number(select.value) : otherwise);
    const [across, up] = [valid(x, 0), valid(y, Math.min(1, source.width - 1))];
    fill(x, names, across);
    fill(y, names, up);
    for (const label of document.querySelectorAll(".axis-choice")) label.hidden = source.width <= 2;
    scatter.show(source.coordinates, source.width, across, up, names);
    showDetails(scatter.chosen, scatter, choose);
  };
  const showColoring = () => {
    scatter.setColoring(choices[byId("color").value].make());
    showLegend(scatter);
  };

  fill(byId("source"), sources.map(source => source.text), 0);
  fill(byId("color"), choices.map(choice => choice.text), facts.label ? 0 : choices.length - 1);
  byId("source").addEventListener("change", showSource);
  for (const id of ["axis-x", "axis-y"]) byId(id).addEventListener("change", showSource);
  byId("color").addEventListener("change", () => {
    showColoring();
    scatter.paint();
    showDetails(scatter.chosen, scatter, choose);
  });
  byId("zoom-in").addEventListener("click", () => scatter.move(0.6, 0, 0));
  byId("zoom-out").addEventListener("click", () => scatter.move(1 / 0.6, 0, 0));
  byId("zoom-reset").addEventListener("click", () => scatter.move(1e9, 0, 0));
  byId("row-number").max = facts.rowCount - 1;
  byId("row-number").addEventListener("input", event => {
    const row = event.target.valueAsNumber;
    choose(Number.isInteger(row) ? indexOfRow(row) : -1);
  });
  const step = by => choose(((scatter.chosen < 0 ? (by > 0 ? -1 : 0) : scatter.chosen) + by + shownCount) % shownCount);
  byId("row-previous").addEventListener("click", () => step(-1));
  byId("row-next").addEventListener("click", () => step(1));
  byId("row-clear").addEventListener("click", () => choose(-1));

  showColoring();
  themeListeners.push(() => {
    scatter.points.forget();
    showLegend(scatter);
    scatter.reset();
    showDetails(scatter.chosen, scatter, choose);
    drawCharts();
  });
  startTheme();
  showSource();
  drawCharts();
  showTables();

  // An address may name a row and a theme: report.html#row=100&theme=dark
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (["light", "dark"].includes(wanted.get("theme"))) chooseTheme(wanted.get("theme"));
  if (/^[0-9]+$/.test(wanted.get("row") ?? "")) choose(indexOfRow(Number(wanted.get("row"))));

  // For whoever tests or scripts the page.
  window.lleReport = { facts, scatter, indexOfRow, rowAt };
}

startPage();
