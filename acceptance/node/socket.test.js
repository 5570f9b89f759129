import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponsesWS } from 'openai/resources/responses/ws';
import { client, gathered, LIMIT, MODEL } from './relay.js';

test('the SDK gets over a socket what it gets from a stream', LIMIT, async () => {
  const stream = await gathered(await client().responses.create({ model: MODEL, input: 'Hello, twice.', stream: true }));

  await onSocket(async (socket) => {
    const events = await socket.turn({ model: MODEL, input: 'Hello, twice.' });

    assert.deepEqual(kinds(events), kinds(stream));
    assert.equal(text(events), text(stream));
  });
});

test('a tool makes its round trip with only the new input', LIMIT, async () => {
  const tools = [
    {
      type: 'function',
      name: 'get_weather',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
      strict: true,
    },
  ];
  await onSocket(async (socket) => {
    const first = await socket.turn({ model: MODEL, store: false, input: 'call get_weather', tools });
    const call = first.at(-1).response.output.find(({ type }) => type === 'function_call');
    const second = await socket.turn({
      model: MODEL,
      store: false,
      previous_response_id: first.at(-1).response.id,
      input: [{ type: 'function_call_output', call_id: call.call_id, output: 'sunny' }],
      tools,
    });

    assert.match(text(second), new RegExp(`Tool call ${call.call_id} returned: "sunny"`));
  });
});

test('a custom tool makes its round trip', LIMIT, async () => {
  const tools = [{ type: 'custom', name: 'shout' }];
  await onSocket(async (socket) => {
    const input = 'go [[emulate: call name=shout args="any text"]]';
    const first = await socket.turn({ model: MODEL, store: false, input, tools });
    const call = first.at(-1).response.output.find(({ type }) => type === 'custom_tool_call');
    assert.equal(call.input, 'any text');
    const second = await socket.turn({
      model: MODEL,
      store: false,
      previous_response_id: first.at(-1).response.id,
      input: [{ type: 'custom_tool_call_output', call_id: call.call_id, output: 'loud' }],
      tools,
    });

    assert.match(text(second), /returned: "loud"/);
  });
});

test('a prepared turn is continued', LIMIT, async () => {
  await onSocket(async (socket) => {
    const prepared = await socket.turn({ model: MODEL, store: false, generate: false, input: 'Remember marzipan.' });
    assert.deepEqual(prepared.at(-1).response.output, []);
    const turn = await socket.turn({
      model: MODEL,
      store: false,
      previous_response_id: prepared.at(-1).response.id,
      input: 'Continue.',
    });

    assert.match(text(turn), /Continue\./);
  });
});

test('the SDK raises an error and the socket stays usable', LIMIT, async () => {
  await onSocket(async (socket) => {
    const [refusal] = await socket.turn({ model: MODEL, input: 7 });
    assert.equal(refusal.type, 'error');
    assert.equal(socket.errors.length, 1);

    assert.match(text(await socket.turn({ model: MODEL, input: 'Still here?' })), /Still here\?/);
  });
});

test('steering is refused', LIMIT, async () => {
  await onSocket(async (socket) => {
    const answer = await socket.answerTo({
      type: 'response.steer',
      previous_response_id: 'resp_1',
      input: [{ type: 'message', role: 'user', content: 'Stop.' }],
    });

    assert.equal(answer.type, 'response.steer.failed');
    assert.equal(answer.error.code, 'steering_not_supported');
  });
});

/** The SDK's socket, read turn by turn. */
async function onSocket(use) {
  const ws = new ResponsesWS(client());
  const errors = [];
  let take = () => {};
  ws.on('event', (event) => take(event));
  ws.on('error', (error) => errors.push(error));
  const answerTo = (message, ends = () => true) =>
    new Promise((resolve) => {
      const events = [];
      take = (event) => {
        events.push(event);
        if (ends(event)) {
          resolve(events);
        }
      };
      ws.send(message);
    });
  const socket = {
    errors,
    turn: (create) =>
      answerTo({ type: 'response.create', ...create }, ({ type }) =>
        ['response.completed', 'response.incomplete', 'response.failed', 'error'].includes(type),
      ),
    answerTo: async (message) => (await answerTo(message))[0],
  };
  try {
    return await use(socket);
  } finally {
    ws.close();
  }
}

function kinds(events) {
  return events.map(({ type }) => type);
}

function text(events) {
  return events
    .filter(({ type }) => type === 'response.output_text.delta')
    .map(({ delta }) => delta)
    .join('');
}
