import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, EMULATOR_CONTROL, LIMIT, MODEL, origin, recorded, user } from './relay.js';

const openai = client();
const SLOW = '[[emulate: text words=2000, pace millis=20]]';

test('a chat stream aborted in the middle leaves the relay working', LIMIT, async () => {
  const stream = await openai.chat.completions.create({
    model: MODEL,
    messages: [user(`Leave the chat. ${SLOW}`)],
    stream: true,
  });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) {
      stream.controller.abort();
    }
  }

  await assertCancelledUpstream('Leave the chat.');
  await assertWorking();
});

test('a response stream aborted in the middle leaves the relay working', LIMIT, async () => {
  const stream = openai.responses.stream({ model: MODEL, input: `Leave the response. ${SLOW}` });
  stream.on('response.output_text.delta', () => stream.abort());

  await assert.rejects(stream.finalResponse(), OpenAI.APIUserAbortError);

  await assertCancelledUpstream('Leave the response.');
  await assertWorking();
});

test('a whole answer that the client does not wait for is cancelled', LIMIT, async () => {
  const controller = new AbortController();
  const call = openai.responses.create(
    { model: MODEL, input: `Leave the whole. ${SLOW}` },
    { signal: controller.signal },
  );
  const rejected = assert.rejects(call, OpenAI.APIUserAbortError);
  await assertBegun('Leave the whole.');

  controller.abort();

  await rejected;
  await assertCancelledUpstream('Leave the whole.');
  await assertWorking();
});

test('many aborted streams leave nothing behind', LIMIT, async () => {
  const leave = async (i) => {
    const stream = await openai.chat.completions.create({
      model: MODEL,
      messages: [user(`Leave in a crowd ${i}. ${SLOW}`)],
      stream: true,
    });
    for await (const chunk of stream) {
      assert.ok(chunk.id);
      break;
    }
  };

  await Promise.all(Array.from({ length: 20 }, (_, i) => leave(i)));

  await Promise.all(Array.from({ length: 20 }, (_, i) => assertCancelledUpstream(`Leave in a crowd ${i}.`)));
  await assertWorking();
});

async function assertWorking() {
  assert.equal((await fetch(`${origin()}/healthz`)).status, 200);
  const response = await openai.responses.create({ model: MODEL, input: 'Still there?' });
  assert.match(response.output_text, /Still there/);
}

async function assertBegun(words) {
  if (EMULATOR_CONTROL) {
    await recorded(words);
  }
}

async function assertCancelledUpstream(words) {
  if (EMULATOR_CONTROL) {
    await recorded(words, (request) => request.client_disconnected);
  }
}
