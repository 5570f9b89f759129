// The relay under test. acceptance/run sets the variables; a relay started by hand works as well.
import assert from 'node:assert/strict';
import { Ollama } from 'ollama';

export const MODEL = process.env.AIRELAY_MODEL ?? 'gpt-5.5';
export const TOKEN = required('AIRELAY_TOKEN');
/** The relay's own address, without the path of OpenAI's API. */
export const ADDRESS = new URL(required('AIRELAY_BASE_URL')).origin;
/** The address of the listener for Ollama's clients, open without a token; undefined when there is none. */
export const OPEN_ADDRESS = process.env.AIRELAY_OLLAMA_URL && new URL(process.env.AIRELAY_OLLAMA_URL).origin;
/** The emulated upstream's control paths; undefined when the relay has another upstream. */
export const EMULATOR_CONTROL = control(process.env.AIRELAY_UPSTREAM_URL);
export const LIMIT = { timeout: 30_000 };
export const HEADERS = { Authorization: `Bearer ${TOKEN}` };
/** One transparent pixel, in base64. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Returns the weather in a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

export function client(headers = HEADERS) {
  return new Ollama({ host: ADDRESS, headers });
}

export function user(content, more = {}) {
  return { role: 'user', content, ...more };
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

/** Sends a request as clients do that have no library. */
export async function call(method, path, body, address = ADDRESS, headers = HEADERS) {
  return fetch(address + path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** The lines of an answer, as objects. */
export async function lines(response) {
  return (await response.text())
    .split('\n')
    .filter((line) => line)
    .map((line) => JSON.parse(line));
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
