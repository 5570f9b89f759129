// Several processes on one stored session, and processes that are killed: no refresh token is used twice by mistake.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import OpenAI from 'openai';
import { EXIT, follow, Machine, signIn } from '../lib/machine.js';

const LIMIT = { timeout: 180_000 };
const TEN_DAYS = 864_000;
const RENEWALS = 4;
const AT_ONCE = 4;
const DOCTORS = 2;
const BREATH_MS = 10;
/** How long after the issuer was asked a relay is killed, and how long the issuer takes to answer, in milliseconds. */
const KILLED = [
  { after: 0, answer: 0 },
  { after: 3, answer: 0 },
  { after: 10, answer: 0 },
  { after: 40, answer: 0 },
  { after: 0, answer: 1_000 },
];

let machine;
let emulator;

before(async () => {
  machine = await Machine.open({ AIRELAY_RATE_LIMIT_PER_MINUTE: '100000', AIRELAY_RATE_LIMIT_BURST: '10000' });
  emulator = await machine.emulate('--only-issued-tokens', '--token-lifetime', '4');
  await machine.init(emulator.configuration);
});

after(() => machine.close());

test('a relay and doctors under load use each refresh token once', LIMIT, async () => {
  await login();
  const relay = await machine.serve();
  const before = await emulator.counts();
  let enough = false;
  const again = async (work) => {
    let done = 0;
    for (; !enough; done++) {
      await work();
      await pause(BREATH_MS);
    }
    return done;
  };
  const openai = new OpenAI(machine.sdk(relay));
  const load = Array.from({ length: AT_ONCE }, () => again(() => ask(openai, 'Under load.')));
  const doctors = Array.from({ length: DOCTORS }, () => again(examine));
  const learning = learn(() => enough);

  await emulator.countsReach(({ rotations }) => rotations >= before.rotations + RENEWALS);
  enough = true;

  const done = await Promise.all([...load, ...doctors]);
  await learning;
  assert.ok(
    done.every((count) => count > 0),
    `${done}`,
  );
  const counts = await emulator.countsSince(before);
  assert.equal(counts.reuses, undefined);
  assert.equal(counts.refresh, counts.rotations, 'each renewal that was asked for was granted');
  await relay.stop();
  assert.match((await machine.session()).tokens.refresh_token, /^rt_/);
});

test('a second relay on the same data directory is refused', LIMIT, async () => {
  const relay = await machine.serve();

  const { code, err } = await machine.run(['serve', '--port', '0']);

  assert.equal(code, EXIT.UNAVAILABLE, err);
  assert.match(err, /in use by another relay at http:\S+ \(process [0-9]+\)\. Use that relay, stop it, or choose another --data-dir/);
  await relay.stop();
});

for (const { after: wait, answer } of KILLED) {
  test(
    `killed ${wait} ms into a renewal of ${answer} ms, the session is usable or ended in so many words`,
    LIMIT,
    async () => {
      await emulator.change({ access_token_seconds: 2 });
      await login();
      const relay = await machine.serve();
      await machine.warm(relay);
      await machine.expired();
      await emulator.change({ access_token_seconds: TEN_DAYS });
      if (answer > 0) {
        await emulator.script(`slow-start millis=${answer} on=refresh`);
      }
      const { refresh, reuses } = await emulator.counts();
      const cut = Promise.allSettled(
        Array.from({ length: AT_ONCE }, () => ask(new OpenAI(machine.sdk(relay)), 'Never answered.')),
      );

      await emulator.countsReach((now) => now.refresh > refresh);
      await pause(wait);
      await relay.stop('SIGKILL');
      await cut;

      assert.equal(await machine.sessionMode(), 0o600);
      assert.ok((await machine.session()).tokens.refresh_token, 'the file is whole');
      const next = await machine.serve();
      const outcome = await ask(new OpenAI(machine.sdk(next)), 'Alive?').catch((error) => error);
      if (outcome instanceof Error) {
        assert.equal(outcome.status, 503, outcome.message);
        assert.equal(outcome.code, 'upstream_auth_refresh_failed');
        assert.match(outcome.message, /interrupted before the new tokens could be saved.*Run: airelay login/);
        assert.equal((await emulator.counts()).reuses, reuses + 1, 'the issuer was asked once more, and only once');
        const doctor = await machine.run(['doctor', '--skip-response']);
        assert.equal(doctor.code, EXIT.SIGNED_OUT, doctor.out);
        await login();
        assert.match((await ask(new OpenAI(machine.sdk(next)), 'Repaired.')).output_text, /Repaired/);
      } else {
        assert.match(outcome.output_text, /Alive/);
        assert.equal((await emulator.counts()).reuses, reuses);
      }
      await next.stop();
    },
  );
}

test('no secret is in anything that was said, written or answered', LIMIT, async () => {
  await machine.assertNoSecretLeft(emulator, ['relay token', 'access_token', 'refresh_token', 'id_token']);
});

async function login() {
  const { code, err } = await signIn(machine, (address) => follow(machine, address));
  assert.equal(code, EXIT.OK, err);
}

async function examine() {
  const { code, out } = await machine.run(['doctor', '--skip-response']);
  assert.equal(code, EXIT.OK, out);
}

function ask(openai, input) {
  return openai.responses.create({ model: 'gpt-5.5', input });
}

/** Keeps in mind what passes while the load runs, since the emulator remembers only the latest requests. */
async function learn(until) {
  while (!until()) {
    machine.evidence.requests(await emulator.recorded());
    await emulator.forget();
    machine.evidence.session(JSON.parse(await readFile(machine.file('.airelay/auth.json'), 'utf8')));
    await pause(200);
  }
}
