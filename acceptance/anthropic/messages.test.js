// Messages as Anthropic's SDK creates, streams and continues them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, gathered, LIMIT, MODEL, ORIGIN, PNG, request, sent, text, TOKEN, types, user } from './relay.js';

const anthropic = client();

for (const [how, options] of [
  ['x-api-key', {}],
  ['Authorization', { apiKey: null, authToken: TOKEN }],
]) {
  test(`a message is created with the token in ${how}`, LIMIT, async () => {
    const { data: message, response, request_id } = await client(options)
      .messages.create(request('say pong'))
      .withResponse();

    assert.match(message.id, /^msg_/);
    assert.equal(message.type, 'message');
    assert.equal(message.role, 'assistant');
    assert.equal(message.model, MODEL);
    assert.deepEqual(types(message), ['text']);
    assert.equal(text(message), '[emulator] You said: "say pong"');
    assert.equal(message.stop_reason, 'end_turn');
    assert.equal(message.stop_sequence, null);
    assertCounted(message.usage);
    assert.ok(request_id);
    assert.equal(response.headers.get('request-id'), request_id);
  });
}

test('a stream has the events of the API, in order', LIMIT, async () => {
  const events = await gathered(await anthropic.messages.create(request('say pong', { stream: true })));

  const kinds = events.map((event) => event.type).filter((type) => type !== 'content_block_delta');
  assert.deepEqual(kinds, [
    'message_start',
    'content_block_start',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ]);
  const [start] = events;
  assert.deepEqual(start.message.content, []);
  assert.equal(start.message.stop_reason, null);
  assert.ok(start.message.usage.input_tokens >= 0);
  const end = events.find((event) => event.type === 'message_delta');
  assert.equal(end.delta.stop_reason, 'end_turn');
  assert.ok(end.usage.output_tokens > 0);
});

