// Logins and renewals that fail, with stack traces asked for: each says what to do, and none reveals a secret.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import OpenAI from 'openai';
import { EXIT, failure, follow, Machine, signIn } from '../lib/machine.js';

const LIMIT = { timeout: 120_000 };
const LOGIN = ['login', '--debug', '--no-browser'];

let machine;
let emulator;
let openai;

before(async () => {
  machine = await Machine.open();
  emulator = await machine.emulate('--only-issued-tokens');
  await machine.init(emulator.configuration);
  openai = new OpenAI(machine.sdk(await machine.serve()));
});

afterEach(() => emulator.forgetScripts());
after(() => machine.close());

const REFUSED = [
  ['the owner denies it', 'login-error code=access_denied', 400, /access_denied/],
  ['the workspace has no Codex', 'login-error code=access_denied description=missing_codex_entitlement', 400, /Codex/],
  ['the code is refused', 'token-error code=invalid_grant on=exchange', 502, /invalid_grant/],
  ['a challenge page stands before the issuer', 'cloudflare on=exchange', 502, /./],
];
for (const [why, script, status, said] of REFUSED) {
  test(`a login ends when ${why}`, LIMIT, async () => {
    await emulator.script(script);

    const { code, err, visited } = await signIn(machine, (address) => follow(machine, address), LOGIN);

    assert.ok([EXIT.SIGNED_OUT, EXIT.TRY_AGAIN].includes(code), err);
    assert.match(err, said);
    assert.match(err, /^dev\.airelay\.\S+Exception/m, 'the stack trace that was asked for');
    assert.equal(visited.status, status);
    assert.match(visited.page, /Not signed in|No access to Codex/);
    assert.equal(await machine.session(), null);
  });
}

test('a wrong state does not end the wait, and the pasted address of the last page does', LIMIT, async () => {
  const login = machine.start(LOGIN, { input: 'pipe', shown: () => addresses });
  let addresses = [];
  const [found] = await login.shown(/http\S+\/oauth\/authorize\S+/);
  addresses = [found];
  const answer = await fetch(found, { redirect: 'manual' });
  const redirect = answer.headers.get('location');
  const forged = new URL(redirect);
  machine.evidence.secret('state', forged.searchParams.get('state'));
  machine.evidence.secret('code', forged.searchParams.get('code'));
  forged.searchParams.set('state', 'forged-state');

  assert.equal((await machine.evidence.fetch(forged, { redirect: 'manual' })).status, 400);
  login.type(redirect);

  const { code, err } = await login.ended;
  assert.equal(code, EXIT.OK, err);
  assert.notEqual(await machine.session(), null);
});

test('a device login that is refused in the end says so', LIMIT, async () => {
  await emulator.change({ device_interval_seconds: 1, device_approved_after_polls: 1 });
  await emulator.script('token-error code=invalid_grant on=exchange');
  let typed = [];
  const login = machine.start(['login', '--debug', '--device'], { shown: () => typed });
  const [code] = await login.shown(/(?<![A-Z0-9])[A-Z0-9]{4}-[A-Z0-9]{5}(?![A-Z0-9])/);
  typed = [code];

  const { code: exit, err } = await login.ended;

  assert.equal(exit, EXIT.SIGNED_OUT, err);
  assert.match(err, /invalid_grant/);
});

const UNRENEWED = [
  ['refresh_token_expired', /not renewed in time/],
  ['refresh_token_reused', /already used/],
  ['refresh_token_invalidated', /signed out elsewhere/],
];
for (const [code, said] of UNRENEWED) {
  test(`a session whose renewal ends in ${code} has ended`, LIMIT, async () => {
    await emulator.change({ access_token_seconds: 1 });
    const login = await signIn(machine, (address) => follow(machine, address));
    assert.equal(login.code, EXIT.OK, login.err);
    await machine.expired();
    await emulator.script(`token-error code=${code} on=refresh`);

    const error = await failure(openai.responses.create({ model: 'gpt-5.5', input: 'Over.' }));

    assert.equal(error.status, 503);
    assert.equal(error.code, 'upstream_auth_refresh_failed');
    assert.match(error.message, said);
    assert.match(error.message, /Run: airelay login/);
    const [doctor, status] = await Promise.all([machine.run(['doctor', '--debug', '--json']), machine.run(['status'])]);
    assert.equal(doctor.code, EXIT.SIGNED_OUT, doctor.out);
    assert.equal(status.code, EXIT.OK);
    assert.match(status.err, said);
  });
}

test('a logout that the login server does not confirm still deletes the session', LIMIT, async () => {
  await emulator.script('status code=500 on=revoke');

  const { code, err } = await machine.run(['logout', '--debug']);

  assert.equal(code, EXIT.OK, err);
  assert.match(err, /Could not end the session at the login server/);
  assert.equal(await machine.session(), null);
});

test('no secret is in anything that was said, written or answered', LIMIT, async () => {
  await machine.assertNoSecretLeft(emulator, ['refresh_token', 'code', 'code_verifier', 'state', 'device_auth_id']);
});
