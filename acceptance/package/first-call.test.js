// How long a new user waits: from the unpacked zip, and from a clone, to the first answer to OpenAI's SDK, in two commands. The seconds
// are shown and never asserted.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { blocks } from '../docs/pages.js';
import { Machine, ROOT } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { pom, released } from './release.js';
import { run } from './sandbox.js';

const LIMIT = { timeout: 900_000 };
const HERE = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const DEMO = 'serve --demo --port 0';

let machine;
let files;
let version;

before(async () => {
  version = await pom('version');
  files = await released();
  machine = await Machine.open();
  // The log of everything would count as time.
  machine.env.AIRELAY_JAVA_OPTS = process.env.AIRELAY_JAVA_OPTS ?? '';
}, LIMIT);

after(() => machine?.close());

test('from the unpacked zip to the first answer', LIMIT, async () => {
  await succeeds('unzip', ['-q', path.join(files, `airelay-${version}.zip`), '-d', machine.home]);

  await answers('the unpacked zip', machine.file(`airelay-${version}`), `bin/airelay ${DEMO}`);
});

test('from the image with its own Java to the first answer', LIMIT, async () => {
  const directory = machine.file('image');
  const [archive] = (await run('find', [files, '-name', `airelay-${version}-linux-*.tar.gz`])).out.trim().split('\n');
  await succeeds('mkdir', [directory]);
  await succeeds('tar', ['-xzf', archive, '-C', directory]);

  await answers('the unpacked image', path.join(directory, `airelay-${version}`), `bin/airelay ${DEMO}`);
});

test('from a clone to the first answer', LIMIT, async () => {
  const clone = machine.file('clone');
  await succeeds('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone]);

  // A developer's repository has the libraries: what is shown is the build, not the download.
  const repository = `-Dmaven.repo.local=${path.join(process.env.HOME, '.m2', 'repository')}`;
  await answers('a clone, whose first start builds it', clone, `./airelay ${DEMO}`, { MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} ${repository}` });
  await answers('a clone that is built', clone, `./airelay ${DEMO}`);
});

/** Two commands: the demo, and the README's program for OpenAI's SDK. */
async function answers(name, directory, command, env = {}) {
  const [program] = blocks('README.md', 'js');
  const begun = performance.now();
  const demo = new Running(command, 'bash', ['-c', `exec ${command}`], { env: { ...machine.env, ...env }, directory });
  machine.started.push(demo);
  const [, baseUrl] = await demo.shown(/^AIRelay at (\S+)$/m);
  const [, token] = await demo.shown(/^ *Relay token: +(\S+)$/m);
  const typed = program.replace('http://127.0.0.1:8080/v1', baseUrl);
  const called = await new Running(name, 'node', ['--input-type=module', '--eval', typed], {
    env: { ...machine.env, AIRELAY_TOKEN: token },
    directory: HERE,
  }).ended;
  const seconds = (performance.now() - begun) / 1000;
  await demo.stop();

  assert.equal(called.code, 0, called.err + demo.err);
  assert.match(called.out, /\[emulator\]/);
  console.log(`== from ${name} to the first answer: ${seconds.toFixed(1)} s`);
}

async function succeeds(command, args) {
  const { code, err } = await run(command, args);
  assert.equal(code, 0, err);
}
