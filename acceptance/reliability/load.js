// Load on a relay, and a ledger of what it has acknowledged.
import { RelayGone } from './client.js';

const BYTES_PER_FILE = 150_000;
const MODEL = 'gpt-5.5';

/** Numbers from 0 up to 1 that depend on the seed alone. */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The content that belongs to a file name, so that a file can be checked by its name alone. */
export function contentOf(name) {
  const [, seed, size] = /^load-(\d+)-(\d+)\.txt$/.exec(name);
  const random = randomNumbers(Number(seed));
  const content = Buffer.alloc(Number(size));
  for (let at = 0; at < content.length; at++) {
    content[at] = 97 + Math.floor(random() * 26);
  }
  return content;
}

/** The changes that a relay has acknowledged. Nothing is entered before its response is complete. */
export class Ledger {
  constructor() {
    /** Names of files by id. */
    this.files = new Map();
    /** Uploads that wait for their end, or may: their names and parts. */
    this.uploads = [];
    /** Item ids of conversations, in order. */
    this.conversations = new Map();
    /** Responses as they were answered, by id. */
    this.responses = new Map();
    /** Ids of responses that were begun in the background. */
    this.background = new Set();
    /** Paths of what was deleted. */
    this.gone = [];
    this.acknowledged = 0;
  }

  async enter(kind, answer, enter) {
    const entry = await answer;
    enter(entry);
    this.acknowledged++;
    return entry;
  }
}

/** Works on a relay in many ways at once until it is gone. Everything else that fails fails the load. */
export async function load(client, ledger, random) {
  const number = () => Math.floor(random() * 2 ** 31);
  const works = [files, uploads, conversations, commands, whole, streamed, socketed, giants, background, deletions];
  await Promise.all(
    works.map(async (work) => {
      try {
        for (;;) {
          await work(client, ledger, number);
        }
      } catch (problem) {
        if (!(problem instanceof RelayGone)) {
          throw problem;
        }
      }
    }),
  );
}

function fileName(number) {
  return `load-${number()}-${1 + (number() % BYTES_PER_FILE)}.txt`;
}

function form(fields, content, name) {
  const data = new FormData();
  Object.entries(fields).forEach(([key, value]) => data.append(key, value));
  data.append(name ? 'file' : 'data', new Blob([content], { type: 'text/plain' }), name ?? 'part');
  return data;
}

async function files(client, ledger, number) {
  const name = fileName(number);
  await ledger.enter('file', client.post('/files', form({ purpose: 'user_data' }, contentOf(name), name)), ({ id }) =>
    ledger.files.set(id, name),
  );
}

async function uploads(client, ledger, number) {
  const name = fileName(number);
  const content = contentOf(name);
  const described = { filename: name, purpose: 'user_data', bytes: content.length, mime_type: 'text/plain' };
  const entry = { name, parts: [], left: content };
  await ledger.enter('upload', client.post('/uploads', described), ({ id }) => {
    entry.id = id;
    ledger.uploads.push(entry);
  });
  await addParts(client, ledger, entry, 2);
  // From here on nobody knows whether it waits or is complete, until there is an answer.
  entry.asked = true;
  await complete(client, ledger, entry);
  ledger.uploads.splice(ledger.uploads.indexOf(entry), 1);
}

/** Sends what is left of an upload in so many parts. */
async function addParts(client, ledger, entry, count) {
  for (let left = count; left > 0 && entry.left.length > 0; left--) {
    const length = Math.ceil(entry.left.length / left);
    const part = form({}, entry.left.subarray(0, length));
    await ledger.enter('part', client.post(`/uploads/${entry.id}/parts`, part), ({ id }) => {
      entry.parts.push(id);
      entry.left = entry.left.subarray(length);
    });
  }
}

async function complete(client, ledger, entry) {
  const completed = client.post(`/uploads/${entry.id}/complete`, { part_ids: entry.parts });
  await ledger.enter('upload', completed, ({ file }) => ledger.files.set(file.id, entry.name));
}

