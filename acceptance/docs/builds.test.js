// The Maven command lines of the documentation, typed in the project itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { commandLines } from './pages.js';

const LIMIT = { timeout: 900_000 };
/** .ci/run begins with the first; the second would take away what is under test. */
const LEFT_OUT = ['mvn verify', 'mvn clean'];
/** Needs what this line installs, and lasts until somebody ends it. */
const INSTALLS = 'mvn install -DskipTests';
const SERVES = 'mvn -pl airelay-cli exec:java -Dexec.args="serve --demo"';

const lines = commandLines().filter((line) => line.startsWith('mvn '));
const ends = lines.filter((line) => ![...LEFT_OUT, SERVES].includes(line));

for (const line of ends) {
  test(line, LIMIT, async () => {
    const { code, out, err } = await maven(line).ended;

    assert.equal(code, 0, out.slice(-4_000) + err);
    if (line === INSTALLS) {
      await serves();
    }
  });
}

test('the documentation has the lines that are special here', () => {
  assert.ok([...LEFT_OUT, SERVES, INSTALLS].every((line) => lines.includes(line)), lines.join('\n'));
});

async function serves() {
  const demo = maven(SERVES.replace('--demo', '--demo --port 0'));
  const [, baseUrl] = await demo.shown(/^AIRelay at (\S+)$/m);

  assert.equal((await fetch(new URL('/healthz', baseUrl))).status, 200);

  await demo.stop();
}

function maven(line) {
  return new Running(line, 'bash', ['-c', `exec ${line.replace('mvn', 'mvn -B')}`], { env: process.env, directory: ROOT });
}
