// What must be true of a relay's data after it was killed.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { contentOf } from './load.js';

/** The states of a response that has finished. */
const OVER = ['completed', 'failed', 'incomplete', 'cancelled'];

/** Nothing that was acknowledged is lost or torn. */
export async function checkLedger(client, ledger) {
  for (const [id, items] of ledger.conversations) {
    await checkConversation(client, id, items);
  }
  for (const [id, response] of ledger.responses) {
    assert.deepEqual(await client.get(`/responses/${id}`), response);
  }
  for (const id of ledger.background) {
    const { status } = await client.get(`/responses/${id}`);
    assert.ok(OVER.includes(status), `${id}, which nobody makes any more, is ${status}`);
  }
  for (const gone of ledger.gone) {
    assert.equal(await client.get(gone, { absent: true }), undefined, `${gone} was deleted`);
  }
}

/**
 * Every file that was acknowledged is there, and every file that is there has all the bytes that belong to its name.
 *
 * @param ledgers all that there are
 * @param looked the ids of files that need not be looked into; those that were are added
 */
export async function checkFiles(client, ledgers, looked) {
  const files = await client.all('/files');
  const ids = new Set(files.map((file) => file.id));
  for (const [id, name] of ledgers.flatMap((ledger) => [...ledger.files])) {
    assert.ok(ids.has(id), `${name} was acknowledged as ${id}`);
  }
  for (const { id, filename, bytes } of files.filter((file) => !looked.has(file.id))) {
    const content = await client.bytes('GET', `/files/${id}/content`);
    assert.equal(content.length, bytes, `${filename} is as long as it is said to be`);
    assert.ok(content.equals(contentOf(filename)), `${filename} holds what was sent`);
    looked.add(id);
  }
  const { storage } = await client.get('/relay/status');
  const sum = files.reduce((total, file) => total + file.bytes, 0);
  assert.deepEqual([storage.file_count, storage.total_bytes], [files.length, sum], 'the count of files and bytes');
}

/** All acknowledged items in their order; those that were added together are there together. */
async function checkConversation(client, id, acknowledged) {
  const items = await client.all(`/conversations/${id}/items`);
  const ids = items.map((item) => item.id);
  assert.deepEqual(
    ids.filter((item) => acknowledged.includes(item)),
    acknowledged,
    `the acknowledged items of ${id}`,
  );
  const texts = items.filter((item) => item.type === 'message').map((item) => item.content[0].text);
  const count = (pattern) => texts.filter((text) => pattern.test(text)).length;
  assert.equal(count(/first of two/), count(/second of two/), `whole pairs in ${id}: ${texts}`);
  assert.equal(count(/^question/), count(/^\[emulator\]/), `whole turns in ${id}: ${texts}`);
}

/**
 * Nothing is left of what was being written, nor is anything damaged.
 *
 * @param kills how many relays were killed so far
 */
export async function checkDirectory(machine, relay, kills) {
  assert.deepEqual(await readdir(machine.file('.airelay/store/staging')), []);
  assert.doesNotMatch(relay.err, /store_damaged/);
  const torn = await tornLines(machine.file('.airelay/logs'));
  assert.ok(torn.length <= kills, `a relay that is killed tears one line of its log at most: ${torn}`);
}

/** The lines of the logs that are no JSON. Without a log there are none. */
async function tornLines(directory) {
  const names = await readdir(directory, { recursive: true }).catch(absent);
  const texts = await Promise.all(
    names.filter((name) => /\.(log|jsonl)$/.test(name)).map((name) => readFile(path.join(directory, name), 'utf8')),
  );
  return texts.flatMap((text) => text.split('\n')).filter((line) => line !== '' && !isJson(line));
}

function isJson(line) {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function absent(problem) {
  if (problem.code === 'ENOENT') {
    return [];
  }
  throw problem;
}
