// The real Codex CLI signs in at the emulated issuer, and airelay copies the session that it has stored.
//
// AIRELAY_EMULATOR_URL names a running emulator, as for the other tests here.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { emulatorAt } from '../lib/emulator.js';
import { EXIT, Machine } from '../lib/machine.js';
import { codexHome, deviceLogin } from './cli.js';

const LIMIT = { timeout: 120_000 };
const TEN_DAYS = 864_000;

const baseUrl = process.env.AIRELAY_EMULATOR_URL;
const issuer = baseUrl && new URL(baseUrl).origin;
const emulator = emulatorAt(baseUrl);
let home;
let file;
let machine;

before(async () => {
  assert.ok(baseUrl, 'set AIRELAY_EMULATOR_URL, see the top of this file');
  home = await codexHome('cli_auth_credentials_store = "file"\n');
  file = path.join(home.path, 'auth.json');
  machine = await Machine.open({ AIRELAY_UPSTREAM_BASE_URL: baseUrl, AIRELAY_ISSUER_BASE_URL: issuer });
  await emulator.forget();
});

after(async () => {
  await emulator.change({ access_token_seconds: TEN_DAYS, device_interval_seconds: 5 });
  await machine?.close();
  await home?.remove();
});

test('the session of the real Codex is imported, with a warning', LIMIT, async () => {
  await emulator.change({ access_token_seconds: 4 });
  const login = await deviceLogin(home, emulator, issuer, {});
  assert.equal(login.code, 0, login.err);
  machine.evidence.session(await home.credentials());
  await machine.init([]);

  const { code, out, err } = await machine.run(['login', '--import', file]);

  assert.equal(code, EXIT.OK, err);
  assert.match(out, /AIRelay is signed in/);
  assert.match(err, /warning.*exists twice/);
  const copied = (await machine.session()).tokens;
  const { tokens } = await home.credentials();
  const differing = ['id_token', 'access_token', 'refresh_token', 'account_id'].filter(
    (name) => !tokens[name] || copied[name] !== tokens[name],
  );
  assert.deepEqual(differing, []);
  assert.equal(await machine.sessionMode(), 0o600);
});

test('a relay serves with it and renews it, and leaves the file of Codex alone', LIMIT, async () => {
  const before = await readFile(file);
  const counts = await emulator.counts();
  await emulator.change({ access_token_seconds: TEN_DAYS });
  const relay = await machine.serve();
  const openai = new OpenAI(machine.sdk(relay));
  await machine.expired();

  const response = await openai.responses.create({ model: 'gpt-5.5', input: 'Hello from Codex.' });

  assert.match(response.output_text, /Hello from Codex/);
  assert.deepEqual(await emulator.countsSince(counts), { refresh: 1, rotations: 1 });
  assert.deepEqual(await readFile(file), before);
});

test('no secret is in anything that was said, written or answered', LIMIT, async () => {
  await machine.assertNoSecretLeft(emulator, ['relay token', 'access_token', 'refresh_token', 'device_auth_id']);
});
