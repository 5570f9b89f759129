// A relay whose disk is full, becomes read-only, or takes no large files: clear errors, and it keeps serving.
//
// The disks are small file systems in memory that only the relay sees. Where this system lets nobody make them (Linux
// with user namespaces, or root), those tests are skipped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT, ROOT } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { Client, Refused } from './client.js';
import { contentOf } from './load.js';
import { signedInMachine } from './relays.js';

const LIMIT = { timeout: 300_000 };
const AIRELAY = path.join(ROOT, 'airelay');
const LOOK_AGAIN_MS = 20;
const MODEL = 'gpt-5.5';
const DISK = '8m';
/** Files of these sizes are stored until one does not fit, so that in the end there is no room for anything. */
const SIZES = [1_000_000, 100_000, 10_000, 1_000, 1];
const UPLOAD = { filename: 'a.txt', purpose: 'user_data', bytes: 9, mime_type: 'text/plain' };
const UNSHARE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
/**
 * Puts a small disk in the place of the data directory and runs the relay. On request it makes the store
 * read-only; not the whole disk, on which the relay has its lock open.
 */
const ON_SMALL_DISK = `
mount -t tmpfs -o size=${DISK} tmpfs "$1" && cp -a "$2/." "$1/" || exit 99
if [ "$3" = read-only ]; then mount -o remount,ro "$1" || exit 99; fi
(
  until [ -e "$2/lock-it" ] || ! kill -0 $$; do sleep 0.05; done
  mount --bind "$1/store" "$1/store" && mount -o remount,bind,ro "$1/store" && : >"$2/locked"
) &
exec "$4" serve --port 0
`;

/** The same on a file system with a journal, which turns read-only as a whole when the disk is reported as failing. */
const ON_FAILING_DISK = `
truncate -s 32m "$2.img" && mkfs.ext4 -q -F "$2.img" && mount -o loop "$2.img" "$1" && cp -a "$2/." "$1/" || exit 99
(
  until [ -e "$2/lock-it" ] || ! kill -0 $$; do sleep 0.05; done
  mount -o remount,abort "$1" && : >"$2/locked"
) &
exec "$4" serve --port 0
`;

