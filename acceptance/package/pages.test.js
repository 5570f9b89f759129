// The command lines of the pages on installing, upgrading and running, typed in the order of the pages on a machine of their own.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { commandLines, PACKAGE_PAGES } from '../docs/pages.js';
import { pom, released } from './release.js';
import { NO_SANDBOX, sandboxed } from './sandbox.js';

const LIMIT = { timeout: 300_000, skip: NO_SANDBOX };
/** Commands that cannot be run here, and why. */
const NOT_TYPED = [
  [/^(brew|scoop) /, 'the program does not run here'],
  [/^docker /, 'there is no engine here; package.test.js carries out the Containerfile'],
  [/^sudo (loginctl|systemctl) /, 'there is no system manager here; the unit is verified below'],
  [/^sudo (cp|useradd|install|-u) /, 'prepares the service that cannot be started here'],
  [/^airelay logout$/, 'the suite signin signs out'],
  [/^ln -sfn "\$PWD\/airelay" /, 'the other suites run the checkout by its path'],
];

const typed = new Set();
let files;
let version;

before(async () => {
  version = await pom('version');
  if (!LIMIT.skip) {
    files = await released();
  }
}, LIMIT);

test('installed, upgraded, backed up, restored and removed as the pages say', LIMIT, async () => {
  const script = `
    person ada && no_java
    cp -R /release /opt/downloads && chmod -R a+rX /opt/downloads
    cat >/tmp/typed.sh <<'LINES'
    set -euo pipefail
    step() { echo "== $*"; }
    cd /opt/downloads
    ${line('sha256sum --check --ignore-missing SHA256SUMS')}
    ${line('mkdir -p ~/.local/lib ~/.local/bin')}
    ${line('tar -xzf airelay-VERSION-linux-amd64.tar.gz -C ~/.local/lib')}
    ${line('ln -sfn ~/.local/lib/airelay-VERSION ~/.local/lib/airelay')}
    ${line('ln -sfn ~/.local/lib/airelay/bin/airelay ~/.local/bin/airelay')}
    airelay init >/dev/null
    token=$(cat ~/.airelay/relay-token)
    step installed "$(airelay --version)"

    mkdir /tmp/new && cd /tmp/new
    tar -xzf /opt/downloads/airelay-$VERSION-linux-amd64.tar.gz
    mv airelay-$VERSION airelay-9.9.9 && tar -czf airelay-9.9.9-linux-amd64.tar.gz airelay-9.9.9
    ${line('tar -xzf airelay-VERSION-linux-amd64.tar.gz -C ~/.local/lib', '9.9.9')}
    ${line('ln -sfn ~/.local/lib/airelay-VERSION ~/.local/lib/airelay', '9.9.9')}
    airelay --version
    step upgraded "$(readlink -f "$(command -v airelay)")"
    [ "$(cat ~/.airelay/relay-token)" = "$token" ]

    echo 'kept' >~/.airelay/something
    ${line('umask 077')}
    ${line('tar -czf airelay-backup.tar.gz -C ~ .config/airelay .airelay')}
    step backup "$(stat -c %a airelay-backup.tar.gz)"
    rm -rf ~/.config/airelay ~/.airelay
    ${line('tar -xzf airelay-backup.tar.gz -C ~')}
    [ "$(cat ~/.airelay/relay-token)" = "$token" ] && [ "$(cat ~/.airelay/something)" = kept ]
    step restored "$(stat -c %a ~/.airelay/relay-token)" "$(airelay status --json | head -c 1)"

    ${line('rm -rf ~/.local/bin/airelay ~/.local/lib/airelay ~/.local/lib/airelay-VERSION', '9.9.9')}
    rm -rf ~/.local/lib/airelay-$VERSION
    ${line('rm -rf ~/.config/airelay ~/.airelay ~/.cache/airelay')}
    step left "$(find ~ -iname '*airelay*' | wc -l)"

    cd /opt/downloads
    ${line('unzip -q airelay-VERSION.zip -d ~/.local/lib')}
    step zip "$(ls ~/.local/lib)"
LINES
    as ada VERSION="$VERSION" bash /tmp/typed.sh
    cd /opt/downloads
    ${line('sudo apt install ./airelay_VERSION_amd64.deb').replace('sudo apt install', 'apt-get install -y -qq').replace(/_.*_/, '_*_')}
    cd / && echo "== deb $(as ada airelay --version)"
  `;

  const { code, out, err } = await sandboxed(script, files, { VERSION: version });

  assert.equal(code, 0, out + err);
  const steps = [...out.matchAll(/^== (.*)$/gm)].map(([, step]) => step);
  assert.deepEqual(steps, [
    `installed airelay ${version}`,
    'upgraded /home/ada/.local/lib/airelay-9.9.9/bin/airelay',
    'backup 600',
    'restored 600 {',
    'left 0',
    `zip airelay-${version}`,
    `deb airelay ${version}`,
  ]);
});

test('the system service is a unit that systemd understands', LIMIT, async () => {
  const { code, out, err } = await sandboxed(
    `dpkg --install /release/airelay_*.deb >/dev/null
     useradd --system airelay
     cp "$UNIT" /etc/systemd/system/airelay.service
     systemd-analyze verify --man=no /etc/systemd/system/airelay.service
     systemd-analyze security --offline=true --threshold=20 /etc/systemd/system/airelay.service | tail -n 1
     grep -E '^(MemoryDenyWriteExecute|ExecStart)' "$UNIT"`.replaceAll('$UNIT', path.resolve('../../packaging/systemd/airelay.service')),
    files,
  );

  assert.equal(code, 0, out + err);
  assert.equal(err, '');
  assert.match(out, /Overall exposure level for airelay\.service: 1\.\d OK/);
  assert.match(out, /^ExecStart=\/usr\/bin\/airelay serve$/m);
  assert.doesNotMatch(out, /MemoryDenyWriteExecute/);
});

test('every command line of the pages is typed, or it is said why not', LIMIT, () => {
  const lines = commandLines(PACKAGE_PAGES);
  const left = lines.filter((text) => !typed.has(text) && !NOT_TYPED.some(([pattern]) => pattern.test(text)));
  const idle = NOT_TYPED.filter(([pattern]) => !lines.some((text) => pattern.test(text)));

  assert.deepEqual(left, []);
  assert.deepEqual(idle, []);
});

/** A line of one of the pages, for this version. */
function line(text, its = '$VERSION') {
  assert.ok(commandLines(PACKAGE_PAGES).includes(text), `no page says ${text}`);
  typed.add(text);
  return text.replaceAll('VERSION', its);
}
