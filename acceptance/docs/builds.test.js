// The command lines of the documentation that build and test, typed in the project itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { assertTyped, BUILDS, commandLines } from './pages.js';

/** The longest are searches for minutes. */
const LIMIT = { timeout: 3_600_000 };
/** Lines that are not typed here: their number, and the reason. */
const EXEMPT = [
  [/^mvn verify$/, 1, '.ci/run begins with it'],
  [/^mvn clean$/, 1, 'would take away what is under test'],
  [/-Dairelay\.growth=all/, 1, 'takes hours; .ci/weekly runs it with some of the fields'],
];
/** Needs what this line installs, and lasts until somebody ends it. */
const INSTALLS = 'mvn install -DskipTests';
const SERVES = 'mvn -pl airelay-cli exec:java -Dexec.args="serve --demo"';

/**
 * Searches, measurements, builds from nothing, and tests that .ci/run has just run; AIRELAY_DOCS_LONG=1 has them typed as well.
 */
const LONG = /-Dtest=('\*Page|Voice|Allocation|DeltaPath|StartClasses)Test|-P(many-connections|fuzz|bench|jmh|release)\b|-Dairelay\.fuzz|^build\/(reproducible|local-repository)$/;

const typed = new Set();
const lines = commandLines().filter((line) => BUILDS.test(line));
const ends = lines.filter((line) => line !== SERVES && !EXEMPT.some(([pattern]) => pattern.test(line)));

for (const line of ends) {
  const skip = LONG.test(line) && !process.env.AIRELAY_DOCS_LONG && 'takes long; AIRELAY_DOCS_LONG=1 types it';
  test(line, { ...LIMIT, skip }, async () => {
    typed.add(line);
    const { code, out, err } = await maven(line).ended;

    assert.equal(code, 0, out.slice(-4_000) + err);
    if (line === INSTALLS) {
      await serves();
    }
  });
}

test('the documentation has the lines that are special here', () => {
  assert.ok([SERVES, INSTALLS].every((line) => lines.includes(line)), lines.join('\n'));
  assert.ok(lines.some((line) => LONG.test(line)), lines.join('\n'));
});

test('every line is typed, or it is said why not', () => {
  const long = ends.filter((line) => LONG.test(line)).length;
  const short = process.env.AIRELAY_DOCS_LONG ? [] : [[LONG, long, 'takes long; .ci/weekly sets AIRELAY_DOCS_LONG']];

  assert.equal(long, 13);
  assertTyped(lines, typed, [...EXEMPT, ...short]);
});

async function serves() {
  typed.add(SERVES);
  const demo = maven(SERVES.replace('--demo', '--demo --port 0'));
  const [, baseUrl] = await demo.shown(/^AIRelay at (\S+)$/m);

  assert.equal((await fetch(new URL('/healthz', baseUrl))).status, 200);

  await demo.stop();
}

function maven(line) {
  return new Running(line, 'bash', ['-c', line.replace('mvn', 'exec mvn -B')], { env: process.env, directory: ROOT });
}
