// Ollama's own client for Node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADDRESS, call, client, EMULATOR_CONTROL, failure, gathered, LIMIT, lines, MODEL, PNG, recorded, user, WEATHER } from './relay.js';

const ollama = client();

test('chat, whole', LIMIT, async () => {
  const answer = await ollama.chat({ model: MODEL, messages: [user('Hello.')] });

  assert.match(answer.message.content, /You said: "Hello\./);
  assert.equal(answer.message.role, 'assistant');
  assert.equal(answer.done, true);
  assert.equal(answer.done_reason, 'stop');
  assert.equal(answer.model, MODEL);
  assert.ok(new Date(answer.created_at) > new Date(0));
  assert.ok(answer.total_duration > 0 && answer.eval_duration >= 0 && answer.load_duration === 0);
  assert.ok(answer.prompt_eval_count > 0 && answer.eval_count > 0);
});

test('chat, streamed', LIMIT, async () => {
  const parts = await gathered(
    await ollama.chat({ model: `${MODEL}:latest`, messages: [user('Hello again.')], stream: true }),
  );

  assert.ok(parts.length > 2);
  assert.match(parts.map((part) => part.message.content).join(''), /You said: "Hello again\./);
  assert.deepEqual(
    parts.filter((part) => part.done),
    [parts.at(-1)],
  );
  assert.ok(parts.at(-1).eval_count > 0);
});

test('the conversation continues', LIMIT, async () => {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    user('One.'),
    { role: 'assistant', content: 'Two.', thinking: 'Counting.' },
    user('Three.'),
  ];

  assert.match((await ollama.chat({ model: MODEL, messages })).message.content, /Three\./);
});

test('generate, whole and streamed', LIMIT, async () => {
  const whole = await ollama.generate({ model: MODEL, prompt: 'Continue.', system: 'Be brief.' });
  const parts = await gathered(await ollama.generate({ model: MODEL, prompt: 'Continue.', stream: true }));

  assert.match(whole.response, /You said: "Continue\./);
  assert.match(parts.map((part) => part.response).join(''), /You said: "Continue\./);
  assert.equal(parts.at(-1).done_reason, 'stop');
});

for (const stream of [false, true]) {
  test(`tools go there and back, ${stream ? 'streamed' : 'whole'}`, LIMIT, async () => {
    const messages = [user('Please call get_weather and get_time in parallel.')];
    const tools = [WEATHER, { ...WEATHER, function: { ...WEATHER.function, name: 'get_time' } }];
    messages[0].content = 'use get_weather and get_time in parallel';
    const asked = await ollama.chat({ model: MODEL, messages, tools, stream });
    const parts = stream ? await gathered(asked) : [asked];
    const calls = parts.flatMap((part) => part.message.tool_calls ?? []);

    assert.deepEqual(calls.map((one) => one.function.name).sort(), ['get_time', 'get_weather']);
    for (const one of calls) {
      assert.equal(typeof one.function.arguments.city, 'string');
    }
    messages.push({ role: 'assistant', content: '', tool_calls: calls });
    for (const one of calls) {
      messages.push({ role: 'tool', tool_name: one.function.name, content: `result of ${one.function.name}` });
    }
    const answer = await ollama.chat({ model: MODEL, messages, tools });

    assert.match(answer.message.content, /result of get_/);
  });
}

test('images are seen', { ...LIMIT, skip: !EMULATOR_CONTROL }, async () => {
  await ollama.chat({ model: MODEL, messages: [user('What is in this picture of mine?', { images: [PNG] })] });
  await ollama.generate({ model: MODEL, prompt: 'And in this one of mine?', images: [Buffer.from(PNG, 'base64')] });

  for (const words of ['this picture of mine', 'this one of mine']) {
    const { body } = await recorded(words);
    const image = body.input.at(-1).content.find((part) => part.type === 'input_image');
    assert.equal(image.image_url, `data:image/png;base64,${PNG}`);
  }
});

test('structured output fits its schema', LIMIT, async () => {
  const format = {
    type: 'object',
    properties: { name: { type: 'string' }, age: { type: 'integer' } },
    required: ['name', 'age'],
  };
  const answer = JSON.parse((await ollama.chat({ model: MODEL, messages: [user('Who?')], format })).message.content);

  assert.equal(typeof answer.name, 'string');
  assert.equal(typeof answer.age, 'number');
  const plain = await ollama.generate({ model: MODEL, prompt: 'Who?', format: 'json' });
  assert.equal(typeof JSON.parse(plain.response), 'object');
});

test('thinking is shown unless it is not wanted', LIMIT, async () => {
  const ask = async (think) =>
    (await ollama.chat({ model: MODEL, messages: [user('Think. [[emulate: reasoning]]')], think })).message;

  assert.ok((await ask(true)).thinking);
  assert.ok((await ask('low')).thinking);
  assert.equal((await ask(false)).thinking, undefined);
  const parts = await gathered(
    await ollama.chat({ model: MODEL, messages: [user('Think. [[emulate: reasoning]]')], think: true, stream: true }),
  );
  const firstWord = parts.findIndex((part) => part.message.content);
  const lastThought = parts.findLastIndex((part) => part.message.thinking);
  assert.ok(lastThought >= 0 && lastThought < firstWord);
});

test('a stop sequence ends the text', LIMIT, async () => {
  const answer = await ollama.chat({ model: MODEL, messages: [user('Hello.')], options: { stop: ['said'], num_ctx: 2048 } });

  assert.equal(answer.message.content, '[emulator] You ');
  assert.equal(answer.done_reason, 'stop');
});

test('models are listed, shown, loaded and pulled', LIMIT, async () => {
  const { models } = await ollama.list();
  const running = await ollama.ps();
  const shown = await ollama.show({ model: MODEL });
  const { version } = await ollama.version();

  assert.ok(models.some((model) => model.model === MODEL));
  assert.equal(running.models.length, models.length);
  assert.ok(shown.capabilities.includes('tools'));
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.equal((await ollama.pull({ model: MODEL })).status, 'success');
  const progress = await gathered(await ollama.pull({ model: `${MODEL}:latest`, stream: true }));
  assert.equal(progress.at(-1).status, 'success');
  assert.equal((await ollama.chat({ model: MODEL, messages: [] })).done_reason, 'load');
  assert.equal((await ollama.generate({ model: MODEL, prompt: '', keep_alive: 0 })).done_reason, 'unload');
});

test('what the relay does not have is an error with a reason', LIMIT, async () => {
  for (const [ask, status, words] of [
    [() => ollama.show({ model: 'llama3' }), 404, /model 'llama3' not found/],
    [() => ollama.pull({ model: 'llama3' }), 404, /not found/],
    [() => ollama.embed({ model: MODEL, input: 'x' }), 501, /no such capability/],
    [() => ollama.delete({ model: MODEL }), 501, /cannot be changed/],
    [() => ollama.copy({ source: MODEL, destination: 'x' }), 501, /cannot be changed/],
    [() => ollama.create({ model: 'x', from: MODEL }), 501, /cannot be changed/],
    [() => ollama.chat({ model: MODEL, messages: [{ role: 'critic', content: 'x' }] }), 400, /role/],
    [() => client({}).list(), 401, /relay token/],
    [() => client({ Authorization: 'Bearer wrong' }).chat({ model: MODEL, messages: [user('x')] }), 401, /relay token/],
  ]) {
    const error = await failure(ask());
    assert.equal(error.status_code, status, `${error}`);
    assert.match(error.message, words);
  }
});

for (const [script, status] of [
  ['context_length_exceeded', 400],
  ['usage_limit_reached', 429],
  ['usage_not_included at=http', 403],
  ['unauthorized', 503],
  ['html', 502],
]) {
  test(`"${script}" before the first word is a status`, LIMIT, async () => {
    for (const stream of [false, true]) {
      const error = await failure(
        ollama.chat({ model: MODEL, messages: [user(`Early. [[emulate: ${script}]]`)], stream }),
      );
      assert.equal(error.status_code, status);
      assert.doesNotMatch(error.message, /<html/);
    }
  });
}

for (const script of ['server_error at=middle', 'rate_limit_exceeded at=middle', 'cut after=2', 'no-terminal']) {
  test(`"${script}" after the first word fails the stream`, LIMIT, async () => {
    const words = [];
    const error = await failure(
      (async () => {
        const stream = await ollama.chat({
          model: MODEL,
          messages: [user(`Late. [[emulate: ${script}]]`)],
          stream: true,
        });
        for await (const part of stream) {
          words.push(part.message.content);
          assert.equal(part.done, false);
        }
      })(),
    );

    assert.ok(words.length > 0);
    assert.ok(error.message.length > 10);
    assert.equal((await failure(ollama.generate({ model: MODEL, prompt: `Late. [[emulate: ${script}]]` }))).status_code >= 400, true);
  });
}

for (const script of ['split', 'drip bytes=64 millis=1', 'crlf', 'extensions', 'no-ids', 'no-item-done', 'shuffled-done', 'null-usage']) {
  test(`"${script}" changes no word`, LIMIT, async () => {
    const answer = await ollama.chat({ model: MODEL, messages: [user(`Same words. [[emulate: ${script}]]`)] });

    assert.match(answer.message.content, /You said: "Same words\./);
  });
}

test('an aborted stream cancels the upstream', { ...LIMIT, skip: !EMULATOR_CONTROL }, async () => {
  const own = client();
  const error = await failure(
    (async () => {
      const stream = await own.chat({
        model: MODEL,
        messages: [user('Stop me soon. [[emulate: text words=2000, pace millis=5]]')],
        stream: true,
      });
      for await (const part of stream) {
        assert.ok(part.message);
        own.abort();
      }
    })(),
  );

  assert.equal(error.name, 'AbortError');
  await recorded('Stop me soon.', (one) => one.client_disconnected);
});

test('the form of a request can be that of curl with a JSON type, and not of a web page', LIMIT, async () => {
  const body = JSON.stringify({ model: MODEL, prompt: 'Hello.' });
  const post = (type) =>
    fetch(`${ADDRESS}/api/generate`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${process.env.AIRELAY_TOKEN}` },
      body,
    });

  assert.equal((await lines(await post('application/json'))).at(-1).done, true);
  assert.equal((await post('text/plain')).status, 415);
  assert.equal((await call('GET', '/api/nothing')).status, 404);
});
