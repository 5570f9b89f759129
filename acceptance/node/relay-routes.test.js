import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { client, LIMIT, MODEL, origin, user } from './relay.js';

const openai = client();

for (const base of ['', '/', '/v1', '/v1/', '/v1/v1']) {
  test(`the base URL may end in "${base}"`, LIMIT, async () => {
    const there = client({ baseURL: origin() + base });

    const completion = await there.chat.completions.create({ model: MODEL, messages: [user('Here.')] });

    assert.match(completion.choices[0].message.content, /You said: "Here\."/);
    assert.ok((await there.models.list()).data.length > 0);
  });
}

test('models say what they can do', LIMIT, async () => {
  const model = await openai.models.retrieve(MODEL);

  assert.ok(model.context_length > 0);
  assert.ok(model.airelay.reasoning.efforts.includes('high'));
});

test('the subscription status lists the windows', LIMIT, async () => {
  const status = await openai.get('/subscription/status');

  assert.equal(status.object, 'subscription_status');
  assert.equal(status.rate_limits.default.secondary_window.window_label, 'weekly');
});

test('the compatibility table shows how a parameter is treated', LIMIT, async () => {
  const table = await openai.get('/relay/compatibility');

  const rule = table.data.find((row) => row.route === '/v1/chat/completions' && row.parameter === 'temperature');
  assert.equal(rule.class, 'ignored');
});

test('a body may be compressed', LIMIT, async () => {
  const body = gzipSync(JSON.stringify({ model: MODEL, messages: [user('Small.')] }));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

  const completion = await openai.post('/chat/completions', { body, headers });

  assert.match(completion.choices[0].message.content, /You said: "Small\."/);
});
