// The spectrum and the quality curves.
const charts = new Map();

function chartIn(id) {
  if (!charts.has(id)) {
    const chart = echarts.init(document.getElementById(id), null, { renderer: "canvas" });
    charts.set(id, chart);
    new ResizeObserver(() => chart.resize()).observe(document.getElementById(id));
  }
  return charts.get(id);
}

function chartAxis(more) {
  const text = themeColor("quiet");
  return {
    nameLocation: "middle", nameTextStyle: { color: text, fontSize: 13 },
    axisLabel: { color: text, fontSize: 12, hideOverlap: true, ...more.axisLabel },
    axisLine: { show: true, onZero: false, lineStyle: { color: themeColor("line") } }, axisTick: { show: false }, minorTick: { show: false },
    splitLine: { lineStyle: { color: themeColor("faint") } }, ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== "axisLabel")),
  };
}

function chartFrame(left) {
  return {
    animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: themeColor("text") },
    grid: { left, right: 20, top: 52, bottom: 44 },
    tooltip: {
      trigger: "axis", confine: true, backgroundColor: themeColor("card"), borderColor: themeColor("line"), padding: [5, 10],
      textStyle: { color: themeColor("text"), fontSize: 13 }, axisPointer: { lineStyle: { color: themeColor("quiet"), type: "dotted" } },
    },
  };
}

const power = value => {
  const exponent = Math.round(Math.log10(value));
  return Math.abs(Math.log10(value) - exponent) > 1e-6 ? "" : `1e${exponent}`.replace("-", "−");
};

function drawSpectrum() {
  const own = facts.eigenvalues;
  const next = facts.followingEigenvalues;
  const d = own.length;
  const all = [...own, ...next];
  const positive = all.filter(value => value > 0);
  const floor = positive.length > 0 ? Math.min(...positive) / 3 : 1e-16;
  const point = (value, at) => [at + 1, Math.max(value, floor)];
  const ratio = next.length > 0 && own[d - 1] > 0 ? next[0] / own[d - 1] : NaN;
  const accent = themeColor("accent");
  const series = (name, data, hollow) => ({
    type: "line", name, data, symbol: "circle", symbolSize: d > 40 ? 5 : 9, showAllSymbol: true,
    lineStyle: { color: hollow ? themeColor("quiet") : accent, width: 2, type: hollow ? "dashed" : "solid" },
    itemStyle: hollow ? { color: themeColor("card"), borderColor: themeColor("quiet"), borderWidth: 2 } : { color: accent },
  });
  const kept = series("coordinates", own.map(point), false);
  kept.markArea = next.length === 0 ? undefined : {
    silent: true, itemStyle: { color: themeColor("second"), opacity: 0.16 },
    label: { show: true, position: "insideBottom", distance: 8, color: themeColor("text"), fontSize: 13, fontWeight: 650, formatter: `gap × ${number(Number(ratio.toPrecision(3)))}` },
    data: [[{ xAxis: d }, { xAxis: d + 1 }]],
  };
  const frame = chartFrame(62);
  chartIn("spectrum").setOption({
    ...frame,
    tooltip: { ...frame.tooltip, formatter: items => {
      const at = items[items.length - 1].data[0];
      return echarts.format.encodeHTML(`eigenvalue ${at}: ${number(all[at - 1])}${at > d ? " (not a coordinate)" : ""}`);
    } },
    legend: { show: next.length > 0, top: 0, left: 0, itemWidth: 26, textStyle: { color: themeColor("text") }, selectedMode: false },
    xAxis: chartAxis({ type: "value", name: "eigenvalue after the constant one", nameGap: 26, min: 0, max: all.length + 1, interval: Math.max(1, Math.ceil(all.length / 14)), splitLine: { show: false },
      axisLabel: { formatter: value => (Number.isInteger(value) ? String(value) : ""), showMinLabel: false, showMaxLabel: false } }),
    yAxis: chartAxis({ type: "log", axisLabel: { formatter: power } }),
    series: [kept, ...(next.length > 0 ? [series("next, not coordinates", [point(own[d - 1], d - 1), ...next.map((value, at) => point(value, d + at))], true)] : [])],
  }, true);
  chartIn("spectrum").setOption({ series: next.length > 0 ? [{ z: 3 }, { z: 2 }] : [{ z: 3 }] });
  document.getElementById("spectrum-note").textContent = next.length > 0
    ? `Eigenvalue ${d + 1} is ${number(Number(ratio.toPrecision(3)))} times eigenvalue ${d}: ${ratio < 1.3 ? "a small gap, the last coordinates could as well be others." : "the wider this gap, the better the coordinates are determined."}`
    : `The eigenvalues that follow, and the gap, are not known: ${facts.landmarkCount ? "landmarks shaped the fit" : "a sample or labels shaped the fit, no solver found them in its limits, or there are few rows"}.`;
  document.getElementById("spectrum").setAttribute("aria-label",
    `Eigenvalues ${own.slice(0, 12).map(number).join(", ")}${next.length > 0 ? `; then, behind a gap of ${number(Number(ratio.toPrecision(3)))} times, ${next.map(number).join(", ")}` : ""}`);
}

