// Counting tokens, and the list of models.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, failure, gathered, LIMIT, MODEL, upstream, user } from './relay.js';

const anthropic = client();
const TOOL = { name: 'lookup', description: 'Looks something up. '.repeat(20), input_schema: { type: 'object' } };

function count(prompt, more) {
  return anthropic.messages.countTokens({ model: MODEL, messages: [user(prompt)], ...more });
}

test('tokens are counted without the upstream', LIMIT, async () => {
  await upstream.forget();

  const short = (await count('hello')).input_tokens;
  const long = (await count('hello '.repeat(200))).input_tokens;
  const system = (await count('hello', { system: 'You are a poet. '.repeat(50) })).input_tokens;
  const tools = (await count('hello', { tools: [TOOL] })).input_tokens;
  const beta = await anthropic.beta.messages.countTokens({ model: MODEL, messages: [user('hello')] });

  assert.ok(short > 0);
  assert.ok(long > short + 150, `${short} and ${long}`);
  assert.ok(system > short + 100, `${short} and ${system}`);
  assert.ok(tools > short + 50, `${short} and ${tools}`);
  assert.equal(beta.input_tokens, short);
  assert.deepEqual(await upstream.requests('/codex/responses'), []);
});

test('thirty counts at once succeed, though the relay serves eight of a client at a time', LIMIT, async () => {
  const counts = await Promise.all(Array.from({ length: 30 }, () => count('hello', { tools: [TOOL] })));

  assert.equal(new Set(counts.map((one) => one.input_tokens)).size, 1);
});

test('a wrong count is refused in the shape of the API', LIMIT, async () => {
  const error = await failure(anthropic.messages.countTokens({ model: MODEL, messages: [{ role: 'nobody', content: '' }] }));

  assert.equal(error.status, 400);
  assert.equal(error.type, 'invalid_request_error');
  assert.match(error.message, /nobody/);
});

test('models are listed and retrieved', LIMIT, async () => {
  const models = await gathered(anthropic.models.list({ limit: 1000 }));

  assert.ok(models.some((model) => model.id === MODEL));
  for (const model of models) {
    assert.equal(model.type, 'model');
    assert.ok(model.display_name);
    assert.ok(!Number.isNaN(Date.parse(model.created_at)));
  }
  assert.equal((await anthropic.models.retrieve(MODEL)).id, MODEL);
  assert.equal((await failure(anthropic.models.retrieve('no-such-model'))).status, 404);
});