const smallDisks = spawnSync('unshare', [...UNSHARE, 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /tmp']).status === 0;
const NEEDS_DISKS = { ...LIMIT, skip: smallDisks ? false : 'this system lets nobody make a small disk' };

const loopDisks =
  spawnSync('unshare', [
    ...UNSHARE,
    'sh',
    '-c',
    'truncate -s 4m /tmp/$$.img && mkfs.ext4 -q -F /tmp/$$.img && mount -o loop /tmp/$$.img /mnt; code=$?; rm /tmp/$$.img; exit $code',
  ]).status === 0;
const NEEDS_LOOPS = { ...LIMIT, skip: loopDisks ? false : 'this system lets nobody mount a file as a disk' };

let machine;
let emulator;

before(async () => {
  ({ machine, emulator } = await signedInMachine());
}, LIMIT);

after(() => machine?.close());

test('a full disk', NEEDS_DISKS, async (t) => {
  const { relay, client } = await onSmallDisk('full');
  const stored = await fill(client);

  await t.test('uploads, conversations and background work are refused in so many words', async () => {
    for (const change of [
      () => upload(client, 4_000),
      () => client.post('/uploads', UPLOAD),
      () => client.post('/conversations', { items: [{ role: 'user', content: 'x'.repeat(9_000) }] }),
      () => client.post('/responses', { model: MODEL, input: 'later', background: true }),
    ]) {
      await assertStorageFailed(change(), /disk is full\. Free some space/);
    }
  });
  await t.test('answers continue', () => assertAnswers(client, 'disk_full'));
  await t.test('what was stored before is whole, and nothing else is there', async () => {
    assert.deepEqual((await client.all('/files')).map((file) => file.id).sort(), [...stored.keys()].sort());
    await assertContents(client, stored);
  });
  await t.test('it can be made room, and the relay takes files again', async () => {
    const [first] = stored.keys();
    await client.delete(`/files/${first}`);
    await upload(client, 10_000);
    const { id } = await client.post('/responses', { model: MODEL, input: 'kept again' });
    assert.equal((await client.get(`/responses/${id}`)).id, id);
  });
  await relay.stop();
});

for (const [name, onDisk, needs] of [
  ['a store that becomes read-only', onSmallDisk, NEEDS_DISKS],
  ['a disk that fails and becomes read-only as a whole', onFailingDisk, NEEDS_LOOPS],
]) {
  test(name, needs, async (t) => {
    const { relay, client, copy } = await onDisk('lockable');
    const stored = new Map([await upload(client, 20_000)]);
    const kept = await client.post('/responses', { model: MODEL, input: 'before' });
    await writeFile(path.join(copy, 'lock-it'), '');
    while (!(await readdir(copy)).includes('locked')) {
      await pause(LOOK_AGAIN_MS);
    }

    await t.test('changes are refused in so many words', async () => {
      const [file] = stored.keys();
      for (const change of [
        () => upload(client, 10),
        () => client.delete(`/files/${file}`),
        () => client.delete(`/responses/${kept.id}`),
        () => client.post('/conversations', {}),
      ]) {
        await assertStorageFailed(change(), /cannot write to its data directory\. Check the directory.s permissions/);
      }
    });
    await t.test('answers continue', () => assertAnswers(client, 'read_only'));
    await t.test('what was stored before can be read', async () => {
      await assertContents(client, stored);
      assert.deepEqual(await client.get(`/responses/${kept.id}`), kept);
    });
    if (onDisk === onFailingDisk) {
      await t.test('a renewal whose tokens could not be stored is not begun', async () => {
        const { refresh } = await emulator.counts();
        await emulator.script('unauthorized');
        await assert.rejects(assertChat(client), (refused) => {
          assert.equal(refused.status, 503, refused.message);
          assert.match(refused.error.type, /upstream_auth_error/);
          return true;
        });
        assert.equal((await emulator.counts()).refresh, refresh);
        await assertChat(client);
      });
    }
    await t.test('a log that cannot be written is counted and reported once', async () => {
      const { traffic_log: log } = await client.get('/relay/status');
      assert.equal(log.dropped, 0);
      assert.equal(log.failed > 0, onDisk === onFailingDisk);
    });
    await relay.stop();
    assert.ok((relay.err.match(/traffic log cannot be written/gi) ?? []).length <= 1, relay.err);
    assert.doesNotMatch(relay.err, /\n\tat /, 'no stack traces');
  });
}

test('a relay does not start on a disk that is read-only, and says why', NEEDS_DISKS, async () => {
  const { relay } = await smallDisk('read-only');

  const { code, err } = await relay.ended;

  assert.equal(code, EXIT.FAILURE, err);
  assert.match(err, /cannot use .*\.airelay.*read-only/i);
  assert.doesNotMatch(err, /\tat /);
});

test('a limit on the size of files', LIMIT, async (t) => {
  const limited = new Running('a limited relay', 'sh', ['-c', 'ulimit -f 1000; exec "$0" serve --port 0', AIRELAY], {
    env: machine.env,
  });
  machine.started.push(limited);
  const client = await clientOf(limited);

  await t.test('is reported for the file that is too large', async () => {
    await assertStorageFailed(upload(client, 2_000_000), /cannot store the file: file too large/i);
  });
  await t.test('leaves smaller ones alone', async () => {
    const stored = new Map([await upload(client, 20_000)]);
    await assertContents(client, stored);
    assert.equal((await client.all('/files')).length, 1);
    await assertChat(client);
  });
  await limited.stop();
});

/** A process on a small disk that holds what the machine's data directory holds. */
async function smallDisk(manner, script = ON_SMALL_DISK) {
  const directory = machine.file('.airelay');
  const copy = machine.file(`copy-${manner}`);
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy);
  spawnSync('cp', ['-a', `${directory}/.`, copy]);
  const command = [...UNSHARE, 'sh', '-c', script, 'sh', directory, copy, manner, AIRELAY];
  const relay = new Running(`airelay serve, ${manner}`, 'unshare', command, { env: machine.env });
  machine.started.push(relay);
  return { relay, copy };
}

async function onSmallDisk(manner) {
  const { relay, copy } = await smallDisk(manner);
  return { relay, copy, client: await clientOf(relay) };
}

async function onFailingDisk(manner) {
  const { relay, copy } = await smallDisk(manner, ON_FAILING_DISK);
  return { relay, copy, client: await clientOf(relay) };
}

async function clientOf(relay) {
  const [, baseUrl] = await relay.shown(/^AIRelay at (\S+)$/m);
  return new Client({ baseUrl }, machine.token);
}

let uploaded = 0;

/** Stores a file of this size; its id and name. */
async function upload(client, size) {
  const name = `load-${++uploaded}-${size}.txt`;
  const form = new FormData();
  form.append('purpose', 'user_data');
  form.append('file', new Blob([contentOf(name)], { type: 'text/plain' }), name);
  const { id } = await client.post('/files', form);
  return [id, name];
}

/** Stores files until there is no room for the smallest, and then what takes less than a file. */
async function fill(client) {
  const stored = new Map();
  for (const size of SIZES) {
    await untilRefused(async () => {
      const [id, name] = await upload(client, size);
      stored.set(id, name);
    });
  }
  await untilRefused(() => client.post('/uploads', UPLOAD));
  return stored;
}

async function untilRefused(change) {
  for (;;) {
    try {
      await change();
    } catch (refused) {
      if (!(refused instanceof Refused)) {
        throw refused;
      }
      return assertStorageFailed(Promise.reject(refused), /disk is full/);
    }
  }
}

async function assertStorageFailed(promise, message) {
  await assert.rejects(promise, (refused) => {
    assert.equal(refused.status, 507, refused.message);
    assert.deepEqual(Object.keys(refused.error).sort(), ['code', 'message', 'param', 'type']);
    assert.equal(refused.error.type, 'server_error');
    assert.equal(refused.error.code, 'storage_failed');
    assert.match(refused.error.message, message);
    assert.doesNotMatch(refused.error.message, /airelay-home|\.airelay/, 'no path');
    return true;
  });
}

async function assertContents(client, stored) {
  for (const [id, name] of stored) {
    assert.ok((await client.bytes('GET', `/files/${id}/content`)).equals(contentOf(name)), name);
  }
}

/** Chat, and responses that cannot be kept: whole ones say so. */
async function assertAnswers(client, why) {
  await assertChat(client);
  const answer = await fetch(`${client.baseUrl}/responses`, {
    method: 'POST',
    headers: { ...client.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ model: MODEL, input: 'still answered' }),
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('x-airelay-not-kept'), why);
  const { id, status } = await answer.json();
  assert.equal(status, 'completed');
  assert.equal(await client.get(`/responses/${id}`, { absent: true }), undefined, 'it was not kept');
  assert.equal((await client.stream({ model: MODEL, input: 'streamed' })).status, 'completed');
  assert.equal((await client.get('/relay/status')).object, 'relay.status');
}

async function assertChat(client) {
  const messages = [{ role: 'user', content: 'still there?' }];
  const { choices } = await client.post('/chat/completions', { model: MODEL, messages });
  assert.match(choices[0].message.content, /still there\?/);
}
