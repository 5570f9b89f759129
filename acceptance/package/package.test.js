// What packaging/release makes, run as its users run it: offline, in a directory with spaces, from a link, as another user.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../lib/machine.js';
import { containerScript } from './container.js';
import { JDK, newestJdk, pom, release, released } from './release.js';
import { NO_SANDBOX, run, sandboxed, skipped, temporary } from './sandbox.js';

const LIMIT = { timeout: 300_000 };
const IN_SANDBOX = { ...LIMIT, skip: NO_SANDBOX };
const ANSWER = /\[emulator\] You said: \\"Hello\\"/;

let work;
let first;
let version;

before(async () => {
  work = await temporary();
  version = await pom('version');
  first = await released();
}, LIMIT);

after(() => work.remove());

test('everything that is released is there, with its checksum', LIMIT, async () => {
  const names = (await readdir(first)).sort();

  assert.deepEqual(
    names.map((name) => name.replace(version, 'VERSION').replace(version.replace('-', '~'), 'VERSION')),
    ['-VERSION-linux-amd64.tar.gz', '-VERSION.zip', '-otlp-VERSION.zip', '.json', '.rb', '_VERSION_amd64.deb']
      .map((end) => `airelay${end}`)
      .concat('SHA256SUMS')
      .sort(),
  );
  const { code, err } = await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { directory: first });
  assert.equal(code, 0, err);
  const sums = await readFile(path.join(first, 'SHA256SUMS'), 'utf8');
  assert.equal(sums.trim().split('\n').length, names.length - 1);
});

test('the newest JDK is found by its number, not by its letters', () => {
  const names = ['java-17-openjdk-amd64', 'temurin-8-jdk-amd64', 'temurin-25-jdk-amd64', 'temurin-9-jdk-amd64', 'temurin-21-jdk-amd64'];

  assert.equal(newestJdk(names), 'temurin-25-jdk-amd64');
  assert.equal(newestJdk(['java-17-openjdk-amd64']), undefined);
});

test('a second build is the same, byte for byte', LIMIT, async () => {
  const second = await release(path.join(work.directory, 'second'), 'zip', 'otlp', 'image', 'sums');

  const sums = async (directory) => (await readFile(path.join(directory, 'SHA256SUMS'), 'utf8')).split('\n');
  const packages = (lines) => lines.filter((line) => /\.(zip|gz)$/.test(line));
  assert.equal(packages(await sums(second)).length, 3);
  assert.deepEqual(packages(await sums(second)), packages(await sums(first)));
});

test('a release without man pages fails and says where they should be', LIMIT, async () => {
  const empty = path.join(work.directory, 'empty');
  await mkdir(empty);

  const args = ['--no-build', '--java', JDK, '--out', path.join(work.directory, 'third'), '--texts', empty, 'zip'];
  const { code, err } = await run(path.join(ROOT, 'packaging', 'release'), args);

  assert.equal(code, 1);
  assert.match(err, /^release: there are no man pages in .*\/empty\/man;/m);
});

test('the zip runs offline in a directory with spaces, from a link, as another user', IN_SANDBOX, async () => {
  const { code, out, err } = await sandboxed(
    `person ada
     mkdir "/opt/two words" && cd "/opt/two words" && unzip -q /release/airelay-$VERSION.zip
     as ada mkdir -p /home/ada/.local/bin
     as ada ln -s "/opt/two words/airelay-$VERSION/bin/airelay" /home/ada/.local/bin/airelay
     cd / && as ada airelay --version
     demo as ada airelay`,
    first,
    { VERSION: version },
  );

  assert.equal(code, 0, out + err);
  assert.match(out, new RegExp(`^airelay ${version}$`, 'm'));
  assert.match(out, ANSWER);
});

test('the image does so too, on a machine without Java and with no programs in the directory for temporary files', IN_SANDBOX, async () => {
  const { code, out, err } = await sandboxed(
    `person ada && no_java
     mount -o remount,noexec /tmp
     mkdir "/opt/two words" && cd "/opt/two words" && tar -xzf /release/airelay-$VERSION-linux-amd64.tar.gz
     as ada mkdir -p /home/ada/.local/bin
     as ada ln -s "/opt/two words/airelay-$VERSION/bin/airelay" /home/ada/.local/bin/airelay
     cd / && as ada JAVA_HOME=/nonexistent airelay --version
     demo as ada AIRELAY_ARCHIVE=wait airelay
     ls /home/ada/.cache/airelay
     demo as ada airelay`,
    first,
    { VERSION: version },
  );

  assert.equal(code, 0, out + err);
  assert.equal(out.match(new RegExp(ANSWER, 'g')).length, 2, out);
  assert.match(out, /^java: \/opt\/two words\/airelay-.*\/runtime\/bin\/java$/m);
  assert.match(out, /^\d+\.classes$/m);
  // Neither the wrong JAVA_HOME matters, nor could a library not be loaded.
  assert.doesNotMatch(err, /JAVA_HOME|^airelay: |zstd|UnsatisfiedLink/m);
});

test('the .deb is installed, runs without Java, and is removed without a trace but the user\'s own files', IN_SANDBOX, async () => {
  const { code, out, err } = await sandboxed(
    `person ada && no_java
     files() { find /usr /etc /opt ! -name 'mandb*' | sort; }
     files >/tmp/before
     dpkg --install /release/airelay_*.deb
     [ "$(command -v airelay)" = /usr/bin/airelay ]
     demo as ada AIRELAY_ARCHIVE=off airelay
     as ada airelay init | grep -o 'airelay login'
     zcat /usr/share/man/man1/airelay.1.gz | head -n 1
     [ -s /usr/share/bash-completion/completions/airelay ] && [ -s /usr/share/zsh/site-functions/_airelay ]
     [ -s /usr/share/fish/vendor_completions.d/airelay.fish ]
     dpkg --verify airelay && dpkg --purge airelay
     [ -f /home/ada/.airelay/relay-token ]
     files | diff /tmp/before -`,
    first,
    { VERSION: version },
  );

  assert.equal(code, 0, out + err);
  assert.match(out, ANSWER);
  assert.match(out, /^java: \/usr\/lib\/airelay\/runtime\/bin\/java$/m);
  assert.match(out, /^airelay login$/m);
  assert.match(out, /^\.TH/m);
});

