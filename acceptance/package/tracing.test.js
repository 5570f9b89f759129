// airelay-otlp-VERSION.zip, unpacked beside the program as docs/metrics.md says: the spans of a request arrive at a collector.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { blocks } from '../docs/pages.js';
import { follow, Machine, signIn } from '../lib/machine.js';
import { pom, released } from './release.js';
import { run } from './sandbox.js';

const LIMIT = { timeout: 300_000 };
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

let machine;
let emulator;
let library;
let collector;

before(async () => {
  machine = await Machine.open();
  collector = await collect();
  const version = await pom('version');
  const zip = path.join(await released(), `airelay-otlp-${version}.zip`);
  const { code, err } = await run('unzip', ['-q', zip, '-d', machine.home]);
  assert.equal(code, 0, err);
  library = machine.file(`airelay-otlp-${version}`);
  emulator = await machine.emulate();
  await machine.init(emulator.configuration);
  assert.equal((await signIn(machine, (address) => follow(machine, address))).code, 0);
  const [settings] = blocks('docs/metrics.md', 'toml');
  // The table is there already, with its keys commented out.
  const file = machine.file('.config/airelay/config.toml');
  const text = await readFile(file, 'utf8');
  assert.match(text, /^\[tracing\]\n/m);
  await writeFile(file, text.replace(/^\[tracing\]\n/m, settings.replace(/"\/opt\/.*"/, `"${library}"`)));
  machine.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${collector.address().port}`;
  machine.env.OTEL_BSP_SCHEDULE_DELAY = '100';
}, LIMIT);

after(async () => {
  await machine?.close();
  collector?.close();
});

test('the package contains the licenses of what it contains', LIMIT, async () => {
  assert.match(await readFile(path.join(library, 'LICENSE'), 'utf8'), /MIT License/);
  assert.match(await readFile(path.join(library, 'LICENSE-Apache-2.0'), 'utf8'), /Apache License/);
});

test('a request and its call of the upstream arrive as spans of the client\'s trace', LIMIT, async (t) => {
  const relay = await machine.serve();
  t.after(() => relay.stop());

  const response = await fetch(`${relay.baseUrl}/responses`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${machine.token}`,
      'content-type': 'application/json',
      traceparent: `00-${TRACE}-${PARENT}-01`,
    },
    body: JSON.stringify({ model: 'gpt-5.5', input: 'A prompt that no span may have' }),
  });
  assert.equal(response.status, 200);
  await response.text();

  const { path: target, type, body } = await collector.received((one) => one.body.includes(Buffer.from(TRACE, 'hex')));
  assert.equal(target, '/v1/traces');
  assert.equal(type, 'application/x-protobuf');
  const text = body.toString('latin1');
  assert.equal(text.split(Buffer.from(TRACE, 'hex').toString('latin1')).length - 1, 2, 'the spans of the relay and of its call');
  assert.ok(body.includes(Buffer.from(PARENT, 'hex')), 'the span of the client is the parent');
  assert.match(text, /service\.name[^]*airelay/);
  assert.match(text, /http\.route[^]*\/v1\/responses/);
  assert.match(text, /airelay\.request_id/);
  assert.match(text, /gen_ai\.response\.model[^]*gpt-5\.5/);
  assert.ok(!text.includes('A prompt that no span may have'));
  assert.ok(!text.includes(machine.token));
});

test('a library that is not there is named at the start', LIMIT, async () => {
  await rm(library, { recursive: true });
  assert.ok(!existsSync(library));

  const { code, err } = await machine.run(['serve', '--port', '0']);

  assert.notEqual(code, 0);
  assert.ok(err.includes(library), err);
});

/** A collector for OTLP over HTTP that stores what it receives. */
async function collect() {
  const stored = [];
  const waiting = new Set();
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    stored.push({ path: request.url, type: request.headers['content-type'], body });
    waiting.forEach((look) => look());
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  /** The first that is as wanted; the test's time limit ends the waiting. */
  server.received = (wanted) =>
    new Promise((resolve) => {
      const look = () => {
        const found = stored.find(wanted);
        if (found) {
          waiting.delete(look);
          resolve(found);
        }
      };
      waiting.add(look);
      look();
    });
  return server;
}
