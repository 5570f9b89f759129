// Finds secrets where none may be: in everything that a suite made processes say, write and answer.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The shapes of what the emulated issuer hands out, for secrets that no test has in hand. */
const SHAPES = [
  ['a JWT', /eyJ[\w-]{8,}\.eyJ[\w-]{8,}/g],
  ['a refresh token', /\brt_[A-Za-z0-9]{43}/g],
  ['an authorization code', /\bac_[A-Za-z0-9]{43}/g],
  ['a device login', /\bdeviceauth_[0-9a-f]{43}/g],
];
const FORM_SECRETS = ['code', 'code_verifier', 'refresh_token', 'token', 'device_auth_id', 'user_code'];
const TOKENS = ['id_token', 'access_token', 'refresh_token'];
const SHORTEST = 8;

/** The texts that a suite has gathered, and the secrets that were in use meanwhile. */
export class Evidence {
  constructor() {
    this.texts = [];
    this.secrets = new Map();
    this.waiting = [];
  }

  /**
   * Keeps a text that must hold no secret.
   *
   * @param read gives the text when it is looked through
   * @param shown gives what the text shows on purpose, such as the address of a login
   */
  text(name, read, shown = () => []) {
    this.texts.push({ name, read, shown });
  }

  /** Knows a secret from now on. */
  secret(kind, value) {
    if (typeof value === 'string' && value.length >= SHORTEST) {
      this.secrets.set(value, this.secrets.get(value) ?? kind);
    }
  }

  /** Knows the tokens of a session file. */
  session(document) {
    for (const name of TOKENS) {
      const value = document?.tokens?.[name];
      this.secret(name, value);
      // What is readable in a token is a secret too, be it without its head.
      this.secret(`claims of the ${name}`, value?.split('.')[1]);
    }
  }

  /** Knows what the requests to the emulated issuer held. Those to the upstream must hold none of it. */
  requests(recorded) {
    for (const request of recorded) {
      const { target, body, form } = request;
      if (target.startsWith('/backend-api/')) {
        this.text(`the request to ${target}`, () => JSON.stringify(request));
        continue;
      }
      const query = new URL(target, 'http://127.0.0.1').searchParams;
      this.secret('state', query.get('state'));
      for (const name of FORM_SECRETS) {
        this.secret(name, body?.[name]);
        form?.[name]?.forEach((value) => this.secret(name, value));
      }
    }
  }

  /** Keeps a copy of a response, head and body, and passes it on to the caller. */
  answer(name, response) {
    const head = `${response.status} ${JSON.stringify([...response.headers])}`;
    const body = response.clone().text();
    this.waiting.push(
      body.then(
        (text) => this.text(name, () => `${head}\n${text}`),
        () => this.text(name, () => head),
      ),
    );
    return response;
  }

  /** `fetch` whose answers are kept. */
  fetch = async (input, options) =>
    this.answer(`the answer of ${new URL(input.url ?? input).pathname}`, await fetch(input, options));

  /** Keeps every file below a directory, but for those whose names are given. */
  async directory(root, except = []) {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      if (entry.isFile() && !except.includes(entry.name)) {
        const content = await readFile(file, 'latin1');
        this.text(path.relative(root, file), () => content);
      }
    }
  }

  /** Where which kind of secret was found; never the secret itself. */
  async findings() {
    await Promise.all(this.waiting);
    const findings = new Set();
    for (const { name, read, shown } of this.texts) {
      const text = shown().reduce((left, known) => left.replaceAll(known, ''), read());
      for (const kind of kinds(text, this.secrets)) {
        findings.add(`${name} holds ${kind}`);
      }
    }
    return [...findings];
  }

  /** How many different secrets of each kind are known. */
  known() {
    const counts = {};
    for (const kind of this.secrets.values()) {
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }
}

function kinds(text, secrets) {
  const found = SHAPES.filter(([, shape]) => new RegExp(shape).test(text)).map(([kind]) => kind);
  for (const [value, kind] of secrets) {
    if (text.includes(value) || text.includes(encodeURIComponent(value))) {
      found.push(kind);
    }
  }
  return found;
}

/** The test reports of the Java modules that hold a token of the emulated issuer; null when there are no reports. */
export async function tokensInReports(root) {
  const modules = (await readdir(root)).filter((name) => name.startsWith('airelay-'));
  const found = [];
  let reports = 0;
  for (const module of modules) {
    const directory = path.join(root, module, 'target', 'surefire-reports');
    const files = await readdir(directory).catch(() => []);
    for (const file of files.filter((name) => /\.(txt|xml)$/.test(name))) {
      reports++;
      if (holdsIssuedToken(await readFile(path.join(directory, file), 'utf8'))) {
        found.push(path.join(module, file));
      }
    }
  }
  return reports === 0 ? null : found;
}

/** Whether a text holds a token of the emulated issuer; other tokens in it were made up by the test itself. */
export function holdsIssuedToken(text) {
  const tokens = text.match(/eyJ[\w-]{8,}\.eyJ[\w-]{8,}/g) ?? [];
  const issued = tokens.some((token) =>
    Buffer.from(token.split('.')[1], 'base64url').toString().includes('https://emulator.invalid'),
  );
  return issued || SHAPES.slice(1).some(([, shape]) => new RegExp(shape).test(text));
}
