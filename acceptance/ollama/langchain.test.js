// LangChain's chat model for Ollama.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOllama } from '@langchain/ollama';
import { z } from 'zod';
import { ADDRESS, EMULATOR_CONTROL, failure, HEADERS, LIMIT, MODEL, PNG, recorded } from './relay.js';

const headers = new Headers(HEADERS);
const model = (fields = {}) => new ChatOllama({ baseUrl: ADDRESS, model: MODEL, headers, maxRetries: 0, ...fields });

const weather = tool(({ city }) => `Rain in ${city}.`, {
  name: 'get_weather',
  description: 'Returns the weather in a city.',
  schema: z.object({ city: z.string() }),
});

test('invoke and stream', LIMIT, async () => {
  const answer = await model().invoke([new SystemMessage('Be brief.'), new HumanMessage('Hello.')]);
  const words = [];
  for await (const chunk of await model().stream('Hello again.')) {
    words.push(chunk.content);
  }

  assert.match(answer.content, /You said: "Hello\./);
  assert.ok(answer.usage_metadata.input_tokens > 0 && answer.usage_metadata.output_tokens > 0);
  assert.equal(answer.response_metadata.done_reason, 'stop');
  assert.match(words.join(''), /You said: "Hello again\./);
});

test('the model is looked up first if it is to be', LIMIT, async () => {
  assert.ok((await model({ checkOrPullModel: true }).invoke('Hello.')).content);
  const error = await failure(model({ model: 'llama3', checkOrPullModel: true }).invoke('Hello.'));
  assert.match(error.message, /not found/);
});

test('tools go there and back, matched by order', LIMIT, async () => {
  const bound = model().bindTools([weather]);
  const question = new HumanMessage('call get_weather');
  const asked = await bound.invoke([question]);

  assert.equal(asked.tool_calls.length, 1);
  const [call] = asked.tool_calls;
  assert.equal(call.name, 'get_weather');
  const output = await weather.invoke(call);
  assert.ok(output instanceof ToolMessage);
  const answer = await bound.invoke([question, asked, output]);
  assert.match(answer.content, /Rain in/);
});

test('several calls of one turn stay several', LIMIT, async () => {
  const time = tool(() => 'noon', { name: 'get_time', description: 'The time.', schema: z.object({ city: z.string() }) });
  const asked = await model().bindTools([weather, time]).invoke('use get_weather and get_time in parallel');

  assert.deepEqual(asked.tool_calls.map((call) => call.name).sort(), ['get_time', 'get_weather']);
  const messages = asked.tool_calls.map(
    (call) => new ToolMessage({ content: `result of ${call.name}`, tool_call_id: call.id, name: call.name }),
  );
  const answer = await model().invoke([new HumanMessage('both'), asked, ...messages]);
  assert.match(answer.content, /result of get_/);
});

for (const method of ['jsonSchema', 'functionCalling', 'jsonMode']) {
  test(`structured output by ${method}`, LIMIT, async () => {
    const schema = z.object({ name: z.string(), age: z.number() });
    const structured = model().withStructuredOutput(method === 'jsonMode' ? z.object({}).loose() : schema, {
      method,
      name: 'person',
    });
    const answer = await structured.invoke('Who, in JSON? call person');

    assert.equal(typeof answer, 'object');
    if (method !== 'jsonMode') {
      assert.equal(typeof answer.name, 'string');
      assert.equal(typeof answer.age, 'number');
    }
  });
}

test('images are seen', { ...LIMIT, skip: !EMULATOR_CONTROL }, async () => {
  await model().invoke([
    new HumanMessage({
      content: [
        { type: 'text', text: 'What does the chain show?' },
        { type: 'image_url', image_url: `data:image/png;base64,${PNG}` },
      ],
    }),
  ]);

  const { body } = await recorded('What does the chain show?');
  assert.match(JSON.stringify(body.input), /data:image\/png;base64,/);
});

test('thinking is beside the content', LIMIT, async () => {
  const answer = await model({ think: true }).invoke('Think. [[emulate: reasoning]]');

  assert.ok(answer.additional_kwargs.reasoning_content);
  assert.match(answer.content, /You said/);
});

test('history of another chain is understood', LIMIT, async () => {
  const answer = await model().invoke([new HumanMessage('One.'), new AIMessage('Two.'), new HumanMessage('Three.')]);

  assert.match(answer.content, /Three\./);
});

for (const script of ['usage_limit_reached', 'cut after=2', 'server_error at=middle', 'html']) {
  test(`"${script}" is an error`, LIMIT, async () => {
    const error = await failure(model().invoke(`Fail. [[emulate: ${script}]]`));

    assert.ok(error.message.length > 10, `${error}`);
  });
}

test('an aborted stream ends', LIMIT, async () => {
  const stop = new AbortController();
  const error = await failure(
    (async () => {
      const stream = await model().stream('Stop the chain. [[emulate: text words=200, pace millis=5]]', {
        signal: stop.signal,
      });
      for await (const chunk of stream) {
        assert.ok(chunk);
        stop.abort();
      }
    })(),
  );

  assert.match(`${error.name} ${error.message}`, /abort/i);
});
