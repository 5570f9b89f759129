// The page at / in headless Chromium, before a real relay with an emulated upstream: every state in which people see it, each with its
// picture. AIRELAY_PICTURES names the directory for the pictures, target/pictures by default; AIRELAY_CHROMIUM names the browser,
// /usr/bin/chromium by default.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { EXIT, follow, Machine, ROOT, signIn } from '../lib/machine.js';

const LIMIT = { timeout: 180_000 };
const WIDE = { width: 1280, height: 900 };
const PICTURES = process.env.AIRELAY_PICTURES || path.join(ROOT, 'target', 'pictures');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const CODE = '[[emulate: text value="Hello from the emulator"]]';

let machine;
let emulator;
let relay;
let origin;
let browser;
let context;
let page;
let problems;

before(async () => {
  machine = await Machine.open({ AIRELAY_RATE_LIMIT_PER_MINUTE: '100000', AIRELAY_RATE_LIMIT_BURST: '100000' });
  emulator = await machine.emulate();
  // Each test calls the upstream itself.
  await machine.init([...emulator.configuration, 'limit_cache_seconds = 0', 'retry_attempts = 0']);
  browser = await chromium.launch({
    executablePath: process.env.AIRELAY_CHROMIUM || '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
  await mkdir(PICTURES, { recursive: true });
});

after(async () => {
  await browser?.close();
  await machine.close();
});

beforeEach(async () => {
  await context?.close();
  problems = [];
  context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/i.test(message.text())) {
      problems.push(message.text());
    }
  });
});

test('without a session the page says how to sign in', LIMIT, async () => {
  await serve();

  await open();

  await sees('#banners', /You are not signed in to ChatGPT/);
  await sees('#banners code', 'airelay login');
  await sees('#pill', 'Not signed in');
  await picture('no-session');
  await relay.stop();
});

test('before the first request it is the guide to it', LIMIT, async () => {
  assert.equal((await signIn(machine, (address) => follow(machine, address))).code, EXIT.OK);
  await serve();

  await open();

  await sees('#pill', 'Ready');
  await sees('#requests-title', 'Get started');
  await sees('#start', /You are signed in to ChatGPT ✓/);
  await sees('#start', new RegExp(`curl ${relay.baseUrl}/chat/completions`));
  await picture('nothing-yet');
});

test('a wrong token is refused with the way to the right one, and the right one opens the page', LIMIT, async () => {
  await page.goto(origin);
  await sees('#pill', 'Locked');
  await picture('locked');
  await page.fill('#token', 'not-the-token');
  await page.keyboard.press('Enter');
  await sees('#token-error', /This is not the relay token/);
  await picture('wrong-token');

  await page.fill('#token', machine.token);
  await page.keyboard.press('Enter');

  await page.waitForSelector('#live:not([hidden])');
  await page.reload();
  await page.waitForSelector('#live:not([hidden])');
  const other = await context.newPage();
  await other.goto(origin);
  await other.waitForSelector('#signin:not([hidden])');
});

test('"Lock this tab" forgets the token', LIMIT, async () => {
  await open();

  await page.click('#leave');

  await sees('#pill', 'Locked');
  await page.reload();
  await sees('#pill', 'Locked');
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});

test('a link signs in once, and its code stays in no address and in no history', LIMIT, async () => {
  const link = await openPrint();

  await page.goto(link);

  await page.waitForSelector('#live:not([hidden])');
  assert.equal(page.url(), `${origin}/`);
  assert.equal(await page.evaluate(() => sessionStorage.getItem('airelay.credential').includes('airelay-page-')), true);
  const second = await browser.newContext();
  const late = await second.newPage();
  await late.goto(link);
  await late.waitForSelector('#signin:not([hidden])');
  assert.match(await late.textContent('#token-error'), /This link has been used, or is older than 60 seconds/);
  await second.close();
});

