// airelay connect sets up real clients, which then complete a turn through the relay, and sets them back.
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EXIT, Machine } from '../lib/machine.js';

const LIMIT = { timeout: 240_000 };
const HERE = path.dirname(fileURLToPath(import.meta.url));
const MODEL = 'gpt-5.5';
const USAGE = 2;
/** A demo's answer to a prompt that ends in these words. */
const ANSWER = /\[emulator\] You said: [^]*say pong/;

let machine;
let relay;
let token;

before(async () => {
  machine = await Machine.open({ CI: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1' });
  machine.env.PATH = `${path.join(HERE, 'node_modules', '.bin')}${path.delimiter}${machine.env.PATH}`;
  const demo = machine.start(['serve', '--demo', '--port', '0']);
  const [, url] = await demo.shown(/^AIRelay at (\S+)$/m);
  [, token] = await demo.shown(/^ *Relay token: +(\S+)$/m);
  const [, directory] = await demo.shown(/^ *Data dir: +(\S+)/m);
  relay = ['--url', url, '--data-dir', directory];
  machine.url = url;
});

after(async () => {
  await stopDaemons();
  await machine?.close();
});

/** Cline leaves a process behind that serves its next starts. It has the home of this machine. */
async function stopDaemons() {
  for (const pid of (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const started = machine.started.some((running) => running.pid === Number(pid));
    if (!started && environment.split('\0').includes(`HOME=${machine.home}`)) {
      process.kill(Number(pid));
    }
  }
}

/** Runs `airelay connect ARGS` against the demo. Its output never has the relay token. */
async function connect(args, launched = []) {
  const ended = await machine.run(['connect', ...args, ...relay, ...(launched.length ? ['--', ...launched] : [])]);
  assert.ok(!(ended.out + ended.err).includes(token), 'the relay token is not shown');
  return ended;
}

async function good(args, launched) {
  const ended = await connect(args, launched);
  assert.equal(ended.code, EXIT.OK, ended.out + ended.err);
  return ended;
}

async function put(file, text, mode = 0o644) {
  await mkdir(path.dirname(machine.file(file)), { recursive: true });
  await writeFile(machine.file(file), text);
  await chmod(machine.file(file), mode);
}

function content(file) {
  return readFile(machine.file(file), 'utf8');
}

async function gone(file) {
  await assert.rejects(stat(machine.file(file)), { code: 'ENOENT' });
}

describe('Codex', () => {
  const FILE = '.codex/config.toml';
  const OWN = `# mine\nmodel = "${MODEL}" # the good one\n\n[tui]\ntheme = "dark"\n`;

  test('writes, launches, completes a turn', LIMIT, async () => {
    await put(FILE, OWN, 0o640);

    const { out } = await good(['codex', '--write', '--check', '--launch'], ['exec', '--skip-git-repo-check', 'say pong']);

    assert.match(out, /^ {2}\+ model_provider = "airelay"$/m);
    assert.match(out, /^Checked: \S+ answered a request like those of Codex/m);
    assert.match(out, ANSWER);
    const written = await content(FILE);
    assert.ok(written.startsWith(`# mine\nmodel = "${MODEL}" # the good one\n`), written);
    assert.ok(!written.includes(token), 'the token stays in its own file');
    assert.equal((await stat(machine.file(FILE))).mode & 0o777, 0o640);
  });

  test('a second write has nothing to do', LIMIT, async () => {
    assert.match((await good(['codex', '--write'])).out, /^Nothing to change/m);
  });

  test('restore keeps what Codex and the user wrote since', LIMIT, async () => {
    await writeFile(machine.file(FILE), `${await content(FILE)}\n[projects."/x"]\ntrust_level = "trusted"\n`);

    await good(['codex', '--restore']);

    const left = await content(FILE);
    assert.ok(left.startsWith(OWN), left);
    assert.match(left, /\[projects\."\/x"\]\ntrust_level = "trusted"\n$/);
    assert.doesNotMatch(left, /airelay/);
  });

  test('restore without a write says so', LIMIT, async () => {
    const { code, err } = await connect(['codex', '--restore']);
    assert.equal(code, EXIT.FAILURE);
    assert.match(err, /There is nothing to restore/);
  });

  test('an active profile with another provider is reported', LIMIT, async () => {
    await put(FILE, 'profile = "work"\n[profiles.work]\nmodel_provider = "corp"\n');

    const written = await good(['codex', '--write']);
    const checked = await connect(['codex', '--check']);

    assert.match(written.err, /The profile 'work' is active and uses the provider 'corp'/);
    assert.equal(checked.code, EXIT.FAILURE);
    await good(['codex', '--restore']);
    assert.equal(await content(FILE), 'profile = "work"\n[profiles.work]\nmodel_provider = "corp"\n');
    // The tests after this one are about a Codex without profiles.
    await rm(machine.file(FILE));
  });
});

describe('Claude Code', () => {
  const FILE = '.claude/settings.json';
  const OWN = '{\n  "permissions": { "allow": ["Read"] }\n}\n';

  test('writes, launches, completes a turn', LIMIT, async () => {
    await put(FILE, OWN);

    const { out } = await good(['claude-code', '--write', '--check', '--launch'], ['-p', 'say pong']);

    assert.match(out, /^Checked: \S+ answered a request like those of Claude Code/m);
    assert.match(out, ANSWER);
    const written = JSON.parse(await content(FILE));
    assert.deepEqual(written.permissions, { allow: ['Read'] });
    assert.equal(written.env.ANTHROPIC_BASE_URL, new URL(machine.url).origin);
  });

  test('restore brings the file back byte for byte', LIMIT, async () => {
    await good(['claude-code', '--restore']);
    assert.equal(await content(FILE), OWN);
  });

  test('a key in the settings that would be used instead is reported', LIMIT, async () => {
    await put(FILE, '{"env": {"ANTHROPIC_API_KEY": "sk-other"}}\n');
    const { err } = await good(['claude-code', '--write']);
    assert.match(err, /ANTHROPIC_API_KEY is set and takes the place of the relay token/);
    await good(['claude-code', '--restore']);
  });
});

test('opencode completes a turn, and comments stay', LIMIT, async () => {
  const file = '.config/opencode/opencode.jsonc';
  // opencode itself adds the line of the schema when it is missing.
  const own = '{\n  "$schema": "https://opencode.ai/config.json",\n  // mine\n  "share": "disabled",\n}\n';
  await put(file, own);

  const { out } = await good(['opencode', '--write', '--check', '--launch'], ['run', 'say pong']);

  assert.match(out, ANSWER);
  assert.match(await content(file), /\/\/ mine/);
  assert.ok(!(await content(file)).includes(token));
  await good(['opencode', '--restore']);
  assert.equal(await content(file), own);
});

test('Continue completes a turn; its file of secrets is the only one with the token', LIMIT, async () => {
  const { out } = await good(['continue', '--model', MODEL, '--write', '--check', '--launch'], ['-p', 'say pong']);

  assert.match(out, ANSWER);
  assert.match(out, /\.continue\/\.env now contains the relay token/);
  assert.equal(await content('.continue/.env'), `AIRELAY_TOKEN=${token}\n`);
  assert.equal((await stat(machine.file('.continue/.env'))).mode & 0o777, 0o600);
  assert.ok(!(await content('.continue/config.yaml')).includes(token));
  await good(['continue', '--restore']);
  await gone('.continue/config.yaml');
  await gone('.continue/.env');
});

test('Cline completes a turn after the command that is printed', LIMIT, async () => {
  const { out } = await good(['cline', '--model', MODEL]);
  const [line] = /cline auth .*$/m.exec(out);

  const auth = await shell(`${line} >auth.txt 2>&1 </dev/null`);
  assert.equal(auth.code, 0, await content('auth.txt'));
  // Its daemon would keep a pipe open.
  const turn = await shell('cline --json "say pong" >turn.txt 2>&1 </dev/null');

  const said = await content('turn.txt');
  assert.equal(turn.code, 0, said);
  assert.match(said, ANSWER);
});

for (const [name, program] of [
  [
    "OpenAI's SDK",
    `import OpenAI from 'openai';
     console.log((await new OpenAI().responses.create({ model: '${MODEL}', input: 'say pong' })).output_text);`,
  ],
  [
    "Anthropic's SDK",
    `import Anthropic from '@anthropic-ai/sdk';
     const message = await new Anthropic().messages.create(
       { model: '${MODEL}', max_tokens: 100, messages: [{ role: 'user', content: 'say pong' }] });
     console.log(message.content[0].text);`,
  ],
  [
    'LangChain',
    `import { ChatOpenAI } from '@langchain/openai';
     console.log((await new ChatOpenAI({ model: '${MODEL}' }).invoke('say pong')).text);`,
  ],
  [
    'the Vercel AI SDK',
    `import { openai } from '@ai-sdk/openai';
     import { generateText } from 'ai';
     console.log((await generateText({ model: openai('${MODEL}'), prompt: 'say pong' })).text);`,
  ],
]) {
  test(`airelay run gives ${name} all that it needs`, LIMIT, async () => {
    const file = path.join(HERE, 'node_modules', '.program.mjs');
    await writeFile(file, program);

    const { code, out, err } = await machine.run(['run', ...relay, '--', process.execPath, file]);

    assert.equal(code, EXIT.OK, err);
    assert.match(out, ANSWER);
  });
}

test('airelay run hands on arguments, the exit code and SIGTERM', LIMIT, async () => {
  const ended = await machine.run(['run', ...relay, '--', 'sh', '-c', 'echo "$1"; exit 7', 'sh', '--a b']);
  assert.deepEqual([ended.code, ended.out], [7, '--a b\n']);

  const waiting = machine.start(['run', ...relay, '--', 'sh', '-c', 'trap "echo stopped; exit 9" TERM; echo ready; while :; do sleep 1; done']);
  await waiting.shown(/^ready$/m);
  const stopped = await waiting.stop();
  assert.deepEqual([stopped.code, stopped.out], [9, 'ready\nstopped\n']);
});

test('the list shows what is installed and connected', LIMIT, async () => {
  await good(['codex', '--write']);

  const { clients } = JSON.parse((await good(['--json'])).out);

  const codex = clients.find(({ id }) => id === 'codex');
  assert.deepEqual([codex.installed, codex.state], [true, 'connected']);
  assert.equal(clients.find(({ id }) => id === 'zed').installed, false);
  await good(['codex', '--restore']);
});

for (const [line, code, message] of [
  [['kodex'], USAGE, /Unknown client 'kodex'\. Did you mean codex\? The clients are codex, /],
  [['codex', '--write', '--restore'], USAGE, /exclude each other/],
  [['jetbrains', '--write'], USAGE, /has no file that AIRelay can change/],
  [['codex', '--check'], EXIT.FAILURE, /is not connected to /],
]) {
  test(`connect ${line.join(' ')} is refused`, LIMIT, async () => {
    const ended = await connect(line);
    assert.equal(ended.code, code);
    assert.match(ended.err, message);
  });
}

test('a relay that does not run is named, with the way to start it', LIMIT, async () => {
  const ended = await machine.run(['connect', 'opencode', '--write', '--url', 'http://127.0.0.1:9', ...relay.slice(2)]);
  assert.equal(ended.code, EXIT.UNAVAILABLE);
  assert.match(ended.err, /does not answer at http:\/\/127\.0\.0\.1:9\/v1 .*airelay serve/);
});

/** Runs a line as if typed into a shell on the machine. */
function shell(line) {
  return machine.launch('bash', ['-c', line]).ended;
}
