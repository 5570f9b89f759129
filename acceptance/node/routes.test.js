// Every route of OpenAI's SDK, read from its sources, so that those of a newer version show up: the relay serves it, or says
// why it does not. A 404 about an unknown URL means that the relay has never heard of a route.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BASE_URL } from './relay.js';

const RESOURCES = join(dirname(fileURLToPath(import.meta.resolve('openai'))), 'resources');
const CALL = /_client\s*\.(get|post|put|patch|delete|getAPIList)\(/g;
const ROUTE = /_client\s*\.(get|post|put|patch|delete|getAPIList)\(\s*(?:path\s*)?(`[^`]*`|'[^']*')/g;

/** All routes as method and path, with x for what the caller fills in. */
function routesOfTheSdk() {
  const routes = new Set();
  for (const file of readdirSync(RESOURCES, { recursive: true }).filter((name) => name.endsWith('.mjs'))) {
    const source = readFileSync(join(RESOURCES, file), 'utf8');
    const found = [...source.matchAll(ROUTE)];
    assert.equal(found.length, [...source.matchAll(CALL)].length, `${file} has calls in a form that this test cannot read`);
    for (const [, method, path] of found) {
      const plain = path.slice(1, -1).replace(/\$\{[^}]*\}/g, 'x').replace(/\?.*/, '');
      routes.add(`${method === 'getAPIList' ? 'GET' : method.toUpperCase()} ${plain}`);
    }
  }
  return [...routes].sort();
}

const routes = routesOfTheSdk();

test('the sources of the SDK have its routes', () => {
  assert.ok(routes.length > 300, `${routes.length} routes`);
  for (const known of ['POST /responses', 'GET /models', 'DELETE /models/x', 'POST /agents', 'GET /safety/alerts/x']) {
    assert.ok(routes.includes(known), known);
  }
});

test('every route of the SDK is served or refused with a reason', { timeout: 120_000 }, async () => {
  const unknown = [];
  for (const route of routes) {
    const [method, path] = route.split(' ');
    const response = await fetch(BASE_URL + path, {
      method,
      headers: { authorization: `Bearer ${process.env.AIRELAY_TOKEN}`, 'content-type': 'application/json' },
      // Not JSON, so that a route that is served refuses it.
      body: method === 'GET' || method === 'DELETE' ? undefined : 'x',
    });
    const { error } = await response.json();
    const served = response.status < 300 || (response.status < 500 && error?.code !== 'unknown_url' && response.status !== 405);
    const refused = response.status === 501 && error?.code === 'unsupported_endpoint' && /: .+\./.test(error.message);
    if (!served && !refused) {
      unknown.push(`${route}: ${response.status} ${JSON.stringify(error)}`);
    }
  }

  assert.deepEqual(unknown, []);
});
