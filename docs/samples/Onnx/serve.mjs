// Serves the page and ONNX Runtime for it: node serve.mjs [PORT], 8080 by default, to this machine alone.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const port = Number(process.argv[2] ?? 8080);
const types = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  const file = path.startsWith('/ort/')
    ? join(here, 'node_modules', 'onnxruntime-web', 'dist', path.slice('/ort/'.length))
    : join(here, 'web', path === '/' ? 'index.html' : path);
  const stream = createReadStream(file);
  stream.on('error', () => response.writeHead(404).end());
  stream.on('open', () => {
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    stream.pipe(response);
  });
});
server.listen(port, '127.0.0.1', () => console.log(`http://localhost:${server.address().port}`));