function drawCurve(id, name, values, lowest) {
  const { sizes, neighborhoodSize } = facts.quality;
  const lines = [
    { name: facts.method, color: themeColor("accent"), type: "solid", values: facts.quality.embedding[values] },
    { name: facts.rival.name, color: themeColor("second"), type: [6, 4], values: facts.quality.principal[values] },
  ];
  const frame = chartFrame(46);
  const least = Math.min(lowest, ...lines.flatMap(line => line.values));
  const step = least > 0.75 ? 0.05 : 0.2;
  const min = step * Math.floor(least / step + 1e-9);
  chartIn(id).setOption({
    ...frame,
    tooltip: { ...frame.tooltip, formatter: items => echarts.format.encodeHTML(
      `K = ${items[0].data[0]}: ` + items.map(item => `${item.seriesName} ${item.data[1].toFixed(3).replace("-", "−")}`).join(", ")) },
    legend: { top: 0, left: 0, itemWidth: 30, textStyle: { color: themeColor("text") }, selectedMode: false },
    xAxis: chartAxis({ type: "log", name: "neighbours compared, K", nameGap: 26, min: 1, max: sizes[sizes.length - 1], splitLine: { show: false }, axisLabel: { formatter: value => (Math.abs(Math.log10(value) % 1) < 1e-6 ? whole(value) : "") } }),
    yAxis: chartAxis({ type: "value", min, max: 1, interval: step, axisLabel: { formatter: value => String(Number(value.toFixed(3))).replace("-", "−") } }),
    series: lines.map((line, at) => ({
      type: "line", name: line.name, data: sizes.map((size, i) => [size, line.values[i]]), symbol: "none",
      itemStyle: { color: line.color }, lineStyle: { color: line.color, width: 2.5, type: line.type },
      markLine: at > 0 ? undefined : {
        silent: true, symbol: "none", animation: false, lineStyle: { color: themeColor("quiet"), type: "dotted", width: 1.5 },
        label: { formatter: `k = ${neighborhoodSize}`, color: themeColor("quiet"), fontSize: 12, position: "end", distance: 4 },
        data: [{ xAxis: neighborhoodSize }],
      },
    })),
  }, true);
  const at = sizes.findIndex(size => size >= neighborhoodSize);
  document.getElementById(id).setAttribute("aria-label",
    `${name} by number of neighbours; at ${sizes[at]}: ${lines.map(line => `${line.name} ${line.values[at].toFixed(3)}`).join(", ")}`);
}

function drawCharts() {
  drawSpectrum();
  drawCurve("agreement", "Neighbourhoods kept", "agreement", 0);
  drawCurve("trustworthiness", "Trustworthiness", "trustworthiness", 1);
}
