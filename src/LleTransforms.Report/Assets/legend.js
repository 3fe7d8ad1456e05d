// The legend: classes to point at and to switch off, or a scale.
function showLegend(scatter) {
  const box = document.getElementById("legend");
  const { coloring } = scatter;
  const parts = coloring.groups ? classLegend(scatter) : coloring.low !== undefined ? scaleLegend(coloring) : [];
  box.hidden = parts.length === 0;
  box.replaceChildren(...parts);
}

function classLegend(scatter) {
  const { coloring } = scatter;
  const buttons = coloring.groups.map((group, at) => {
    const button = element(
      "button", { type: "button", "aria-pressed": "true", title: group.text },
      markCanvas(classStyle(group)), element("span", {}, group.text), element("small", {}, whole(group.count)));
    button.addEventListener("click", () => {
      if (!scatter.hidden.delete(at)) scatter.hidden.add(at);
      button.setAttribute("aria-pressed", String(!scatter.hidden.has(at)));
      scatter.emphasize(-1);
    });
    for (const name of ["mouseenter", "focus"]) button.addEventListener(name, () => { if (!scatter.hidden.has(at)) scatter.emphasize(at); });
    for (const name of ["mouseleave", "blur"]) button.addEventListener(name, () => scatter.emphasize(-1));
    return button;
  });
  return [element("span", { class: "name" }, coloring.name), ...buttons];
}

function scaleLegend(coloring) {
  const bar = element("span", { class: "scale", role: "img", "aria-label": `Colours from ${number(coloring.low)} to ${number(coloring.high)}` });
  bar.style.background = `linear-gradient(to right, ${Array.from({ length: 13 }, (_, i) => viridisAt(i / 12)).join(", ")})`;
  return [
    element("span", { class: "name" }, coloring.name),
    element("span", { class: "scale-end" }, (coloring.clipsLow ? "≤ " : "") + number(coloring.low)), bar,
    element("span", { class: "scale-end" }, (coloring.clipsHigh ? "≥ " : "") + number(coloring.high)),
  ];
}
