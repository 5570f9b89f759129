// A machine that is signed in at an emulator, for relays that come to harm.
import { writeFile } from 'node:fs/promises';
import { Machine } from '../lib/machine.js';

const SETTINGS = {
  // Tests are quicker than people.
  AIRELAY_RATE_LIMIT_PER_MINUTE: '1000000',
  AIRELAY_RATE_LIMIT_BURST: '1000000',
  AIRELAY_CONCURRENT_REQUESTS_PER_IP: '64',
  // Nothing is to make room for anything else.
  AIRELAY_MAX_TOTAL_UPLOAD_BYTES: String(2 ** 34),
  AIRELAY_RESPONSES_MAX_TOTAL_BYTES: String(2 ** 34),
  // The usual log: what these suites look for in it are warnings.
  AIRELAY_JAVA_OPTS: process.env.AIRELAY_JAVA_OPTS ?? '',
};

/** An emulator, and a machine whose relays have a session there. The browser and its ports are not needed. */
export async function signedInMachine() {
  const machine = await Machine.open(SETTINGS);
  const emulator = await machine.emulate();
  await machine.init(emulator.configuration);
  const answer = await fetch(new URL('/__emulator/issuer/sign-in', emulator.baseUrl), { method: 'POST' });
  const tokens = await answer.json();
  const file = machine.file('auth-of-codex.json');
  await writeFile(file, JSON.stringify({ OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() }));
  const { code, err } = await machine.run(['login', '--import', file]);
  if (code !== 0) {
    throw new Error(err);
  }
  return { machine, emulator };
}
