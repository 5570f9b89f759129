// A relay under load is killed without notice, again and again; what it has acknowledged is there afterwards.
//
// AIRELAY_KILL_ROUNDS says how often, AIRELAY_KILL_SEED when.
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './client.js';
import { checkDirectory, checkFiles, checkLedger } from './checks.js';
import { finishUploads, Ledger, load, randomNumbers } from './load.js';
import { signedInMachine } from './relays.js';

const ROUNDS = Number(process.env.AIRELAY_KILL_ROUNDS ?? 8);
const SEED = Number(process.env.AIRELAY_KILL_SEED ?? 1);
const LIMIT = { timeout: 60_000 + ROUNDS * 30_000 };
/** The end comes after at most so many acknowledgements, and then within so many milliseconds. */
const MOST_ACKNOWLEDGED = 100;
const LONGEST_REST_MS = 40;
const LONGEST_START_MS = 1_500;
const LOOK_AGAIN_MS = 2;
/** In every so many rounds the relay that comes next is killed while it starts. */
const KILLED_EARLY = 5;
/** In every so many rounds the relay is stopped by two signals: the second one ends it at once. */
const STOPPED_IN_A_HURRY = 3;

let machine;

before(async () => {
  ({ machine } = await signedInMachine());
}, LIMIT);

after(() => machine?.close());

test(`killed ${ROUNDS} times under load (seed ${SEED}), a relay loses nothing it has acknowledged`, LIMIT, async (t) => {
  const random = randomNumbers(SEED);
  const rounds = [];
  const looked = new Set();
  let kills = 0;
  let relay = await machine.serve();
  for (let round = 1; round <= ROUNDS; round++) {
    const ledger = new Ledger();
    rounds.push(ledger);
    const working = load(new Client(relay, machine.token), ledger, random);
    await Promise.race([someLoad(ledger, random), working]);
    await end(relay, round);
    kills++;
    await working;

    if (round % KILLED_EARLY === 0) {
      await killWhileStarting(random() * LONGEST_START_MS);
      kills++;
    }
    relay = await machine.serve();
    await checkDirectory(machine, relay, kills);
    const client = new Client(relay, machine.token);
    await finishUploads(client, ledger);
    await checkFiles(client, rounds, looked);
    await checkLedger(client, ledger);
  }
  const client = new Client(relay, machine.token);
  await checkFiles(client, rounds, new Set());
  for (const ledger of rounds) {
    await checkLedger(client, ledger);
  }
  t.diagnostic(`acknowledged before each end: ${rounds.map((ledger) => ledger.acknowledged).join(' ')}`);
  await relay.stop();
});

async function end(relay, round) {
  if (round % STOPPED_IN_A_HURRY === 0) {
    relay.stop('SIGTERM');
    await pause(LOOK_AGAIN_MS);
    await relay.stop('SIGTERM');
  } else {
    await relay.stop('SIGKILL');
  }
}

/** Waits for a random moment of the load. */
async function someLoad(ledger, random) {
  const wanted = 1 + Math.floor(random() * MOST_ACKNOWLEDGED);
  while (ledger.acknowledged < wanted) {
    await pause(LOOK_AGAIN_MS);
  }
  await pause(random() * LONGEST_REST_MS);
}

async function killWhileStarting(milliseconds) {
  const starting = machine.start(['serve', '--port', '0']);
  await pause(milliseconds);
  await starting.stop('SIGKILL');
}