test('a request appears while it is answered, with its figures when it has ended', LIMIT, async () => {
  await open();
  await emulator.script('pace millis=60');

  const answer = chat('gpt-6-sol', { stream: true, agent: 'opencode/1.18.33' });

  await sees('tbody tr.main', /opencode.*gpt-6-sol.*chat.*(working|streaming)/);
  await picture('streaming');
  assert.equal((await answer).status, 200);
  await sees('tbody .tag', '200');
  assert.match(await page.textContent('tbody tr.main'), /\d+ ms|\d\.\d s/);
  await sees('#clients', /opencode just now/);
});

test('a failure shows its reason, in the words that the client got, and its details', LIMIT, async () => {
  await open();

  const answer = await chat('gpt-4o', { agent: 'n8n' });

  await sees('tbody .tag.bad', String(answer.status));
  const reason = await page.textContent('tbody tr.reason:not([hidden])');
  assert.equal(reason.trim().startsWith(answer.body.error.message.slice(0, 300)), true, reason);
  await page.click('tbody button.client');
  await sees('tbody tr.more', new RegExp(answer.headers.get('x-request-id')));
  await sees('tbody tr.more', /POST \/v1\/chat\/completions/);
  await sees('#clients', /n8n just now, failing/);
  await picture('failure');
});

test('the windows show what remains', LIMIT, async () => {
  const status = await (await api('/subscription/status')).json();
  const windows = status.rate_limits.default;

  await open();

  await sees('#plan', new RegExp(`Week.*${Math.floor(windows.secondary_window.remaining_percent)}% left`));
  await sees('#plan', new RegExp(`5 hours.*${Math.floor(windows.primary_window.remaining_percent)}% left`));
  await sees('#plan', /resets .*\d\d:\d\d/);
  const scarcer = Math.min(windows.primary_window.remaining_percent, windows.secondary_window.remaining_percent);
  assert.equal((await page.title()).startsWith(`${Math.floor(scarcer)}% left`), true, await page.title());
});

test('what is copied is the base URL, the relay token, a model and a snippet without the token', LIMIT, async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await openByLink();
  const copied = async (button) => {
    const element = await button.elementHandle();
    await element.click();
    await page.waitForFunction((shown) => shown.textContent === 'Copied', element);
    return page.evaluate(() => navigator.clipboard.readText());
  };

  assert.equal(await copied(page.getByRole('button', { name: 'Copy the base URL' })), relay.baseUrl);
  assert.equal(await copied(page.getByRole('button', { name: 'Copy the API key' })), machine.token);
  assert.equal(await copied(page.locator('#models button').first()), (await models())[0]);
  await page.getByRole('tab', { name: 'Claude Code' }).click();
  const snippet = await copied(page.getByRole('button', { name: 'Copy In a terminal' }));
  assert.match(snippet, new RegExp(`ANTHROPIC_BASE_URL=${origin}\n`));
  assert.equal(snippet.includes(machine.token), false);
  assert.equal((await page.content()).includes(machine.token), false);
});

test('every client has its settings or its command', LIMIT, async () => {
  await open();

  for (const [tab, text] of [
    ['codex', /airelay connect codex --write.*\[model_providers\.airelay\].*"token", "show", "--raw"/s],
    ['claude-code', new RegExp(`ANTHROPIC_BASE_URL=${origin}`)],
    ['opencode', /"baseURL": ".*\/v1", "apiKey": "\{env:AIRELAY_TOKEN\}"/],
    ['vscode', /Turn its listener on first/],
    ['sdk', /key in OPENAI_API_KEY/],
    ['others', /airelay connect zed --write.*airelay connect cursor.*airelay run -- COMMAND/s],
  ]) {
    await page.click(`#tab-${tab}`);
    await sees('#client-panel', text);
  }
});

