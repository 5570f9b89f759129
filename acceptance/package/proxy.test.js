// The configuration for nginx of docs/reverse-proxy.md, in a real nginx before a relay with the settings of the same page.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { blocks } from '../docs/pages.js';
import { emulatorAt } from '../lib/emulator.js';
import { Machine } from '../lib/machine.js';
import { Running } from '../lib/processes.js';
import { run, skipped } from './sandbox.js';

const NGINX = '/usr/sbin/nginx';
const NAME = 'ai.example.com';
const OPTIONS = { timeout: 120_000, skip: skipped(!existsSync(NGINX) && 'needs nginx') };

let machine;
let emulator;
let port;
let token;

before(async () => {
  if (OPTIONS.skip) {
    return;
  }
  machine = await Machine.open();
  const [settings] = blocks('docs/reverse-proxy.md', 'toml');
  const file = machine.file('config.toml');
  await writeFile(file, settings.replace('port = 8080', 'port = 0'));
  const relay = machine.start(['serve', '--demo', '--config', file], { shown: () => [] });
  const [, relayPort] = await relay.shown(/^AIRelay at http:\/\/127\.0\.0\.1:(\d+)\/v1$/m);
  [, token] = await relay.shown(/^ *Relay token: +(\S+)$/m);
  const [, upstream] = await relay.shown(/^ *Upstream: +(\S+)/m);
  emulator = emulatorAt(upstream);
  port = await startNginx(relayPort);
});

after(() => machine?.close());

test('a stream arrives event by event', OPTIONS, async () => {
  // The upstream stays silent after two deltas: what a proxy would collect never comes.
  await emulator.script('silence after=2');

  const response = await post('/v1/chat/completions', { model: 'gpt-5.5', stream: true, messages: [{ role: 'user', content: 'Hello' }] });

  assert.equal(response.statusCode, 200);
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    if ((text.match(/"(?:reasoning_)?content":"[^"]/g) ?? []).length >= 2) {
      break;
    }
  }
  assert.doesNotMatch(text, /\[DONE\]/);
});

test('an answer and a large body pass', OPTIONS, async () => {
  const content = `Hello ${'x'.repeat(3_000_000)}`;

  const response = await post('/v1/chat/completions', { model: 'gpt-5.5', messages: [{ role: 'user', content }] });

  assert.equal(response.statusCode, 200);
  response.resume();
});

test('a WebSocket is upgraded', OPTIONS, async () => {
  const { statusCode } = await new Promise((resolve, reject) => {
    const request = https.request({
      ...target('/v1/responses'),
      headers: {
        host: NAME,
        authorization: `Bearer ${token}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.from('sixteen bytes...').toString('base64'),
      },
    });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    request.on('response', resolve);
    request.on('error', reject);
    request.end();
  });

  assert.equal(statusCode, 101);
});

test('another host name is refused', OPTIONS, async () => {
  const response = await post('/v1/chat/completions', {}, 'elsewhere.example');

  assert.equal(response.statusCode, 403);
  let text = '';
  for await (const chunk of response) {
    text += chunk;
  }
  assert.match(text, /host_not_allowed/);
});

function target(url) {
  return { host: '127.0.0.1', port, path: url, servername: NAME, rejectUnauthorized: false, agent: false };
}

function post(url, body, host = NAME) {
  return new Promise((resolve, reject) => {
    const headers = { host, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const request = https.request({ ...target(url), method: 'POST', headers });
    request.on('response', resolve);
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

/** Starts nginx with the page's configuration, of which only ports and paths are replaced; returns its port. */
async function startNginx(relayPort) {
  const directory = machine.file('nginx');
  await mkdir(directory);
  const certificate = path.join(directory, 'certificate.pem');
  const key = path.join(directory, 'key.pem');
  const made = await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${NAME}`, '-out', certificate, '-keyout', key]);
  assert.equal(made.code, 0, made.err);
  const own = await freePort();
  const [page] = blocks('docs/reverse-proxy.md', 'nginx');
  const site = page
    .replace('server 127.0.0.1:8080', `server 127.0.0.1:${relayPort}`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${own} ssl`)
    .replace(`/etc/ssl/${NAME}.pem`, certificate)
    .replace(`/etc/ssl/${NAME}.key`, key);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
  const file = path.join(directory, 'nginx.conf');
  await writeFile(
    file,
    `daemon off;\nmaster_process off;\npid ${directory}/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary.join('\n')}\n${site}}\n`,
  );
  const nginx = new Running('nginx', NGINX, ['-p', directory, '-c', file], { env: { PATH: process.env.PATH } });
  machine.started.push(nginx);
  await answers(own, nginx);
  return own;
}

/** Waits until nginx accepts connections, or has ended. */
async function answers(own, nginx) {
  let ended;
  nginx.ended.then((end) => (ended = end));
  for (;;) {
    assert.equal(ended, undefined, nginx.err);
    const open = await new Promise((resolve) => {
      http.get({ host: '127.0.0.1', port: own, agent: false }, (response) => resolve(response.resume())).on('error', () => resolve(false));
    });
    if (open) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
