// What programs read of Ollama's API that cannot run here: each reads as its own source does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, LIMIT, lines, MODEL, OPEN_ADDRESS, user, WEATHER } from './relay.js';

test('VS Code finds models and chats at the same port', { ...LIMIT, skip: !OPEN_ADDRESS }, async () => {
  const ask = async (method, path, body) => (await call(method, path, body, OPEN_ADDRESS, {})).json();

  const { version } = await ask('GET', '/api/version');
  const parts = version.split('.').map(Number);
  assert.ok(parts.every(Number.isInteger));
  assert.ok(parts[0] > 0 || parts[1] > 6 || (parts[1] === 6 && parts[2] >= 4));
  const { models } = await ask('GET', '/api/tags');
  for (const { model } of models) {
    const { capabilities, model_info: info } = await ask('POST', '/api/show', { model });
    assert.ok(Array.isArray(capabilities) && capabilities.includes('tools'));
    const architecture = info['general.architecture'];
    assert.ok((info[`${architecture}.context_length`] ?? 32768) >= 32768);
    assert.ok(info['general.basename']);
  }
  const { choices } = await ask('POST', '/v1/chat/completions', {
    model: models[0].model,
    messages: [user('Hello, editor.')],
    tools: [WEATHER],
  });
  assert.match(choices[0].message.content, /Hello, editor\./);
});

test('Zed reads every member that its types demand', LIMIT, async () => {
  const { models } = await (await call('GET', '/api/tags')).json();
  for (const model of models) {
    assert.equal(typeof model.name, 'string');
    assert.ok(!Number.isNaN(Date.parse(model.modified_at)));
    assert.ok(Number.isInteger(model.size) && model.size >= 0);
    assert.equal(typeof model.digest, 'string');
    for (const member of ['format', 'family', 'parameter_size', 'quantization_level']) {
      assert.equal(typeof model.details[member], 'string');
    }
  }
  const shown = await (await call('POST', '/api/show', { model: models[0].name })).json();
  assert.ok(shown.capabilities.every((capability) => typeof capability === 'string'));

  const messages = [user('call get_weather')];
  const asked = await lines(
    await call('POST', '/api/chat', { model: MODEL, messages, stream: true, keep_alive: -1, tools: [WEATHER], think: true }),
  );
  const calls = asked.flatMap((line) => line.message.tool_calls ?? []);
  for (const line of asked) {
    assert.equal(line.message.role, 'assistant');
    assert.equal(typeof line.message.content, 'string');
    assert.equal(typeof line.done, 'boolean');
  }
  assert.equal(calls.length, 1);
  messages.push({ role: 'assistant', content: '', tool_calls: calls, images: null, thinking: null });
  messages.push({ role: 'tool', tool_name: 'get_weather', content: 'Rain over Zed.' });
  const answer = await lines(await call('POST', '/api/chat', { model: MODEL, messages, stream: true, tools: [WEATHER] }));
  assert.match(answer.map((line) => line.message.content).join(''), /Rain over Zed\./);
});

test('Home Assistant validates, pulls, streams with tools, and names no tool in its results', LIMIT, async () => {
  assert.equal((await call('GET', '/api/tags', undefined, undefined, { authorization: 'Bearer no' })).status, 401);
  assert.equal((await call('GET', '/api/tags')).status, 200);
  const pulled = await (await call('POST', '/api/pull', { model: MODEL, stream: false })).json();
  assert.deepEqual(pulled, { status: 'success' });

  const request = {
    model: MODEL,
    stream: true,
    keep_alive: '-1s',
    options: { num_ctx: 8192 },
    think: false,
    tools: [WEATHER],
  };
  const messages = [{ role: 'system', content: 'You control the home.' }, user('use get_weather')];
  messages[1].content = 'call get_weather';
  const asked = await lines(await call('POST', '/api/chat', { ...request, messages }));
  const calls = asked.flatMap((line) => line.message.tool_calls ?? []);
  assert.equal(calls.length, 1);
  messages.push({
    role: 'assistant',
    content: '',
    tool_calls: calls.map(({ function: { name, arguments: args } }) => ({ function: { name, arguments: args } })),
  });
  messages.push({ role: 'tool', content: JSON.stringify({ weather: 'Rain at home.' }) });
  const answer = await lines(await call('POST', '/api/chat', { ...request, messages }));
  assert.match(answer.map((line) => line.message.content).join(''), /Rain at home\./);
  assert.equal(answer.at(-1).done_reason, 'stop');

  const format = { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'] };
  const task = await lines(await call('POST', '/api/chat', { ...request, tools: undefined, format, messages: [user('Light?')] }));
  assert.equal(typeof JSON.parse(task.map((line) => line.message.content).join('')).on, 'boolean');
});

test('Open WebUI reads versions, models, running models and raw lines', LIMIT, async () => {
  assert.match((await (await call('GET', '/api/version')).json()).version, /^\d+\.\d+\.\d+$/);
  const { models } = await (await call('GET', '/api/ps')).json();
  for (const model of models) {
    // What datetime.fromisoformat of Python 3.10 takes.
    assert.match(model.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  }
  const response = await call('POST', '/api/chat', {
    model: MODEL,
    messages: [user('Hello, web.')],
    stream: true,
    options: { temperature: 0.7, num_predict: -1 },
    keep_alive: '5m',
  });
  assert.match(response.headers.get('content-type'), /^application\/x-ndjson/);
  assert.equal(response.headers.get('x-airelay-ignored-parameters'), 'options.temperature');
  const parts = await lines(response);
  const last = parts.at(-1);
  for (const member of ['total_duration', 'load_duration', 'prompt_eval_count', 'eval_count', 'eval_duration']) {
    assert.ok(Number.isInteger(last[member]), member);
  }
});