test('a prompt streams its answer and its figures', LIMIT, async () => {
  await openByLink();

  await page.fill('#prompt', `Say hello ${CODE}`);
  await page.keyboard.press('Enter');

  await sees('#answer', /Hello from the emulator/);
  await sees('#figures', /First token after .* tokens in, .* out/);
  await picture('playground');
});

test('a prompt that fails shows why', LIMIT, async () => {
  await open();
  await emulator.script('server_is_overloaded');

  await page.fill('#prompt', 'Hello');
  await page.click('#send');

  await page.waitForSelector('#answer.failed');
  assert.notEqual((await page.textContent('#answer')).trim(), '');
  await sees('#send', 'Send');
});

test('everything works from the keyboard', LIMIT, async () => {
  await page.goto(origin);
  await page.waitForSelector('#signin:not([hidden])');
  await page.keyboard.type(machine.token);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#live:not([hidden])');

  await tabTo('.client');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-expanded')), 'true');
  await tabTo('[role=tab]');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.textContent('[role=tab][aria-selected=true]'), 'Claude Code');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Claude Code');
  await tabTo('#prompt');
  await page.keyboard.type(`Say hello ${CODE}`);
  await tabTo('#send');
  await page.keyboard.press('Enter');
  await sees('#answer', /Hello from the emulator/);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1600]) {
    test(`nothing is out of reach: ${colorScheme}, ${width} pixels`, LIMIT, async () => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(origin);
      await page.waitForSelector('#signin:not([hidden])');
      await assertAccessible();
      await openByLink();
      await page.waitForSelector('tbody tr.main');
      await page.click('tbody button.client');

      await assertAccessible();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'it scrolls sideways');
      await picture(`${colorScheme}-${width}`);
    });
  }
}

test('a plan that is used up says when it works again', LIMIT, async () => {
  await usage({ primary: 100, secondary: 64 });
  await open();

  await sees('#banners', /The plan is used up. Requests work again at/);
  await sees('#pill', 'Plan used up');
  await sees('#plan', /Used up. Works again at/);
  await assertAccessible();
  await picture('used-up');
});

test('a window below 20 percent turns amber and says how long it lasts', LIMIT, async () => {
  await usage({ primary: 84, secondary: 64 });
  await open();

  await page.waitForSelector('#plan .bar.low');
  await sees('#plan', /16% left/);
  assert.match(await page.title(), /^16% left, 5 hours/);
  await assertAccessible();
  await picture('low');
});

test('a stopping relay says so, and the page connects again by itself', LIMIT, async () => {
  await open();
  await emulator.script('pace millis=200');
  const answer = chat('gpt-6-sol', { stream: true, agent: 'opencode/1.18.33' });
  await sees('tbody .tag.run', /working|streaming/);
  const port = new URL(relay.baseUrl).port;

  const ended = relay.stop();

  await sees('#pill', 'Stopping');
  await sees('#banners', /It finishes the answers in progress/);
  await picture('stopping');
  await answer;
  await ended;
  await sees('#pill', 'Stopped');
  await sees('#banners', /This page reconnects by itself/);
  await picture('stopped');
  await serve(port);
  await sees('#pill', 'Ready');
  await sees('#requests-title', 'Get started');
});

test('a lost connection is reported, and tried again', LIMIT, async () => {
  await open();
  const port = new URL(relay.baseUrl).port;

  await relay.stop('SIGKILL');

  await sees('#pill', 'Disconnected');
  await sees('#banners', /The connection to AIRelay is lost.*next try is in/);
  await assertAccessible();
  await picture('disconnected');
  await serve(port);
  await page.getByRole('button', { name: 'Try now' }).click();
  await sees('#pill', 'Ready');
});

test('a session that the login server has ended is named', LIMIT, async () => {
  await emulator.revokeAll();
  await open();
  await emulator.script('unauthorized code=token_expired');
  await emulator.script('unauthorized code=token_expired');

  assert.equal((await chat('gpt-6-sol', { agent: 'curl/8.5.0' })).status, 503);

  await sees('#banners', /The ChatGPT session has ended/);
  await sees('#pill', 'Session ended');
  await picture('session-ended');
  await relay.stop();
});

