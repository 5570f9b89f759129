import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, failure, gathered, LIMIT, MODEL } from './relay.js';

const openai = client();
const SLOW = '[[emulate: text words=2000, pace millis=20]]';

test('a response in the background is polled until it is done', LIMIT, async () => {
  const begun = await openai.responses.create({ model: MODEL, input: 'In your own time.', background: true });

  const done = await ended(begun.id);

  assert.equal(begun.status, 'queued');
  assert.equal(begun.background, true);
  assert.equal(done.status, 'completed');
  assert.match(done.output_text, /In your own time\./);
});

test('an abandoned stream is resumed where it ended', LIMIT, async () => {
  const begun = await openai.responses.create({
    model: MODEL,
    input: 'Taken up. [[emulate: text words=40, pace millis=5]]',
    background: true,
    stream: true,
  });
  const seen = [];
  for await (const event of begun) {
    seen.push(event);
    if (event.type === 'response.output_text.delta') {
      break;
    }
  }
  const { id } = seen[0].response;

  const rest = await gathered(
    await openai.responses.retrieve(id, { stream: true, starting_after: seen.at(-1).sequence_number }),
  );

  const events = [...seen, ...rest];
  const numbers = events.map((event) => event.sequence_number);
  assert.deepEqual(numbers, [...events.keys()], 'none is missing, none comes twice');
  assert.equal(events.at(-1).type, 'response.completed');
  const text = events
    .filter((event) => event.type === 'response.output_text.delta')
    .map((event) => event.delta)
    .join('');
  assert.equal(text, events.find((event) => event.type === 'response.output_text.done').text);
  assert.equal((await openai.responses.retrieve(id)).output_text, text);
});

test('the stream helper resumes a response by its id', LIMIT, async () => {
  const begun = await openai.responses.create({ model: MODEL, input: 'By its id.', background: true });

  const final = await openai.responses.stream({ response_id: begun.id }).finalResponse();

  assert.equal(final.id, begun.id);
  assert.match(final.output_text, /By its id\./);
});

test('a response in the background is cancelled', LIMIT, async () => {
  const begun = await openai.responses.create({ model: MODEL, input: `Give up. ${SLOW}`, background: true });

  const cancelled = await openai.responses.cancel(begun.id);

  assert.equal(cancelled.status, 'cancelled');
  assert.equal((await ended(begun.id)).status, 'cancelled');
});

test('a failure in the background is in the response', LIMIT, async () => {
  const begun = await openai.responses.create({
    model: MODEL,
    input: 'Fail. [[emulate: server_error at=middle message="emulated break"]]',
    background: true,
  });

  const failed = await ended(begun.id);

  assert.equal(failed.status, 'failed');
  assert.match(failed.error.message, /emulated break/);
});

test('a response that is not stored cannot run in the background', LIMIT, async () => {
  const error = await failure(openai.responses.create({ model: MODEL, input: 'x', background: true, store: false }));

  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, 'background');
});

/** Polls until the response has finished; the test's time limit ends the polling. */
async function ended(id) {
  for (;;) {
    const response = await openai.responses.retrieve(id);
    if (!['queued', 'in_progress'].includes(response.status)) {
      return response;
    }
  }
}
