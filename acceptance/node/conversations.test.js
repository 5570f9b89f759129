import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, failure, gathered, LIMIT, MODEL } from './relay.js';

const openai = client();

test('a conversation is created, changed and deleted', LIMIT, async () => {
  const created = await openai.conversations.create({ metadata: { topic: 'demo' } });
  assert.match(created.id, /^conv_/);
  assert.equal(created.object, 'conversation');

  await openai.conversations.update(created.id, { metadata: { topic: 'other' } });

  assert.deepEqual((await openai.conversations.retrieve(created.id)).metadata, { topic: 'other' });
  assert.equal((await openai.conversations.delete(created.id)).deleted, true);
  assert.ok((await failure(openai.conversations.retrieve(created.id))) instanceof OpenAI.NotFoundError);
});

test('items are added, walked, shown and deleted', LIMIT, async () => {
  const { id } = await openai.conversations.create({ items: [message('zero')] });
  const added = await openai.conversations.items.create(id, { items: [message('one'), message('two')] });
  assert.deepEqual(added.data.map(text), ['one', 'two']);

  const newestFirst = await gathered(openai.conversations.items.list(id, { limit: 2 }));
  const oldestFirst = await gathered(openai.conversations.items.list(id, { limit: 1, order: 'asc' }));
  const [, one] = oldestFirst;

  assert.deepEqual(newestFirst.map(text), ['two', 'one', 'zero']);
  assert.deepEqual(oldestFirst.map(text), ['zero', 'one', 'two']);
  assert.equal(text(await openai.conversations.items.retrieve(one.id, { conversation_id: id })), 'one');
  await openai.conversations.items.delete(one.id, { conversation_id: id });
  assert.deepEqual((await gathered(openai.conversations.items.list(id))).map(text), ['two', 'zero']);
});

for (const stream of [false, true]) {
  test(`a conversation gathers its turns${stream ? ', streamed too' : ''}`, LIMIT, async () => {
    const conversation = await openai.conversations.create({ items: [message('My name is Ada.')] });
    const say = async (input) =>
      stream
        ? await openai.responses.stream({ model: MODEL, input, conversation: conversation.id }).finalResponse()
        : await openai.responses.create({ model: MODEL, input, conversation: { id: conversation.id } });

    const first = await say('First turn.');
    await say('Second turn.');

    assert.equal(first.conversation.id, conversation.id);
    const items = await gathered(openai.conversations.items.list(conversation.id, { order: 'asc' }));
    assert.deepEqual(
      items.filter((item) => item.type === 'message').map((item) => item.role),
      ['user', 'user', 'assistant', 'user', 'assistant'],
    );
    assert.match(text(items.at(-1)), /You said: "Second turn\."/);
  });
}

test('an unknown conversation is a NotFoundError', LIMIT, async () => {
  const error = await failure(openai.responses.create({ model: MODEL, input: 'Lost.', conversation: 'conv_unknown' }));

  assert.ok(error instanceof OpenAI.NotFoundError);
});

function message(content) {
  return { type: 'message', role: 'user', content };
}

function text(item) {
  return item.content.map((part) => part.text).join('');
}
