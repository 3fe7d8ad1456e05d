// Places rows by a model: node score.mjs MODEL.onnx CHECK.json. CHECK holds rows, and the places that the step gave them in .NET.
import { readFile } from 'node:fs/promises';
import ort from 'onnxruntime-node';

const [modelPath, checkPath] = process.argv.slice(2);
if (!checkPath) {
  console.error('usage: node score.mjs MODEL.onnx CHECK.json');
  process.exit(2);
}

const { rows, places } = JSON.parse(await readFile(checkPath, 'utf8'));
const session = await ort.InferenceSession.create(modelPath);
const input = new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, rows[0].length]);
const output = (await session.run({ [session.inputNames[0]]: input }))[session.outputNames[0]];

const expected = places.flat();
const furthest = Math.max(...expected.map((value, i) => Math.abs(value - output.data[i])));
console.log(`${rows.length} rows in Node.js, all within 1E-5 of .NET: ${furthest < 1e-5}`);
process.exit(furthest < 1e-5 ? 0 : 1);
