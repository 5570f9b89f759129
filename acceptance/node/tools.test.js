import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE_URL, client, EMULATOR_CONTROL, gathered, LIMIT, MODEL, recorded, user } from './relay.js';

const openai = client();

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const CHAT_TOOLS = [{ type: 'function', function: { name: 'get_weather', description: 'Weather', parameters } }];
const TOOLS = [{ type: 'function', name: 'get_weather', description: 'Weather', parameters, strict: true }];
const PROMPT = 'Weather, please. [[emulate: call name=get_weather args={"city":"Zürich"}]]';
const PLAIN_PROMPT = 'Please call get_weather.';

test('a chat tool call makes the round trip', LIMIT, async () => {
  const first = await openai.chat.completions.create({ model: MODEL, messages: [user(PROMPT)], tools: CHAT_TOOLS });
  const [choice] = first.choices;
  assert.equal(choice.finish_reason, 'tool_calls');
  const [call] = choice.message.tool_calls;
  assert.equal(call.function.name, 'get_weather');
  assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Zürich' });

  const second = await openai.chat.completions.create({
    model: MODEL,
    messages: [user(PLAIN_PROMPT), choice.message, { role: 'tool', tool_call_id: call.id, content: 'sunny, 21 degrees' }],
    tools: CHAT_TOOLS,
  });

  assert.equal(second.choices[0].finish_reason, 'stop');
  assert.match(second.choices[0].message.content, /returned: "sunny, 21 degrees"/);
});

test('streamed chat tool calls add up to the same call', LIMIT, async () => {
  const chunks = await gathered(
    await openai.chat.completions.create({ model: MODEL, messages: [user(PROMPT)], tools: CHAT_TOOLS, stream: true }),
  );

  const deltas = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
  assert.ok(deltas.every((delta) => delta.index === 0));
  assert.match(deltas[0].id, /^call_/);
  assert.equal(deltas[0].function.name, 'get_weather');
  assert.deepEqual(JSON.parse(deltas.map((delta) => delta.function.arguments ?? '').join('')), { city: 'Zürich' });
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'tool_calls');
});

test('parallel chat tool calls have indices and ids of their own', LIMIT, async () => {
  const stream = openai.chat.completions.stream({
    model: MODEL,
    messages: [user('Twice. [[emulate: call name=get_weather args={"city":"Bern"} count=2, interleaved-calls]]')],
    tools: CHAT_TOOLS,
  });

  const { tool_calls: calls } = (await stream.finalChatCompletion()).choices[0].message;

  assert.equal(calls.length, 2);
  assert.notEqual(calls[0].id, calls[1].id);
  calls.forEach((call) => assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Bern' }));
});

for (const stream of [false, true]) {
  test(`a custom tool is called as a function for clients that ask for it${stream ? ', streamed too' : ''}`, LIMIT, async () => {
    const patch = '*** Begin Patch\n*** End Patch';
    const tools = [{ type: 'custom', custom: { name: 'ApplyPatch', description: 'Edits files.' } }];
    const asFunctions = client({ defaultHeaders: { 'x-airelay-custom-calls': 'function' } });
    const ask = async (messages) => {
      const request = { model: MODEL, messages, tools };
      const completion = stream
        ? await asFunctions.chat.completions.stream(request).finalChatCompletion()
        : await asFunctions.chat.completions.create(request);
      return completion.choices[0];
    };

    const first = await ask([user(`Edit. [[emulate: call name=ApplyPatch args="${patch}"]]`)]);

    assert.equal(first.finish_reason, 'tool_calls');
    const [call] = first.message.tool_calls;
    assert.equal(call.type, 'function');
    assert.equal(call.function.name, 'ApplyPatch');
    assert.equal(call.function.arguments, patch);
    const second = await ask([
      user('Edit.'),
      first.message,
      { role: 'tool', tool_call_id: call.id, content: 'patched' },
    ]);
    assert.match(second.message.content, /returned: "patched"/);
    if (EMULATOR_CONTROL) {
      const { body } = await recorded(call.id);
      assert.deepEqual(
        body.input.filter((item) => item.call_id === call.id).map((item) => item.type),
        ['custom_tool_call', 'custom_tool_call_output'],
      );
    }
  });
}

test('the tool runner ends with the text after the tool', LIMIT, async () => {
  const cities = [];
  const runner = openai.chat.completions.runTools({
    model: MODEL,
    messages: [user(PLAIN_PROMPT)],
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Weather',
          parameters,
          parse: JSON.parse,
          function: ({ city }) => {
            cities.push(city);
            return 'rain';
          },
        },
      },
    ],
  });

  assert.match(await runner.finalContent(), /returned: "rain"/);
  assert.equal(cities.length, 1);
});

test('a responses tool call makes the round trip', LIMIT, async () => {
  const first = await openai.responses.create({ model: MODEL, input: PROMPT, tools: TOOLS });
  const call = first.output.find((item) => item.type === 'function_call');
  assert.deepEqual(JSON.parse(call.arguments), { city: 'Zürich' });

  const second = await openai.responses.create({
    model: MODEL,
    input: [
      { role: 'user', content: PLAIN_PROMPT },
      ...first.output,
      { type: 'function_call_output', call_id: call.call_id, output: 'snow' },
    ],
    tools: TOOLS,
  });

  assert.match(second.output_text, /returned: "snow"/);
});

test('streamed responses tool calls add up to the same call', LIMIT, async () => {
  const stream = openai.responses.stream({ model: MODEL, input: PROMPT, tools: TOOLS });
  const deltas = [];
  stream.on('response.function_call_arguments.delta', (event) => deltas.push(event.delta));

  const final = await stream.finalResponse();

  const call = final.output.find((item) => item.type === 'function_call');
  assert.equal(call.name, 'get_weather');
  assert.equal(call.arguments, deltas.join(''));
  assert.deepEqual(JSON.parse(call.arguments), { city: 'Zürich' });
});

test('the no-tools route refuses tools and serves text', LIMIT, async () => {
  const withoutTools = client({ baseURL: BASE_URL.replace('/v1', '/no-tools/v1') });

  await assert.rejects(
    withoutTools.chat.completions.create({ model: MODEL, messages: [user(PLAIN_PROMPT)], tools: CHAT_TOOLS }),
    (error) => error.status === 400 && error.param === 'tools',
  );
  const text = await withoutTools.responses.create({ model: MODEL, input: 'Text alone.' });
  assert.match(text.output_text, /Text alone/);
});
