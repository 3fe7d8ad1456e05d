// Draws the rows' marks. They are painted as pixels of one image, mark by mark from ready-made stamps: tens of thousands in a few milliseconds on any
// machine, where a chart library's path for each mark takes half a second without a graphics card.

function tracePath(context, shape, center, radius) {
  context.beginPath();
  const polygon = (count, turn, scale) => {
    for (let i = 0; i < count; i++) {
      const angle = turn + (2 * Math.PI * i) / count;
      context.lineTo(center + scale * radius * Math.cos(angle), center + scale * radius * Math.sin(angle));
    }
    context.closePath();
  };
  // Shapes of about the same area.
  if (shape === "square") polygon(4, Math.PI / 4, 1.22);
  else if (shape === "diamond") polygon(4, 0, 1.28);
  else if (shape === "triangle") polygon(3, -Math.PI / 2, 1.42);
  else if (shape === "triangle-down") polygon(3, Math.PI / 2, 1.42);
  else if (shape === "cross") {
    const [a, b] = [0.42 * radius, 1.2 * radius];
    for (const [x, y] of [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]]) {
      context.lineTo(center + x, center + y);
    }
    context.closePath();
  } else context.arc(center, center, radius, 0, 2 * Math.PI);
}

/** One mark as a canvas: for legends and tables. */
function markCanvas({ color, shape }) {
  const canvas = element("canvas", { class: "mark", width: 32, height: 32, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  context.fillStyle = color;
  tracePath(context, shape, 16, 10);
  context.fill();
  return canvas;
}

/** The pixels of one mark: where they lie about its centre, and what they are. */
function makeStamp({ color, shape }, radius, halo, alpha) {
  const reach = Math.ceil(1.45 * radius + halo) + 1;
  const size = 2 * reach + 1;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  tracePath(context, shape, reach + 0.5, radius);
  context.globalAlpha = alpha;
  if (halo > 0) {
    context.strokeStyle = themeColor("card");
    context.lineWidth = 2 * halo;
    context.lineJoin = "round";
    context.stroke();
  }
  context.fillStyle = color;
  context.fill();
  const image = new Uint32Array(context.getImageData(0, 0, size, size).data.buffer);
  const dx = [];
  const dy = [];
  const pixels = [];
  image.forEach((pixel, at) => {
    if (pixel >>> 24 > 8) {
      dx.push((at % size) - reach);
      dy.push(Math.floor(at / size) - reach);
      pixels.push(pixel);
    }
  });
  return { dx, dy, pixels: Uint32Array.from(pixels), reach };
}

function blend(below, above) {
  const a = above >>> 24;
  const belowAlpha = below >>> 24;
  if (a > 247 || belowAlpha === 0) return above;
  const mix = shift => (((above >>> shift) & 255) * a + ((below >>> shift) & 255) * (255 - a)) / 255 & 255;
  return ((Math.max(a, belowAlpha) << 24) | (mix(16) << 16) | (mix(8) << 8) | mix(0)) >>> 0;
}

class PointPainter {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.stamps = new Map();
    this.image = null;
  }

  /** The stamps of old colours are of no use. */
  forget() {
    this.stamps.clear();
  }

  place(left, top, width, height) {
    const ratio = Math.min(2, devicePixelRatio || 1);
    Object.assign(this.canvas.style, { left: left + "px", top: top + "px", width: width + "px", height: height + "px" });
    const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
    if (this.canvas.width !== w || this.canvas.height !== h || this.ratio !== ratio) {
      this.ratio = ratio;
      this.canvas.width = w;
      this.canvas.height = h;
      this.image = null;
      this.stamps.clear();
    }
  }

  /**
   * Paints the rows. x and y are in pixels of the page from the canvas's corner; emphasis is the group that stands out, -1 for none.
   */
  paint(count, x, y, coloring, isHidden, emphasis) {
    const { width, height } = this.canvas;
    const margin = 40;
    const stride = width + 2 * margin;
    if (!this.image) {
      this.image = this.context.createImageData(stride, height + 2 * margin);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill(0);
    const radius = this.radiusFor(this.countInside(count, x, y));
    for (const pass of emphasis < 0 ? ["plain"] : ["dim", "plain"]) {
      for (let i = 0; i < count; i++) {
        const group = coloring.groupOf(i);
        if (isHidden(group) || (emphasis >= 0 && (group === emphasis) !== (pass === "plain"))) continue;
        const px = Math.round(x[i] * this.ratio);
        const py = Math.round(y[i] * this.ratio);
        if (px < -30 || py < -30 || px > width + 30 || py > height + 30) continue;
        this.stampOnto(this.stampFor(i, group, coloring, radius, pass), (py + margin) * stride + px + margin, stride);
      }
    }
    this.context.putImageData(this.image, -margin, -margin, margin, margin, width, height);
  }

  countInside(count, x, y) {
    const [width, height] = [this.canvas.width / this.ratio, this.canvas.height / this.ratio];
    let inside = 0;
    for (let i = 0; i < count; i++) {
      if (x[i] >= 0 && y[i] >= 0 && x[i] <= width && y[i] <= height) inside++;
    }
    return inside;
  }

  /** Fewer marks are larger, in steps, so that stamps are seldom made anew. */
  radiusFor(inside) {
    const radius = Math.min(5.5, Math.max(1.6, 7.1 - 1.15 * Math.log10(Math.max(10, inside))));
    return (Math.round(4 * radius) / 4) * this.ratio;
  }

  stampFor(index, group, coloring, radius, pass) {
    const key = `${group} ${radius} ${pass}`;
    let stamp = this.stamps.get(key);
    if (!stamp) {
      const halo = radius >= 2.5 * this.ratio ? 0.6 * this.ratio : 0;
      const style = coloring.styleOf(index);
      stamp = pass === "dim"
        ? makeStamp({ color: themeColor("quiet"), shape: style.shape }, 0.8 * radius, 0, 0.22)
        : makeStamp(style, radius, halo, 1);
      this.stamps.set(key, stamp);
    }
    if (stamp.stride !== this.image.width) {
      stamp.stride = this.image.width;
      stamp.offsets = Int32Array.from(stamp.dx, (dx, p) => stamp.dy[p] * stamp.stride + dx);
    }
    return stamp;
  }

  stampOnto(stamp, center) {
    const { offsets, pixels } = stamp;
    const target = this.pixels;
    for (let p = 0; p < offsets.length; p++) {
      const at = center + offsets[p];
      target[at] = blend(target[at], pixels[p]);
    }
  }
}
