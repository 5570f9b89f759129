// Scripts on a throw-away copy of this machine: without a network, as root and as other users, and with nothing left behind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Running } from '../lib/processes.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Why there is no sandbox here; false if there is one. It needs root for its own mounts and a network of its own. */
export const NO_SANDBOX = skipped(process.platform !== 'linux' ? 'needs Linux' : process.getuid() !== 0 && 'needs root');

/** A reason to skip tests, or false. In CI, where nothing may be left out, a reason fails the whole file. */
export function skipped(reason) {
  if (reason && process.env.CI) {
    throw new Error(`the suite package ${reason}`);
  }
  return reason;
}

/** A directory that is deleted by remove(). */
export async function temporary() {
  const directory = await mkdtemp(path.join(tmpdir(), 'airelay-package-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/**
 * Runs a script in the sandbox, with the functions of sandbox.sh.
 *
 * @param files a directory that it finds as /release
 */
export function sandboxed(script, files, env = {}) {
  const args = ['--mount', '--net', '--pid', '--fork', '--kill-child', 'bash', path.join(HERE, 'sandbox.sh'), files, script];
  return new Running('the sandbox', 'unshare', args, { env: { PATH: process.env.PATH, ...env } }).ended;
}

/** Runs a command here. */
export function run(command, args, options = {}) {
  return new Running(command, command, args, { env: process.env, ...options }).ended;
}
