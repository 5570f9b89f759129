// Real processes whose output is kept as evidence.
import { spawn } from 'node:child_process';

/** A started process: what it has said so far, and how it ended. */
export class Running {
  constructor(name, command, args, { env, input = 'ignore', directory }) {
    this.name = name;
    this.out = '';
    this.err = '';
    this.watchers = new Set();
    this.child = spawn(command, args, { env, cwd: directory, stdio: [input, 'pipe', 'pipe'] });
    this.child.stdout.setEncoding('utf8').on('data', (text) => this.#heard('out', text));
    this.child.stderr.setEncoding('utf8').on('data', (text) => this.#heard('err', text));
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (code, signal) => resolve({ code, signal, out: this.out, err: this.err }));
    });
    this.ended.catch(() => {});
  }

  get pid() {
    return this.child.pid;
  }

  /** The first match of a pattern in the output; fails when the process ends without one. */
  shown(pattern, stream = 'out') {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this[stream]);
        if (found) {
          this.watchers.delete(look);
          resolve(found);
        }
        return found;
      };
      if (look()) {
        return;
      }
      this.watchers.add(look);
      this.ended.then(
        ({ code, signal }) =>
          look() ?? reject(new Error(`${this.name} ended (${code ?? signal}) without ${pattern}: ${this.err}`)),
        reject,
      );
    });
  }

  type(line) {
    this.child.stdin.write(`${line}\n`);
  }

  /** Signals the process to stop, unless it has ended, and waits until it exits. */
  stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
    }
    return this.ended;
  }

  #heard(stream, text) {
    this[stream] += text;
    this.watchers.forEach((look) => look());
  }
}
