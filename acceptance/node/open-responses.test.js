// The cases of the Open Responses compliance suite, each by its name there.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { BASE_URL, LIMIT, MODEL, PNG } from './relay.js';
import { openSocket } from './socket.js';

const SAY = { model: MODEL, input: [{ type: 'message', role: 'user', content: 'Say hello in exactly 3 words.' }] };
const WEATHER = {
  type: 'function',
  name: 'get_weather',
  description: 'Get the current weather for a location',
  parameters: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
};

test('basic-response', LIMIT, async () => {
  assertCompleted(await created(SAY));
});

test('assistant-phase', LIMIT, async () => {
  const response = await created({
    model: MODEL,
    input: [
      { type: 'message', role: 'user', content: 'Look it up.' },
      {
        type: 'message',
        role: 'assistant',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'I am looking it up.', annotations: [] }],
      },
      { type: 'message', role: 'user', content: 'And?' },
    ],
  });

  assertCompleted(response);
});

test('response-output-phase-schema', LIMIT, async () => {
  const { output } = await created(SAY);

  for (const item of output.filter(({ type }) => type === 'message')) {
    assert.ok([undefined, null, 'commentary', 'final_answer'].includes(item.phase), `phase ${item.phase}`);
  }
});

test('streaming-response', LIMIT, async () => {
  const events = await streamed(SAY);

  assertEvents(events);
  assertCompleted(events.at(-1).response);
});

test('websocket-response', LIMIT, async () => {
  await onSocket(async (socket) => {
    const events = await socket.turn(SAY);

    assertEvents(events);
    assertCompleted(events.at(-1).response);
  });
});

test('websocket-sequential-responses', LIMIT, async () => {
  await onSocket(async (socket) => {
    const ids = new Set();
    for (let i = 0; i < 3; i++) {
      const events = await socket.turn(SAY);
      assertEvents(events);
      ids.add(events.at(-1).response.id);
    }
    assert.equal(ids.size, 3);
  });
});

test('websocket-continuation', LIMIT, async () => {
  await onSocket(async (socket) => {
    const first = end(await socket.turn({ ...SAY, store: false }));
    const second = end(await socket.turn({ ...SAY, store: false, previous_response_id: first.response.id }));

    assertCompleted(second.response);
    assert.equal(second.response.previous_response_id, first.response.id);
  });
});

test('websocket-reconnect-store-false-recovery', LIMIT, async () => {
  const first = await onSocket(async (socket) => end(await socket.turn({ ...SAY, store: false })));
  await onSocket(async (socket) => {
    const [refusal] = await socket.turn({ ...SAY, store: false, previous_response_id: first.response.id });
    assert.equal(refusal.error.code, 'previous_response_not_found');

    assertCompleted(end(await socket.turn({ ...SAY, store: false })).response);
  });
});

test('websocket-previous-response-not-found', LIMIT, async () => {
  await onSocket(async (socket) => {
    const [refusal] = await socket.turn({ ...SAY, previous_response_id: 'resp_unknown' });

    assert.equal(refusal.type, 'error');
    assert.equal(refusal.status, 400);
    assert.equal(refusal.error.code, 'previous_response_not_found');
    assert.equal(refusal.error.param, 'previous_response_id');
  });
});

test('websocket-failed-continuation-evicts-cache', LIMIT, async () => {
  await onSocket(async (socket) => {
    const { id } = end(await socket.turn({ ...SAY, store: false })).response;
    const [invalid] = await socket.turn({
      model: MODEL,
      store: false,
      previous_response_id: id,
      input: [{ type: 'function_call_output', call_id: 'call_unknown', output: 'x' }],
    });
    assert.equal(invalid.type, 'error');

    const [refusal] = await socket.turn({ ...SAY, store: false, previous_response_id: id });
    assert.equal(refusal.error.code, 'previous_response_not_found');
  });
});

test('websocket-compact-new-chain', LIMIT, async () => {
  const { output } = await compacted({ model: MODEL, input: SAY.input });
  await onSocket(async (socket) => {
    const input = [...output, { type: 'message', role: 'user', content: 'Continue.' }];

    assertCompleted(end(await socket.turn({ model: MODEL, store: false, input })).response);
  });
});

test('system-prompt', LIMIT, async () => {
  const input = [{ type: 'message', role: 'system', content: 'You are a pirate.' }, ...SAY.input];

  assertCompleted(await created({ model: MODEL, input }));
});

test('tool-calling', LIMIT, async () => {
  const response = await created({
    model: MODEL,
    input: [{ type: 'message', role: 'user', content: 'call get_weather' }],
    tools: [WEATHER],
  });

  assert.ok(response.output.some(({ type }) => type === 'function_call'));
});

test('image-input', LIMIT, async () => {
  const image = { type: 'input_image', image_url: `data:image/png;base64,${PNG.toString('base64')}` };
  const content = [{ type: 'input_text', text: 'What is this?' }, image];

  assertCompleted(await created({ model: MODEL, input: [{ type: 'message', role: 'user', content }] }));
});

test('multi-turn', LIMIT, async () => {
  const input = [
    { type: 'message', role: 'user', content: 'My name is Alice.' },
    { type: 'message', role: 'assistant', content: 'Hello Alice!' },
    { type: 'message', role: 'user', content: 'What is my name?' },
  ];

  assertCompleted(await created({ model: MODEL, input }));
});

test('compact-response', LIMIT, async () => {
  const compaction = await compacted({ model: MODEL, input: SAY.input });

  assert.equal(compaction.object, 'response.compaction');
  assert.ok(compaction.output.some(({ type }) => type === 'compaction'));
});

test('compact-missing-model', LIMIT, async () => {
  const answer = await post('/responses/compact', { input: SAY.input });

  assert.ok([400, 422].includes(answer.status), `status ${answer.status}`);
});

test('every case of the suite is here', LIMIT, async () => {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  const names = [...text.matchAll(/^test\('([a-z-]+)'/gm)].map(([, name]) => name);

  assert.equal(new Set(names).size, 17);
});

function post(path, body) {
  return fetch(`${BASE_URL}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.AIRELAY_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function created(body) {
  const answer = await post('/responses', body);
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

async function compacted(body) {
  const answer = await post('/responses/compact', body);
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

async function streamed(body) {
  const answer = await post('/responses', { ...body, stream: true });
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith('data: {'));
  return lines.map((line) => JSON.parse(line.slice('data: '.length)));
}

async function onSocket(use) {
  const socket = await openSocket();
  try {
    return await use(socket);
  } finally {
    socket.close();
  }
}

function end(events) {
  const last = events.at(-1);
  assert.equal(last.type, 'response.completed', JSON.stringify(last));
  return last;
}

function assertEvents(events) {
  assert.equal(events[0].type, 'response.created');
  assert.equal(events.at(-1).type, 'response.completed');
  const numbers = events.map(({ sequence_number }) => sequence_number);
  assert.deepEqual(numbers, numbers.map((_, place) => place));
}

/** The members on whose types implementations differ from the schema. */
function assertCompleted(response) {
  assert.equal(response.object, 'response');
  assert.equal(response.status, 'completed');
  assert.ok(response.output.length > 0);
  assert.notEqual(response.text.verbosity, null);
  assert.ok('safety_identifier' in response);
  assert.equal(typeof response.temperature, 'number');
  assert.equal(typeof response.top_p, 'number');
  assert.equal(typeof response.usage.input_tokens_details.cached_tokens, 'number');
  assert.equal(typeof response.usage.output_tokens_details.reasoning_tokens, 'number');
}
