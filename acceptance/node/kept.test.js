import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, EMULATOR_CONTROL, failure, gathered, LIMIT, MODEL, recorded } from './relay.js';

const openai = client();

for (const stream of [false, true]) {
  const respond = async (request) =>
    stream
      ? await openai.responses.stream({ model: MODEL, ...request }).finalResponse()
      : await openai.responses.create({ model: MODEL, ...request });
  const way = stream ? 'streamed' : 'whole';

  test(`a response is followed, ${way}`, LIMIT, async () => {
    const first = await respond({ input: `My name is Ada, ${way}.`, instructions: 'Be brief.' });

    const second = await respond({ input: `And yours, ${way}?`, previous_response_id: first.id });

    assert.equal(second.previous_response_id, first.id);
    assert.match(second.output_text, /You said: "And yours/);
    if (EMULATOR_CONTROL) {
      const { body } = await recorded(`And yours, ${way}?`);
      const said = body.input.filter((item) => item.type === 'message').map((item) => item.content[0].text);
      assert.equal(said[0], `My name is Ada, ${way}.`);
      assert.match(said[1], /^\[emulator\] You said: "My name is Ada/);
      assert.notEqual(body.instructions, 'Be brief.', 'instructions are not taken over');
    }
  });

  test(`a response is fetched and deleted, ${way}`, LIMIT, async () => {
    const made = await respond({ input: [{ role: 'user', content: 'Keep me.' }], metadata: { run: 'seven' } });

    const fetched = await openai.responses.retrieve(made.id);

    assert.equal(fetched.output_text, made.output_text);
    assert.deepEqual(fetched.output.map((item) => item.id), made.output.map((item) => item.id));
    assert.deepEqual(fetched.usage, made.usage);
    assert.deepEqual(fetched.metadata, { run: 'seven' });
    const items = await gathered(openai.responses.inputItems.list(made.id));
    assert.deepEqual(items.map((item) => [item.role, item.content[0].text]), [['user', 'Keep me.']]);
    await openai.responses.delete(made.id);
    for (const call of ['retrieve', 'delete']) {
      assert.ok((await failure(openai.responses[call](made.id))) instanceof OpenAI.NotFoundError);
    }
  });

  test(`a tool call is answered in the response that follows, ${way}`, LIMIT, async () => {
    const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
    const tools = [{ type: 'function', name: 'look', parameters, strict: true }];
    const asked = await respond({ input: 'Please call look.', tools });
    const call = asked.output.find((item) => item.type === 'function_call');

    const answered = await respond({
      input: [{ type: 'function_call_output', call_id: call.call_id, output: 'a fox' }],
      previous_response_id: asked.id,
      tools,
    });

    assert.match(answered.output_text, /returned: "a fox"/);
  });
}

test('a stored response can be retrieved as a stream', LIMIT, async () => {
  const made = await openai.responses.create({ model: MODEL, input: 'Again.' });

  const events = await gathered(await openai.responses.retrieve(made.id, { stream: true }));

  assert.equal(events[0].type, 'response.created');
  assert.equal(events.at(-1).type, 'response.completed');
  assert.equal(events.at(-1).response.id, made.id);
  assert.deepEqual(events.map((event) => event.sequence_number), [...events.keys()]);
});

test('an item of a stored response can be referenced', LIMIT, async () => {
  const first = await openai.responses.create({ model: MODEL, input: 'Say it.' });
  const said = first.output.find((item) => item.type === 'message');

  const second = await openai.responses.create({
    model: MODEL,
    input: [{ type: 'item_reference', id: said.id }, { role: 'user', content: 'What did you say?' }],
  });

  assert.match(second.output_text, /What did you say\?/);
});

test('a response that is not stored cannot be continued', LIMIT, async () => {
  const first = await openai.responses.create({ model: MODEL, input: 'Forget me.', store: false });

  assert.ok((await failure(openai.responses.retrieve(first.id))) instanceof OpenAI.NotFoundError);
  const error = await failure(
    openai.responses.create({ model: MODEL, input: 'And?', previous_response_id: first.id }),
  );
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.code, 'previous_response_not_found');
  assert.equal(error.param, 'previous_response_id');
});

test('storing at OpenAI is refused', LIMIT, async () => {
  const response = await failure(openai.responses.create({ model: MODEL, input: 'Keep.', store: true }));
  const chat = await failure(
    openai.chat.completions.create({ model: MODEL, messages: [{ role: 'user', content: 'Keep.' }], store: true }),
  );

  for (const error of [response, chat]) {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, 'store');
  }
});