test('the container serves as its own user on a read-only root', IN_SANDBOX, async () => {
  const { code, out, err } = await sandboxed(await containerScript(), first, { VERSION: version });

  assert.equal(code, 0, out + err);
  assert.match(out, /^user: 10001 10001$/m);
  assert.match(out, /^unhealthy before it runs$/m);
  assert.match(out, /^healthy$/m);
  assert.match(out, /^cannot write to the root$/m);
  assert.match(out, /^java: \/opt\/airelay\/runtime\/bin\/java$/m);
  assert.match(out, /^stopped with 143$/m);
});

test('the launcher says what is wrong with Java', LIMIT, async () => {
  const program = path.join(work.directory, 'zip');
  await run('unzip', ['-q', path.join(first, `airelay-${version}.zip`), '-d', program]);
  const old = path.join(work.directory, 'old java');
  await mkdir(path.join(old, 'bin'), { recursive: true });
  await writeFile(path.join(old, 'release'), 'JAVA_VERSION="1.8.0_292"\n');
  await writeFile(path.join(old, 'bin', 'java'), '#!/bin/sh\nexit 1\n');
  await chmod(path.join(old, 'bin', 'java'), 0o755);
  const tools = path.join(work.directory, 'tools');
  await mkdir(tools);
  for (const name of ['sh', 'dirname', 'readlink']) {
    const { out } = await run('bash', ['-c', `ln -s "$(command -v ${name})" '${tools}/${name}'`]);
    assert.equal(out, '');
  }
  const launch = (env) => run(path.join(program, `airelay-${version}`, 'bin', 'airelay'), ['--version'], { env });

  assert.deepEqual(await launch({ PATH: tools }), {
    code: 72,
    signal: null,
    out: '',
    err: 'airelay: Java is missing. Install Java 17 or newer, set JAVA_HOME to its directory, or use a package that has its own Java.\n',
  });
  assert.deepEqual(await launch({ PATH: tools, JAVA_HOME: old }), {
    code: 72,
    signal: null,
    out: '',
    err: `airelay: Java 1.8.0_292 in ${old} is too old. Install Java 17 or newer, or set JAVA_HOME to its directory.\n`,
  });
  const elsewhere = await launch({ PATH: process.env.PATH, JAVA_HOME: '/nonexistent' });
  assert.equal(elsewhere.code, 0);
  assert.match(elsewhere.err, /^airelay: JAVA_HOME is \/nonexistent, but \/nonexistent\/bin\/java is not a program\. /);
});

test('the formula and the manifest name the zip and its checksum', LIMIT, async () => {
  const sums = await readFile(path.join(first, 'SHA256SUMS'), 'utf8');
  const [, sum] = sums.match(new RegExp(`^(\\w{64})  airelay-${version}\\.zip$`, 'm'));
  const formula = await readFile(path.join(first, 'airelay.rb'), 'utf8');
  const manifest = JSON.parse(await readFile(path.join(first, 'airelay.json'), 'utf8'));

  assert.doesNotMatch(formula, /@[A-Z0-9]+@/);
  assert.match(formula, new RegExp(`url "https://releases\\.example/airelay-${version}\\.zip"\n  sha256 "${sum}"`));
  assert.equal(manifest.url, `https://releases.example/airelay-${version}.zip`);
  assert.equal(manifest.hash, sum);
  const { out } = await run('unzip', ['-Z1', path.join(first, `airelay-${version}.zip`)]);
  const inside = out.split('\n');
  assert.ok(inside.includes(`${manifest.extract_dir}/${manifest.bin.replace('\\', '/')}`), out);
  const mentioned = [...formula.matchAll(/"((?:bin|share)\/[^"*]+)"/g)].map(([, name]) => name);
  assert.deepEqual(mentioned.filter((name) => !inside.includes(`airelay-${version}/${name}`)), []);
});

test('the launcher for Windows has its line ends, and knows the same Java versions', LIMIT, async () => {
  const { out } = await run('unzip', ['-p', path.join(first, `airelay-${version}.zip`), '*/bin/airelay.cmd']);
  const sh = await readFile(path.join(ROOT, 'airelay-cli/src/main/launcher/launch.sh'), 'utf8');

  assert.equal(out.split('\n').filter((line) => line !== '' && !line.endsWith('\r')).length, 0);
  const [, oldest] = sh.match(/"\$java_major" -lt (\d+)/);
  assert.match(out, new RegExp(`%relay_major% LSS ${oldest} goto`));
  for (const label of out.matchAll(/goto (\w+)/g)) {
    assert.match(out, new RegExp(`^:${label[1]}\r?$`, 'm'));
  }
});

test('the scripts pass shellcheck', { ...LIMIT, skip: skipped(!existsSync('/usr/bin/shellcheck') && 'needs shellcheck') }, async () => {
  const scripts = ['airelay', 'airelay-cli/src/main/launcher/airelay', 'packaging/release', 'acceptance/run', 'build/reproducible', '.ci/run', '.ci/build', '.ci/weekly', 'packaging/check-version'];

  const { code, out } = await run('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR/../../../../', '--exclude=SC1091', ...scripts], { directory: ROOT });

  assert.equal(code, 0, out);
});
