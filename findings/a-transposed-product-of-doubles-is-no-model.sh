#!/usr/bin/env bash
# ONNX Runtime 1.18.0 to 1.25.1 (npm onnxruntime-node, CPU), operators Transpose and MatMul of opset 12, double precision.
#
# Both operators are there in double, and a product of a matrix with its transpose is right while nothing is optimised.
# With the default of all optimisations the two become one operator, which is there in single precision alone, and the
# session refuses the model. Einsum says the same product and is left as it is.
#
# Seen on 2026-11-29: 1.18.0 and 1.25.1 refuse it for want of a kernel of FusedMatMul, 1.26.0 computes 14 32 32 77.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-fund --no-audit --ignore-scripts --prefix . onnx-proto@8.0.1 old@npm:onnxruntime-node@1.18.0 \
  refusing@npm:onnxruntime-node@1.25.1 taking@npm:onnxruntime-node@1.26.0
cat > seen.js <<'JS'
const { onnx } = require('onnx-proto');

function model(elemType, nodes) {
  const value = (name, shape) => ({ name, type: { tensorType: { elemType, shape: { dim: shape.map(dimValue => ({ dimValue })) } } } });
  return onnx.ModelProto.encode(onnx.ModelProto.create({
    irVersion: 7,
    opsetImport: [{ domain: '', version: 12 }],
    graph: { name: 'gram', node: nodes, input: [value('X', [2, 3])], output: [value('Y', [2, 2])] },
  })).finish();
}

const transposed = [
  { opType: 'Transpose', name: 't', input: ['X'], output: ['T'], attribute: [{ name: 'perm', type: 7, ints: [1, 0] }] },
  { opType: 'MatMul', name: 'm', input: ['X', 'T'], output: ['Y'] },
];
const summed = [{ opType: 'Einsum', name: 'e', input: ['X', 'X'], output: ['Y'],
  attribute: [{ name: 'equation', type: 3, s: Buffer.from('ik,jk->ij') }] }];

async function run(version, kind, nodes, level) {
  // Each version in a process of its own: two native libraries of one name do not stand beside each other.
  const { execFileSync } = require('child_process');
  const file = 'model.onnx';
  require('fs').writeFileSync(file, model(kind === 'float64' ? 11 : 1, nodes));
  return execFileSync('node', ['-e', `
    const { InferenceSession, Tensor } = require('${version}');
    InferenceSession.create('${file}', { graphOptimizationLevel: '${level}', logSeverityLevel: 4 })
      .then(s => s.run({ X: new Tensor('${kind}', ${kind === 'float64' ? 'Float64Array' : 'Float32Array'}.from([1, 2, 3, 4, 5, 6]), [2, 3]) }))
      .then(r => console.log([...r.Y.data].join(' ')), e => console.log(/FusedMatMul/.test(e.message) ? 'refused for FusedMatMul' : e.message));
  `], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
}

async function expect(version, kind, nodes, level, seen) {
  const found = await run(version, kind, nodes, level);
  const what = `${require(version + '/package.json').version}, ${kind}, ${nodes.map(node => node.opType).join(' and ')}, optimised: ${level}`;
  console.log((found === seen ? 'as seen: ' : 'CHANGED: ') + `${what}: ${found}`);
  if (found !== seen) process.exitCode = 1;
}

(async () => {
  const product = '14 32 32 77';
  for (const version of ['old', 'refusing']) {
    await expect(version, 'float64', transposed, 'disabled', product);
    await expect(version, 'float32', transposed, 'all', product);
    await expect(version, 'float64', transposed, 'all', 'refused for FusedMatMul');
    await expect(version, 'float64', summed, 'all', product);
  }
  await expect('taking', 'float64', transposed, 'all', product);
})();
JS
node seen.js
