// The row under the pointer or chosen: lines to its neighbours, as wide as their weights.
class LinkPainter {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  place(left, top, width, height) {
    const ratio = devicePixelRatio || 1;
    Object.assign(this.canvas.style, { left: left + "px", top: top + "px", width: width + "px", height: height + "px" });
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.ratio = ratio;
  }

  clear() {
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Draws one row's links and rings. */
  paint(index, x, y, styleOf) {
    this.clear();
    if (index < 0) return;
    const context = this.context;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const weights = weightsOf(index);
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-12);
    const ends = Array.from(neighborsOf(index), (row, j) => ({ at: indexOfRow(row), weight: weights[j] })).filter(end => end.at >= 0);
    const card = themeColor("card");
    context.lineCap = "round";
    for (const { at, weight } of ends) {
      const width = 1 + (4.5 * Math.abs(weight)) / largest;
      for (const [color, extra] of [[card, 2.4], [themeColor(weight < 0 ? "second" : "text"), 0]]) {
        context.strokeStyle = color;
        context.lineWidth = width + extra;
        context.setLineDash(weight < 0 && extra === 0 ? [2, 2 * width] : []);
        context.beginPath();
        context.moveTo(x[index], y[index]);
        context.lineTo(x[at], y[at]);
        context.stroke();
      }
    }
    context.setLineDash([]);
    for (const { at } of ends) this.mark(x[at], y[at], styleOf(at), 5, card);
    this.mark(x[index], y[index], styleOf(index), 8, card);
  }

  mark(x, y, style, radius, card) {
    const context = this.context;
    context.save();
    context.translate(x - radius, y - radius);
    tracePath(context, style.shape, radius, radius);
    context.lineJoin = "round";
    context.strokeStyle = card;
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = themeColor("text");
    context.lineWidth = 2.4;
    context.stroke();
    context.fillStyle = style.color;
    context.fill();
    context.restore();
  }
}
