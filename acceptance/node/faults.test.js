// What the upstream does wrong, as the SDK's user sees it: one error class and one code for each way of calling.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, EMULATOR_CONTROL, failure, gathered, LIMIT, MODEL, user } from './relay.js';

const openai = client();

/** The four ways to ask; each gives the text of the answer. */
const WAYS = {
  'chat, whole': async (text) => {
    const completion = await openai.chat.completions.create({ model: MODEL, messages: [user(text)] });
    return completion.choices[0].message.content;
  },
  'chat, streamed': async (text) => {
    const chunks = await gathered(
      await openai.chat.completions.create({ model: MODEL, messages: [user(text)], stream: true }),
    );
    return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
  },
  'responses, whole': async (text) => (await openai.responses.create({ model: MODEL, input: text })).output_text,
  'responses, streamed': async (text) => {
    const events = await gathered(await openai.responses.create({ model: MODEL, input: text, stream: true }));
    return events
      .filter((event) => event.type === 'response.output_text.delta')
      .map((event) => event.delta)
      .join('');
  },
};

const BEFORE_THE_FIRST_WORD = [
  ['context_length_exceeded at=http', OpenAI.BadRequestError, 400, 'context_length_exceeded'],
  ['context_length_exceeded', OpenAI.BadRequestError, 400, 'context_length_exceeded'],
  ['invalid_prompt form=error', OpenAI.BadRequestError, 400, 'invalid_prompt'],
  ['usage_not_included at=http', OpenAI.PermissionDeniedError, 403, 'usage_not_included'],
  ['not-found', OpenAI.NotFoundError, 404],
  ['validation-list', OpenAI.UnprocessableEntityError, 422],
  ['usage_limit_reached', OpenAI.RateLimitError, 429, 'usage_limit_reached'],
  ['insufficient_quota', OpenAI.RateLimitError, 429, 'insufficient_quota'],
  ['rate_limit_exceeded delay=300s', OpenAI.RateLimitError, 429, 'rate_limit_exceeded'],
  ['unauthorized', OpenAI.InternalServerError, 503],
  ['payment-required', OpenAI.APIError],
  ['cloudflare', OpenAI.InternalServerError],
  ['html', OpenAI.InternalServerError, 502],
];

for (const [script, type, status, code] of BEFORE_THE_FIRST_WORD) {
  for (const [way, ask] of Object.entries(WAYS)) {
    test(`"${script}" is an error with a status: ${way}`, LIMIT, async () => {
      const error = await failure(ask(`Early. [[emulate: ${script}]]`));

      assert.ok(error instanceof type, `${error}`);
      assert.equal(error.status, status ?? error.status);
      assert.ok(error.status >= 400);
      assert.equal(error.code, code ?? error.code);
      assert.ok(error.message.length > 10);
      assert.doesNotMatch(error.message, /<html|<body/i);
      assert.ok(error.requestID);
    });
  }
}

for (const script of ['server_error at=middle', 'rate_limit_exceeded at=middle', 'cut after=2', 'no-terminal']) {
  for (const [way, ask] of Object.entries(WAYS)) {
    test(`"${script}" is an error after words came: ${way}`, LIMIT, async () => {
      const error = await failure(ask(`Late. [[emulate: ${script}]]`));

      assert.ok(error instanceof OpenAI.APIError, `${error}`);
      assert.ok(error.message.length > 10);
    });
  }
}

/** Streams that are unusual and say the same. */
const UNUSUAL = [
  ...['split', 'drip bytes=64 millis=1', 'crlf', 'comments', 'no-event-lines', 'multiline-data', 'extensions'],
  ...['filled-output', 'no-ids', 'no-item-done', 'shuffled-done', 'done-alias', 'no-created', 'phases', 'null-usage'],
];

for (const script of UNUSUAL) {
  for (const [way, ask] of Object.entries(WAYS)) {
    test(`"${script}" changes no word: ${way}`, LIMIT, async () => {
      assert.match(await ask(`Same words. [[emulate: ${script}]]`), /You said: "Same words\./);
    });
  }
}

for (const script of ['arguments-only-done', 'arguments-only-deltas', 'no-item-done', 'shuffled-done']) {
  test(`"${script}" changes no argument`, LIMIT, async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const prompt = `Go. [[emulate: call name=look args={"city":"Bern"} count=2, ${script}]]`;
    const chat = {
      model: MODEL,
      messages: [user(prompt)],
      tools: [{ type: 'function', function: { name: 'look', parameters } }],
    };
    const responses = {
      model: MODEL,
      input: prompt,
      tools: [{ type: 'function', name: 'look', parameters, strict: false }],
    };

    const calls = [
      (await openai.chat.completions.create(chat)).choices[0].message.tool_calls.map((call) => call.function),
      (await openai.chat.completions.stream(chat).finalChatCompletion()).choices[0].message.tool_calls.map(
        (call) => call.function,
      ),
      (await openai.responses.create(responses)).output,
      (await openai.responses.stream(responses).finalResponse()).output,
    ];

    for (const found of calls) {
      assert.deepEqual(
        found.filter((call) => call.name === 'look').map((call) => JSON.parse(call.arguments)),
        [{ city: 'Bern' }, { city: 'Bern' }],
      );
    }
  });
}

test('the relay calls an overloaded upstream again', LIMIT, async () => {
  for (const [way, ask] of Object.entries(WAYS)) {
    assert.match(await ask(`Again, ${way}. [[emulate: server_is_overloaded times=1]]`), /You said: "Again/);
  }
});

test('the SDK waits as long as the relay says', { ...LIMIT, skip: !EMULATOR_CONTROL }, async () => {
  const error = await failure(
    openai.chat.completions.create({
      model: MODEL,
      messages: [user('Wait. [[emulate: rate_limit_exceeded at=http delay=40s]]')],
    }),
  );

  assert.equal(error.status, 429);
  assert.equal(error.headers.get('retry-after'), '40');
});

test('a cut chat stream has given the words before the cut', LIMIT, async () => {
  const stream = await openai.chat.completions.create({
    model: MODEL,
    messages: [user('Half. [[emulate: text words=30, cut after=25]]')],
    stream: true,
  });
  const words = [];

  const error = await failure(
    (async () => {
      for await (const chunk of stream) {
        words.push(chunk.choices[0]?.delta.content ?? '');
        assert.equal(chunk.choices[0].finish_reason, null);
      }
    })(),
  );

  assert.ok(error instanceof OpenAI.APIError);
  assert.match(words.join(''), /^\[emulator\]/);
});
