// Scripts on a throw-away copy of this machine: without a network, as root and as other users, and with nothing left behind.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Running } from '../lib/processes.js';

const NAMESPACES = ['--mount', '--net', '--pid', '--fork', '--kill-child'];
const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Why there is no sandbox here; false if there is one. It needs root for its own mounts and a network of its own. */
export const NO_SANDBOX = skipped(process.platform !== 'linux' ? 'needs Linux' : process.getuid() !== 0 && 'needs root');

/** A reason to skip tests, or false. With AIRELAY_SKIP_NOTHING, a reason fails the whole file. */
export function skipped(reason) {
  if (reason && process.env.AIRELAY_SKIP_NOTHING) {
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
  return sandbox('unshare', NAMESPACES, script, files, env);
}

/** As {@link sandboxed}, in a control group of its own, without which systemd manages nothing; its function manager starts it. */
export async function sandboxedWithManager(script, files, env = {}) {
  const group = await controlGroup();
  try {
    const joined = ['-c', 'echo 0 >"$0/cgroup.procs" && exec unshare --cgroup "$@"', group, ...NAMESPACES];
    return await sandbox('sh', joined, script, files, env);
  } finally {
    await removeGroup(group);
  }
}

function sandbox(command, args, script, files, env) {
  const all = [...args, 'bash', path.join(HERE, 'sandbox.sh'), files, script];
  return new Running('the sandbox', command, all, { env: { PATH: process.env.PATH, ...env } }).ended;
}

/** Makes a group below this process's own one in the unified hierarchy. */
async function controlGroup() {
  const [, mounted] = (await readFile('/proc/self/mounts', 'utf8')).match(/^\S+ (\S+) cgroup2 /m);
  const [, own] = (await readFile('/proc/self/cgroup', 'utf8')).match(/^0::(.*)$/m);
  return mkdtemp(path.join(mounted, own, 'airelay-package-'));
}

/** The kernel removes a process from its group shortly after it has ended. */
async function removeGroup(group) {
  const groups = await readdir(group, { recursive: true, withFileTypes: true });
  const inside = groups.filter((entry) => entry.isDirectory()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  for (const directory of [...inside.sort().reverse(), group]) {
    await rmdir(directory).catch(async (busy) => {
      assert.equal(busy.code, 'EBUSY');
      await pause(1_000);
      await rmdir(directory);
    });
  }
}

/** Runs a command here. */
export function run(command, args, options = {}) {
  return new Running(command, command, args, { env: process.env, ...options }).ended;
}
