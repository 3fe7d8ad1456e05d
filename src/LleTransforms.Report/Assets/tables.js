// The figures and the options as tables.
function showTables() {
  const { quality } = facts;
  const size = quality.neighborhoodSize;
  const index = () => element("sub", {}, "NX");
  const names = [
    [`Trustworthiness, K = ${size}`], [`Continuity, K = ${size}`], ["Neighbours shared, Q", index(), `, K = ${size}`],
    ["Shared beyond chance, R", index(), `, K = ${size}`], ["Area under R", index(), " over log K"],
  ];
  const rows = names.map((name, at) => {
    const [own, other] = [quality.embedding.figures[at], quality.principal.figures[at]];
    const cell = (value, rival) => element("td", value > rival ? { class: "better" } : {}, value.toFixed(4).replace("-", "−"));
    return element("tr", {}, element("th", { scope: "row" }, ...name), cell(own, other), cell(other, own), element("td", {}, "1"));
  });
  document.getElementById("figures").replaceChildren(
    element("thead", {}, element("tr", {}, ...["", facts.method, facts.rival.name, "best"].map(text => element("th", text ? { scope: "col" } : {}, text)))),
    element("tbody", {}, ...rows));
  const dimension = facts.principalAxisCount < facts.axisCount ? `its ${facts.principalAxisCount} components` : `${facts.componentCount} components`;
  document.getElementById("figures-note").textContent =
    `Against ${facts.rival.title} with ${dimension}. ` + (quality.sampleSize < quality.rowCount
      ? `Neighbours were ranked among all ${whole(quality.rowCount)} rows, as seen from a seeded sample of ${whole(quality.sampleSize)}.`
      : `All ${whole(quality.rowCount)} rows were compared with all others.`);
  document.getElementById("options").replaceChildren(
    element("tbody", {}, ...facts.options.map(([name, value]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)))));
}
