// The real Codex CLI with its built-in provider: the emulator is its ChatGPT backend, over TLS, by WebSocket and by HTTP.
//
// AIRELAY_EMULATOR_URL names a running emulator, http://127.0.0.1:PORT/backend-api/codex, started with --tls and
// --accept-absent-instructions; AIRELAY_EMULATOR_CA is the file of its CA certificate.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { emulatorAt } from '../lib/emulator.js';
import { codex, codexHome } from './cli.js';

const LIMIT = { timeout: 90_000 };
const UNCONSTRAINED = { routing_override: 'NO_CONSTRAINT' };

const emulator = emulatorAt(required('AIRELAY_EMULATOR_URL'));
const authority = required('AIRELAY_EMULATOR_CA');
const port = new URL(required('AIRELAY_EMULATOR_URL')).port;
const env = { CODEX_CA_CERTIFICATE: authority };
let home;

before(async () => {
  // Without openai_base_url, Codex asks the real backend for its models.
  home = await codexHome(`
model = "gpt-5.5"
chatgpt_base_url = "https://localhost:${port}/backend-api/"
openai_base_url = "https://localhost:${port}/backend-api/codex"
cli_auth_credentials_store = "file"

[analytics]
enabled = false
`);
  const { id_token, access_token, refresh_token, account_id } = await emulator.signIn();
  const tokens = { id_token, access_token, refresh_token, account_id };
  await writeFile(
    path.join(home.path, 'auth.json'),
    JSON.stringify({ auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() }),
    { mode: 0o600 },
  );
});

beforeEach(async () => {
  await emulator.forgetScripts();
  await emulator.forget();
});

after(async () => {
  await emulator.forgetScripts();
  await emulator.change(UNCONSTRAINED);
  await home?.remove();
});

