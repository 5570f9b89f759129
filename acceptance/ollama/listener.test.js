// The listener for clients that cannot send a token, and look for Ollama at an address alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ollama } from 'ollama';
import { call, gathered, LIMIT, MODEL, OPEN_ADDRESS, user } from './relay.js';

const OPEN = { ...LIMIT, skip: !OPEN_ADDRESS };
const anonymous = (method, path, body, headers = {}) => call(method, path, body, OPEN_ADDRESS, headers);

test('a client without a token chats there', OPEN, async () => {
  const ollama = new Ollama({ host: OPEN_ADDRESS });
  const parts = await gathered(await ollama.chat({ model: MODEL, messages: [user('Hello.')], stream: true }));

  assert.equal(parts.at(-1).done, true);
});

test('it says that Ollama is running', OPEN, async () => {
  assert.equal(await (await anonymous('GET', '/')).text(), 'Ollama is running');
  assert.equal((await anonymous('HEAD', '/')).status, 200);
  assert.equal((await anonymous('GET', '/v1/models')).status, 200);
});

test('it serves nothing else', OPEN, async () => {
  for (const path of ['/v1/relay/status', '/v1/files', '/v1/models/x', '/healthz', '/v1/subscription/status']) {
    assert.equal((await anonymous('GET', path)).status, 404, path);
  }
  assert.equal((await anonymous('POST', '/v1/responses', { model: MODEL, input: 'x' })).status, 404);
});

test('pages of other sites cannot use it', OPEN, async () => {
  const response = await anonymous('GET', '/api/tags', undefined, { origin: 'https://evil.example' });

  assert.equal(response.status, 403);
  assert.equal(typeof (await response.json()).error, 'string');
});
