// Failures as the SDK's user sees them: one class, one status, one type and a request id each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { client, failure, gathered, LIMIT, ORIGIN, request, text, upstream } from './relay.js';

const anthropic = client();

function asked(prompt) {
  return failure(anthropic.messages.create(request(prompt)));
}

function assertShape(error, type, status, kind) {
  assert.ok(error instanceof type, `${error}`);
  assert.equal(error.status, status);
  assert.equal(error.error.type, 'error');
  assert.equal(error.type, kind);
  assert.ok(error.error.error.message.length > 10, `${error}`);
  assert.ok(error.requestID);
  assert.equal(error.error.request_id, error.requestID);
}

for (const [how, options] of [
  ['x-api-key', { apiKey: 'wrong' }],
  ['Authorization', { apiKey: null, authToken: 'wrong' }],
]) {
  test(`a wrong token in ${how} is an authentication error`, LIMIT, async () => {
    await upstream.forget();

    const error = await failure(client(options).messages.create(request('hello')));

    assertShape(error, Anthropic.AuthenticationError, 401, 'authentication_error');
    assert.deepEqual(await upstream.requests('/codex/responses'), []);
  });
}

test('an unknown route is not found', LIMIT, async () => {
  const error = await failure(anthropic.post('/v1/messages/no/such/route', { body: {} }));

  assertShape(error, Anthropic.NotFoundError, 404, 'not_found_error');
});

test('an unknown model is named', LIMIT, async () => {
  const error = await failure(anthropic.messages.create(request('hello', { model: 'no-such-model' })));

  assert.ok(error.status === 400 || error.status === 404, `${error}`);
  assert.match(error.message, /no-such-model/);
  assert.ok(['invalid_request_error', 'not_found_error'].includes(error.type), error.type);
});

