// Claude Code works: text, tools, files, searches, long sessions.
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { call, header, LIMIT, MODEL, outputs, RELAY, said, scripted, turns, upstream, Workspace } from './claude.js';

/** One transparent pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let workspace;

before(async () => {
  workspace = await Workspace.open();
});

beforeEach(() => upstream.forget());

afterEach(() => workspace.stop());

after(() => workspace?.remove());

for (const [how, env] of [
  ['ANTHROPIC_AUTH_TOKEN', {}],
  ['ANTHROPIC_API_KEY', { ANTHROPIC_AUTH_TOKEN: undefined, ANTHROPIC_API_KEY: RELAY.token }],
]) {
  test(`a text turn prints the answer; the token is in ${how}`, LIMIT, async () => {
    const { code, out, err } = await workspace.run(['say pong'], { env });

    assert.equal(code, 0, out + err);
    assert.match(out, /\[emulator\] You said: "[^]*say pong"/);
    const [turn, ...more] = await turns();
    assert.equal(more.length, 0);
    assert.equal(turn.body.model, MODEL);
    assert.equal(turn.ending, 'COMPLETE');
    const sent = JSON.stringify(turn);
    assert.ok(!sent.includes(RELAY.token), 'the relay token stays with the relay');
    assert.doesNotMatch(sent, /x-anthropic-billing-header|cache_control|defer_loading|DeferredToolPlaceholder/);
  });
}

test('a name of Claude is answered by a model of the plan', LIMIT, async () => {
  const { code, out, err } = await workspace.run(['--model', 'sonnet', 'say pong'], {
    env: { ANTHROPIC_MODEL: undefined },
  });

  assert.equal(code, 0, out + err);
  assert.match(out, /say pong/);
  assert.match((await turns())[0].body.model, /^gpt-/);
});

test('the effort arrives', LIMIT, async () => {
  const { code, err } = await workspace.run(['--effort', 'low', 'say pong']);

  assert.equal(code, 0, err);
  assert.equal((await turns())[0].body.reasoning.effort, 'low');
});

test('a command is run, and its output ends the turn', LIMIT, async () => {
  const command = { command: 'echo round-$((40 + 2))-trip', description: 'counts' };

  const result = await workspace.result([
    scripted('count', 'reasoning', call('Bash', command)),
    '--allowedTools',
    'Bash',
  ]);

  assert.equal(result.code, 0, result.err);
  assert.equal(result.is_error, false);
  assert.match(result.result, /returned: "round-42-trip"/);
  const [first, second, ...more] = await turns();
  assert.equal(more.length, 0, 'two requests make the round trip');
  assert.match(JSON.stringify(outputs(second)), /round-42-trip/);
  const reasoning = second.body.input.filter((item) => item.type === 'reasoning');
  assert.equal(reasoning.length, 1);
  assert.match(reasoning[0].encrypted_content, /^gAAAAA/, 'reasoning goes back as it came');
  assert.equal(header(second, 'session-id'), header(first, 'session-id'), 'one session, one prompt cache');
  assert.equal(second.body.prompt_cache_key, first.body.prompt_cache_key);
  assert.ok(result.usage.cache_read_input_tokens > 0, 'tokens from the cache are counted');
});

test('commands run in parallel', LIMIT, async () => {
  const result = await workspace.result([
    scripted(
      'both',
      call('Bash', { command: 'echo left-$((1 + 1))', description: 'one' }),
      call('Bash', { command: 'echo right-$((2 + 2))', description: 'two' }),
    ),
    '--allowedTools',
    'Bash',
  ]);

  assert.equal(result.code, 0, result.err);
  const last = (await turns()).at(-1);
  assert.equal(outputs(last).length, 2);
  assert.match(result.result, /left-2/);
  assert.match(result.result, /right-4/);
});

test('files are written, read and edited', LIMIT, async () => {
  const file = workspace.file('poem.txt');

  const result = await workspace.result([
    scripted(
      'a poem',
      call('Write', { file_path: file, content: 'Roses are red.\nViolets are green.\n' }),
      call('Read', { file_path: file }, 1),
      call('Edit', { file_path: file, old_string: 'green', new_string: 'blue' }, 2),
      call('Bash', { command: 'cat poem.txt', description: 'shows it' }, 3),
    ),
    '--permission-mode',
    'acceptEdits',
    '--allowedTools',
    'Bash',
  ]);

  assert.equal(result.code, 0, result.err);
  assert.equal(await workspace.read('poem.txt'), 'Roses are red.\nViolets are blue.\n');
  assert.match(result.result, /Violets are blue\./);
  assert.equal((await turns()).length, 5);
});

test('an edit that fails is an error for the model', LIMIT, async () => {
  await workspace.write('plain.txt', 'plain\n');
  const file = workspace.file('plain.txt');

  const result = await workspace.result([
    scripted(
      'a change',
      call('Read', { file_path: file }),
      call('Edit', { file_path: file, old_string: 'fancy', new_string: 'x' }, 1),
    ),
    '--permission-mode',
    'acceptEdits',
  ]);

  assert.equal(result.code, 0, result.err);
  assert.equal(await workspace.read('plain.txt'), 'plain\n');
  assert.match(result.result, /error/i);
});

test('an image that is read arrives as an image', LIMIT, async () => {
  await workspace.write('pixel.png', Buffer.from(PNG, 'base64'));

  const result = await workspace.result([scripted('look', call('Read', { file_path: workspace.file('pixel.png') }))]);

  assert.equal(result.code, 0, result.err);
  assert.match(result.result, /It sent 1 image: image\/png/);
});

test('a command that is not allowed is denied, and the session continues', LIMIT, async () => {
  const result = await workspace.result([
    scripted('try', call('Bash', { command: 'touch denied.txt', description: 'no' })),
  ]);

  assert.equal(result.code, 0, result.err);
  assert.equal(result.permission_denials.length, 1);
  await assert.rejects(access(workspace.file('denied.txt')));
});

test('a tool is found by a search of tools, and searches the web', LIMIT, async () => {
  const result = await workspace.result([
    scripted(
      'news',
      call('ToolSearch', { query: 'select:WebSearch', max_results: 5 }),
      call('WebSearch', { query: 'news of the emulator' }, 1),
    ),
    '--allowedTools',
    'WebSearch',
  ]);

  assert.equal(result.code, 0, result.err);
  assert.match(result.result, /https:\/\/emulator\.invalid\/source/);
  assert.match(result.result, /according to a page that the emulator made up/);
  const all = await turns();
  const names = (turn) => turn.body.tools.map((tool) => tool.name);
  assert.ok(!names(all[0]).includes('WebSearch'), 'it is hidden at first');
  assert.ok(names(all[1]).includes('WebSearch'), 'it is offered when it was found');
  const search = all.find((turn) => turn.body.tools.some((tool) => tool.type === 'web_search'));
  assert.match(said(search).at(-1), /news of the emulator/);
  assert.equal(result.usage.server_tool_use.web_search_requests + searches(result), 1, JSON.stringify(result.usage));
});

test('an agent has a conversation of its own', LIMIT, async () => {
  const result = await workspace.result([
    scripted(
      'delegate',
      call('Agent', { description: 'says it', prompt: 'say ping', subagent_type: 'general-purpose', run_in_background: false }),
    ),
  ]);

  assert.equal(result.code, 0, result.err);
  assert.match(result.result, /say ping/);
  assert.ok((await turns()).some((turn) => said(turn).some((line) => line.includes('say ping'))));
});

test('a resumed session continues with what was said', LIMIT, async () => {
  const first = await workspace.result(['remember the word marzipan']);
  assert.equal(first.code, 0, first.err);

  const second = await workspace.result(['--resume', first.session_id, 'which word was it?']);

  assert.equal(second.code, 0, second.err);
  assert.match(second.result, /which word was it\?/);
  const [before, now] = await turns();
  const lines = said(now);
  assert.ok(lines.some((line) => line.startsWith('user: ') && line.includes('remember the word marzipan')));
  assert.ok(lines.some((line) => line.startsWith('assistant: [emulator] You said:')));
  assert.equal(header(now, 'session-id'), header(before, 'session-id'));
});

test('a session is compacted on request and continues', LIMIT, async () => {
  const first = await workspace.result(['remember the word marzipan']);
  assert.equal(first.code, 0, first.err);
  const resumed = ['--resume', first.session_id];

  await upstream.script('text value="<summary>The word was marzipan.</summary>"');
  const compaction = await workspace.result([...resumed, '/compact']);
  assert.equal(compaction.code, 0, compaction.err);
  const later = await workspace.result([...resumed, 'which word was it?']);

  assert.equal(later.code, 0, later.err);
  assert.match(later.result, /which word was it\?/);
  const last = (await turns()).at(-1);
  assert.match(said(last).join('\n'), /continued from a previous conversation[^]*The word was marzipan\./);
  assert.ok(!said(last).some((line) => line.includes('remember the word')), 'what was said is gone');
});

test('a session that grows too long is compacted by itself', { timeout: 180_000 }, async () => {
  const env = {
    CLAUDE_CODE_MAX_CONTEXT_TOKENS: '120000',
    CLAUDE_CODE_AUTO_COMPACT_WINDOW: '100000',
    CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '25',
  };
  const word = 'marzipan '.repeat(4_000);
  const first = await workspace.result([`remember this: ${word}`], { env });
  assert.equal(first.code, 0, first.err);
  let compacted = false;

  for (let round = 1; round <= 4 && !compacted; round++) {
    const next = await workspace.result(['--resume', first.session_id, `round ${round}: ${word}`], { env });
    assert.equal(next.code, 0, next.err);
    compacted = next.messages.some((message) => message.subtype === 'compact_boundary');
  }

  assert.ok(compacted, 'Claude Code knows from the usage how long the session is');
});

test('the context is counted, thirty requests at a time', LIMIT, async () => {
  const result = await workspace.result(['/context']);

  assert.equal(result.code, 0, result.err);
  assert.match(result.result, /System tools[^]*\d/);
  assert.deepEqual(await turns(), [], 'counting needs no upstream');
});

test('an answer in JSON follows its schema', LIMIT, async () => {
  const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'], additionalProperties: false };

  const result = await workspace.result([
    scripted('a title', call('StructuredOutput', { title: 'By the emulator' })),
    '--json-schema',
    JSON.stringify(schema),
  ]);

  assert.equal(result.code, 0, result.err);
  assert.deepEqual(result.structured_output, { title: 'By the emulator' });
});

/** Claude Code counts searches that another request made for a tool by model. */
function searches({ modelUsage }) {
  return Object.values(modelUsage).reduce((sum, { webSearchRequests }) => sum + webSearchRequests, 0);
}
