// The search for secrets itself: it finds what is planted, and only that.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Evidence, holdsIssuedToken, tokensInReports } from '../lib/evidence.js';
import { ROOT } from '../lib/machine.js';

const REFRESH = `rt_${'aB3'.repeat(14)}x`;

test('a known secret is found, in a text and percent-encoded', async () => {
  const evidence = new Evidence();
  evidence.secret('state', 'a state/with=signs');
  evidence.text('one', () => 'said a state/with=signs here');
  evidence.text('two', () => '?state=a%20state%2Fwith%3Dsigns');
  evidence.text('three', () => 'said nothing');

  assert.deepEqual(await evidence.findings(), ['one holds state', 'two holds state']);
});

test('a secret that a text shows on purpose is not a finding, any other is', async () => {
  const evidence = new Evidence();
  evidence.secret('state', 'state-0123');
  evidence.text(
    'good',
    () => 'open http://issuer/?state=state-0123',
    () => ['http://issuer/?state=state-0123'],
  );
  evidence.text(
    'bad',
    () => 'http://issuer/?state=state-0123 state-0123',
    () => ['http://issuer/?state=state-0123'],
  );

  assert.deepEqual(await evidence.findings(), ['bad holds state']);
});

test('tokens and codes of the issuer are found by their shape', async () => {
  const evidence = new Evidence();
  evidence.text('a', () => `x ${token({ sub: 'someone' })} y`);
  evidence.text('b', () => `"${REFRESH}"`);
  evidence.text('c', () => `code=ac_${'Z'.repeat(43)}&x`);
  evidence.text('d', () => `deviceauth_${'0f'.repeat(21)}a`);

  assert.deepEqual(await evidence.findings(), [
    'a holds a JWT',
    'b holds a refresh token',
    'c holds an authorization code',
    'd holds a device login',
  ]);
});

test('the tokens of a session, and their claims alone, are secrets', async () => {
  const access = token({ sub: 'someone' });
  const evidence = new Evidence();
  evidence.session({ tokens: { access_token: access, refresh_token: 'opaque-refresh' } });
  evidence.text('claims', () => `payload ${access.split('.')[1]}`);
  evidence.text('refresh', () => 'opaque-refresh');

  assert.deepEqual(await evidence.findings(), [
    'claims holds claims of the access_token',
    'refresh holds refresh_token',
  ]);
});

test('what the login server was sent is a secret, for the upstream too', async () => {
  const evidence = new Evidence();
  evidence.requests([
    { target: '/oauth/authorize?state=state-4567', body: null, form: {} },
    { target: '/oauth/token', body: null, form: { code: ['code-4567'], code_verifier: ['verifier-4567'] } },
    { target: '/api/accounts/deviceauth/token', body: { device_auth_id: 'device-4567' }, form: {} },
    { target: '/backend-api/codex/responses', body: { input: 'verifier-4567' }, form: {} },
  ]);
  evidence.text('log', () => 'state-4567 code-4567 device-4567');

  assert.deepEqual((await evidence.findings()).sort(), [
    'log holds code',
    'log holds device_auth_id',
    'log holds state',
    'the request to /backend-api/codex/responses holds code_verifier',
  ]);
});

test('head and body of an answer are looked through, files too', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'airelay-evidence-'));
  try {
    await writeFile(path.join(directory, 'log'), 'secret-89ab');
    await writeFile(path.join(directory, 'auth.json'), 'secret-89ab');
    const evidence = new Evidence();
    evidence.secret('token', 'secret-89ab');
    evidence.answer('head', new Response('', { headers: { 'x-debug': 'secret-89ab' } }));
    const passed = evidence.answer('body', new Response('secret-89ab'));
    await evidence.directory(directory, ['auth.json']);

    assert.equal(await passed.text(), 'secret-89ab');
    assert.deepEqual((await evidence.findings()).sort(), ['body holds token', 'head holds token', 'log holds token']);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('a report counts if the emulated login server made its token', () => {
  assert.ok(holdsIssuedToken(`log: ${token({ iss: 'https://emulator.invalid' })}`));
  assert.ok(holdsIssuedToken(`log: ${REFRESH}`));
  assert.ok(!holdsIssuedToken(`log: ${token({ iss: 'https://made-up.invalid' })}`));
});

test('the reports of the Java tests contain no token of the emulated login server', async (context) => {
  const found = await tokensInReports(ROOT);
  if (found === null) {
    context.skip('no Java test has run here; mvn verify leaves reports');
    return;
  }
  assert.deepEqual(found, []);
});

function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.c2ln`;
}
