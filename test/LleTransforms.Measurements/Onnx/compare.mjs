// node compare.mjs FOLDER D d: places FOLDER/rows.f32 by FOLDER/model.onnx in both runtimes of JavaScript, and prints for each the largest
// difference from FOLDER/expected.f32 beside the largest coordinate of its column.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import node from 'onnxruntime-node';
import web from 'onnxruntime-web';

const [folder, featureCount, coordinateCount] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const [model, rows, expected] = await Promise.all(['model.onnx', 'rows.f32', 'expected.f32'].map(name => readFile(join(folder, name))));
const floats = bytes => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);

function difference(found) {
  const wanted = floats(expected);
  const differences = new Array(coordinateCount).fill(0), scales = new Array(coordinateCount).fill(0);
  wanted.forEach((value, i) => {
    const column = i % coordinateCount;
    differences[column] = Math.max(differences[column], Math.abs(value - found[i]));
    scales[column] = Math.max(scales[column], Math.abs(value));
  });
  return Math.max(...differences.map((value, column) => value / scales[column]));
}

web.env.wasm.numThreads = 1;
for (const [ort, providers] of [[node, ['cpu']], [web, ['wasm']]]) {
  const session = await ort.InferenceSession.create(model, { executionProviders: providers });
  const features = new ort.Tensor('float32', floats(rows), [rows.byteLength / 4 / featureCount, featureCount]);
  console.log(difference((await session.run({ features })).coordinates.data));
}
