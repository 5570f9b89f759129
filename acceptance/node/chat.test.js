import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, EMULATOR_CONTROL, gathered, LIMIT, MODEL, PNG, recorded, user } from './relay.js';

const openai = client();

test('a chat completion comes as one object', LIMIT, async () => {
  const completion = await openai.chat.completions.create({ model: MODEL, messages: [user('Hello, whole.')] });

  assert.equal(completion.object, 'chat.completion');
  assert.match(completion.id, /^chatcmpl-/);
  assert.equal(completion.choices.length, 1);
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.equal(completion.choices[0].message.role, 'assistant');
  assert.match(completion.choices[0].message.content, /You said: "Hello, whole\."/);
  assert.equal(
    completion.usage.total_tokens,
    completion.usage.prompt_tokens + completion.usage.completion_tokens,
  );
});

test('a streamed chat completion has the same text in deltas', LIMIT, async () => {
  const chunks = await gathered(
    await openai.chat.completions.create({ model: MODEL, messages: [user('Hello, pieces.')], stream: true }),
  );

  const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
  assert.match(text, /You said: "Hello, pieces\."/);
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
  assert.ok(chunks.every((chunk) => !chunk.usage), 'usage was not asked for');
});

test('include_usage adds a last chunk with usage and no choices', LIMIT, async () => {
  const chunks = await gathered(
    await openai.chat.completions.create({
      model: MODEL,
      messages: [user('Count this.')],
      stream: true,
      stream_options: { include_usage: true },
    }),
  );

  const last = chunks.at(-1);
  assert.deepEqual(last.choices, []);
  assert.ok(last.usage.prompt_tokens > 0);
  assert.ok(last.usage.completion_tokens > 0);
  assert.equal(chunks.filter((chunk) => chunk.usage).length, 1);
});

test('the stream helper ends with the final completion', LIMIT, async () => {
  const stream = openai.chat.completions.stream({
    model: MODEL,
    messages: [user('Help me.')],
    stream_options: { include_usage: true },
  });
  const deltas = [];
  stream.on('content', (delta) => deltas.push(delta));

  const final = await stream.finalChatCompletion();

  assert.equal(final.choices[0].message.content, deltas.join(''));
  assert.match(deltas.join(''), /You said: "Help me\."/);
  assert.equal(await stream.finalContent(), deltas.join(''));
  assert.ok((await stream.totalUsage()).total_tokens > 0);
});

test('text beyond ASCII survives the way there and back', LIMIT, async () => {
  const text = 'Grüße \u2028 日本語 👩‍👩‍👧 "quoted" \\ back\tslash';
  const messages = [user(text)];

  const whole = await openai.chat.completions.create({ model: MODEL, messages });
  const chunks = await gathered(await openai.chat.completions.create({ model: MODEL, messages, stream: true }));

  assert.ok(whole.choices[0].message.content.includes(text));
  assert.ok(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('').includes(text));
});

for (const stream of [false, true]) {
  test(`an image in a chat message reaches the upstream${stream ? ', streamed too' : ''}`, LIMIT, async () => {
    const url = `data:image/png;base64,${PNG.toString('base64')}`;
    const request = {
      model: MODEL,
      messages: [user([{ type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url } }])],
    };

    const completion = stream
      ? await openai.chat.completions.stream(request).finalChatCompletion()
      : await openai.chat.completions.create(request);

    assert.match(completion.choices[0].message.content, /You sent 1 image: [^]*png/);
  });
}

test('a parameter without effect is named in a header', LIMIT, async () => {
  const { data, response } = await openai.chat.completions
    .create({ model: MODEL, messages: [user('Warmly.')], temperature: 0.3, max_tokens: 5 })
    .withResponse();

  const ignored = response.headers.get('x-airelay-ignored-parameters').split(', ').sort();
  assert.deepEqual(ignored, ['max_tokens', 'temperature']);
  assert.match(data.choices[0].message.content, /Warmly/);
  assert.ok(response.headers.get('x-request-id'));
});

test('concurrent completions stay separate', LIMIT, async () => {
  const texts = Array.from({ length: 24 }, (_, i) => `number ${i} of many`);

  const answers = await Promise.all(
    texts.map((text) => openai.chat.completions.create({ model: MODEL, messages: [user(text)] })),
  );

  answers.forEach((answer, i) => assert.ok(answer.choices[0].message.content.includes(`"${texts[i]}"`)));
});

test('several choices come as one object', LIMIT, async () => {
  const completion = await openai.chat.completions.create({ model: MODEL, messages: [user('Three.')], n: 3 });

  assert.deepEqual(completion.choices.map((choice) => choice.index), [0, 1, 2]);
  assert.ok(completion.choices.every((choice) => /You said: "Three\."/.test(choice.message.content)));
});

test('the stream helper puts several choices together', LIMIT, async () => {
  const stream = openai.chat.completions.stream({
    model: MODEL,
    messages: [user('Two.')],
    n: 2,
    stream_options: { include_usage: true },
  });

  const completion = await stream.finalChatCompletion();

  assert.deepEqual(completion.choices.map((choice) => choice.index), [0, 1]);
  assert.ok(completion.choices.every((choice) => choice.finish_reason === 'stop'));
  assert.ok(completion.choices.every((choice) => /You said: "Two\."/.test(choice.message.content)));
  assert.ok(completion.usage.completion_tokens > 0);
});

for (const stream of [false, true]) {
  test(`reasoning in details is replayed${stream ? ', from a stream too' : ''}`, LIMIT, async () => {
    const details = client({ defaultHeaders: { 'x-airelay-reasoning': 'reasoning_details' } });
    const question = user(`Think, ${stream}. [[emulate: reasoning parts=2]]`);
    const message = { role: 'assistant', content: '', reasoning_details: [] };
    if (stream) {
      for (const { choices } of await gathered(
        await details.chat.completions.create({ model: MODEL, messages: [question], stream: true }),
      )) {
        message.content += choices[0].delta.content ?? '';
        message.reasoning_details.push(...(choices[0].delta.reasoning_details ?? []));
      }
    } else {
      Object.assign(message, (await details.chat.completions.create({ model: MODEL, messages: [question] })).choices[0].message);
    }
    const encrypted = message.reasoning_details.filter((entry) => entry.type === 'reasoning.encrypted');
    assert.equal(encrypted.length, 1);
    assert.equal(encrypted[0].format, 'openai-responses-v1');
    assert.ok(message.reasoning_details.some((entry) => entry.type === 'reasoning.summary' && entry.summary));

    const { data, response } = await openai.chat.completions
      .create({ model: MODEL, messages: [question, message, user(`Continue, ${stream}.`)] })
      .withResponse();

    assert.match(data.choices[0].message.content, /Continue/);
    assert.doesNotMatch(response.headers.get('x-airelay-ignored-parameters') ?? '', /reasoning_details/);
    if (EMULATOR_CONTROL) {
      const { body } = await recorded(`Continue, ${stream}.`);
      const reasoning = body.input.filter((item) => item.type === 'reasoning');
      assert.deepEqual(reasoning.map((item) => item.encrypted_content), [encrypted[0].data]);
    }
  });
}
