// The scripts of `airelay completion`, loaded by the real shells: a person types a part of a command and presses Tab.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT, Machine } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { run } from './sandbox.js';

const LIMIT = { timeout: 120_000 };
const INSTALL = { timeout: 600_000 };
const LOOK_AGAIN_MS = 20;
const TAB = '\t';
const ENTER = '\r';
/** Ctrl-U: the line is empty again. */
const CLEARED = '\x15';
/** Colors, movements of the cursor, and the titles of windows. */
const CONTROLS = /\x1b\[[0-9;?]*[A-Za-z]|\x1b\(B|\x1b\][^\x07]*\x07/g;

/** Each shell without its user's settings, the command that loads the script, and how often Tab lists what there is. */
const SHELLS = [
  { name: 'bash', start: 'bash --norc --noprofile -i', load: 'source airelay.bash', tabs: 2 },
  { name: 'zsh', start: 'zsh -f -i', load: 'autoload -U compinit; compinit -u -D; source airelay.zsh', tabs: 1 },
  { name: 'zsh from its path', start: 'zsh -f -i', load: 'fpath=($HOME/functions $fpath); autoload -U compinit; compinit -u -D', tabs: 1 },
  { name: 'fish', start: 'fish --no-config', load: 'source airelay.fish', tabs: 1 },
];

let machine;

before(async () => {
  await install(['bash', 'zsh', 'fish']);
  machine = await Machine.open({ TERM: 'xterm' });
  for (const shell of ['bash', 'zsh', 'fish']) {
    await writeFile(machine.file(`airelay.${shell}`), await script(shell));
  }
  // Where packages put it, and where compinit finds it by its first line.
  await mkdir(machine.file('functions'));
  await writeFile(machine.file('functions/_airelay'), await script('zsh'));
  // Says what the completed line was.
  await mkdir(machine.file('bin'));
  await writeFile(machine.file('bin/airelay'), '#!/bin/sh\necho "typed: $*."\n', { mode: 0o755 });
  machine.env.PATH = `${machine.file('bin')}:${machine.env.PATH}`;
}, INSTALL);

after(() => machine?.close());

for (const { name, start, load, tabs } of SHELLS) {
  test(`${name} lists the commands and completes the one that is meant`, LIMIT, async () => {
    const shell = terminal(start);
    await answers(shell, `${load}; echo lo''aded${ENTER}`, /^loaded$/m);

    const listed = await answers(shell, `airelay con${TAB.repeat(tabs)}`, /\bconfig\b[^]*\bconnect\b/);
    await answers(shell, `${CLEARED}airelay conn${TAB}`, /ect\b/);
    await answers(shell, ENTER, /^typed: connect\.$/m);
    await answers(shell, `airelay token show --r${TAB}`, /aw\b/);
    await answers(shell, ENTER, /^typed: token show --raw\.$/m);

    assert.doesNotMatch(listed, /\b(completion|train|status)\b/);
    assert.doesNotMatch(shell.out + shell.err, /not found|command not|[Ee]rror/);
    shell.child.stdin.write(`exit${ENTER}`);
    await shell.ended;
  });
}

test('fish offers the commands with their descriptions', LIMIT, async () => {
  const { code, out, err } = await machine.launch('fish', ['--no-config', '-c', 'source airelay.fish; complete -C "airelay con"']).ended;

  assert.equal(code, 0, err);
  assert.deepEqual(
    out.trim().split('\n').map((line) => line.split('\t')[0]).sort(),
    ['config', 'connect'],
  );
  assert.match(out, /^connect\tConnect a program/m);
});

async function script(shell) {
  const { code, out, err } = await machine.run(['completion', shell]);
  assert.equal(code, EXIT.OK, err);
  return out;
}

/** Installs the shells that are missing, which needs Debian and root; a shell that cannot be had fails the suite. */
async function install(shells) {
  const missing = [];
  for (const shell of shells) {
    if ((await run('sh', ['-c', `command -v ${shell}`])).code !== 0) {
      missing.push(shell);
    }
  }
  if (missing.length === 0) {
    return;
  }
  const line = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${missing.join(' ')}`;
  const { code, err } = await run('sh', ['-c', line], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  assert.equal(code, 0, `${missing.join(' and ')} cannot be installed: ${err}`);
}

/** A shell in a terminal. */
function terminal(command) {
  const typed = `stty cols 100 rows 50; cd; exec ${command}`;
  const running = new Running(command, 'script', ['--quiet', '--return', '--command', typed, '/dev/null'], {
    env: machine.env,
    input: 'pipe',
  });
  machine.started.push(running);
  return running;
}

/** Types keys, and waits for a pattern in what the terminal shows after that. Returns what it showed. */
async function answers(shell, keys, pattern) {
  const before = shell.out.length;
  shell.child.stdin.write(keys);
  let ended = false;
  shell.ended.then(() => (ended = true));
  for (;;) {
    const shown = shell.out.slice(before).replaceAll(CONTROLS, '').replaceAll('\r', '\n');
    if (pattern.test(shown)) {
      return shown;
    }
    assert.ok(!ended, shell.out + shell.err);
    await pause(LOOK_AGAIN_MS);
  }
}
