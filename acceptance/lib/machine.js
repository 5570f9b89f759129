// A person's machine: an empty home directory, and airelay as it is typed in a terminal there.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { emulatorAt } from './emulator.js';
import { Evidence } from './evidence.js';
import { Running } from './processes.js';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const AIRELAY = path.join(ROOT, 'airelay');
/** The variables that a terminal hands on; none of the host's own settings, proxies and keyrings. */
const KEPT = ['PATH', 'JAVA_HOME', 'TMPDIR', 'LANG'];
/** Files whose purpose is to hold a secret. */
const SECRET_FILES = ['auth.json', 'relay-token'];

const LOOK_AGAIN_MS = 20;
const LOGGING = 'logging.properties';
/** No secret may be in a log, however much is logged. */
const LOG_EVERYTHING = `
handlers = java.util.logging.ConsoleHandler
.level = ALL
java.util.logging.ConsoleHandler.level = ALL
`;

export const EXIT = { OK: 0, FAILURE: 1, UNAVAILABLE: 69, TRY_AGAIN: 75, SIGNED_OUT: 77 };

export class Machine {
  /** A machine with an empty home. What is started on it is stopped by close(). */
  static async open(env = {}) {
    const home = await mkdtemp(path.join(tmpdir(), 'airelay-home-'));
    await writeFile(path.join(home, LOGGING), LOG_EVERYTHING);
    return new Machine(home, env);
  }

  constructor(home, env) {
    this.home = home;
    this.evidence = new Evidence();
    this.started = [];
    const kept = KEPT.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
    const logging = `-Djava.util.logging.config.file=${this.file(LOGGING)}`;
    this.env = {
      ...Object.fromEntries(kept),
      HOME: home,
      AIRELAY_AUTH_STORAGE: 'file',
      AIRELAY_JAVA_OPTS: `${process.env.AIRELAY_JAVA_OPTS ?? ''} ${logging}`,
      ...env,
    };
  }

  file(relative) {
    return path.join(this.home, relative);
  }

  /** Starts a command. Its output is evidence; `shown` is what it says on purpose. */
  start(args, { env = {}, input, shown = () => [] } = {}) {
    const name = `airelay ${args.join(' ')}`;
    const running = new Running(name, AIRELAY, args, { env: { ...this.env, ...env }, input });
    this.started.push(running);
    this.evidence.text(
      `the output of ${name}`,
      () => running.out,
      () => shown(running.out),
    );
    this.evidence.text(`the errors of ${name}`, () => running.err);
    return running;
  }

  /** Starts another program of the machine. */
  launch(command, args) {
    const running = new Running(command, command, args, { env: this.env, directory: this.home });
    this.started.push(running);
    return running;
  }

  /** Runs a command until it exits. */
  run(args, options) {
    return this.start(args, options).ended;
  }

  /** A running emulator with its control paths and the lines of configuration that it names. */
  async emulate(...options) {
    const running = this.start(['emulate', ...options]);
    const [, baseUrl] = await running.shown(/^Emulated upstream at (\S+)$/m);
    const [, issuer] = await running.shown(/^ *Login server: +(\S+)$/m);
    const [, lines] = await running.shown(/^\[upstream\]\n((?:\w+ = .*\n){2})/m);
    return { ...emulatorAt(baseUrl), baseUrl, issuerUrl: issuer, configuration: lines.trim().split('\n') };
  }

  /** Creates configuration and relay token, and writes settings into the configuration in place of their defaults. */
  async init(settings) {
    const token = async () => (await readFile(this.file('.airelay/relay-token'), 'utf8')).trim();
    let shown = [];
    const { code, err } = await this.run(['init'], { shown: () => shown });
    if (code !== EXIT.OK) {
      throw new Error(err);
    }
    shown = [await token()];
    this.token = shown[0];
    this.evidence.secret('relay token', this.token);
    const file = this.file('.config/airelay/config.toml');
    let text = await readFile(file, 'utf8');
    for (const line of settings) {
      const key = line.split(' ')[0];
      const unset = new RegExp(`^# ${key} = .*$`, 'm');
      if (!unset.test(text)) {
        throw new Error(`the new configuration does not name ${key}`);
      }
      text = text.replace(unset, line);
    }
    await writeFile(file, text);
  }

