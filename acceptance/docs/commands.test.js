// The command lines of the documentation, typed by a new user from the first to the last. Only ports and the names in
// capitals are replaced; a line that nobody types here fails the last test.
import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { EXIT, Machine, ROOT } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { assertTyped, BUILDS, blocks, commandLines, inCheckout } from './pages.js';

const LIMIT = { timeout: 180_000 };
/** Lines that are not typed here: their number, and the reason. */
const EXEMPT = [
  [BUILDS, commandLines().filter((line) => BUILDS.test(line)).length, 'builds.test.js types them, and counts what it leaves out'],
  [/^acceptance\/run( [a-z]+)?$/, 4, 'this suite is a part of it, and its suites run by their names'],
  [/^claude /, 1, 'the suite claude-code runs the real program'],
  [/^airelay run$/, 1, 'names the command, which needs a program'],
];
const JAR = 'java -jar airelay-server/target/airelay-server-0.1.0-SNAPSHOT-all.jar --server.port=8081';

const typed = new Set();
let machine;
let emulated;
let emulator;
let relay;

before(async () => {
  process.chdir(ROOT);
  machine = await Machine.open();
});

after(() => machine.close());

test('the demo answers the curl command that it prints', LIMIT, async () => {
  const demo = start('./airelay serve --demo');
  const [, curl] = await demo.shown(/^(curl [\s\S]*\}')$/m);

  assert.match((await shell(curl).ended).out, /\[emulator\]/);

  await demo.stop();
});

test('the emulator is steered', LIMIT, async () => {
  emulated = start('./airelay emulate --port 9000');
  const [, baseUrl] = await emulated.shown(/^Emulated upstream at (\S+)$/m);
  emulator = new URL(baseUrl);

  await json(`curl http://127.0.0.1:9000/__emulator/clock -d '{"advance_seconds": 3600}'`);
});

test('a new user sets it up and signs in', LIMIT, async () => {
  await run('./airelay init');
  machine.env.AIRELAY_UPSTREAM_BASE_URL = `${emulator.origin}/backend-api/codex`;
  machine.env.AIRELAY_ISSUER_BASE_URL = emulator.origin;
  machine.env.AIRELAY_TOKEN = await token();
  // One of the documented requests uses up the plan; the next ones must reach the upstream again.
  machine.env.AIRELAY_LIMIT_CACHE_SECONDS = '0';

  await signIn('./airelay login');
  await run('./airelay status');
  assert.equal(JSON.parse((await run('./airelay status --json')).out).auth.ready_for_requests, true);
});

test('the relay serves what the pages ask it for', LIMIT, async () => {
  relay = start('./airelay serve');
  const [, baseUrl] = await relay.shown(/^AIRelay at (\S+)$/m);
  relay.url = new URL(baseUrl);
  machine.env.BASE = baseUrl;
  // Before the plan is used up, which doctor reports.
  await run('./airelay doctor');
  await writeFile(machine.file('speech.mp3'), 'ID3');

  for (const line of commandLines().filter((line) => /^curl (http:\/\/127\.0\.0\.1:8080|"\$BASE)/.test(line))) {
    const answer = await json(line);
    assert.equal(answer.error !== undefined, line.includes('usage_limit_reached'), JSON.stringify(answer));
  }
});

test('the page opens in a browser', LIMIT, async () => {
  machine.env.BROWSER = 'true';
  assert.match((await run('./airelay open')).out, /^Opening http:/);
  assert.match((await run('./airelay open --print')).out, /^http:\S+\/#k=\S+\n$/);
});

test('the client examples work as they are printed', LIMIT, async () => {
  const [javascript] = blocks('README.md', 'js').map(address);
  const { code, out, err } = await program('node', ['--input-type=module', '--eval', javascript], 'acceptance/docs');
  assert.equal(code, EXIT.OK, err);
  assert.match(out, /\[emulator\]/);
});

test('the program is described for a bug report', LIMIT, async () => {
  assert.match((await run('airelay --version')).out, /^airelay \d/);
  const { out } = await run('airelay bugreport');
  assert.match(out, /\d+\.\d+/);
  assert.ok(!out.includes(machine.env.AIRELAY_TOKEN));
});

test('a shell gets what Claude Code needs', LIMIT, async () => {
  const line = 'export ANTHROPIC_BASE_URL=http://127.0.0.1:8080 ANTHROPIC_AUTH_TOKEN=$AIRELAY_TOKEN';

  const { out } = await run(line, '; printf "%s %s" "$ANTHROPIC_BASE_URL" "$ANTHROPIC_AUTH_TOKEN"');

  assert.equal(out, `${relay.url.origin} ${machine.env.AIRELAY_TOKEN}`);
});

test('clients are connected, tried and set back', LIMIT, async () => {
  const lines = commandLines().filter((line) => /^(\.\/)?airelay (connect|run)\b/.test(line) && line !== 'airelay run');
  const order = (line) => ['--write', '--check', '--restore'].findIndex((option) => line.includes(option));
  lines.sort((one, other) => order(one) - order(other));
  // The settings have the port of the relay that runs here. The suite connect starts the real programs.
  machine.env.AIRELAY_PORT = relay.url.port;
  machine.env.PATH = `${machine.file('bin')}:${machine.env.PATH}`;
  await mkdir(machine.file('bin'));
  for (const name of ['codex', 'claude', 'opencode', 'zed', 'aider', 'goose', 'COMMAND']) {
    await writeFile(machine.file(`bin/${name}`), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  }

  for (const line of lines) {
    await run(line);
  }

  assert.ok(lines.length > 10, lines.join('\n'));
});

test('the log shows what went through', LIMIT, async () => {
  for (const line of ['./airelay logs -f', 'airelay logs --follow']) {
    const following = start(line);
    await following.shown(/ {2}200 {2}.* chat +gpt-5\.5 /);
    await following.stop();
    assert.equal(following.err, '');
  }

  assert.match((await run('./airelay logs')).out, /relay_started/);
  assert.match((await run('./airelay logs --since 10m')).out, / {2}200 {2}.* responses +gpt-5\.5 /);
  const records = (await run('./airelay logs --json')).out.trim().split('\n').map(JSON.parse);
  assert.ok(records.every(({ phase, request_id, logged_at }) => phase && request_id && logged_at));
});

test('a shell gets what clients need', LIMIT, async () => {
  const { out } = await run('eval "$(./airelay env)"', '; printf "%s %s" "$OPENAI_BASE_URL" "$OPENAI_API_KEY"');
  assert.equal(out, `${relay.url} ${machine.env.AIRELAY_TOKEN}`);
});

test('a token is rotated', LIMIT, async () => {
  const before = machine.env.AIRELAY_TOKEN;

  await run('./airelay token rotate');

  machine.env.AIRELAY_TOKEN = await token();
  assert.notEqual(machine.env.AIRELAY_TOKEN, before);
  await relay.stop();
});

test('the server jar serves', LIMIT, async () => {
  const server = start(JAR);

  const [, baseUrl] = await server.shown(/listens on (\S+)/);

  assert.equal((await fetch(new URL('/healthz', baseUrl))).status, 200);
  await server.stop();
});

test('sessions come and go', LIMIT, async () => {
  await copyFile(machine.file('.airelay/auth.json'), machine.file('copy.json'));
  await run('./airelay login --import PATH');
  await run('./airelay logout');
  await signIn('./airelay login --device');
  await json(`curl http://127.0.0.1:9000/__emulator/scripts -d 'status code=500 on=refresh'`);
  await json(`curl http://127.0.0.1:9000/__emulator/issuer -d '{"approval": "page", "access_token_seconds": 60}'`);
  await emulated.stop();
});

test('no command line of the documentation was left out', () => {
  assertTyped(commandLines(), typed, EXEMPT);
});

/** The relay token as the command shows it. */
async function token() {
  const { out } = await run('./airelay token show');
  assert.equal((await run('export AIRELAY_TOKEN=$(./airelay token show --raw)', '; printf %s "$AIRELAY_TOKEN"')).out, out.trim());
  return out.trim();
}

/** Signs in by a code, which another device confirms. */
async function signIn(line) {
  const login = start(line);
  const [code] = await login.shown(/(?<![A-Z0-9])[A-Z0-9]{4}-[A-Z0-9]{5}(?![A-Z0-9])/);
  const body = JSON.stringify({ user_code: code });
  await fetch(new URL('/__emulator/issuer/approve-device', emulator), { method: 'POST', body });
  const { code: exit, err } = await login.ended;
  assert.equal(exit, EXIT.OK, err);
}

async function json(line) {
  const { out } = await run(line);
  return JSON.parse(out);
}

/** Types a line and waits for its success. */
async function run(line, after = '') {
  const ended = await start(line, after).ended;
  assert.equal(ended.code, EXIT.OK, `${line}\n${ended.out}${ended.err}`);
  return ended;
}

function start(line, after = '') {
  assert.ok(commandLines().includes(line), `no page says ${line}`);
  typed.add(line);
  return shell(address(line), after);
}

/** Runs a command; one whose effect is on the shell is followed by another one that shows it. */
function shell(command, after = '') {
  return launch(command, 'bash', ['-c', after === '' ? `exec ${command}` : command + after], ROOT);
}

function program(name, args, directory) {
  return launch(name, name, args, directory).ended;
}

function launch(name, command, args, directory) {
  const running = new Running(name, command, args, { env: machine.env, directory });
  machine.started.push(running);
  return running;
}

/** Free ports and this machine's files in place of the documentation's. */
function address(command) {
  return inCheckout(command)
    .replace('connect CLIENT', 'connect zed')
    .replace('serve', relay === undefined && !command.includes('--demo') ? 'serve --port 0' : '$&')
    .replace('--demo', '--demo --port 0')
    .replace('--port 9000', '--port 0')
    .replace('--server.port=8081', '--server.port=0')
    .replace('http://127.0.0.1:8080', relay?.url?.origin ?? '$&')
    .replace('http://127.0.0.1:9000', emulator?.origin ?? '$&')
    .replace('@speech.mp3', `@${machine.file('speech.mp3')}`)
    .replace('PATH', machine.file('copy.json'));
}
