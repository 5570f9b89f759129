// Runs the real Claude Code, which finds nothing of the machine's own settings, accounts and projects.
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { emulatorAt } from '../lib/emulator.js';
import { Running } from '../lib/processes.js';

const CLAUDE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules', '.bin', 'claude');
const LOOKED_UP = ['PATH', 'TMPDIR', 'LANG'];

/** The relay that acceptance/run started. */
export const RELAY = { origin: new URL(required('AIRELAY_BASE_URL')).origin, token: required('AIRELAY_TOKEN') };
/** Its emulated upstream. */
export const upstream = emulatorAt(required('AIRELAY_UPSTREAM_URL'));
export const MODEL = 'gpt-5.5';
export const LIMIT = { timeout: 120_000 };

/** A home and a project directory of their own; remove() takes them away. */
export class Workspace {
  static async open() {
    const root = await realpath(await mkdtemp(path.join(tmpdir(), 'airelay-claude-')));
    const workspace = new Workspace(root);
    await mkdir(workspace.project);
    await mkdir(path.join(root, 'home'));
    return workspace;
  }

  constructor(root) {
    this.root = root;
    this.project = path.join(root, 'project');
    this.running = [];
  }

  /** The path of a file of the project. */
  file(name) {
    return path.join(this.project, name);
  }

  read(name) {
    return readFile(this.file(name), 'utf8');
  }

  write(name, content) {
    return writeFile(this.file(name), content);
  }

  /** Starts `claude -p ARGS` in the project. */
  start(args, { env = {}, relay = RELAY } = {}) {
    const kept = LOOKED_UP.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
    const running = new Running('claude', CLAUDE, ['-p', ...args], {
      directory: this.project,
      env: {
        ...Object.fromEntries(kept),
        HOME: path.join(this.root, 'home'),
        CLAUDE_CONFIG_DIR: path.join(this.root, 'home', '.claude'),
        ANTHROPIC_BASE_URL: relay.origin,
        ANTHROPIC_AUTH_TOKEN: relay.token,
        ANTHROPIC_MODEL: MODEL,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_TELEMETRY: '1',
        DISABLE_ERROR_REPORTING: '1',
        DISABLE_AUTOUPDATER: '1',
        ...env,
      },
    });
    this.running.push(running);
    return running;
  }

  /** Runs `claude -p ARGS` until it exits. */
  run(args, options) {
    return this.start(args, options).ended;
  }

  /** Runs it until it exits and reads its result, and the messages before it. */
  async result(args, options) {
    const { code, out, err } = await this.run([...args, '--output-format', 'stream-json', '--verbose'], options);
    const messages = out
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    return { code, err, messages, ...messages.findLast((message) => message.type === 'result') };
  }

  /** Stops what a test left running when its time was over. */
  async stop() {
    await Promise.all(this.running.splice(0).map((running) => running.stop('SIGKILL')));
  }

  async remove() {
    await this.stop();
    await rm(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** A call as a script of the emulator. */
export function call(name, args, round = 0) {
  return `call name=${name} round=${round} args=${JSON.stringify(args)}`;
}

/** A prompt with these scripts behind it. */
export function scripted(prompt, ...scripts) {
  return `${prompt} [[emulate: ${scripts.join(', ')}]]`;
}

/** The generations that the emulated upstream has answered. */
export async function turns() {
  return (await upstream.requests('/codex/responses')).map(({ body, ...request }) => ({ ...request, body }));
}

/** The outputs of tools in a request to the upstream. */
export function outputs({ body }) {
  return body.input.filter((item) => item.type === 'function_call_output');
}

/** The messages of a request to the upstream, as lines of role and text. */
export function said({ body }) {
  return body.input
    .filter((item) => item.type === 'message')
    .map(({ role, content }) => `${role}: ${typeof content === 'string' ? content : content.map((part) => part.text).join('')}`);
}

export function header({ headers }, name) {
  return headers.find(([key]) => key === name)?.[1];
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; acceptance/run sets it, or set it for a running relay`);
  }
  return value;
}
