// Tools: calls, results with images and errors, choices, and the SDK's tool runner.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { z } from 'zod';
import { client, gathered, LIMIT, PNG, request, sent, text, types, user } from './relay.js';

const anthropic = client();

const WEATHER = {
  name: 'get_weather',
  description: 'The weather of a city.',
  input_schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  },
  cache_control: { type: 'ephemeral' },
};
const CLOCK = { name: 'get_time', description: '', input_schema: { type: 'object' } };

test('a tool is called, and its result ends the round trip', LIMIT, async () => {
  const prompt = user('call get_weather {"city": "Berlin"}');
  const first = await anthropic.messages.create(request([prompt], { tools: [WEATHER] }));
  assert.equal(first.stop_reason, 'tool_use');
  const [use] = first.content.filter((block) => block.type === 'tool_use');
  assert.equal(use.name, 'get_weather');
  assert.deepEqual(use.input, { city: 'Berlin' });

  const result = { type: 'tool_result', tool_use_id: use.id, content: [{ type: 'text', text: 'sunny, 21 °C' }] };
  const second = await anthropic.messages.create(
    request([prompt, { role: 'assistant', content: first.content }, user([result])], { tools: [WEATHER] }),
  );

  assert.equal(second.stop_reason, 'end_turn');
  assert.match(text(second), /returned: "sunny, 21 °C"/);
  const { tools } = await sent('sunny, 21');
  assert.deepEqual(Object.keys(tools[0].parameters).sort(), ['properties', 'required', 'type']);
});

test('a streamed call has its input in parts', LIMIT, async () => {
  const snapshots = [];
  const stream = anthropic.messages
    .stream(request('call get_weather {"city": "a city with a long name"}', { tools: [WEATHER] }))
    .on('inputJson', (part, snapshot) => snapshots.push(snapshot));

  const message = await stream.finalMessage();

  assert.equal(message.stop_reason, 'tool_use');
  assert.ok(snapshots.length > 1);
  assert.deepEqual(message.content.at(-1).input, { city: 'a city with a long name' });
});

test('parallel calls are answered in any order, with errors and images', LIMIT, async () => {
  const prompt = user('use get_weather and get_time in parallel');
  const tools = [WEATHER, CLOCK];
  const first = await anthropic.messages.stream(request([prompt], { tools })).finalMessage();
  const uses = first.content.filter((block) => block.type === 'tool_use');
  assert.deepEqual(uses.map((use) => use.name).sort(), ['get_time', 'get_weather']);

  const results = [
    { type: 'tool_result', tool_use_id: uses[1].id, is_error: true, content: 'The clock has stopped.' },
    {
      type: 'tool_result',
      tool_use_id: uses[0].id,
      content: [
        { type: 'text', text: 'a map' },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
      ],
    },
  ];
  const second = await anthropic.messages.create(
    request([prompt, { role: 'assistant', content: first.content }, user(results)], { tools }),
  );

  assert.match(text(second), /returned: "a map"\. It sent 1 image: image\/png, 70 bytes\./);
  assert.match(text(second), /The clock has stopped\./);
  assert.match(text(second), /error/i, 'a failed call is recognized by the model');

  const alone = await anthropic.messages.create(
    request([prompt], { tools, tool_choice: { type: 'auto', disable_parallel_tool_use: true } }),
  );
  assert.equal(alone.content.filter((block) => block.type === 'tool_use').length, 1);
});

for (const [choice, called] of [
  [{ type: 'any' }, true],
  [{ type: 'tool', name: 'get_time' }, true],
  [{ type: 'none' }, false],
  [{ type: 'auto' }, false],
]) {
  test(`tool_choice ${choice.type} is obeyed`, LIMIT, async () => {
    const message = await anthropic.messages.create(request('hello', { tools: [WEATHER, CLOCK], tool_choice: choice }));

    assert.equal(types(message).includes('tool_use'), called);
    assert.equal(message.stop_reason, called ? 'tool_use' : 'end_turn');
    if (choice.name) {
      assert.equal(message.content.at(-1).name, choice.name);
    }
  });
}

test('a tool with a long name keeps it', LIMIT, async () => {
  const name = `mcp__a_server_with_a_long_name__${'and_a_tool'.repeat(9)}`;
  const message = await anthropic.messages.create(
    request('hello', { tools: [{ ...WEATHER, name }], tool_choice: { type: 'tool', name } }),
  );

  assert.equal(message.content.at(-1).name, name);
});

test('deferred tools are offered when they were found', LIMIT, async () => {
  const tools = [{ ...CLOCK, name: 'ToolSearch' }, { ...WEATHER, defer_loading: true }];
  const search = { type: 'tool_use', id: 'toolu_search', name: 'ToolSearch', input: { query: 'weather' } };
  const found = {
    type: 'tool_result',
    tool_use_id: 'toolu_search',
    content: [{ type: 'tool_reference', tool_name: 'get_weather' }],
  };

  await anthropic.messages.create(request('not yet found', { tools }));
  assert.deepEqual(
    (await sent('not yet found')).tools.map((tool) => tool.name),
    ['ToolSearch'],
  );

  const message = await anthropic.messages.create(
    request(
      [
        user('find the weather'),
        { role: 'assistant', content: [search] },
        user([found, { type: 'text', text: 'call get_weather {"city": "Oslo"}' }]),
      ],
      { tools },
    ),
  );
  assert.deepEqual(message.content.at(-1).input, { city: 'Oslo' });
});

for (const stream of [false, true]) {
  test(`the tool runner runs tools until the answer, ${stream ? 'streamed' : 'whole'}`, LIMIT, async () => {
    const asked = [];
    const weather = betaZodTool({
      name: 'get_weather',
      description: 'The weather of a city.',
      inputSchema: z.object({ city: z.string() }),
      run: ({ city }) => {
        asked.push(city);
        return `sunny in ${city}`;
      },
    });
    const broken = betaZodTool({
      name: 'get_time',
      description: 'The time.',
      inputSchema: z.object({}),
      run: () => {
        throw new Error('the clock has stopped');
      },
    });
    const script = '[[emulate: call name=get_weather args={"city":"Rome"}, call name=get_time args={} round=1]]';

    const runner = anthropic.beta.messages.toolRunner(
      request(`go ${script}`, { tools: [weather, broken], stream, max_iterations: 5 }),
    );
    const rounds = await gathered(runner);
    const message = await runner.done();

    assert.deepEqual(asked, ['Rome']);
    assert.equal(rounds.length, 3);
    assert.match(text(message), /returned: "sunny in Rome"/);
    assert.match(text(message), /the clock has stopped/);
  });
}