  /** A relay that has begun to listen on a free port. */
  async serve(options) {
    const running = this.start(['serve', '--port', '0'], options);
    const [, baseUrl] = await running.shown(/^AIRelay at (\S+)$/m);
    running.baseUrl = baseUrl;
    return running;
  }

  /** Waits until a started relay with a session has asked for the models, which can renew the session. */
  async warm(relay) {
    const headers = { authorization: `Bearer ${this.token}` };
    for (;;) {
      const answer = await this.evidence.fetch(`${relay.baseUrl}/relay/status`, { headers });
      if ((await answer.json()).models_cache.state === 'fresh') {
        return;
      }
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** Options of an SDK for this relay; every response it receives is evidence. It does not retry. */
  sdk(relay) {
    return { baseURL: relay.baseUrl, apiKey: this.token, maxRetries: 0, fetch: this.evidence.fetch };
  }

  /** The stored session, whose tokens are secrets from now on; null when there is none. */
  async session() {
    const document = await readFile(this.file('.airelay/auth.json'), 'utf8').then(JSON.parse, absent);
    this.evidence.session(document);
    return document;
  }

  /** When the stored access token ends, in milliseconds of the epoch. */
  async expiry() {
    const { tokens } = await this.session();
    return JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url')).exp * 1000;
  }

  /** Waits until the stored access token has ended by this machine's clock. */
  async expired() {
    const end = await this.expiry();
    while (Date.now() < end) {
      await pause(end - Date.now());
    }
  }

  /** The permissions of the stored session. */
  async sessionMode() {
    return (await stat(this.file('.airelay/auth.json'))).mode & 0o777;
  }

  /** All secrets found where none may be. */
  async findings(emulator) {
    await this.session();
    this.evidence.requests(await emulator.recorded());
    await this.evidence.directory(this.file('.airelay'), SECRET_FILES);
    await this.evidence.directory(this.file('.config'));
    return this.evidence.findings();
  }

  /** The sweep at the end of a suite: secrets of these kinds were in use, and none was found where it may not be. */
  async assertNoSecretLeft(emulator, kinds) {
    const findings = await this.findings(emulator);
    const known = this.evidence.known();
    assert.deepEqual(
      kinds.filter((kind) => !known[kind]),
      [],
      'every kind of secret was in use',
    );
    assert.deepEqual(findings, []);
  }

  async close() {
    await Promise.all(this.started.map((running) => running.stop()));
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Signs in by `airelay login`; `visit` does with the address what a person does with a browser. */
export async function signIn(machine, visit, args = ['login', '--no-browser'], env = {}) {
  let address;
  const running = machine.start(args, { env, shown: () => (address ? [address] : []) });
  [address] = await running.shown(/^ *http\S+\/oauth\/authorize\S+/m);
  address = address.trim();
  machine.evidence.secret('state', new URL(address).searchParams.get('state'));
  const visited = await visit(address);
  const ended = await running.ended;
  await machine.session();
  return { ...ended, visited };
}

/** Follows an address as a browser does. The issuer's pages are its own; those of the command are evidence. */
export async function follow(machine, address) {
  const redirect = await fetch(address, { redirect: 'manual' });
  const addresses = [];
  let page;
  let next = redirect.headers.get('location');
  machine.evidence.secret('code', new URL(next).searchParams.get('code'));
  while (next) {
    addresses.push(next);
    page = await machine.evidence.fetch(next, { redirect: 'manual' });
    next = page.headers.get('location') && new URL(page.headers.get('location'), next).href;
  }
  return { addresses, status: page.status, page: await page.text() };
}

/** The error that the promise fails with; it must fail. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call succeeded' });
}

function absent(problem) {
  if (problem.code === 'ENOENT') {
    return null;
  }
  throw problem;
}
