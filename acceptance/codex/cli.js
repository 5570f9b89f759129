// Runs the real Codex CLI.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CODEX = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules', '.bin', 'codex');

/** A CODEX_HOME of its own, with credentials kept in its file; remove() takes it away. */
export async function codexHome(config) {
  // Codex warns about a home below the system's temporary directory.
  const cache = path.join(homedir(), '.cache');
  await mkdir(cache, { recursive: true });
  const home = await mkdtemp(path.join(cache, 'airelay-codex-'));
  await writeFile(path.join(home, 'config.toml'), config);
  return {
    path: home,
    credentials: async () => JSON.parse(await readFile(path.join(home, 'auth.json'), 'utf8')),
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Runs `codex ARGS` until it exits. onOutput receives all output so far each time there is more. */
export function codex(home, args, { env = {}, onOutput = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(home, args, env, ['ignore', 'pipe', 'pipe']);
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => onOutput((out += data)));
    child.stderr.on('data', (data) => (err += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** The command `echo round-$((40 + 2))-trip` was run, and its output sent with the call and printed in the answer. */
export function assertShellOutput(first, second, out) {
  assert.ok(first.body.tools.some((tool) => tool.name === 'exec_command'));
  const call = second.body.input.find((item) => item.type === 'function_call');
  const output = second.body.input.find((item) => item.type === 'function_call_output');
  assert.equal(output.call_id, call.call_id);
  assert.match(JSON.stringify(output.output), /round-42-trip/);
  assert.match(out, /returned: "[^]*round-42-trip/);
}

/** `codex login` by device code; the code is typed at the emulator as soon as it is shown. */
export async function deviceLogin(home, emulator, issuer, env) {
  await emulator.change({ device_interval_seconds: 1 });
  let approved = false;
  return codex(home, ['login', '--device-auth', '--experimental_issuer', issuer], {
    env,
    onOutput: (out) => {
      const typed = /(?<![A-Z0-9])[A-Z0-9]{4}-[A-Z0-9]{5}(?![A-Z0-9])/.exec(out);
      if (typed && !approved) {
        approved = true;
        emulator.approve(typed[0]);
      }
    },
  });
}

/** `codex app-server`, spoken to in JSON lines. */
export function appServer(home, env) {
  const child = start(home, ['app-server'], env, ['pipe', 'pipe', 'ignore']);
  const waiting = [];
  const kept = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    const index = waiting.findIndex((one) => one.matches(message));
    if (index < 0) {
      kept.push(message);
    } else {
      waiting.splice(index, 1)[0].resolve(message);
    }
  });
  return {
    send: (message) => child.stdin.write(`${JSON.stringify(message)}\n`),
    receive: (matches) => {
      const index = kept.findIndex(matches);
      return index < 0
        ? new Promise((resolve) => waiting.push({ matches, resolve }))
        : Promise.resolve(kept.splice(index, 1)[0]);
    },
    stop: () => child.kill(),
  };
}

function start(home, args, env, stdio) {
  return spawn(CODEX, args, { env: { ...process.env, CODEX_HOME: home.path, ...env }, stdio });
}