test('every event of a stream names its type in its data', LIMIT, async () => {
  const response = await fetch(`${ORIGIN}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': TOKEN, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
    body: JSON.stringify(request('say pong', { stream: true })),
  });

  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  const events = (await response.text()).split('\n\n').filter((event) => event.startsWith('event:'));
  assert.ok(events.length > 4);
  for (const event of events) {
    const [, name, data] = /^event: (\S+)\ndata: (.*)$/.exec(event);
    assert.equal(JSON.parse(data).type, name);
  }
});

test('the stream helper accumulates what the whole message has', LIMIT, async () => {
  const words = [];
  const blocks = [];
  const stream = anthropic.messages
    .stream(request('say pong'))
    .on('text', (delta) => words.push(delta))
    .on('contentBlock', (block) => blocks.push(block.type));

  const message = await stream.finalMessage();

  assert.ok(words.length > 2, 'the text arrives in parts');
  assert.equal(words.join(''), '[emulator] You said: "say pong"');
  assert.equal(text(message), words.join(''));
  assert.deepEqual(blocks, ['text']);
  assert.equal(message.stop_reason, 'end_turn');
  assertCounted(message.usage);
  assert.ok(stream.request_id);
});

test('a conversation carries what was said, and system texts reach the upstream', LIMIT, async () => {
  const first = await anthropic.messages.create(request('remember the word marzipan'));
  const messages = [
    user('remember the word marzipan'),
    { role: first.role, content: first.content },
    { role: 'system', content: 'Answer in verse.' },
    user('which word was it?'),
  ];

  const second = await anthropic.messages.create(
    request(messages, {
      system: [
        { type: 'text', text: 'x-anthropic-billing-header: cc_version=1.2.3; cc_entrypoint=cli;' },
        { type: 'text', text: 'You are a poet.', cache_control: { type: 'ephemeral' } },
      ],
    }),
  );

  assert.match(text(second), /You said: "which word was it\?"/);
  const body = await sent('which word was it?');
  const said = body.input.filter((item) => item.type === 'message');
  assert.deepEqual(
    said.filter((item) => item.role !== 'developer').map((item) => item.role),
    ['user', 'assistant', 'user'],
  );
  assert.match(JSON.stringify(body), /You are a poet\./);
  assert.match(JSON.stringify(said.filter((item) => item.role === 'developer')), /Answer in verse\./);
  assert.doesNotMatch(JSON.stringify(body), /x-anthropic-billing-header|cache_control/);
});

test('an answer stops at a stop sequence', LIMIT, async () => {
  const long = '[[emulate: text value=So words=200]]';

  const stopped = await anthropic.messages.create(request(long, { stop_sequences: ['never', ' word7 '] }));
  assert.equal(stopped.stop_reason, 'stop_sequence');
  assert.equal(stopped.stop_sequence, ' word7 ');
  assert.match(text(stopped), / word6$/);

  const streamed = await anthropic.messages.stream(request(long, { stop_sequences: [' word9 '] })).finalMessage();
  assert.equal(streamed.stop_reason, 'stop_sequence');
  assert.equal(streamed.stop_sequence, ' word9 ');
  assert.match(text(streamed), / word8$/);
});

test('an answer that the upstream cuts says why', LIMIT, async () => {
  const long = await anthropic.messages.create(request('Long. [[emulate: incomplete]]'));
  assert.equal(long.stop_reason, 'max_tokens');

  const filtered = await anthropic.messages.create(request('Bad. [[emulate: incomplete reason=content_filter after=2]]'));
  assert.equal(filtered.stop_reason, 'refusal');

  const refused = await anthropic.messages.stream(request('Bad. [[emulate: refusal value=No.]]')).finalMessage();
  assert.equal(refused.stop_reason, 'refusal');
  assert.match(text(refused), /No\./);
});

test('images and documents arrive', LIMIT, async () => {
  const pdf = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64');

  const message = await anthropic.messages.create(
    request([
      user([
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
        { type: 'image', source: { type: 'url', url: 'https://example.invalid/cat.jpg' } },
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: pdf }, title: 'paper.pdf' },
        {
          type: 'document',
          source: { type: 'text', media_type: 'text/plain', data: 'The word is marzipan.' },
          title: 'notes',
          cache_control: { type: 'ephemeral' },
        },
        { type: 'text', text: 'what is this?' },
      ]),
    ]),
  );

  assert.match(text(message), /You sent 2 images: image\/png, 70 bytes; https:\/\/example\.invalid\/cat\.jpg\./);
  assert.match(text(message), /You sent 1 file: paper\.pdf application\/pdf, 15 bytes\./);
  assert.match(JSON.stringify(await sent('what is this?')), /The word is marzipan\./);
});

test('a session has one prompt cache', LIMIT, async () => {
  const session = '5e55104e-0000-4000-8000-000000000001';
  const metadata = { user_id: JSON.stringify({ device_id: 'd', account_uuid: '', session_id: session }) };

  const first = await anthropic.messages.create(request('cached?', { metadata }));
  const second = await anthropic.messages.create(request('cached?', { metadata }));

  assert.equal(first.usage.cache_read_input_tokens ?? 0, 0);
  assert.ok(second.usage.cache_read_input_tokens > 0, JSON.stringify(second.usage));
});

test('messages have every member of the API', LIMIT, async () => {
  const tool = { name: 'get_time', description: 'The time.', input_schema: { type: 'object' } };
  const search = { type: 'web_search_20250305', name: 'web_search' };
  const asked = request('call get_time', { tools: [tool, search], thinking: { type: 'enabled', budget_tokens: 2048 } });
  const found = request('search the web for cats', { tools: [tool, search] });

  for (const message of [
    await anthropic.messages.create(asked),
    await anthropic.messages.stream(asked).finalMessage(),
    await anthropic.messages.create(found),
    await anthropic.messages.stream(found).finalMessage(),
  ]) {
    assertMembers(message, MEMBERS.message);
    assertMembers(message.usage, MEMBERS.usage);
    for (const block of message.content) {
      assertMembers(block, MEMBERS[block.type]);
    }
  }
});

/** The members that the SDK's types require, null or not. */
const MEMBERS = {
  message: 'id container content diagnostics model role stop_details stop_reason stop_sequence type usage',
  usage:
    'cache_creation cache_creation_input_tokens cache_read_input_tokens inference_geo input_tokens output_tokens' +
    ' output_tokens_details server_tool_use service_tier speed',
  text: 'citations text type',
  thinking: 'signature thinking type',
  tool_use: 'id caller input name type',
  server_tool_use: 'id caller input name type',
  web_search_tool_result: 'caller content tool_use_id type',
};

function assertMembers(object, names) {
  const missing = names.split(' ').filter((name) => object[name] === undefined);
  assert.deepEqual(missing, [], JSON.stringify(object));
}

/** All tokens of a prompt may come from the cache. */
function assertCounted(usage) {
  assert.ok(usage.input_tokens + usage.cache_read_input_tokens > 0);
  assert.ok(usage.output_tokens > 0);
}
