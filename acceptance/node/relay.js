// The relay under test. acceptance/run sets the variables; a relay started by hand works as well.
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';

export const MODEL = process.env.AIRELAY_MODEL ?? 'gpt-5.5';
export const BASE_URL = required('AIRELAY_BASE_URL');
/** The emulated upstream's control paths; undefined when the relay has another upstream. */
export const EMULATOR_CONTROL = control(process.env.AIRELAY_UPSTREAM_URL);
export const LIMIT = { timeout: 30_000 };
/** One transparent pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A client that never repeats a call, so that each test sees the first answer. */
export function client(options = {}) {
  return new OpenAI({ baseURL: BASE_URL, apiKey: required('AIRELAY_TOKEN'), maxRetries: 0, ...options });
}

/** The relay's address without the API's path. */
export function origin() {
  return new URL(BASE_URL).origin;
}

export function user(content) {
  return { role: 'user', content };
}

/** All parts of a stream. */
export async function gathered(stream) {
  const parts = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return parts;
}

/** The error that the promise fails with; it must fail. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call succeeded' });
}

/** Uploads bytes as a file of a name and a type. */
export async function upload(openai, bytes, name, type, purpose = 'user_data') {
  return openai.files.create({ file: await toFile(bytes, name, { type }), purpose });
}

/** The emulated upstream's record of a request with these words in it; the test's time limit ends the asking. */
export async function recorded(words, condition = () => true) {
  for (;;) {
    const { requests } = await (await fetch(`${EMULATOR_CONTROL}requests`)).json();
    const found = requests.find((one) => JSON.stringify(one.body ?? '').includes(words) && condition(one));
    if (found) {
      return found;
    }
  }
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; acceptance/run sets it, or set it for a running relay`);
  }
  return value;
}

function control(upstream) {
  return upstream && new URL('/__emulator/', upstream).href;
}
