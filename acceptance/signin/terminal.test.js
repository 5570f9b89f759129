// airelay in a real terminal, which is a pseudo-terminal of script (util-linux): colors, its width, and Ctrl-C.
import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { EXIT, follow, Machine, ROOT, signIn } from '../lib/machine.js';
import { Running } from '../lib/processes.js';

const LIMIT = { timeout: 120_000, skip: process.platform !== 'linux' && 'needs script of util-linux' };
const COMMANDS = ['status', 'doctor --skip-response', '--help', 'token show'];
const WIDTHS = [40, 80, 200];
/** How many screens of --watch must come before Ctrl-C. */
const SCREENS = 3;
const INTERRUPTED = 130;
const CTRL_C = '\x03';
const REDRAW = '\x1b[H\x1b[J';
const ESCAPE = /\x1b/;
const COLORS = /\x1b\[[0-9;]*m/g;

let machine;

before(async () => {
  if (LIMIT.skip) {
    return;
  }
  machine = await Machine.open({ TERM: 'xterm-256color' });
  // A link on the PATH, so that commands to copy are as short as on a person's machine.
  await mkdir(machine.file('bin'));
  await symlink(path.join(ROOT, 'airelay'), machine.file('bin/airelay'));
  machine.env.PATH = `${machine.file('bin')}:${machine.env.PATH}`;
  const emulator = await machine.emulate();
  await machine.init(emulator.configuration);
  assert.equal((await signIn(machine, (address) => follow(machine, address))).code, EXIT.OK);
  const relay = await machine.serve();
  machine.env.AIRELAY_PORT = new URL(relay.baseUrl).port;
  // The screens show the client and what it used.
  await new OpenAI(machine.sdk(relay)).responses.create({ model: 'gpt-5.5', input: 'Hello' });
});

after(() => machine?.close());

for (const command of COMMANDS) {
  test(`airelay ${command} has color and fits the terminal`, LIMIT, async () => {
    const longest = [];
    for (const columns of WIDTHS) {
      const { code, out } = await terminal(command, columns).ended;

      assert.equal(code, EXIT.OK, out);
      assert.match(out, COLORS);
      const shown = lines(out);
      // What is copied is never broken: a line may exceed the width only if it is a single word.
      assert.deepEqual(shown.filter((line) => line.length > columns && line.trim().includes(' ')), [], `${columns} columns`);
      longest.push(Math.max(...shown.map((line) => line.length)));
    }
    assert.ok(longest[0] <= longest[1] && longest[1] <= longest[2], `${longest}`);
  });

  test(`airelay ${command} obeys NO_COLOR`, LIMIT, async () => {
    const { code, out } = await terminal(command, 80, { NO_COLOR: '1' }).ended;

    assert.equal(code, EXIT.OK, out);
    assert.doesNotMatch(out, ESCAPE);
  });
}

test('a narrow terminal breaks lines that a wide one does not', LIMIT, async () => {
  const count = async (columns) => lines((await terminal('--help', columns).ended).out).length;

  assert.ok((await count(40)) > (await count(80)));
});

test('status --watch draws its screen again until Ctrl-C', LIMIT, async () => {
  const watching = terminal('status --watch', 80, {}, 'pipe');
  const drawn = REDRAW.replaceAll('[', '\\[');
  const [first] = await watching.shown(new RegExp(`^[^]*?${drawn}(?:[^]*?${drawn}){${SCREENS}}`));
  const screens = first.split(REDRAW).slice(1, -1).map((screen) => screen.replaceAll(COLORS, ''));

  watching.child.stdin.write(CTRL_C);

  const { code, out, err } = await watching.ended;
  assert.equal(code, INTERRUPTED, out + err);
  assert.equal(screens.length, SCREENS);
  assert.ok(screens.every((screen) => screen.startsWith('AIRelay ')), screens.join('\n--\n'));
  assert.doesNotMatch(out, /Exception|\tat /);
});

test('without a terminal there is no color, and status --watch is refused', LIMIT, async () => {
  const plain = await machine.run(['status']);
  assert.doesNotMatch(plain.out, ESCAPE);

  const { code, err } = await machine.run(['status', '--watch']);
  assert.equal(code, 2);
  assert.match(err, /--watch needs a terminal/);
});

/** Types a command in a terminal of this width. */
function terminal(command, columns, env = {}, input = 'ignore') {
  const typed = `stty cols ${columns} rows 50; exec airelay ${command}`;
  const running = new Running(`airelay ${command}`, 'script', ['--quiet', '--return', '--command', typed, '/dev/null'], {
    // Without the log of everything, which would be on the same screen.
    env: { ...machine.env, AIRELAY_JAVA_OPTS: process.env.AIRELAY_JAVA_OPTS ?? '', ...env },
    input,
  });
  machine.started.push(running);
  return running;
}

/** The lines as a person sees them. */
function lines(out) {
  return out.replaceAll(COLORS, '').split(/\r?\n/);
}
