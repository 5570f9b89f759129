import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, failure, gathered, LIMIT, MODEL, origin, user } from './relay.js';

const openai = client();

test('a wrong token is an AuthenticationError', LIMIT, async () => {
  const error = await failure(client({ apiKey: 'wrong' }).models.list());

  assert.ok(error instanceof OpenAI.AuthenticationError);
  assert.equal(error.status, 401);
  assert.equal(error.code, 'invalid_api_key');
});

test('a wrong token is refused on a path that does not exist', LIMIT, async () => {
  const response = await fetch(`${origin()}/v1/no/such/path`);

  assert.equal(response.status, 401);
  assert.match(response.headers.get('www-authenticate'), /^Bearer/);
});

test('an unknown path is a NotFoundError', LIMIT, async () => {
  const error = await failure(openai.get('/no/such/path'));

  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, 'unknown_url');
});

test('an unknown model is a NotFoundError', LIMIT, async () => {
  const error = await failure(openai.models.retrieve('no-such-model'));

  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, 'model_not_found');
});

test('a model that the list names can be retrieved', LIMIT, async () => {
  const models = await gathered(openai.models.list());
  assert.ok(models.some((model) => model.id === MODEL));

  const model = await openai.models.retrieve(models[0].id);

  assert.deepEqual(model, models[0]);
});

test('a bad request names the parameter', LIMIT, async () => {
  const error = await failure(openai.chat.completions.create({ model: MODEL, messages: 'not a list' }));

  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.type, 'invalid_request_error');
  assert.equal(error.param, 'messages');
});

test('what the backend cannot do is refused', LIMIT, async () => {
  const choices = await failure(openai.chat.completions.create({ model: MODEL, messages: [user('Many.')], n: 9 }));
  assert.ok(choices instanceof OpenAI.BadRequestError);
  assert.equal(choices.param, 'n');

  const stored = await failure(openai.responses.create({ model: MODEL, input: 'Keep.', store: true }));
  assert.ok(stored instanceof OpenAI.BadRequestError);
  assert.equal(stored.param, 'store');
});

test('a route the relay does not provide is a 501 with a reason', LIMIT, async () => {
  const error = await failure(openai.embeddings.create({ model: MODEL, input: 'x' }));

  assert.equal(error.status, 501);
  assert.equal(error.type, 'unsupported_error');
  assert.match(error.message, /capability/);
});

test('a limit of the plan is a RateLimitError', LIMIT, async () => {
  const prompt = 'Limit. [[emulate: usage_limit_reached at=http]]';

  const error = await failure(openai.chat.completions.create({ model: MODEL, messages: [user(prompt)] }));

  assert.ok(error instanceof OpenAI.RateLimitError);
  assert.equal(error.headers.get('x-should-retry'), 'false');
  assert.equal(error.error.plan_type, 'plus');
  assert.ok(error.error.windows.some((window) => window.window === 'weekly'));
});

test('a failure before the first text is a status, streamed too', LIMIT, async () => {
  const messages = [user('Early. [[emulate: server_is_overloaded]]')];

  const error = await failure(openai.chat.completions.create({ model: MODEL, messages, stream: true }));

  assert.ok(error instanceof OpenAI.InternalServerError);
  assert.equal(error.status, 503);
});

test('a failure in the middle of a chat stream is raised', LIMIT, async () => {
  const messages = [user('Late. [[emulate: server_error at=middle message="emulated break"]]')];
  const stream = await openai.chat.completions.create({ model: MODEL, messages, stream: true });

  const error = await failure(gathered(stream));

  assert.match(error.message, /emulated break/);
});

test('a connection the upstream cuts is raised', LIMIT, async () => {
  const messages = [user('Cut. [[emulate: cut kind=rst]]')];
  const stream = await openai.chat.completions.create({ model: MODEL, messages, stream: true });

  const error = await failure(gathered(stream));

  assert.ok(error instanceof OpenAI.APIError);
});

test('a body that is not JSON is a BadRequestError', LIMIT, async () => {
  const headers = { 'content-type': 'application/json' };

  const error = await failure(openai.post('/chat/completions', { body: Buffer.from('{"model": '), headers }));

  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.code, 'invalid_json');
});
