// Runs packaging/release on what Maven has built.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../lib/machine.js';
import { run } from './sandbox.js';

const CLI = path.join(ROOT, 'airelay-cli', 'target');

/** The JDK whose Java goes into the image: AIRELAY_PACKAGE_JDK, a Temurin JDK of this machine, or JAVA_HOME. */
export const JDK = await findJdk();

/** A value of the parent POM. */
export async function pom(name) {
  const text = await readFile(path.join(ROOT, 'pom.xml'), 'utf8');
  return text.match(new RegExp(`<${name}>(.*)</${name}>`))[1];
}

/** The directory of a complete release of these sources, which is built once for all files of this suite. */
export async function released() {
  const directory = path.join(ROOT, 'target', 'package-suite');
  const sums = path.join(directory, 'SHA256SUMS');
  const { length } = await built();
  if (length > 0 && existsSync(sums)) {
    const inputs = ['packaging', 'acceptance/package/release.js', 'CHANGELOG.md', path.join(CLI, `airelay-${await pom('version')}.zip`)];
    const { out } = await run('find', [...inputs, '-newer', sums, '-type', 'f'], { directory: ROOT });
    if (out === '') {
      return directory;
    }
  }
  await rm(directory, { recursive: true, force: true });
  return release(directory);
}

/** Builds parts of a release into a directory, and returns it. */
export async function release(directory, ...parts) {
  const args = ['--java', JDK, '--out', directory, '--url', 'https://releases.example/', ...(await built())];
  const { code, out, err } = await run(path.join(ROOT, 'packaging', 'release'), [...args, ...parts]);
  assert.equal(code, 0, out + err);
  return directory;
}

/** Nothing is built again after a Maven build of the same sources. */
async function built() {
  const zip = path.join(CLI, `airelay-${await pom('version')}.zip`);
  const library = path.join(ROOT, 'airelay-otlp', 'target', `airelay-otlp-${await pom('version')}.zip`);
  // Written by every build, unlike a zip whose jars are the same.
  const last = path.join(CLI, 'bom.json');
  if (![zip, library, last].every(existsSync)) {
    return [];
  }
  const sources = ['pom.xml', ...(await readdir(ROOT)).filter((name) => name.startsWith('airelay-')).flatMap((name) => [`${name}/src/main`, `${name}/pom.xml`])];
  const { out } = await run('find', [...sources, '-newer', last, '-type', 'f'], { directory: ROOT });
  return out === '' ? ['--no-build'] : [];
}

/** The directory of the newest Temurin JDK among these names, such as temurin-25-jdk-amd64; undefined without one. */
export function newestJdk(names) {
  const major = (name) => Number(/^temurin-(\d+)-/.exec(name)?.[1] ?? 0);
  return names.filter((name) => major(name) > 0).sort((one, other) => major(one) - major(other)).at(-1);
}

async function findJdk() {
  if (process.env.AIRELAY_PACKAGE_JDK) {
    return process.env.AIRELAY_PACKAGE_JDK;
  }
  const home = '/usr/lib/jvm';
  const newest = newestJdk(existsSync(home) ? await readdir(home) : []);
  const jdk = newest ? path.join(home, newest) : process.env.JAVA_HOME;
  assert.ok(jdk, 'there is no Temurin JDK; name a JDK in AIRELAY_PACKAGE_JDK');
  return jdk;
}
