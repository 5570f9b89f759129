// The command lines of the documentation that build and test, typed in the project itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { BUILDS, commandLines } from './pages.js';

const LIMIT = { timeout: 1_800_000 };
/** .ci/run begins with the first; the second would take away what is under test. */
const LEFT_OUT = ['mvn verify', 'mvn clean'];
/** Needs what this line installs, and lasts until somebody ends it. */
const INSTALLS = 'mvn install -DskipTests';
const SERVES = 'mvn -pl airelay-cli exec:java -Dexec.args="serve --demo"';

/**
 * Searches, measurements, builds from nothing, and tests that .ci/run has just run; AIRELAY_DOCS_LONG=1 has them typed as well.
 */
const LONG = /-Dtest=('\*Page|Voice|Allocation|DeltaPath)Test|-P(many-connections|fuzz|bench|jmh|release)\b|-Dairelay\.(fuzz|growth)|^build\/(reproducible|local-repository)$/;

const lines = commandLines().filter((line) => BUILDS.test(line));
const ends = lines.filter((line) => ![...LEFT_OUT, SERVES].includes(line));

for (const line of ends) {
  const skip = LONG.test(line) && !process.env.AIRELAY_DOCS_LONG && 'takes long; AIRELAY_DOCS_LONG=1 types it';
  test(line, { ...LIMIT, skip }, async () => {
    const { code, out, err } = await maven(line).ended;

    assert.equal(code, 0, out.slice(-4_000) + err);
    if (line === INSTALLS) {
      await serves();
    }
  });
}

test('the documentation has the lines that are special here', () => {
  assert.ok([...LEFT_OUT, SERVES, INSTALLS].every((line) => lines.includes(line)), lines.join('\n'));
  assert.ok(lines.some((line) => LONG.test(line)), lines.join('\n'));
});

async function serves() {
  const demo = maven(SERVES.replace('--demo', '--demo --port 0'));
  const [, baseUrl] = await demo.shown(/^AIRelay at (\S+)$/m);

  assert.equal((await fetch(new URL('/healthz', baseUrl))).status, 200);

  await demo.stop();
}

function maven(line) {
  return new Running(line, 'bash', ['-c', line.replace('mvn', 'exec mvn -B')], { env: process.env, directory: ROOT });
}
