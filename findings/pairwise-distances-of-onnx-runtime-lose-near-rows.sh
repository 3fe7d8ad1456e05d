#!/usr/bin/env bash
# ONNX Runtime 1.30.0 (npm onnxruntime-node, CPU), operator CDist of com.microsoft, euclidean, Single.
#
# Distances between rows that lie far from zero come from squares that cancel: a row may be 5.657 from itself and 0
# from others, and the matrix is not symmetric even when both inputs are the same. Take the mean away first.
#
# Seen on 2026-11-29, three rows 0.1 apart: about 100 distances of 0.099 and 0.198; about 1000 all 0, but the third
# row 0.500 from itself; about 10000 all 0, but the second row 5.657 from itself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-fund --no-audit --ignore-scripts --prefix . onnxruntime-node@1.30.0 onnx-proto@8.0.1
cat > seen.js <<'JS'
const { InferenceSession, Tensor } = require('onnxruntime-node');
const { onnx } = require('onnx-proto');

async function run(opType, domain, inputs, outputs, attribute) {
  const value = (name, elemType) => ({ name, type: { tensorType: { elemType } } });
  const model = onnx.ModelProto.create({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }, { domain: 'com.microsoft', version: 1 }],
    graph: {
      name: 'one node',
      node: [{ opType, domain, input: Object.keys(inputs), output: Object.keys(outputs), attribute: [attribute] }],
      input: Object.keys(inputs).map(name => value(name, 1)),
      output: Object.entries(outputs).map(([name, type]) => value(name, type)),
    },
  });
  const session = await InferenceSession.create(onnx.ModelProto.encode(model).finish());
  return session.run(inputs);
}

function expect(asSeen, what) {
  console.log((asSeen ? 'as seen: ' : 'CHANGED: ') + what);
  if (!asSeen) process.exitCode = 1;
}

(async () => {
  for (const offset of [0, 100, 1000, 10000]) {
    const rows = Float32Array.from([offset, offset, offset, offset + 0.1, offset, offset + 0.2]);
    const x = new Tensor('float32', rows, [3, 2]);
    const r = await run('CDist', 'com.microsoft', { A: x, B: new Tensor('float32', rows, [3, 2]) }, { C: 1 },
      { name: 'metric', type: 3, s: Buffer.from('euclidean') });
    const seen = [...r.C.data];
    const real = seen.map((_, k) => Math.hypot(rows[2 * Math.floor(k / 3)] - rows[2 * (k % 3)], rows[2 * Math.floor(k / 3) + 1] - rows[2 * (k % 3) + 1]));
    const off = Math.max(...seen.map((d, k) => Math.abs(d - real[k])));
    const show = a => a.map(d => d.toFixed(3)).join(' ');
    expect(offset < 1000 ? off < 0.05 : off > 0.05, `offset ${offset}: [${show(seen)}], in doubles [${show(real)}], largest difference ${off.toFixed(3)}`);
  }
})();
JS
node seen.js