test('an upstream that cannot be reached is named', LIMIT, async () => {
  await emulator.forgetScripts();
  assert.equal((await signIn(machine, (address) => follow(machine, address))).code, EXIT.OK);
  await serve('0', { AIRELAY_UPSTREAM_BASE_URL: 'http://127.0.0.1:9/backend-api/codex' });

  await open();

  await sees('#banners', /The upstream does not answer. .*127\.0\.0\.1/);
  await sees('#pill', 'Upstream trouble');
  await sees('#banners code', 'airelay doctor');
  await picture('upstream');
  await relay.stop();
});

test('the demo says that it is one', LIMIT, async () => {
  relay = machine.start(['serve', '--demo', '--port', '0']);
  const [, baseUrl] = await relay.shown(/^AIRelay at (\S+)$/m);
  const [, token] = await relay.shown(/Relay token: +(\S+)/);
  await page.goto(new URL('/', baseUrl).href);
  await page.fill('#token', token);
  await page.keyboard.press('Enter');

  await sees('#banners', /This is the demo/);
  await sees('#pill', 'Ready');
  await picture('demo');
});

/** Starts a relay, and keeps its address. */
async function serve(port = '0', env = {}) {
  relay = machine.start(['serve', '--port', port], { env });
  const [, baseUrl] = await relay.shown(/^AIRelay at (\S+)$/m);
  relay.baseUrl = baseUrl;
  origin = new URL(baseUrl).origin;
}

/** Opens the page with the relay token. */
async function open() {
  await page.goto(origin);
  await page.fill('#token', machine.token);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#live:not([hidden])');
}

/** The address that `airelay open` opens. */
async function openPrint() {
  const { code, out, err } = await machine.run(['open', '--print']);
  assert.equal(code, EXIT.OK, err);
  return out.trim();
}

async function openByLink() {
  await page.goto(await openPrint());
  await page.waitForSelector('#live:not([hidden])');
}

const api = (route, options = {}) =>
  fetch(relay.baseUrl + route, { ...options, headers: { authorization: `Bearer ${machine.token}`, ...options.headers } });

async function models() {
  return (await (await api('/models')).json()).data.map(({ id }) => id);
}

/** One chat completion of some client; its answer when it has ended. */
async function chat(model, { stream = false, agent, content = 'Hello' }) {
  const answer = await api('/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': agent },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content }] }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: stream && answer.ok ? text : JSON.parse(text) };
}

/** Has the upstream report how much of the windows is used, to a relay that requests it every time. */
async function usage({ primary, secondary }) {
  const { raw } = await (await api('/subscription/status?raw=true')).json();
  raw.rate_limit.primary_window.used_percent = primary;
  raw.rate_limit.secondary_window.used_percent = secondary;
  await relay.stop();
  await emulator.script(`status code=200 on=usage type=application/json body=${JSON.stringify(raw)}`);
  await serve();
}

/** Presses Tab until an element has the focus. */
async function tabTo(selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) {
      return;
    }
  }
  assert.fail(`the Tab key does not reach ${selector}`);
}

async function assertAccessible() {
  // The page may load no script from elsewhere; the debugger may.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]), []);
}

/** Every picture is of a page without mistakes. */
async function picture(name) {
  assert.deepEqual(problems, []);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

/** Waits until the text of an element is as expected, and fails with what it is. */
async function sees(selector, expected) {
  try {
    await page.locator(selector).filter({ hasText: expected }).first().waitFor({ timeout: 30_000 });
  } catch (late) {
    const now = await page.locator(selector).allTextContents();
    throw new Error(`${selector} should show ${expected}, but shows ${JSON.stringify(now)}`, { cause: late });
  }
}
