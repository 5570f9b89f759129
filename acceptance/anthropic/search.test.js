// The web search server tool: its blocks, its citations, and their way back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, failure, LIMIT, request, sent, text, types, user } from './relay.js';

const anthropic = client();
const SEARCH = { type: 'web_search_20250305', name: 'web_search', max_uses: 8 };

for (const streamed of [false, true]) {
  test(`a search has its blocks, ${streamed ? 'streamed' : 'whole'}`, LIMIT, async () => {
    const asked = request('Perform a web search for the query: cats', { tools: [SEARCH] });
    const message = streamed
      ? await anthropic.messages.stream(asked).finalMessage()
      : await anthropic.messages.create(asked);

    assert.deepEqual(types(message).slice(0, 2), ['server_tool_use', 'web_search_tool_result']);
    const [use, result, ...texts] = message.content;
    assert.match(use.id, /^srvtoolu_/);
    assert.equal(use.name, 'web_search');
    assert.deepEqual(use.input, { query: 'cats' });
    assert.equal(result.tool_use_id, use.id);
    assert.equal(result.content[0].type, 'web_search_result');
    assert.equal(result.content[0].url, 'https://emulator.invalid/source');
    assert.ok(texts.every((block) => block.type === 'text'));
    assert.match(text(message), /according to a page that the emulator made up/);
    const citations = texts.flatMap((block) => block.citations ?? []);
    assert.equal(citations.length, 1);
    assert.equal(citations[0].type, 'web_search_result_location');
    assert.equal(citations[0].url, 'https://emulator.invalid/source');
    assert.equal(message.stop_reason, 'end_turn');
    assert.equal(message.usage.server_tool_use.web_search_requests, 1);
  });
}

test('several searches are counted, and looks at pages are not', LIMIT, async () => {
  const message = await anthropic.messages.create(
    request('go [[emulate: search query=cats count=2 pages=3 open=true]]', { tools: [SEARCH] }),
  );

  assert.equal(message.usage.server_tool_use.web_search_requests, 2);
  assert.equal(types(message).filter((type) => type === 'web_search_tool_result').length, 2);
});

test('a search goes back as part of the conversation', LIMIT, async () => {
  const prompt = user('search the web for cats');
  const first = await anthropic.messages.create(request([prompt], { tools: [SEARCH] }));

  const second = await anthropic.messages.create(
    request([prompt, { role: 'assistant', content: first.content }, user('and dogs?')], { tools: [SEARCH] }),
  );

  assert.match(text(second), /You said: "and dogs\?"/);
});

test('the tool can be forced, and its domains reach the upstream', LIMIT, async () => {
  const message = await anthropic.messages.create(
    request('kittens', {
      tools: [{ ...SEARCH, allowed_domains: ['example.com'] }],
      tool_choice: { type: 'tool', name: 'web_search' },
    }),
  );

  assert.ok(types(message).includes('server_tool_use'));
  const { tools } = await sent('kittens');
  assert.deepEqual(
    tools.map((tool) => [tool.type, tool.filters?.allowed_domains]),
    [['web_search', ['example.com']]],
  );
});

test('domains cannot be allowed and blocked at once', LIMIT, async () => {
  const error = await failure(
    anthropic.messages.create(
      request('kittens', { tools: [{ ...SEARCH, allowed_domains: ['a.com'], blocked_domains: ['b.com'] }] }),
    ),
  );

  assert.equal(error.status, 400);
  assert.match(error.message, /blocked_domains/);
});
