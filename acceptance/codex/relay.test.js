// The real Codex CLI talks to the relay as a provider of its own configuration, with the relay token as its key.
// acceptance/run sets the variables; a relay started by hand works as well, best with `airelay serve --demo`.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { emulatorAt } from '../lib/emulator.js';
import { assertShellOutput, codex, codexHome } from './cli.js';

const BASE_URL = required('AIRELAY_BASE_URL');
const LIMIT = { timeout: 60_000 };

const upstream = emulatorAt(required('AIRELAY_UPSTREAM_URL'));
let home;

before(async () => {
  home = await codexHome(`
model = "gpt-5.5"
model_provider = "airelay"

[model_providers.airelay]
name = "AIRelay"
base_url = "${BASE_URL}"
wire_api = "responses"
env_key = "AIRELAY_TOKEN"
request_max_retries = 0
stream_max_retries = 0
`);
});

beforeEach(() => upstream.forget());

after(() => home?.remove());

for (const transport of ['HTTP', 'WebSocket']) {
  const overSocket = transport === 'WebSocket';
  const options = overSocket ? ['-c', 'model_providers.airelay.supports_websockets=true'] : [];
  const run = (args) => codexRun([...options, ...args]);
  const exec = (prompt) => run(['--sandbox', 'read-only', prompt]);
  const resume = (prompt, ...more) => run(['--sandbox', 'read-only', 'resume', '--last', ...more, prompt]);

  describe(`over ${transport}`, () => {
    test('a text turn through the relay prints the answer', LIMIT, async () => {
      const { code, out, err } = await exec('say pong');

      assert.equal(code, 0, err);
      assert.match(out, /\[emulator\] You said: "say pong"/);
      const [turn, ...more] = await turns();
      assert.equal(more.length, 0);
      assert.ok(turn.body.instructions, 'the relay fills in what Codex leaves out');
      assert.equal(turn.ending, 'COMPLETE');
      assert.ok(!JSON.stringify(turn).includes(required('AIRELAY_TOKEN')), 'the relay token stays with the relay');
    });

    test('a shell command is run and its output ends the turn', LIMIT, async () => {
      const { code, out, err } = await exec(
        'call a tool [[emulate: reasoning, call name=exec_command args={"cmd":"echo round-$((40 + 2))-trip"}]]',
      );

      assert.equal(code, 0, err);
      const [first, second, ...more] = await turns();
      assert.equal(more.length, 0, 'two requests make the round trip');
      assertShellOutput(first, second, out);
      const reasoning = second.body.input.find((item) => item.type === 'reasoning');
      assert.ok(reasoning.encrypted_content.startsWith('gAAAAA'), 'reasoning goes back as it came');
    });

    test('a custom tool is run and its output ends the turn', LIMIT, async () => {
      const file = `made-over-${transport}.txt`;
      const patch = `*** Begin Patch\n*** Add File: ${file}\n+by a patch\n*** End Patch\n`;

      const { code, out, err } = await run([
        '--sandbox',
        'workspace-write',
        `patch [[emulate: call name=apply_patch args="${patch}"]]`,
      ]);

      assert.equal(code, 0, err);
      const [first, second] = await turns();
      const kinds = [...new Set(first.body.tools.map((tool) => tool.type))].sort();
      assert.deepEqual(kinds, ['custom', 'function', 'tool_search', 'web_search'], 'all that Codex offers');
      const call = second.body.input.find((item) => item.type === 'custom_tool_call');
      assert.equal(call.input, patch);
      assert.equal(await readFile(path.join(home.path, file), 'utf8'), 'by a patch\n');
      assert.match(out, /returned: "[^]*made-over/);
    });

    test('a resumed session continues with what was said', LIMIT, async () => {
      const first = await exec('remember the word marzipan');
      assert.equal(first.code, 0, first.err);

      const second = await resume('which word was it?');

      assert.equal(second.code, 0, second.err);
      assert.match(second.out, /\[emulator\] You said: "which word was it\?"/);
      const [before, after, ...more] = await turns();
      assert.equal(more.length, 0);
      const said = messages(after);
      assert.ok(said.includes('user: remember the word marzipan'), said.join('\n'));
      assert.ok(
        said.some((line) => line.startsWith('assistant: [emulator] You said: "remember the word marzipan"')),
        said.join('\n'),
      );
      assert.equal(said.at(-1), 'user: which word was it?');
      assert.equal(header(after, 'session-id'), header(before, 'session-id'), 'one session, one prompt cache');
      assert.equal(after.body.prompt_cache_key, before.body.prompt_cache_key);
    });

    // Codex has only a provider of this name compact on the other side.
    test('a conversation that is too long is compacted and continues', LIMIT, async () => {
      const named = ['-c', 'model_providers.airelay.name=OpenAI'];
      const first = await run(['--sandbox', 'read-only', ...named, 'remember the word marzipan']);
      assert.equal(first.code, 0, first.err);

      const second = await resume('which word was it?', ...named, '-c', 'model_auto_compact_token_limit=100');

      assert.equal(second.code, 0, second.err);
      assert.match(second.out, /\[emulator\] You said: "which word was it\?"/);
      const all = await turns();
      const compactions = all.filter((turn) => turn.body.input.at(-1)?.type === 'compaction_trigger');
      assert.equal(compactions.length, 1);
      const [compacted] = all.at(-1).body.input.filter((item) => item.type === 'compaction');
      assert.match(compacted.encrypted_content, /^gAAAAA/);
    });

    test('nothing is complained of', LIMIT, async () => {
      const { code, err } = await exec('say pong');

      assert.equal(code, 0, err);
      assert.doesNotMatch(err, /WebSocket|falling back|reconnect/i);
    });
  });
}

test('Codex reports a failure inside the stream', LIMIT, async () => {
  const { code, out, err } = await exec('fail [[emulate: invalid_prompt at=middle message="emulated refusal"]]');

  assert.notEqual(code, 0);
  assert.match(out + err, /emulated refusal/);
});

test('Codex reports a plan that is used up', LIMIT, async () => {
  const { code, out, err } = await exec('fail [[emulate: usage_limit_reached at=http]]');

  assert.notEqual(code, 0);
  assert.match(out + err, /limit/i);
  assert.equal((await turns()).length, 1, 'it is not asked again');
});

test('Codex reports a wrong relay token', LIMIT, async () => {
  const { code, out, err } = await exec('say pong', { AIRELAY_TOKEN: 'wrong' });

  assert.notEqual(code, 0);
  assert.match(out + err, /401/);
  assert.deepEqual(await turns(), []);
});

function exec(prompt, env) {
  return codexRun(['--sandbox', 'read-only', prompt], env);
}

function codexRun(args, env) {
  return codex(home, ['exec', '--skip-git-repo-check', '-C', home.path, ...args], { env });
}

function messages({ body }) {
  return body.input
    .filter((item) => item.type === 'message')
    .map((item) => `${item.role}: ${item.content.map((part) => part.text).join('')}`);
}

function header({ headers }, name) {
  return headers.find(([key]) => key === name)?.[1];
}

function turns() {
  return upstream.requests('/codex/responses');
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; acceptance/run sets it, or set it for a running relay`);
  }
  return value;
}
