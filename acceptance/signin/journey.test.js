// A new user's way, command by command, in the order of a first day. The tests build on each other.
//
// Ports 1455 and 1457, where the issuer sends a browser back to, are the real ones: nothing else may sign in meanwhile.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { EXIT, failure, follow, Machine, signIn } from '../lib/machine.js';

const LIMIT = { timeout: 120_000 };
const MODEL = 'gpt-5.5';
const TEN_DAYS = 864_000;
const CROWD = 20;
/** The relay serves one person's tools; a test that plays a crowd raises the limits for one address. */
const FOR_A_CROWD = { AIRELAY_CONCURRENT_REQUESTS_PER_IP: '100', AIRELAY_RATE_LIMIT_BURST: '1000' };

let machine;
let emulator;
let relay;
let openai;

before(async () => {
  machine = await Machine.open(FOR_A_CROWD);
  emulator = await machine.emulate('--only-issued-tokens');
});

after(() => machine.close());

test('init leaves a configuration and a token behind', LIMIT, async () => {
  await machine.init(emulator.configuration);

  const { code, out } = await machine.run(['status', '--json']);
  assert.equal(code, EXIT.OK);
  assert.equal(JSON.parse(out).auth.ready_for_requests, false);
});

test('before the login the relay serves and says what is missing', LIMIT, async () => {
  relay = await machine.serve();
  openai = new OpenAI(machine.sdk(relay));

  const error = await failure(ask('Too early.'));

  assertSignedOut(error);
  assert.match(relay.out, /airelay login/);
});

test('the login in a browser stores the session', LIMIT, async () => {
  const { code, err, out, visited } = await signIn(machine, (address) => follow(machine, address));

  assert.equal(code, EXIT.OK, err);
  assert.match(out, /AIRelay is signed in/);
  assert.equal(visited.status, 200);
  assert.match(visited.page, /Signed in/);
  assert.match(visited.addresses.at(-1), /^http:\/\/localhost:145[57]\/success$/);
  assert.equal(await machine.sessionMode(), 0o600);
});

test('the relay that runs already takes up the session', LIMIT, async () => {
  await emulator.script('header name=set-cookie value="__cf_bm=cookie-of-the-upstream; Path=/"');
  machine.evidence.secret('cookie', 'cookie-of-the-upstream');

  const stream = await openai.chat.completions.create({
    model: MODEL,
    messages: [user('Hello chat.')],
    stream: true,
  });
  assert.match(await textOf(stream), /Hello chat/);
  const response = await ask('Hello response.');

  assert.match(response.output_text, /Hello response/);
});

test('a stream outlives its token, and a crowd that comes after renews it once', LIMIT, async () => {
  await emulator.change({ access_token_seconds: 4 });
  const login = await signIn(machine, (address) => follow(machine, address));
  assert.equal(login.code, EXIT.OK, login.err);
  const messages = [user('Outlive it. [[emulate: text words=250, pace millis=25]]')];
  const stream = await openai.chat.completions.create({ model: MODEL, messages, stream: true });
  const counts = await emulator.counts();
  const expiry = await machine.expiry();

  const text = await textOf(stream);

  assert.ok(Date.now() > expiry, 'the token ended while the stream ran');
  assert.match(text, /Outlive it/);
  assert.deepEqual(await emulator.countsSince(counts), {});
  await emulator.change({ access_token_seconds: TEN_DAYS });

  const answers = await crowd(openai, 'After the end');

  assert.equal(answers.length, CROWD);
  assert.deepEqual(await emulator.countsSince(counts), { refresh: 1, rotations: 1 });
});

test('a token that the upstream ends during a stream is renewed by the next request', LIMIT, async () => {
  const messages = [user('Continue. [[emulate: text words=100, pace millis=20]]')];
  const counts = await emulator.counts();
  const before = await machine.session();
  const stream = await openai.chat.completions.create({ model: MODEL, messages, stream: true });
  const parts = stream[Symbol.asyncIterator]();
  await parts.next();

  await emulator.advance(TEN_DAYS + 60);

  assert.match(await textOf({ [Symbol.asyncIterator]: () => parts }), /Continue/);
  assert.deepEqual(await emulator.countsSince(counts), {});
  assert.match((await ask('Renewed?')).output_text, /Renewed/);
  assert.match((await ask('Still good?')).output_text, /Still good/);
  assert.deepEqual(await emulator.countsSince(counts), { refresh: 1, rotations: 1 });
  assert.notEqual((await machine.session()).tokens.refresh_token, before.tokens.refresh_token);
});

