// The real Codex CLI signs in, refreshes and signs out at the emulated login issuer.
//
// AIRELAY_EMULATOR_URL names a running emulator, http://127.0.0.1:PORT/backend-api/codex, started with
// --accept-absent-instructions. Each way into the issuer that Codex 0.171.0 has is used:
//   device login    codex login --device-auth --experimental_issuer URL
//   browser login   CODEX_APP_SERVER_LOGIN_ISSUER for codex app-server (codex login itself knows only the real issuer)
//   refresh         CODEX_REFRESH_TOKEN_URL_OVERRIDE
//   sign-out        CODEX_REVOKE_TOKEN_URL_OVERRIDE
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { emulatorAt } from '../lib/emulator.js';
import { appServer, codex, codexHome, deviceLogin } from './cli.js';

const LIMIT_MS = 60_000;
const TEN_DAYS = 864_000;

const baseUrl = process.env.AIRELAY_EMULATOR_URL;
const issuer = baseUrl && new URL(baseUrl).origin;
const env = {
  CODEX_APP_SERVER_LOGIN_ISSUER: issuer,
  CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${issuer}/oauth/token`,
  CODEX_REVOKE_TOKEN_URL_OVERRIDE: `${issuer}/oauth/revoke`,
};
const emulator = emulatorAt(baseUrl);
let home;
let start;

before(() => assert.ok(baseUrl, 'set AIRELAY_EMULATOR_URL, see the top of this file'));

beforeEach(async () => {
  await home?.remove();
  home = await codexHome(config());
  await emulator.forget();
  start = (await emulator.issuer()).counts;
});

after(async () => {
  await emulator.change({ access_token_seconds: TEN_DAYS, device_interval_seconds: 5 });
  await home?.remove();
});

test('the device login waits for the code to be typed, then stores the tokens', { timeout: LIMIT_MS }, async () => {
  const { code, err } = await deviceLogin(home, emulator, issuer, env);

  assert.equal(code, 0, err);
  const { auth_mode: mode, tokens } = await home.credentials();
  assert.equal(mode, 'chatgpt');
  assert.equal(tokens.account_id, 'acct-emulator');
  assert.match(tokens.refresh_token, /^rt_/);
});

test('a browser login is approved and its callback stores the tokens', { timeout: LIMIT_MS }, async () => {
  const server = appServer(home, env);
  try {
    server.send({ id: 1, method: 'initialize', params: { clientInfo: { name: 'acceptance', version: '1' } } });
    await server.receive((message) => message.id === 1);
    server.send({ method: 'initialized' });
    server.send({ id: 2, method: 'account/login/start', params: { type: 'chatgpt' } });
    const { result } = await server.receive((message) => message.id === 2);

    const redirect = await fetch(result.authUrl, { redirect: 'manual' });
    assert.equal(redirect.status, 302, await redirect.text());
    await fetch(redirect.headers.get('location'));

    // Codex looks for its workspace afterwards and accepts an answer over HTTPS alone, so it reports a failure of that.
    await server.receive((message) => message.method === 'account/login/completed');
    const [exchange] = await emulator.requests('/oauth/token');
    assert.deepEqual(exchange.form.grant_type, ['authorization_code']);
    assert.equal(exchange.ending, 'COMPLETE');
    assert.equal((await home.credentials()).tokens.account_id, 'acct-emulator');
  } finally {
    server.stop();
  }
});

test('a token about to expire is refreshed once, before the turn', { timeout: LIMIT_MS }, async () => {
  await emulator.change({ access_token_seconds: 60 });
  await deviceLogin(home, emulator, issuer, env);
  await emulator.change({ access_token_seconds: TEN_DAYS });
  const before = (await home.credentials()).tokens;

  const { code, out, err } = await say('hello after the refresh');

  assert.equal(code, 0, err);
  assert.match(out, /hello after the refresh/);
  const refreshes = (await emulator.requests('/oauth/token')).filter((one) => one.body?.grant_type === 'refresh_token');
  assert.equal(refreshes.length, 1);
  const { tokens } = await home.credentials();
  assert.notEqual(tokens.refresh_token, before.refresh_token);
  assert.notEqual(tokens.access_token, before.access_token);
  assert.equal((await emulator.issuer()).counts.reuses, start.reuses);
});

test('a revoked refresh token is reported as a sign-in to be done again', { timeout: LIMIT_MS }, async () => {
  await emulator.change({ access_token_seconds: 0 });
  await deviceLogin(home, emulator, issuer, env);
  await emulator.change({ access_token_seconds: TEN_DAYS });
  await emulator.revokeAll();

  const { code, out, err } = await say('never answered');

  assert.notEqual(code, 0);
  assert.match(out + err, /refresh token was revoked. Please log out and sign in again/);
});

test('signing out revokes the refresh token', { timeout: LIMIT_MS }, async () => {
  await deviceLogin(home, emulator, issuer, env);
  const { tokens } = await home.credentials();

  const { code, err } = await codex(home, ['logout'], { env });

  assert.equal(code, 0, err);
  const [revoked] = await emulator.requests('/oauth/revoke');
  assert.equal(revoked.body.token, tokens.refresh_token);
  assert.equal(revoked.body.token_type_hint, 'refresh_token');
});

function say(prompt) {
  return codex(home, ['exec', '--skip-git-repo-check', '--sandbox', 'read-only', '-C', home.path, prompt], { env });
}

function config() {
  return `
model = "gpt-5.5"
model_provider = "emulator"
chatgpt_base_url = "${new URL('/backend-api/', baseUrl)}"
cli_auth_credentials_store = "file"

[model_providers.emulator]
name = "emulator"
base_url = "${baseUrl}"
wire_api = "responses"
requires_openai_auth = true
request_max_retries = 0
stream_max_retries = 0
`;
}