for (const transport of ['WebSocket', 'HTTP']) {
  const overHttp = transport === 'HTTP';

  /** Runs `codex exec ARGS`; over HTTP, its upgrade is refused first. */
  const exec = async (...args) => {
    if (overHttp) {
      await emulator.script('upgrade-refused');
    }
    return codex(home, ['exec', '--skip-git-repo-check', '-C', home.path, ...args], { env });
  };
  const say = (...args) => exec('--sandbox', 'read-only', ...args);

  describe(`over ${transport}`, () => {
    test('a text turn prints the answer', LIMIT, async () => {
      const { code, out, err } = await say('say pong');

      assert.equal(code, 0, err);
      assert.match(out, /\[emulator\] You said: "say pong"/);
      const [turn, ...more] = await turns();
      assert.equal(more.length, 0);
      assert.equal(turn.method, overHttp ? 'POST' : 'WEBSOCKET');
      assert.equal(turn.body.store, false);
      assert.equal(turn.ending, 'COMPLETE');
      assert.equal(header(turn, 'version'), '0.171.0');
      assert.equal(header(turn, 'content-encoding'), overHttp ? 'zstd' : undefined);
      // So the emulator's answer is compressed, and Codex reads it.
      assert.equal(header(turn, 'accept-encoding'), overHttp ? 'zstd,gzip' : undefined);
      assert.equal((await emulator.requests('/wham/accounts/check')).length, 1);
      const [warmUp, ...others] = await warmUps();
      assert.equal(others.length, 0);
      if (overHttp) {
        assert.equal(warmUp, undefined);
      } else {
        assert.equal(warmUp.body.type, 'response.create');
        assert.ok(turn.body.previous_response_id, 'the turn continues the warm-up');
      }
    });

    test('a shell command is run and its output ends the turn', LIMIT, async () => {
      const { code, out, err } = await say(
        'call a tool [[emulate: reasoning, call name=exec_command args={"cmd":"echo round-$((40 + 2))-trip"}]]',
      );

      assert.equal(code, 0, err);
      assert.match(out, /returned: "[^]*round-42-trip/);
      const [first, second, ...more] = await turns();
      assert.equal(more.length, 0, 'two requests make the round trip');
      assert.ok(first.body.tools.some((tool) => tool.name === 'exec_command'));
      const kinds = second.body.input.map((item) => item.type);
      if (overHttp) {
        assert.ok(kinds.includes('function_call') && kinds.includes('function_call_output'), kinds.join());
      } else {
        assert.deepEqual(kinds, ['function_call_output'], 'only what is new');
        assert.ok(second.body.previous_response_id);
      }
    });

    test('a custom tool is run and its output ends the turn', LIMIT, async () => {
      const file = `made-over-${transport}.txt`;
      const patch = `*** Begin Patch\n*** Add File: ${file}\n+by a patch\n*** End Patch\n`;

      const { code, out, err } = await exec(
        '--sandbox',
        'workspace-write',
        `patch [[emulate: call name=apply_patch args="${patch}"]]`,
      );

      assert.equal(code, 0, err);
      assert.equal(await readFile(path.join(home.path, file), 'utf8'), 'by a patch\n');
      assert.match(out, /returned: "[^]*made-over/);
    });

    test('a model of the newest generation answers', LIMIT, async () => {
      await rm(path.join(home.path, 'models_cache.json'), { force: true });
      const { code, out, err } = await say('-m', 'gpt-6.2-sol', 'say pong');

      assert.equal(code, 0, err);
      assert.match(out, /\[emulator\] You said: "say pong"/);
      const [listed] = await emulator.requests('/codex/models');
      assert.equal(listed.target.split('?')[1], 'client_version=0.171.0');
      const cached = JSON.parse(await readFile(path.join(home.path, 'models_cache.json'), 'utf8'));
      const { description } = cached.models.find((model) => model.slug === 'gpt-6.2-sol');
      assert.match(description, /emulator/, 'Codex takes the emulated catalog');
      const [turn] = await turns();
      assert.equal(turn.body.model, 'gpt-6.2-sol');
      const lite = overHttp
        ? header(turn, 'x-openai-internal-codex-responses-lite')
        : turn.body.client_metadata.ws_request_header_x_openai_internal_codex_responses_lite;
      assert.equal(lite, 'true');
    });

    test('a program of tools is run by a model of the newest generation', LIMIT, async () => {
      const program = "text(await tools.exec_command({cmd: 'echo round-$((40 + 2))-trip'}))";

      const { code, out, err } = await say(
        '-m',
        'gpt-6.2-sol',
        `run it [[emulate: call name=exec args="${program}"]]`,
      );

      assert.equal(code, 0, err);
      assert.match(out, /returned: "[^]*round-42-trip/);
      const [, second, ...more] = await turns();
      assert.equal(more.length, 0, 'two requests make the round trip');
      assert.equal(second.body.input.at(-1).type, 'custom_tool_call_output');
      assert.equal(second.body.input.length === 1, !overHttp, 'over a socket, only what is new');
    });

    test('a resumed session knows what was said', LIMIT, async () => {
      const first = await say('remember the word marzipan');
      assert.equal(first.code, 0, first.err);

      const second = await say('resume', '--last', 'which word was it?');

      assert.equal(second.code, 0, second.err);
      assert.match(second.out, /\[emulator\] You said: "which word was it\?"/);
      const said = messages((await turns()).at(-1));
      assert.ok(said.includes('user: remember the word marzipan'), said.join('\n'));
      assert.ok(
        said.some((line) => line.startsWith('assistant: [emulator] You said: "remember the word marzipan"')),
        said.join('\n'),
      );
    });

    test('a conversation that is too long is compacted and continues', LIMIT, async () => {
      const first = await say('remember the word marzipan');
      assert.equal(first.code, 0, first.err);

      const second = await say('resume', '--last', '-c', 'model_auto_compact_token_limit=100', 'which word was it?');

      assert.equal(second.code, 0, second.err);
      assert.match(second.out, /\[emulator\] You said: "which word was it\?"/);
      const all = await turns();
      const compactions = all.filter((turn) => turn.body.input.at(-1)?.type === 'compaction_trigger');
      assert.equal(compactions.length, 1);
      assert.equal(compactions[0].ending, 'COMPLETE');
      const [compacted] = all.at(-1).body.input.filter((item) => item.type === 'compaction');
      assert.match(compacted.encrypted_content, /^gAAAAA/);
    });

    test('a failure inside the stream is reported', LIMIT, async () => {
      const { code, out, err } = await say('fail [[emulate: invalid_prompt message="emulated refusal"]]');

      assert.notEqual(code, 0);
      assert.match(out + err, /emulated refusal/);
    });

    test('a workspace bound to a region is served with its header', LIMIT, async () => {
      await emulator.change({ routing_override: 'us_cr' });
      try {
        const { code, out, err } = await say('say pong');

        assert.equal(code, 0, err);
        assert.match(out, /\[emulator\] You said: "say pong"/);
        assert.equal(header((await turns())[0], 'x-openai-account-routing-override'), 'us_cr');
      } finally {
        await emulator.change(UNCONSTRAINED);
      }
    });
  });
}

const sayOnce = (prompt) =>
  codex(home, ['exec', '--skip-git-repo-check', '--sandbox', 'read-only', '-C', home.path, prompt], { env });

test('a turn whose socket dies is sent again in full on a new one', LIMIT, async () => {
  await emulator.script('cut after=2');

  const { code, out, err } = await sayOnce('say pong');

  assert.equal(code, 0, err);
  assert.match(out, /\[emulator\] You said: "say pong"/);
  const [cut, again, ...more] = await turns();
  assert.equal(more.length, 0);
  assert.equal(cut.ending, 'CUT');
  assert.ok(cut.body.previous_response_id);
  assert.equal(again.method, 'WEBSOCKET');
  assert.equal(again.body.previous_response_id, undefined, 'the new socket knows nothing');
});

test('a response that the socket has forgotten is sent again in full', LIMIT, async () => {
  const error = { type: 'invalid_request_error', code: 'previous_response_not_found', message: 'gone', param: null };
  await emulator.script(`status code=400 body=${JSON.stringify({ error })}`);

  const { code, err } = await sayOnce('say pong');

  assert.equal(code, 0, err);
  const [, again] = await turns();
  assert.equal(again.body.previous_response_id, undefined);
});

test('an overload is reported as Codex words it', LIMIT, async () => {
  await emulator.script('server_is_overloaded at=http');

  const { code, out, err } = await sayOnce('say pong');

  assert.notEqual(code, 0);
  assert.match(out + err, /at capacity/);
});

test('a backend without the socket is used over HTTP', LIMIT, async () => {
  await emulator.script('upgrade-refused status=404\n'.repeat(20));

  const { code, out, err } = await sayOnce('say pong');

  assert.equal(code, 0, err);
  assert.match(out, /\[emulator\] You said: "say pong"/);
  assert.match(err, /Falling back from WebSockets/);
  assert.deepEqual(
    (await turns()).map((turn) => turn.method),
    ['POST'],
  );
});

test('a workspace that is not found stops Codex before any turn', LIMIT, async () => {
  // Codex tries again several times.
  await emulator.script('workspace select=missing on=accounts\n'.repeat(50));

  const { code, out, err } = await sayOnce('say pong');

  assert.notEqual(code, 0);
  assert.match(out + err, /selected workspace missing/);
  assert.deepEqual(await turns(), []);
});

/** The generated turns, over either transport. */
async function turns() {
  return (await creates()).filter((one) => one.body.generate !== false);
}

async function warmUps() {
  return (await creates()).filter((one) => one.body.generate === false);
}

async function creates() {
  const requests = await emulator.requests('/codex/responses');
  return requests.filter((one) => ['POST', 'WEBSOCKET'].includes(one.method));
}

function messages({ body }) {
  return body.input
    .filter((item) => item.type === 'message')
    .map((item) => `${item.role}: ${item.content.map((part) => part.text).join('')}`);
}

function header({ headers }, name) {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; acceptance/run sets it, or see the top of this file`);
  }
  return value;
}