test('a crowd whose token the upstream refuses renews it once, for other processes too', LIMIT, async () => {
  await restart();
  await machine.warm(relay);
  await emulator.advance(TEN_DAYS + 60);
  const counts = await emulator.counts();

  const answers = await crowd(openai, 'Refused');

  assert.equal(answers.length, CROWD);
  assert.deepEqual(await emulator.countsSince(counts), { refresh: 1, rotations: 1 });
  const doctor = await machine.run(['doctor', '--skip-response']);
  assert.equal(doctor.code, EXIT.OK, doctor.out);
  assert.deepEqual(await emulator.countsSince(counts), { refresh: 1, rotations: 1 });
});

test('doctor and status find all in order', LIMIT, async () => {
  const doctor = await machine.run(['doctor', '--json']);
  assert.equal(doctor.code, EXIT.OK, doctor.out + doctor.err);
  assert.equal(JSON.parse(doctor.out).ok, true);

  const plain = await machine.run(['doctor', '--skip-response']);
  assert.equal(plain.code, EXIT.OK, plain.out + plain.err);

  const { auth } = JSON.parse((await machine.run(['status', '--json'])).out);
  assert.equal(auth.ready_for_requests, true);
  const answer = await machine.evidence.fetch(`${relay.baseUrl}/relay/status`, {
    headers: { authorization: `Bearer ${machine.token}` },
  });
  assert.equal((await answer.json()).ready.upstream_auth, true);
});

test('a thread dump of the relay shows its threads', LIMIT, async () => {
  relay.child.kill('SIGQUIT');

  await relay.shown(/Full thread dump[\s\S]*"airelay-session[\s\S]*JNI global refs/);
});

test('after a logout the running relay and doctor say what to do', LIMIT, async () => {
  const logout = await machine.run(['logout', '--json']);
  assert.equal(logout.code, EXIT.OK, logout.err);
  assert.equal(JSON.parse(logout.out).revoked, true);
  assert.equal(await machine.session(), null);

  assertSignedOut(await failure(ask('Too late.')));
  const stream = openai.chat.completions.create({ model: MODEL, messages: [user('Too late.')], stream: true });
  assertSignedOut(await failure(stream));
  const doctor = await machine.run(['doctor']);
  assert.equal(doctor.code, EXIT.SIGNED_OUT, doctor.out);
  assert.match(doctor.out, /airelay login/);
});

test('over SSH the login goes by another device', LIMIT, async () => {
  await emulator.change({ device_interval_seconds: 1 });
  let typed = [];
  const login = machine.start(['login'], {
    env: { DISPLAY: ':0', SSH_TTY: '/dev/pts/1' },
    shown: () => typed,
  });
  const [code] = await login.shown(/(?<![A-Z0-9])[A-Z0-9]{4}-[A-Z0-9]{5}(?![A-Z0-9])/);
  typed = [code];
  machine.evidence.secret('user_code', code);
  await emulator.countsReach(({ poll }) => poll > 0);

  await emulator.approve(code);

  const { code: exit, out, err } = await login.ended;
  assert.equal(exit, EXIT.OK, err);
  assert.match(out, /never share it/);
  await machine.session();
  assert.match((await ask('Back again.')).output_text, /Back again/);
});

test('a session that the login server has ended is reported as ended, also after a restart', LIMIT, async () => {
  await emulator.revokeAll();

  const error = await failure(ask('Ended.'));
  assert.equal(error.status, 503);
  assert.equal(error.code, 'upstream_auth_refresh_failed');
  assert.match(error.message, /signed out elsewhere.*airelay login/);

  const counts = await emulator.counts();
  await restart();
  const again = await failure(ask('Ended still.'));
  assert.match(again.message, /airelay login/);
  assert.deepEqual(await emulator.countsSince(counts), {}, 'the issuer is not asked again in vain');
  const doctor = await machine.run(['doctor', '--json']);
  assert.equal(doctor.code, EXIT.SIGNED_OUT, doctor.out);
});

test('no secret is in anything that was said, written or answered', LIMIT, async () => {
  await machine.assertNoSecretLeft(emulator, [
    'relay token',
    'access_token',
    'refresh_token',
    'id_token',
    'code',
    'code_verifier',
    'state',
    'device_auth_id',
    'user_code',
    'cookie',
  ]);
});

async function restart() {
  await relay.stop();
  relay = await machine.serve();
  openai = new OpenAI(machine.sdk(relay));
}

function ask(input) {
  return openai.responses.create({ model: MODEL, input });
}

function crowd(client, words) {
  const one = (_, i) => client.responses.create({ model: MODEL, input: `${words} ${i}.` });
  return Promise.all(Array.from({ length: CROWD }, one));
}

function user(content) {
  return { role: 'user', content };
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
  }
  return text;
}

function assertSignedOut(error) {
  assert.equal(error.status, 503);
  assert.equal(error.code, 'upstream_auth_missing');
  assert.match(error.message, /airelay login/);
  assert.equal(error.headers.get('x-should-retry'), 'false');
}
