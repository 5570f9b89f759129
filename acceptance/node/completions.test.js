import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, gathered, LIMIT, MODEL } from './relay.js';

const openai = client();

test('a legacy completion comes as one object', LIMIT, async () => {
  const completion = await openai.completions.create({ model: MODEL, prompt: 'Once upon a time' });

  assert.equal(completion.object, 'text_completion');
  assert.match(completion.id, /^cmpl-/);
  assert.match(completion.choices[0].text, /Once upon a time/);
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.ok(completion.usage.total_tokens > 0);
});

test('each prompt has its choices', LIMIT, async () => {
  const completion = await openai.completions.create({ model: MODEL, prompt: ['one', 'two'], n: 2 });

  assert.deepEqual(completion.choices.map((choice) => choice.index), [0, 1, 2, 3]);
  assert.match(completion.choices[3].text, /two/);
});

test('a legacy completion is streamed', LIMIT, async () => {
  const chunks = await gathered(
    await openai.completions.create({ model: MODEL, prompt: 'Once upon a time', stream: true }),
  );

  assert.match(chunks.map((chunk) => chunk.choices[0]?.text ?? '').join(''), /Once upon a time/);
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
});
