import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, gathered, LIMIT, MODEL } from './relay.js';

const openai = client();

test('a response comes as one object', LIMIT, async () => {
  const response = await openai.responses.create({ model: MODEL, input: 'Hello, whole.' });

  assert.equal(response.object, 'response');
  assert.equal(response.status, 'completed');
  assert.match(response.output_text, /You said: "Hello, whole\."/);
  assert.equal(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens);
});

test('a streamed response has the events in order', LIMIT, async () => {
  const events = await gathered(await openai.responses.create({ model: MODEL, input: 'Hello, events.', stream: true }));

  assert.equal(events[0].type, 'response.created');
  assert.equal(events.at(-1).type, 'response.completed');
  const text = events
    .filter((event) => event.type === 'response.output_text.delta')
    .map((event) => event.delta)
    .join('');
  assert.match(text, /You said: "Hello, events\."/);
  assert.equal(events.find((event) => event.type === 'response.output_text.done').text, text);
  const numbers = events.map((event) => event.sequence_number);
  assert.deepEqual(numbers, [...numbers].sort((one, other) => one - other));
});

test('the stream helper ends with the final response', LIMIT, async () => {
  const stream = openai.responses.stream({ model: MODEL, input: 'Help me.' });
  const deltas = [];
  stream.on('response.output_text.delta', (event) => deltas.push(event.delta));

  const final = await stream.finalResponse();

  assert.equal(final.status, 'completed');
  assert.equal(final.output_text, deltas.join(''));
  assert.match(final.output_text, /You said: "Help me\."/);
});

test('the completed event carries the output', LIMIT, async () => {
  const events = await gathered(await openai.responses.create({ model: MODEL, input: 'Gather.', stream: true }));

  const { response } = events.at(-1);
  assert.equal(response.output.at(-1).type, 'message');
  assert.match(response.output.at(-1).content[0].text, /Gather/);
});

test('an image in the input reaches the upstream', LIMIT, async () => {
  const response = await openai.responses.create({
    model: MODEL,
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Two of them.' },
          { type: 'input_image', detail: 'auto', image_url: 'https://images.example/one.png' },
          { type: 'input_image', detail: 'low', image_url: 'https://images.example/two.png' },
        ],
      },
    ],
  });

  assert.match(response.output_text, /You sent 2 images/);
});

test('a conversation is replayed with its reasoning', LIMIT, async () => {
  const first = await openai.responses.create({
    model: MODEL,
    input: 'First turn.',
    reasoning: { effort: 'low', summary: 'auto' },
    include: ['reasoning.encrypted_content'],
    store: false,
  });
  assert.ok(first.output.some((item) => item.type === 'reasoning' && item.encrypted_content));

  const second = await openai.responses.create({
    model: MODEL,
    input: [{ role: 'user', content: 'First turn.' }, ...first.output, { role: 'user', content: 'Second turn.' }],
    store: false,
  });

  assert.match(second.output_text, /You said: "Second turn\."/);
});

test('an incomplete response says why', LIMIT, async () => {
  const response = await openai.responses.create({ model: MODEL, input: 'Long. [[emulate: incomplete after=2]]' });

  assert.equal(response.status, 'incomplete');
  assert.equal(response.incomplete_details.reason, 'max_output_tokens');
});

test('local members come back with the response', LIMIT, async () => {
  const response = await openai.responses.create({ model: MODEL, input: 'Tagged.', metadata: { run: 'seven' } });

  assert.deepEqual(response.metadata, { run: 'seven' });
});
