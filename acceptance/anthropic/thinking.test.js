// Thinking: blocks with signatures, their way back, and what decides the effort.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, LIMIT, request, sent, text, types, user } from './relay.js';

const anthropic = client();
const THINKING = { type: 'enabled', budget_tokens: 2048 };

test('thinking is a block before the text, and goes back with its signature', LIMIT, async () => {
  const signatures = [];
  const thoughts = [];
  const first = await anthropic.messages
    .stream(request('think of marzipan', { thinking: THINKING }))
    .on('thinking', (delta) => thoughts.push(delta))
    .on('signature', (signature) => signatures.push(signature))
    .finalMessage();

  assert.deepEqual(types(first), ['thinking', 'text']);
  const [block] = first.content;
  assert.match(block.thinking, /The emulator decides what to answer\./);
  assert.equal(thoughts.join(''), block.thinking);
  assert.deepEqual(signatures, [block.signature]);

  const second = await anthropic.messages.create(
    request([user('think of marzipan'), { role: 'assistant', content: first.content }, user('and then?')], {
      thinking: THINKING,
    }),
  );

  assert.match(text(second), /You said: "and then\?"/);
  const reasoning = (await sent('and then?')).input.filter((item) => item.type === 'reasoning');
  assert.equal(reasoning.length, 1);
  assert.match(reasoning[0].encrypted_content, /^gAAAAA/);
});

test('a whole message has the same thinking; several parts are paragraphs', LIMIT, async () => {
  const message = await anthropic.messages.create(
    request('think [[emulate: reasoning parts=3]]', { thinking: THINKING }),
  );

  assert.deepEqual(types(message), ['thinking', 'text']);
  assert.match(message.content[0].thinking, /answer\.\n\n[^]*Part 2\.\n\n[^]*Part 3\.$/);
  assert.ok(message.content[0].signature);
});

test('omitted thinking is a signature alone', LIMIT, async () => {
  const message = await anthropic.messages.create(
    request('think', { thinking: { type: 'adaptive', display: 'omitted' } }),
  );

  assert.deepEqual(types(message), ['thinking', 'text']);
  assert.equal(message.content[0].thinking, '');
  assert.ok(message.content[0].signature);
});

test('thoughts of another model are left out, not refused', LIMIT, async () => {
  const message = await anthropic.messages.create(
    request(
      [
        user('hello'),
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Claude thought this.', signature: 'EqQBCgIYAhIMb3RoZXIgbW9kZWw=' },
            { type: 'redacted_thinking', data: 'EmwKAhgBEgxvdGhlciBtb2RlbA==' },
            { type: 'text', text: 'hi' },
          ],
        },
        user('still there?'),
      ],
      { thinking: THINKING },
    ),
  );

  assert.match(text(message), /still there\?/);
  const body = await sent('still there?');
  assert.deepEqual(
    body.input.filter((item) => item.type === 'reasoning'),
    [],
  );
  assert.doesNotMatch(JSON.stringify(body), /Claude thought this/);
});

for (const [name, more, effort] of [
  ['a small budget', { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 40_000 }, 'low'],
  ['a middle budget', { thinking: { type: 'enabled', budget_tokens: 10_000 }, max_tokens: 40_000 }, 'medium'],
  ['a large budget', { thinking: { type: 'enabled', budget_tokens: 32_000 }, max_tokens: 40_000 }, 'high'],
  ['an effort', { output_config: { effort: 'medium' } }, 'medium'],
  ['an effort beside a budget', { output_config: { effort: 'low' }, thinking: { ...THINKING, budget_tokens: 3000 } }, 'low'],
]) {
  test(`${name} decides the effort`, LIMIT, async () => {
    await anthropic.messages.stream(request(`effort of ${name}`, more)).finalMessage();

    assert.equal((await sent(`effort of ${name}`)).reasoning.effort, effort);
  });
}
