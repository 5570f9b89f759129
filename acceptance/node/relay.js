// The relay under test. acceptance/run sets the variables; a relay started by hand works as well.
import OpenAI from 'openai';

export const MODEL = process.env.AIRELAY_MODEL ?? 'gpt-5.5';
export const BASE_URL = required('AIRELAY_BASE_URL');
/** The emulated upstream's control paths; undefined when the relay has another upstream. */
export const EMULATOR_CONTROL = control(process.env.AIRELAY_UPSTREAM_URL);
export const LIMIT = { timeout: 30_000 };

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
