// Headless Chromium signs in: it opens the address that the command prints, and a person's click decides.
//
// AIRELAY_CHROMIUM names the browser, /usr/bin/chromium by default. Nothing else may sign in meanwhile: the ports 1455 and
// 1457, where the issuer sends the browser back to, are the real ones.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { EXIT, Machine, signIn } from '../lib/machine.js';

const LIMIT = { timeout: 120_000 };
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let machine;
let emulator;
let profile;
let browser;
let page;

before(async () => {
  machine = await Machine.open();
  emulator = await machine.emulate('--approve', 'page');
  await machine.init(emulator.configuration);
});

after(() => machine.close());

beforeEach(async () => {
  profile = await mkdtemp(path.join(tmpdir(), 'airelay-chromium-'));
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.AIRELAY_CHROMIUM || '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    args: QUIET,
  });
  page = await browser.newPage();
});

afterEach(async () => {
  await browser?.close();
  await rm(profile, { recursive: true, force: true });
});

test('a click on approve signs in', LIMIT, async () => {
  const { code, err, out, visited } = await signIn(machine, decide('#approve'));

  assert.equal(code, EXIT.OK, err);
  assert.match(out, /AIRelay is signed in/);
  assert.equal(visited.heading, 'Signed in');
  assert.match(visited.text, /You can close this page/);
  assert.match(visited.address, /^http:\/\/localhost:145[57]\/success$/);
  assert.equal(visited.title, 'AIRelay: Signed in');
  assert.deepEqual(visited.problems, []);
  assert.equal(await machine.sessionMode(), 0o600);
});

test('a click on deny signs nobody in and says so', LIMIT, async () => {
  const logout = await machine.run(['logout']);
  assert.equal(logout.code, EXIT.OK, logout.err);

  const { code, err, visited } = await signIn(machine, decide('#deny'));

  assert.equal(code, EXIT.SIGNED_OUT, err);
  assert.match(err, /access_denied/);
  assert.equal(visited.heading, 'Not signed in');
  assert.match(visited.text, /access_denied/);
  assert.equal(await machine.session(), null);
});

test('no secret is in anything that was said, written or shown', LIMIT, async () => {
  await machine.assertNoSecretLeft(emulator, ['state', 'code', 'code_verifier', 'access_token', 'refresh_token']);
});

/** Opens the address, clicks, and returns the text of the last page, which is evidence. */
function decide(button) {
  return async (address) => {
    const problems = [];
    page.on('pageerror', (problem) => problems.push(`${problem}`));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(address);
    await page.click(button);
    await page.waitForURL(/^http:\/\/localhost:145[57]\//);
    const html = await page.content();
    machine.evidence.text(`the last page after ${button}`, () => html);
    return {
      problems,
      address: page.url(),
      title: await page.title(),
      heading: await page.textContent('h1'),
      text: await page.textContent('body'),
    };
  };
}
