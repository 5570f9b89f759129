// The relay under test. acceptance/run sets the variables; a relay started by hand works as well, best with --demo.
import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { emulatorAt } from '../lib/emulator.js';

export const MODEL = process.env.AIRELAY_MODEL ?? 'gpt-5.5';
export const TOKEN = required('AIRELAY_TOKEN');
/** The relay's address without the API's path, as Anthropic's clients want it. */
export const ORIGIN = new URL(required('AIRELAY_BASE_URL')).origin;
export const LIMIT = { timeout: 30_000 };
/** The emulated upstream. */
export const upstream = emulatorAt(required('AIRELAY_UPSTREAM_URL'));
/** One transparent pixel. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A client that sends the relay token as its API key and never repeats a call, so that each test sees the first answer. */
export function client(options = {}) {
  return new Anthropic({ baseURL: ORIGIN, apiKey: TOKEN, authToken: null, maxRetries: 0, ...options });
}

export function user(content) {
  return { role: 'user', content };
}

/** The parameters of a request with one prompt, or with these messages. */
export function request(prompt, more = {}) {
  const messages = Array.isArray(prompt) ? prompt : [user(prompt)];
  return { model: MODEL, max_tokens: 4096, messages, ...more };
}

/** All parts of a stream. */
export async function gathered(stream) {
  const parts = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return parts;
}

/** The text of a message. */
export function text(message) {
  return message.content
    .filter((block) => block.type === 'text')
    .map((block) => block.text)
    .join('');
}

/** The types of a message's blocks. */
export function types(message) {
  return message.content.map((block) => block.type);
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

/** The emulated upstream's record of the last request with these words in it. */
export async function sent(words) {
  const turns = await upstream.requests('/codex/responses');
  const turn = turns.findLast((one) => JSON.stringify(one.body).includes(words));
  assert.ok(turn, `no upstream request has the words ${words}`);
  return turn.body;
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; acceptance/run sets it, or set it for a running relay`);
  }
  return value;
}