for (const [name, more, words] of [
  ['a wrong role', { messages: [{ role: 'nobody', content: 'hello' }] }, /nobody/],
  ['an unknown block', { messages: [{ role: 'user', content: [{ type: 'telepathy' }] }] }, /telepathy/],
  ['a temperature that is not a number', { temperature: 'warm' }, /temperature/],
  ['a result without its call', { messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1' }] }] }, /toolu_1/],
]) {
  test(`${name} is an invalid request`, LIMIT, async () => {
    const error = await failure(anthropic.messages.create(request('hello', more)));

    assertShape(error, Anthropic.BadRequestError, 400, 'invalid_request_error');
    assert.match(error.message, words);
  });
}

test('a body that is too large is an error of its own', { timeout: 60_000 }, async () => {
  const error = await failure(anthropic.messages.create(request('a'.repeat(140_000_000))));

  assertShape(error, Anthropic.ContentTooLargeError, 413, 'request_too_large');
});

for (const [script, type, status, kind] of [
  ['usage_limit_reached at=http', Anthropic.RateLimitError, 429, 'rate_limit_error'],
  ['usage_limit_reached', Anthropic.RateLimitError, 429, 'rate_limit_error'],
  ['rate_limit_exceeded delay=300s', Anthropic.RateLimitError, 429, 'rate_limit_error'],
  ['server_is_overloaded at=http', Anthropic.OverloadedError, 529, 'overloaded_error'],
  ['server_is_overloaded', Anthropic.OverloadedError, 529, 'overloaded_error'],
  ['context_length_exceeded', Anthropic.BadRequestError, 400, 'invalid_request_error'],
  ['context_length_exceeded at=http', Anthropic.BadRequestError, 400, 'invalid_request_error'],
  ['invalid_prompt', Anthropic.BadRequestError, 400, 'invalid_request_error'],
]) {
  for (const streamed of [false, true]) {
    test(`"${script}" is an error with a status, ${streamed ? 'streamed' : 'whole'}`, LIMIT, async () => {
      const prompt = `Early. [[emulate: ${script}]]`;
      const error = streamed
        ? await failure(anthropic.messages.stream(request(prompt)).finalMessage())
        : await asked(prompt);

      assertShape(error, type, status, kind);
      if (status === 429) {
        assert.ok(Number(error.headers.get('retry-after')) > 0);
      }
      if (script.startsWith('context')) {
        assert.match(error.message, /prompt is too long/);
      }
    });
  }
}

for (const script of ['unauthorized', 'payment-required', 'cloudflare', 'html', 'not-found', 'server_error']) {
  test(`"${script}" is reported in the shape of the API`, LIMIT, async () => {
    const error = await asked(`Early. [[emulate: ${script}]]`);

    assert.ok(error.status >= 400, `${error}`);
    assert.equal(error.error.type, 'error');
    assert.ok(error.type);
    assert.doesNotMatch(error.message, /<html|<body/i);
    assert.ok(error.requestID);
  });
}

for (const script of ['server_error at=middle', 'server_is_overloaded at=middle', 'cut after=2', 'no-terminal']) {
  test(`"${script}" fails a stream after words came`, LIMIT, async () => {
    const words = [];
    const stream = anthropic.messages
      .stream(request(`Late, after some words. [[emulate: ${script}]]`))
      .on('text', (delta) => words.push(delta));

    const error = await failure(stream.finalMessage());

    assert.ok(words.length > 0, 'words came first');
    assert.ok(error instanceof Anthropic.APIError, `${error}`);
    assert.equal(error.error.type, 'error');
    assert.match(error.error.error.type, /^(api|overloaded)_error$/);
  });

  test(`"${script}" fails a whole message`, LIMIT, async () => {
    const error = await asked(`Late, after some words. [[emulate: ${script}]]`);

    assert.ok(error instanceof Anthropic.InternalServerError, `${error}`);
    assert.equal(error.error.type, 'error');
  });
}

/** Streams that are unusual and say the same. */
const UNUSUAL = [
  ...['split', 'drip bytes=64 millis=1', 'crlf', 'comments', 'no-event-lines', 'multiline-data', 'extensions'],
  ...['filled-output', 'no-ids', 'no-item-done', 'shuffled-done', 'done-alias', 'no-created', 'phases', 'null-usage'],
];

for (const script of UNUSUAL) {
  test(`"${script}" changes nothing`, LIMIT, async () => {
    const whole = await anthropic.messages.create(request(`Odd. [[emulate: ${script}]]`));
    const streamed = await anthropic.messages.stream(request(`Odd. [[emulate: ${script}]]`)).finalMessage();

    assert.match(text(whole), /\[emulator\] You said: "Odd\."/);
    assert.equal(text(streamed), text(whole));
    assert.equal(streamed.stop_reason, whole.stop_reason);
  });
}

test('the SDK repeats a call that failed once', LIMIT, async () => {
  const message = await client({ maxRetries: 2 }).messages.create(
    request('Once. [[emulate: server_is_overloaded at=http times=1]]'),
  );

  assert.match(text(message), /Once\./);
});

test('an aborted stream ends the call of the upstream', LIMIT, async () => {
  await upstream.forget();
  const stream = anthropic.messages.stream(request('Stop it. [[emulate: pace millis=50, text words=500]]'));
  stream.once('text', () => stream.abort());

  const error = await failure(stream.finalMessage());

  assert.ok(error instanceof Anthropic.APIUserAbortError, `${error}`);
  for (;;) {
    const [turn] = await upstream.requests('/codex/responses');
    if (turn?.ending === 'CLIENT_GONE') {
      break;
    }
  }
});

test('the greeting needs no token', LIMIT, async () => {
  for (const method of ['HEAD', 'GET']) {
    const response = await fetch(`${ORIGIN}/api/hello`, { method });

    assert.equal(response.status, 200);
    await response.arrayBuffer();
  }
});

test('a stream of the raw kind gives the error too', LIMIT, async () => {
  const stream = await anthropic.messages.create(
    request('Late, after some words. [[emulate: server_error at=middle]]', { stream: true }),
  );

  assert.ok((await failure(gathered(stream))) instanceof Anthropic.APIError);
});
