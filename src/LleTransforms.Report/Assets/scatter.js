// The scatter plot: axes, zooming and panning by the chart library, marks and links by the painters above them.
const margins = { left: 58, right: 14, top: 10, bottom: 46 };
const pickReach = 16;

class Scatter {
  constructor(onHover, onChoose) {
    this.box = document.getElementById("scatter");
    this.tip = document.getElementById("tip");
    this.chart = echarts.init(document.getElementById("scatter-axes"), null, { renderer: "canvas" });
    this.points = new PointPainter(document.getElementById("points"));
    this.links = new LinkPainter(document.getElementById("links"));
    this.x = new Float32Array(shownCount);
    this.y = new Float32Array(shownCount);
    this.hidden = new Set();
    this.emphasis = -1;
    this.hovered = -1;
    this.chosen = -1;
    this.onHover = onHover;
    this.onChoose = onChoose;
    this.listen();
  }

  listen() {
    const surface = this.chart.getZr();
    surface.on("mousemove", event => {
      if (event.event.buttons) this.hover(-1);
      else this.hover(this.nearest(event.offsetX - margins.left, event.offsetY - margins.top));
    });
    surface.on("globalout", () => this.hover(-1));
    surface.on("click", event => {
      const nearest = this.nearest(event.offsetX - margins.left, event.offsetY - margins.top);
      this.onChoose(nearest === this.chosen ? -1 : nearest);
    });
    this.chart.on("rendered", () => this.follow());
    new ResizeObserver(() => {
      this.chart.resize();
      this.placeCanvases();

      // Axes and marks change in the same frame.
      this.chart.getZr().flush();
      this.follow(true);
    }).observe(this.box);
    this.box.addEventListener("keydown", event => this.onKey(event));
  }

  /** Shows coordinates: an array of so many numbers a row, of which two become axes. */
  show(coordinates, width, axisX, axisY, names) {
    this.source = { coordinates, width, axisX, axisY, names };
    this.reset();
  }

  reset() {
    this.placeCanvases();
    const { axisX, axisY, names } = this.source;
    const text = themeColor("quiet");
    const axis = (column, name, gap) => ({
      type: "value", ...this.extent(column), name, nameLocation: "middle", nameGap: gap,
      nameTextStyle: { color: text, fontSize: 13 },
      axisLabel: { color: text, hideOverlap: true, formatter: value => number(Number(value.toPrecision(6))), showMinLabel: false, showMaxLabel: false },
      axisLine: { show: true, onZero: false, lineStyle: { color: themeColor("line") } },
      axisTick: { show: false }, splitLine: { lineStyle: { color: themeColor("faint") } }, splitNumber: 6,
    });
    const zoom = index => ({
      type: "inside", [index]: 0, filterMode: "none", throttle: 0, minSpan: 0.02, start: 0, end: 100, zoomOnMouseWheel: true, moveOnMouseMove: true,
    });
    this.chart.setOption({
      animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, grid: margins,
      xAxis: axis(axisX, names[axisX], 28), yAxis: axis(axisY, names[axisY], 42),
      dataZoom: [zoom("xAxisIndex"), zoom("yAxisIndex")], series: [{ type: "scatter", data: [] }],
    }, true);
    this.follow(true);
  }

  extent(column) {
    const { coordinates, width } = this.source;
    let [min, max] = [Infinity, -Infinity];
    for (let i = column; i < coordinates.length; i += width) {
      if (coordinates[i] < min) min = coordinates[i];
      if (coordinates[i] > max) max = coordinates[i];
    }
    const pad = 0.04 * (max - min) || 1;
    return { min: min - pad, max: max + pad };
  }

  placeCanvases() {
    const place = [
      margins.left, margins.top, Math.max(1, this.box.clientWidth - margins.left - margins.right),
      Math.max(1, this.box.clientHeight - margins.top - margins.bottom),
    ];
    this.points.place(...place);
    this.links.place(...place);
  }

