// The facts and the numbers of the rows, out of the page's own data blocks.
const facts = JSON.parse(document.getElementById("facts").textContent);

const arrayTypes = { f32: Float32Array, f64: Float64Array, u16: Uint16Array, u32: Uint32Array };

function decodeBlock({ name, type }) {
  const text = atob(document.getElementById("block-" + name).textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new arrayTypes[type](bytes.buffer);
}

const blocks = Object.fromEntries(facts.blocks.map(block => [block.name, decodeBlock(block)]));
const shownCount = facts.shownCount;

/** The number of the row that stands at a place among the shown rows. */
const rowAt = index => (blocks.rows ? blocks.rows[index] : index);

/** The place of a row among those shown; -1 where a sample left it out. */
function indexOfRow(row) {
  if (!blocks.rows) return row >= 0 && row < shownCount ? row : -1;
  let low = 0;
  let high = shownCount - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (blocks.rows[middle] === row) return middle;
    if (blocks.rows[middle] < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const neighborsOf = index => blocks.neighbors.subarray(index * facts.neighborCount, (index + 1) * facts.neighborCount);
const weightsOf = index => blocks.weights.subarray(index * facts.neighborCount, (index + 1) * facts.neighborCount);

function labelText(index) {
  if (!facts.label) return "";
  const value = blocks.labels[index];
  return facts.label.classes ? facts.label.classes[value] : number(value);
}

/** A number for people: five significant digits, an exponent only where it must be. */
function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return String(value).replace("-", "−");
  const text = size !== 0 && (size < 1e-3 || size >= 1e7) ? value.toExponential(3) : String(Number(value.toPrecision(5)));
  return text.replace("-", "−").replace("e−", "e−").replace("e+", "e");
}

const whole = value => value.toLocaleString("en");

/** An element with text and attributes; text is never parsed. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
