// What rows are coloured by: classes in the colours of Okabe and Ito, each with a shape of its own, or numbers along viridis.
const okabeIto = {
  light: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#30363d"],
  dark: ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#e3e7ec"],
};
const shapes = ["circle", "square", "triangle", "diamond", "triangle-down", "cross"];
const mostClasses = 28;

// Every 17th of the 256 colours of viridis (S. van der Walt and N. Smith, CC0).
const viridis = [
  "#440154", "#481a6c", "#472f7d", "#414487", "#39568c", "#31688e", "#2a788e", "#23888e", "#1f988b", "#22a884", "#35b779", "#54c568", "#7ad151",
  "#a5db36", "#d2e21b", "#fde725",
];

function hexToRgb(hex) {
  return [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
}

/** A colour of viridis for t from 0 to 1, without the end that would drown in the card's colour. */
function viridisAt(t) {
  const [from, to] = isDark() ? [0.18, 1] : [0, 0.92];
  const place = (from + (to - from) * Math.min(1, Math.max(0, t))) * (viridis.length - 1);
  const low = Math.min(viridis.length - 2, Math.floor(place));
  const [a, b] = [hexToRgb(viridis[low]), hexToRgb(viridis[low + 1])];
  const mixed = a.map((value, i) => Math.round(value + (b[i] - value) * (place - low)));
  return `rgb(${mixed.join(",")})`;
}

function classStyle(group) {
  const colors = okabeIto[isDark() ? "dark" : "light"];
  return group.isOther
    ? { color: isDark() ? "#7d8792" : "#8d96a0", shape: "circle" }
    : { color: colors[group.rank % colors.length], shape: shapes[group.rank % shapes.length] };
}

/** Classes with their counts; beyond the most frequent ones they share a last group. */
function classColoring(name, classes, codes) {
  const counts = new Array(classes.length).fill(0);
  for (const code of codes) counts[code]++;
  const kept = classes.map((_, code) => code);
  const isCut = classes.length > mostClasses;
  if (isCut) kept.sort((a, b) => counts[b] - counts[a] || a - b).splice(mostClasses - 1);
  kept.sort((a, b) => a - b);
  const groups = kept.map((code, rank) => ({ rank, text: classes[code] === "" ? "(empty)" : classes[code], count: counts[code] }));
  const groupOfCode = new Int32Array(classes.length).fill(-1);
  kept.forEach((code, rank) => { groupOfCode[code] = rank; });
  if (isCut) {
    const others = classes.length - kept.length;
    const rest = classes.reduce((sum, _, code) => sum + (groupOfCode[code] < 0 ? counts[code] : 0), 0);
    groups.push({ rank: groups.length, isOther: true, text: `${others} other classes`, count: rest });
    for (let code = 0; code < groupOfCode.length; code++) {
      if (groupOfCode[code] < 0) groupOfCode[code] = groups.length - 1;
    }
  }
  const groupOf = Uint16Array.from(codes, code => groupOfCode[code]);
  return { name, groups, groupOf: index => groupOf[index], styleOf: index => classStyle(groups[groupOf[index]]) };
}

/** Numbers in steps of colour between their 1st and 99th percentile, so that one outlier does not take the whole scale. */
function scaleColoring(name, values) {
  const finite = Float64Array.from(values).filter(Number.isFinite).sort();
  const low = finite[Math.floor(0.01 * (finite.length - 1))];
  const high = finite[Math.ceil(0.99 * (finite.length - 1))];
  const steps = 64;
  const stepOf = Uint8Array.from(values, value =>
    Number.isFinite(value) ? Math.min(steps - 1, Math.max(0, Math.floor(steps * (high > low ? (value - low) / (high - low) : 0.5)))) : steps);
  const missing = { color: "#8d96a0", shape: "cross" };
  return {
    name, low, high,
    clipsLow: finite[0] < low, clipsHigh: finite[finite.length - 1] > high,
    groupOf: index => stepOf[index],
    styleOf: index => (stepOf[index] === steps ? missing : { color: viridisAt(stepOf[index] / (steps - 1)), shape: "circle" }),
  };
}

function plainColoring() {
  return { name: "nothing", groupOf: () => 0, styleOf: () => ({ color: themeColor("accent"), shape: "circle" }) };
}

/** All that rows can be coloured by, each made when it is first chosen. */
function colorings() {
  const list = [];
  if (facts.label) {
    list.push({ text: facts.label.name, make: () =>
      facts.label.classes ? classColoring(facts.label.name, facts.label.classes, blocks.labels) : scaleColoring(facts.label.name, blocks.labels) });
  }
  list.push({ text: "reconstruction error", make: () => scaleColoring("reconstruction error", blocks.errors) });
  facts.columns.forEach((name, column) => list.push({ text: name, make: () =>
    scaleColoring(name, Float64Array.from({ length: shownCount }, (_, i) => blocks.values[i * facts.columns.length + column])) }));
  list.push({ text: "nothing", make: plainColoring });
  return list;
}
