// What goes wrong, as Claude Code says it.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { emulatorAt } from '../lib/emulator.js';
import { Machine } from '../lib/machine.js';
import { call, LIMIT, scripted, turns, upstream, Workspace } from './claude.js';

const NO_RETRY = { CLAUDE_CODE_MAX_RETRIES: '0' };

let workspace;

before(async () => {
  workspace = await Workspace.open();
});

beforeEach(() => upstream.forget());

afterEach(() => workspace.stop());

after(() => workspace?.remove());

test('a wrong token is reported at once', LIMIT, async (t) => {
  const relay = await ownRelay(t);

  for (const env of [
    { ANTHROPIC_AUTH_TOKEN: 'wrong' },
    { ANTHROPIC_AUTH_TOKEN: undefined, ANTHROPIC_API_KEY: 'wrong' },
  ]) {
    const { code, out, err } = await workspace.run(['say pong'], { env, relay });

    assert.notEqual(code, 0);
    assert.match(out + err, /401|not logged in|API key/i);
  }
  assert.deepEqual(await relay.upstream.requests('/codex/responses'), []);
});

test('a plan that is used up is reported', LIMIT, async () => {
  const { code, out, err } = await workspace.run([scripted('fail', 'usage_limit_reached at=http')], { env: NO_RETRY });

  assert.notEqual(code, 0);
  assert.match(out + err, /limit/i);
  assert.equal((await turns()).length, 1);
});

test('a short limit is waited for', LIMIT, async () => {
  const { code, out, err } = await workspace.run([scripted('wait', 'rate_limit_exceeded delay=1s at=http times=1')]);

  assert.equal(code, 0, out + err);
  assert.match(out, /You said: "[^]*wait"/);
});

test('an overload is tried again, and reported when it stays', LIMIT, async () => {
  const once = await workspace.run([scripted('busy', 'server_is_overloaded at=http times=1')]);
  assert.equal(once.code, 0, once.out + once.err);
  assert.match(once.out, /busy/);

  const always = await workspace.run([scripted('busy', 'server_is_overloaded at=http')], { env: NO_RETRY });
  assert.notEqual(always.code, 0);
  assert.match(always.out + always.err, /529|overload/i);
});

test('a prompt that is too long is reported', LIMIT, async () => {
  const { code, out, err } = await workspace.run([scripted('long', 'context_length_exceeded')], { env: NO_RETRY });

  assert.notEqual(code, 0);
  assert.match(out + err, /too long|context/i);
});

for (const script of ['cut after=2', 'server_error at=middle', 'no-terminal']) {
  test(`"${script}" is tried again`, LIMIT, async () => {
    await upstream.script(script);

    const { code, out, err } = await workspace.run(['some words that arrive in parts']);

    assert.equal(code, 0, out + err);
    assert.match(out, /\[emulator\] You said:/);
    assert.equal((await turns()).length, 2);
  });
}

test('a stream that is cut each time is reported', LIMIT, async () => {
  const { code, out, err } = await workspace.run([scripted('some words that arrive in parts', 'cut after=2')], {
    env: { ...NO_RETRY, CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1' },
  });

  assert.notEqual(code, 0, out + err);
});

test('a call that is cut is not run', LIMIT, async () => {
  const command = { command: 'touch cut.txt', description: 'a command with a long description, so that it comes in parts' };

  const { out, err } = await workspace.run(
    [scripted('cut', call('Bash', command), 'cut after=2'), '--allowedTools', 'Bash'],
    { env: { ...NO_RETRY, CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1' } },
  );

  await assert.rejects(workspace.read('cut.txt'), out + err);
});

test('pings bridge a slow answer, and a silent upstream ends with an error', { timeout: 240_000 }, async (t) => {
  const relay = await ownRelay(t, { AIRELAY_IDLE_TIMEOUT_SECONDS: '3', AIRELAY_HEARTBEAT_SECONDS: '1' });

  const slow = await workspace.run([scripted('slowly', 'text value="At last."', 'pace millis=1500')], { relay });
  assert.equal(slow.code, 0, slow.out + slow.err);
  assert.match(slow.out, /At last\./);

  const silent = await workspace.run([scripted('silence', 'silence after=1')], {
    relay,
    env: { ...NO_RETRY, CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1' },
  });
  assert.notEqual(silent.code, 0, silent.out);
});

/** A demo relay for one test, and its emulated upstream. */
async function ownRelay(t, settings = {}) {
  const machine = await Machine.open({ AIRELAY_JAVA_OPTS: process.env.AIRELAY_JAVA_OPTS ?? '', ...settings });
  t.after(() => machine.close());
  const server = machine.start(['serve', '--demo', '--port', '0']);
  const [, baseUrl] = await server.shown(/^AIRelay at (\S+)$/m);
  const [, token] = await server.shown(/^ *Relay token:? +(\S+)/m);
  const [, upstreamUrl] = await server.shown(/^ *Upstream:? +(\S+)/m);
  return { origin: new URL(baseUrl).origin, token, upstream: emulatorAt(upstreamUrl) };
}
