import * as ort from '/ort/ort.wasm.min.mjs';

const brushRadius = 2.2; // In dots of the pad, which has 32 x 32; digits of the training data were written as thick.
const blockSize = 4; // The model's pixels count the black dots of 4 x 4, from 0 to 16.
const colors = ['#4e79a7', '#f28e2b', '#e15759', '#76b7b2', '#59a14f', '#edc948', '#b07aa1', '#ff9da7', '#9c755f', '#bab0ac'];

const pad = document.getElementById('pad').getContext('2d', { willReadFrequently: true });
const map = document.getElementById('map').getContext('2d');
const place = document.getElementById('place');

ort.env.wasm.wasmPaths = '/ort/';
ort.env.wasm.numThreads = 1;
const [session, dots] = await Promise.all([
  ort.InferenceSession.create('digits.onnx', { executionProviders: ['wasm'] }),
  fetch('map.json').then(response => response.json()),
]);

// Most digits crowd about the middle and a few kinds stretch far out, so that the map shows ranks: how many dots lie further left, or lower.
const xs = dots.map(dot => dot.x).sort((a, b) => a - b), ys = dots.map(dot => dot.y).sort((a, b) => a - b);
const rank = (sorted, value) => sorted.filter(other => other < value).length / sorted.length;

function toScreen(x, y) {
  const { width, height } = map.canvas, margin = 20;
  return [margin + rank(xs, x) * (width - 2 * margin), height - margin - rank(ys, y) * (height - 2 * margin)];
}

function drawMap(visitor) {
  map.clearRect(0, 0, map.canvas.width, map.canvas.height);
  map.font = '11px system-ui, sans-serif';
  for (const { x, y, digit } of dots) {
    map.fillStyle = colors[digit];
    map.fillText(digit, ...toScreen(x, y));
  }

  if (visitor) {
    const [left, top] = toScreen(...visitor);
    map.strokeStyle = '#000';
    map.lineWidth = 3;
    map.beginPath();
    map.arc(left, top, 10, 0, 2 * Math.PI);
    map.stroke();
  }
}

function pixels() {
  const dots = pad.getImageData(0, 0, 32, 32).data;
  const row = new Float32Array(64);
  for (let y = 0; y < 32; y++) {
    for (let x = 0; x < 32; x++) {
      const isBlack = dots[4 * (32 * y + x) + 3] > 127;
      row[8 * Math.floor(y / blockSize) + Math.floor(x / blockSize)] += isBlack ? 1 : 0;
    }
  }

  return row;
}

// One run of the model at a time: what is drawn meanwhile waits for the next.
let isRunning = false, hasChanged = false;
async function update() {
  hasChanged = true;
  if (isRunning) {
    return;
  }

  isRunning = true;
  while (hasChanged) {
    hasChanged = false;
    const row = pixels();
    const { place: placed } = await session.run({ pixels: new ort.Tensor('float32', row, [1, 64]) });
    const visitor = [...placed.data];
    const nearest = [...dots].sort((a, b) => distance(a, visitor) - distance(b, visitor)).slice(0, 15);
    const votes = nearest.reduce((counts, { digit }) => counts.with(digit, counts[digit] + 1), new Array(10).fill(0));
    const digit = votes.indexOf(Math.max(...votes));
    drawMap(visitor);
    place.textContent = `It lands at ${visitor.map(value => value.toFixed(2)).join(', ')}, among digits of ${digit}.`;
    window.drawn = { row: [...row], place: visitor, digit };
  }

  isRunning = false;
}

const distance = ({ x, y }, [left, top]) => Math.hypot(x - left, y - top);

let last = null;
function stroke(event) {
  if (event.buttons === 0 && event.type !== 'pointerdown') {
    last = null;
    return;
  }

  const box = pad.canvas.getBoundingClientRect();
  const point = [(event.clientX - box.left) / box.width * 32, (event.clientY - box.top) / box.height * 32];
  pad.lineWidth = 2 * brushRadius;
  pad.lineCap = 'round';
  pad.beginPath();
  pad.moveTo(...(last ?? point));
  pad.lineTo(...point);
  pad.stroke();
  last = point;
  update();
}

pad.canvas.addEventListener('pointerdown', event => { last = null; stroke(event); });
pad.canvas.addEventListener('pointermove', stroke);
document.getElementById('clear').addEventListener('click', () => {
  pad.clearRect(0, 0, 32, 32);
  place.textContent = 'Draw a digit.';
  drawMap();
});

drawMap();
Object.assign(window, { pixels, isReady: true });