/** Ends the uploads that waited when their relay ended: with the parts that were acknowledged, and one with the rest. */
export async function finishUploads(client, ledger) {
  for (const entry of ledger.uploads.splice(0)) {
    try {
      await addParts(client, ledger, entry, 1);
      await complete(client, ledger, entry);
    } catch (problem) {
      if (!entry.asked || !/is already completed/.test(problem.error?.message)) {
        throw problem;
      }
    }
  }
}

function conversations(client, ledger, number) {
  // Both or none of them.
  const pair = (turn) => [message(`${turn} first of two`), message(`${turn} second of two`)];
  return converse(client, ledger, number, 4, pair);
}

/** Adds items of a tool that only the upstream runs; the conversation must still continue. */
function commands(client, ledger, number) {
  return converse(client, ledger, number, 2, () => {
    const call = `call_${number()}`;
    const output = [{ stdout: '', stderr: '', outcome: { type: 'exit', exit_code: 0 } }];
    return [
      { type: 'shell_call', call_id: call, action: { commands: ['ls'] }, status: 'completed' },
      { type: 'shell_call_output', call_id: call, output },
    ];
  });
}

/** A new conversation of so many turns, each of which adds a pair of items and asks a question. */
async function converse(client, ledger, number, turns, pairOf) {
  const items = [];
  const { id } = await ledger.enter('conversation', client.post('/conversations', {}), (made) =>
    ledger.conversations.set(made.id, items),
  );
  for (let turn = 0; turn < turns; turn++) {
    const added = client.post(`/conversations/${id}/items`, { items: pairOf(turn) });
    await ledger.enter('items', added, ({ data }) => items.push(...data.map((item) => item.id)));
    const asked = { model: MODEL, input: `question ${number()}`, conversation: id };
    await ledger.enter('turn', client.post('/responses', asked), (response) => {
      ledger.responses.set(response.id, response);
      items.push(...response.output.filter((item) => item.type === 'message').map((item) => item.id));
    });
  }
}

function message(text) {
  return { role: 'user', content: text };
}

async function whole(client, ledger, number) {
  let previous;
  for (let turn = 0; turn < 3; turn++) {
    const body = { model: MODEL, input: `whole ${number()}`, previous_response_id: previous };
    previous = (await ledger.enter('response', client.post('/responses', body), keep(ledger))).id;
  }
}

async function streamed(client, ledger, number) {
  const input = `streamed ${number()} [[emulate: text words=${number() % 200}]]`;
  await ledger.enter('response', client.stream({ model: MODEL, input }), keep(ledger));
}

async function socketed(client, ledger, number) {
  let previous;
  for (let turn = 0; turn < 3; turn++) {
    const body = { model: MODEL, input: `socketed ${number()}`, previous_response_id: previous };
    previous = (await ledger.enter('response', client.turn(body), keep(ledger))).id;
  }
}

/** Reads the start of a response that is larger than every buffer, and leaves. */
async function giants(client, ledger, number) {
  await client.leave({ model: MODEL, input: `giant ${number()} [[emulate: giant in=text mb=2]]` });
  await whole(client, ledger, number);
}

function keep(ledger) {
  return (response) => ledger.responses.set(response.id, response);
}

async function background(client, ledger, number) {
  const body = { model: MODEL, input: `background ${number()} [[emulate: pace millis=2]]`, background: true };
  const { id } = await ledger.enter('background', client.post('/responses', body), (begun) =>
    ledger.background.add(begun.id),
  );
  for (;;) {
    const state = await client.get(`/responses/${id}`);
    if (state.status === 'completed') {
      ledger.responses.set(id, state);
      return;
    }
  }
}

/** Deletes what it has made, so that nobody else waits for it. */
async function deletions(client, ledger, number) {
  const response = await client.post('/responses', { model: MODEL, input: `short-lived ${number()}` });
  const file = await client.post('/files', form({ purpose: 'user_data' }, contentOf('load-1-9.txt'), 'load-1-9.txt'));
  const conversation = await client.post('/conversations', { items: [message('short-lived')] });
  for (const path of [`/responses/${response.id}`, `/files/${file.id}`, `/conversations/${conversation.id}`]) {
    await ledger.enter('deletion', client.delete(path), () => ledger.gone.push(path));
  }
}
