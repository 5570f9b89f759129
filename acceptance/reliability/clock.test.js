// A relay whose clock jumps both ways, by libfaketime: it keeps serving, renews once where that is due, and deletes nothing.
//
// Skipped where libfaketime is not installed (Debian: apt-get install faketime).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Client } from './client.js';
import { signedInMachine } from './relays.js';

const LIMIT = { timeout: 300_000 };
const MODEL = 'gpt-5.5';
const [library] = spawnSync('sh', ['-c', 'ls -d /usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib/faketime/libfaketimeMT.so.1'])
  .stdout.toString()
  .split('\n');
const NEEDS_FAKETIME = { ...LIMIT, skip: library ? false : 'libfaketime is not installed' };

let machine;
let emulator;

before(async () => {
  ({ machine, emulator } = await signedInMachine());
}, LIMIT);

after(() => machine?.close());

test('a clock that jumps both ways', NEEDS_FAKETIME, async (t) => {
  const now = machine.file('now');
  const jump = (step) => writeFile(now, `${step}\n`);
  await jump('+0');
  const relay = machine.start(['serve', '--port', '0'], {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: now,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
  });
  const [, baseUrl] = await relay.shown(/^AIRelay at (\S+)$/m);
  const client = new Client({ baseUrl }, machine.token);
  const kept = await client.post('/responses', { model: MODEL, input: 'before' });
  const before = logFiles();

  for (const [step, renewals] of [
    ['+1d', 0],
    ['+20d', 1],
    ['+400d', 2],
    ['+0', 2],
    ['-1d', 2],
    ['-400d', 2],
    ['+0', 2],
  ]) {
    await t.test(`the clock goes to ${step}`, LIMIT, async () => {
      await jump(step);

      const { status, id } = await client.post('/responses', { model: MODEL, input: `at ${step}` });

      assert.equal(status, 'completed');
      assert.equal((await client.get(`/responses/${id}`)).id, id);
      assert.deepEqual(await client.get(`/responses/${kept.id}`), kept);
      const { refresh, reuses } = await emulator.counts();
      assert.deepEqual([refresh, reuses], [renewals, 0]);
      const { traffic_log: log } = await client.get('/relay/status');
      assert.deepEqual([log.dropped, log.failed, log.trouble], [0, 0, null]);
    });
  }
  await t.test('no log is gone', () => {
    const left = logFiles().map((name) => name.replace(/\.gz$/, ''));
    assert.ok(before.every((name) => left.includes(name)), `${before} in ${left}`);
  });
  await relay.stop();
});

function logFiles() {
  return readdirSync(machine.file('.airelay/logs'), { recursive: true }).filter((name) => /\.log(\.gz)?$/.test(name));
}
