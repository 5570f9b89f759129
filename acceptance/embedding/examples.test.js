// The programs in examples, built as other people's programs are: from a repository with the modules of this checkout, with a
// local repository of their own, so that nothing is installed in the user's.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../lib/machine.js';
import { Running } from '../lib/processes.js';

const LIMIT = { timeout: 900_000 };
const REPOSITORY = path.join(ROOT, 'target', 'repository');
const MAVEN = ['-B', '-U', `-Dairelay.repository=file://${REPOSITORY}`, `-Dmaven.repo.local=${path.join(ROOT, 'target', 'examples-m2')}`];
const PLAIN = path.join(ROOT, 'examples', 'plain-java', 'target');
/** Its framework alone is a download of some minutes. */
const LONG = !process.env.AIRELAY_EMBEDDING_LONG && 'takes long; AIRELAY_EMBEDDING_LONG=1 builds it';

let home;

before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'airelay-embedding-'));
});

after(() => rm(home, { recursive: true }));

test('the published modules get into a repository', LIMIT, async () => {
  await succeeds('build/local-repository', []);

  const modules = await readdir(path.join(REPOSITORY, 'dev', 'airelay'));
  assert.ok(['airelay-junit', 'airelay-parent', 'airelay-server', 'airelay-transforms'].every((name) => modules.includes(name)), modules);
  assert.deepEqual(modules.filter((name) => /guard|support|example|bench|fuzz/.test(name)), []);
});

test('the plain Java example builds and its tests pass', LIMIT, async () => {
  await builds('plain-java', 'verify');
});

test('the embedded relay serves from the module path until it is stopped', LIMIT, async () => {
  const main = 'dev.airelay.examples.plain/dev.airelay.examples.plain.EmbeddedRelay';
  const options = [`-Djava.io.tmpdir=${home}`, '-p', `${path.join(PLAIN, 'plain-java-1.0.jar')}:${path.join(PLAIN, 'modules')}`, '-m', main];
  const relay = new Running('embedded relay', 'java', options, { env: { ...process.env, HOME: home }, directory: home });
  const [, baseUrl] = await relay.shown(/^Base URL (\S+)$/m);
  const [, token] = await relay.shown(/^API key +(\S+)$/m);

  assert.equal((await fetch(`${baseUrl}/files`)).status, 401);
  assert.equal((await fetch(`${baseUrl}/files`, { headers: { authorization: `Bearer ${token}` } })).status, 200);

  await relay.stop();
  assert.deepEqual(await readdir(home), [], 'the temporary directory is deleted');
});

test('the Spring AI example builds and its tests pass', LIMIT, async () => {
  await builds('spring-ai', 'verify');
});

test('the Quarkus example builds and its tests pass', { ...LIMIT, skip: LONG }, async () => {
  await builds('quarkus-langchain4j', 'test');
});

/** Builds an example, and makes sure that it had tests. */
async function builds(example, goal) {
  const directory = path.join(ROOT, 'examples', example);
  const { out } = await succeeds('mvn', [...MAVEN, 'clean', goal], directory);
  const [, tests] = /Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0\s*$/m.exec(out.slice(out.indexOf('Results:')));
  assert.ok(Number(tests) > 0, out.slice(-2_000));
}

async function succeeds(command, args, directory = ROOT) {
  const ended = await new Running(command, command, args, { env: process.env, directory }).ended;
  assert.equal(ended.code, 0, `${ended.out.slice(-4_000)}${ended.err}`);
  return ended;
}
