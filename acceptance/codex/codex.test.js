// The real Codex CLI, signed in with ChatGPT credentials, talks to the emulator through a custom provider.
//
// Run `npm ci` once, then `npm test`. The emulator is found in one of two ways:
//   AIRELAY_EMULATOR_URL  base URL of a running one, http://127.0.0.1:PORT/backend-api/codex, started with
//                         --accept-absent-instructions (Codex leaves out empty instructions);
//   AIRELAY_EMULATOR_CMD  the command that starts one, without options, split at spaces, for example
//                         "../../airelay emulate".
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertShellOutput } from './cli.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const CODEX = path.join(HERE, 'node_modules', '.bin', 'codex');
const ACCOUNT = 'acct-emulator';
const LIMIT_MS = 60_000;

let emulator;
let home;
let baseUrl = process.env.AIRELAY_EMULATOR_URL;

before(async () => {
  if (!baseUrl) {
    baseUrl = await startEmulator();
  }
  // Codex warns about a home below the system's temporary directory.
  const cache = path.join(homedir(), '.cache');
  await mkdir(cache, { recursive: true });
  home = await mkdtemp(path.join(cache, 'airelay-codex-'));
  await writeFile(path.join(home, 'config.toml'), config());
  await writeFile(path.join(home, 'auth.json'), JSON.stringify(credentials()), { mode: 0o600 });
});

after(async () => {
  emulator?.kill();
  if (home) {
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});

test('a text turn completes and prints the answer', { timeout: LIMIT_MS }, async () => {
  await forgetRequests();

  const { code, out, err } = await codex('say pong');

  assert.equal(code, 0, err);
  assert.match(out, /\[emulator\] You said: "say pong"/);
  const [turn] = await turns();
  assert.equal(turn.body.store, false);
  assert.equal(turn.ending, 'COMPLETE');
});

test('a tool call is run and its output ends the turn', { timeout: LIMIT_MS }, async () => {
  await forgetRequests();

  const { code, out, err } = await codex(
    `call a tool [[emulate: call name=exec_command args={"cmd":"echo round-$((40 + 2))-trip"}]]`,
  );

  assert.equal(code, 0, err);
  const [first, second, ...more] = await turns();
  assert.equal(more.length, 0, 'two requests make the round trip');
  assertShellOutput(first, second, out);
});

test('arguments made from the schema run harmlessly', { timeout: LIMIT_MS }, async () => {
  await forgetRequests();

  const { code, out, err } = await codex('please call exec_command');

  assert.equal(code, 0, err);
  assert.equal((await turns()).length, 2);
  assert.match(out, /returned: "[^]*\[emulator\] tool call/);
});

test('encrypted reasoning survives the replay', { timeout: LIMIT_MS }, async () => {
  await forgetRequests();

  await codex('call exec_command [[emulate: reasoning]]');

  const [, second] = await turns();
  const reasoning = second.body.input.find((item) => item.type === 'reasoning');
  assert.ok(reasoning.encrypted_content.startsWith('gAAAAA'));
  assert.equal(second.ending, 'COMPLETE');
});

test('a failure inside the stream is reported', { timeout: LIMIT_MS }, async () => {
  await forgetRequests();

  const { code, out, err } = await codex('fail [[emulate: invalid_prompt message="emulated refusal"]]');

  assert.notEqual(code, 0);
  assert.match(out + err, /emulated refusal/);
});

async function startEmulator() {
  const command = process.env.AIRELAY_EMULATOR_CMD;
  assert.ok(command, 'set AIRELAY_EMULATOR_URL or AIRELAY_EMULATOR_CMD, see the top of this file');
  const [program, ...args] = command.split(' ').filter(Boolean);
  emulator = spawn(program, [...args, '--port', '0', '--accept-absent-instructions'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: emulator.stdout })) {
    const url = /http:\S+/.exec(line);
    if (url) {
      return url[0];
    }
  }
  throw new Error(`the emulator did not start: ${command}`);
}

function codex(prompt) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      CODEX,
      ['exec', '--skip-git-repo-check', '--sandbox', 'read-only', '-C', home, prompt],
      { env: { ...process.env, CODEX_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

async function turns() {
  const { requests } = await (await fetch(control('requests'))).json();
  return requests.filter((request) => request.method === 'POST' && request.target.endsWith('/codex/responses'));
}

async function forgetRequests() {
  await fetch(control('requests'), { method: 'DELETE' });
}

function control(name) {
  return new URL(`/__emulator/${name}`, baseUrl);
}

function config() {
  return `
model = "gpt-5.5"
model_provider = "emulator"
chatgpt_base_url = "${new URL('/backend-api/', baseUrl)}"
cli_auth_credentials_store = "file"

[model_providers.emulator]
name = "emulator"
base_url = "${baseUrl}"
wire_api = "responses"
requires_openai_auth = true
request_max_retries = 0
stream_max_retries = 0
`;
}

function credentials() {
  const token = jwt();
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: { id_token: token, access_token: token, refresh_token: 'emulated', account_id: ACCOUNT },
    last_refresh: new Date().toISOString(),
  };
}

function jwt() {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    email: 'person@emulator.invalid',
    exp: Math.floor(Date.now() / 1000) + 86_400,
    'https://api.openai.com/auth': { chatgpt_account_id: ACCOUNT, chatgpt_plan_type: 'plus' },
  };
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.${part('unsigned')}`;
}
