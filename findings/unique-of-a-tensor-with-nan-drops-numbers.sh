#!/usr/bin/env bash
# ONNX Runtime 1.30.0 (npm onnxruntime-node, CPU), operator Unique of opset 17, one node, sorted.
#
# A NaN counts as equal to whatever it is compared with. What is lost depends on the order: a NaN in front swallows
# every number, one further back vanishes and is counted as a number.
#
# Seen on 2026-11-29: of NaN 1 2 only NaN is left, count 3; of 1 2 NaN there are 1 2, counts 2 1; of 2 NaN 5 7 1
# there are 1 2 5 7, counts 1 2 1 1.
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

async function unique(...values) {
  const r = await run('Unique', '', { X: new Tensor('float32', Float32Array.from(values), [values.length]) }, { Y: 1, First: 7, Inverse: 7, Counts: 7 },
    { name: 'sorted', type: 2, i: 1 });
  return { values: [...r.Y.data].join(' '), inverse: [...r.Inverse.data].join(' '), counts: [...r.Counts.data].join(' ') };
}

(async () => {
  for (const [given, seen] of [[[2, 1, 3, 2], '1 2 3'], [[NaN, 1, 2], 'NaN'], [[1, 2, NaN], '1 2'], [[2, NaN, 5, 7, 1], '1 2 5 7']]) {
    const u = await unique(...given);
    expect(u.values === seen, `of ${given.join(' ')}: ${u.values} (counts ${u.counts}, inverse ${u.inverse})`);
  }
})();
JS
node seen.js
