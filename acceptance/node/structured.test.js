import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zodFunction, zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { client, LIMIT, MODEL, user } from './relay.js';

const openai = client();
const Event = z.object({
  title: z.string(),
  kind: z.enum(['meeting', 'party']),
  guests: z.array(z.object({ name: z.string(), age: z.number().int() })),
});

test('chat parses structured output', LIMIT, async () => {
  const completion = await openai.chat.completions.parse({
    model: MODEL,
    messages: [user('An event.')],
    response_format: zodResponseFormat(Event, 'event'),
  });

  Event.parse(completion.choices[0].message.parsed);
});

test('the chat stream helper parses structured output', LIMIT, async () => {
  const stream = openai.chat.completions.stream({
    model: MODEL,
    messages: [user('An event.')],
    response_format: zodResponseFormat(Event, 'event'),
  });

  Event.parse((await stream.finalChatCompletion()).choices[0].message.parsed);
});

test('responses parse structured output', LIMIT, async () => {
  const response = await openai.responses.parse({
    model: MODEL,
    input: 'An event.',
    text: { format: zodTextFormat(Event, 'event') },
  });

  Event.parse(response.output_parsed);
});

test('the responses stream helper parses structured output', LIMIT, async () => {
  const stream = openai.responses.stream({
    model: MODEL,
    input: 'An event.',
    text: { format: zodTextFormat(Event, 'event') },
  });

  Event.parse((await stream.finalResponse()).output_parsed);
});

test('a strict tool made from a schema gets parsed arguments', LIMIT, async () => {
  const completion = await openai.chat.completions.parse({
    model: MODEL,
    messages: [user('Please call invite.')],
    tools: [zodFunction({ name: 'invite', parameters: Event })],
  });

  Event.parse(completion.choices[0].message.tool_calls[0].function.parsed_arguments);
});

test('a refusal is a refusal, not content', LIMIT, async () => {
  const completion = await openai.chat.completions.create({
    model: MODEL,
    messages: [user('Hm. [[emulate: refusal value="not today"]]')],
  });

  assert.match(completion.choices[0].message.refusal, /not today/);
  assert.ok(!completion.choices[0].message.content);
});