  /** Moves the marks to where the axes are now; only if these moved, or if told. */
  follow(always) {
    if (!this.source) return;
    const origin = this.chart.convertToPixel({ gridIndex: 0 }, [0, 0]);
    const unit = this.chart.convertToPixel({ gridIndex: 0 }, [1, 1]);
    if (!origin) return;
    const view = [origin[0] - margins.left, unit[0] - origin[0], origin[1] - margins.top, unit[1] - origin[1]];
    if (!always && this.view && view.every((value, i) => value === this.view[i])) return;
    this.view = view;
    const { coordinates, width, axisX, axisY } = this.source;
    for (let i = 0, at = 0; i < shownCount; i++, at += width) {
      this.x[i] = view[0] + view[1] * coordinates[at + axisX];
      this.y[i] = view[2] + view[3] * coordinates[at + axisY];
    }
    this.paint();
  }

  paint() {
    this.points.paint(shownCount, this.x, this.y, this.coloring, group => this.hidden.has(group), this.emphasis);
    this.paintLinks();
  }

  paintLinks() {
    const index = this.hovered >= 0 ? this.hovered : this.chosen;
    this.links.paint(index, this.x, this.y, this.coloring.styleOf);
    this.tip.hidden = index < 0 || this.x[index] < 0 || this.y[index] < 0 || this.x[index] > this.links.canvas.clientWidth || this.y[index] > this.links.canvas.clientHeight;
    if (this.tip.hidden) return;
    const label = facts.label ? [` · ${facts.label.name} `, element("b", {}, labelText(index))] : [];
    this.tip.replaceChildren("Row ", element("b", {}, String(rowAt(index))), ...label);
    const left = margins.left + this.x[index] + 14;
    const isRight = left + this.tip.offsetWidth > this.box.clientWidth - 4;
    this.tip.style.left = (isRight ? left - this.tip.offsetWidth - 28 : left) + "px";
    this.tip.style.top = Math.max(2, margins.top + this.y[index] - 36) + "px";
  }

  setColoring(coloring) {
    this.coloring = coloring;
    this.hidden.clear();
    this.emphasis = -1;
    this.points.forget();
  }

  emphasize(group) {
    this.emphasis = group;
    this.paint();
  }

  nearest(left, top) {
    const reach = pickReach * pickReach;
    let [best, found] = [reach, -1];
    for (let i = 0; i < shownCount; i++) {
      const dx = this.x[i] - left;
      const dy = this.y[i] - top;
      const distance = dx * dx + dy * dy;
      if (distance < best && !this.hidden.has(this.coloring.groupOf(i))) [best, found] = [distance, i];
    }
    return found;
  }

  hover(index) {
    this.chart.getZr().setCursorStyle(index < 0 ? "grab" : "pointer");
    if (index === this.hovered) return;
    this.hovered = index;
    this.paintLinks();
    this.onHover(index >= 0 ? index : this.chosen);
  }

  choose(index) {
    this.chosen = index;
    this.paintLinks();
  }

  /** Zooms about the middle and shifts by shares of what is seen. */
  move(factor, right, up) {
    const zooms = this.chart.getOption().dataZoom;
    const batch = zooms.map((zoom, i) => {
      const span = Math.min(100, Math.max(0.05, (zoom.end - zoom.start) * factor));
      const middle = (zoom.start + zoom.end) / 2 + (i === 0 ? right : up) * (zoom.end - zoom.start);
      const start = Math.min(100 - span, Math.max(0, middle - span / 2));
      return { dataZoomIndex: i, start, end: start + span };
    });
    this.chart.dispatchAction({ type: "dataZoom", batch });
  }

  onKey(event) {
    const step = 0.12;
    const moves = {
      "+": [0.7, 0, 0], "=": [0.7, 0, 0], "-": [1 / 0.7, 0, 0], "0": [1e9, 0, 0],
      ArrowLeft: [1, -step, 0], ArrowRight: [1, step, 0], ArrowUp: [1, 0, step], ArrowDown: [1, 0, -step],
    };
    if (event.key in moves && !event.ctrlKey && !event.metaKey && !event.altKey) this.move(...moves[event.key]);
    else if (event.key === "Escape") this.onChoose(-1);
    else return;
    event.preventDefault();
  }
}
