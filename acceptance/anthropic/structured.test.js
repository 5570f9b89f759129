// Structured output by the SDK's parse helpers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import { client, LIMIT, request, sent } from './relay.js';

const anthropic = client();
const Answer = z.object({
  title: z.string(),
  count: z.number().int(),
  tags: z.array(z.string()),
  mood: z.enum(['good', 'bad']).optional(),
});

test('a message is parsed by its schema', LIMIT, async () => {
  const message = await anthropic.messages.parse(
    request('name it', { output_config: { format: zodOutputFormat(Answer) } }),
  );

  assert.match(message.parsed_output.title, /You said: "name it"/);
  assert.equal(typeof message.parsed_output.count, 'number');
  const { text } = await sent('name it');
  assert.equal(text.format.type, 'json_schema');
});

test('a stream is parsed when it ends', LIMIT, async () => {
  const message = await anthropic.messages
    .stream(request('name it too', { output_config: { format: zodOutputFormat(Answer), effort: 'low' } }))
    .finalMessage();

  assert.match(message.parsed_output.title, /You said: "name it too"/);
});

test('a JSON schema works too, and so does the beta form', LIMIT, async () => {
  const schema = {
    type: 'object',
    properties: { title: { type: 'string' } },
    required: ['title'],
    additionalProperties: false,
  };

  const message = await anthropic.messages.parse(
    request('by schema', { output_config: { format: jsonSchemaOutputFormat(schema) } }),
  );
  assert.match(message.parsed_output.title, /by schema/);

  const beta = await anthropic.beta.messages.create(
    request('by beta', { output_config: { format: { type: 'json_schema', schema } } }),
  );
  assert.match(JSON.parse(beta.content.at(-1).text).title, /by beta/);
});
