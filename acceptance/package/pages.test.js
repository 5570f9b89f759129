// The command lines of the pages on installing, upgrading and running, typed in the order of the pages on a machine of their own.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { assertTyped, commandLines, PACKAGE_PAGES } from '../docs/pages.js';
import { ROOT } from '../lib/machine.js';
import { pom, released } from './release.js';
import { NO_SANDBOX, sandboxed } from './sandbox.js';

const LIMIT = { timeout: 300_000, skip: NO_SANDBOX };
/** Lines that cannot be typed here: their number, and the reason. */
const EXEMPT = [
  [/^brew install /, 1, 'Homebrew does not run here'],
  [/^scoop install /, 1, 'Scoop is for Windows'],
  [/^docker /, 5, 'there is no engine here; package.test.js carries out the Containerfile'],
  [/^sudo (loginctl|systemctl) /, 2, 'there is no system manager here; service.test.js has a user manager'],
  [/^sudo -u airelay .* login --device$/, 1, 'there is no login server here; the suite signin signs in'],
  [/^airelay login/, 2, 'there is no login server here; the suite signin signs in'],
  [/^airelay service install$/, 1, 'there is no user manager here; service.test.js has one'],
  [/^ln -sfn "\$PWD\/airelay" /, 1, 'there is no checkout here; the suite signin runs one from such a link'],
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
    # healthy: waits for the relay; how it answers without one is 7, the refused connection.
    healthy() { curl --silent --retry 100 --retry-connrefused --retry-delay 1 --max-time 60 --output /dev/null http://127.0.0.1:8080/healthz; }
    gone() { curl --silent http://127.0.0.1:8080/healthz || echo "$?"; }
    cd /opt/downloads
    ${line('sha256sum --check --ignore-missing SHA256SUMS')}
    ${line('mkdir -p ~/.local/lib ~/.local/bin')}
    ${line('tar -xzf airelay-VERSION-linux-amd64.tar.gz -C ~/.local/lib')}
    ${line('ln -sfn ~/.local/lib/airelay-VERSION ~/.local/lib/airelay')}
    ${line('ln -sfn ~/.local/lib/airelay/bin/airelay ~/.local/bin/airelay')}
    ${line('airelay init')} >/dev/null
    token=$(cat ~/.airelay/relay-token)
    step installed "$(airelay --version)"
    ${line('airelay serve')} >/tmp/serve.out 2>&1 &
    healthy

    ${line('airelay service status')}
    ${line('airelay service install --print')} | grep -q '^ExecStart='
    ${line('airelay completion powershell')} | grep -q Register-ArgumentCompleter
    ${line('airelay service uninstall')}
    ${line('airelay stop')}
    wait $! || true
    step stopped "$(gone)"
    mkdir /tmp/new && cd /tmp/new
    tar -xzf /opt/downloads/airelay-$VERSION-linux-amd64.tar.gz
    mv airelay-$VERSION airelay-9.9.9 && tar -czf airelay-9.9.9-linux-amd64.tar.gz airelay-9.9.9
    ${line('tar -xzf airelay-VERSION-linux-amd64.tar.gz -C ~/.local/lib', '9.9.9')}
    ${line('ln -sfn ~/.local/lib/airelay-VERSION ~/.local/lib/airelay', '9.9.9')}
    airelay --version
    step upgraded "$(readlink -f "$(command -v airelay)")"
    [ "$(cat ~/.airelay/relay-token)" = "$token" ]
    ${line('airelay serve')} >/tmp/serve.out 2>&1 &
    healthy

    echo 'kept' >~/.airelay/something
    ${line('umask 077')}
    ${line('tar -czf airelay-backup.tar.gz -C ~ .config/airelay .airelay')}
    step backup "$(stat -c %a airelay-backup.tar.gz)"
    ${line('airelay stop')}
    wait $! || true
    rm -rf ~/.config/airelay ~/.airelay
    ${line('tar -xzf airelay-backup.tar.gz -C ~')}
    [ "$(cat ~/.airelay/relay-token)" = "$token" ] && [ "$(cat ~/.airelay/something)" = kept ]
    step restored "$(stat -c %a ~/.airelay/relay-token)" "$(airelay status --json | head -c 1)"

    ${line('airelay service uninstall')}
    ${line('airelay stop')}
    ${line('airelay logout')}
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
    'stopped 7',
    'upgraded /home/ada/.local/lib/airelay-9.9.9/bin/airelay',
    'backup 600',
    'restored 600 {',
    'left 0',
    `zip airelay-${version}`,
    `deb airelay ${version}`,
  ]);
});

test('the system service is prepared as its page says', LIMIT, async () => {
  const script = `
    dpkg --install /release/airelay_*.deb >/dev/null
    # The machine may have no sudo; root needs none.
    sudo() {
        if [ "$1" != -u ]; then "$@"; return; fi
        local name=$2
        shift 2
        setpriv --reuid "$name" --regid "$name" --init-groups "$@"
    }
    mkdir -p /tmp/sources/packaging/systemd && cd /tmp/sources
    cat >packaging/systemd/airelay.service <<'UNIT'
${await readFile(path.join(ROOT, 'packaging/systemd/airelay.service'), 'utf8')}
UNIT
    ${line('sudo cp packaging/systemd/airelay.service /etc/systemd/system/')}
    ${line('sudo useradd --system --home-dir /var/lib/airelay --shell /usr/sbin/nologin airelay')}
    ${line('sudo install -d -m 0700 -o airelay -g airelay /var/lib/airelay')}
    ${line('sudo -u airelay env HOME=/var/lib/airelay AIRELAY_AUTH_STORAGE=file airelay init')} >/dev/null
    stat -c '%U %a %n' /var/lib/airelay /var/lib/airelay/.airelay/relay-token /var/lib/airelay/.config/airelay/config.toml
    systemd-analyze verify --man=no /etc/systemd/system/airelay.service`;

  const { code, out, err } = await sandboxed(script, files);

  assert.equal(code, 0, out + err);
  assert.deepEqual(out.trim().split('\n'), [
    'airelay 700 /var/lib/airelay',
    'airelay 600 /var/lib/airelay/.airelay/relay-token',
    'airelay 600 /var/lib/airelay/.config/airelay/config.toml',
  ]);
  assert.equal(err, '');
});

test('every command line of the pages is typed, or it is said why not', LIMIT, () => {
  assertTyped(commandLines(PACKAGE_PAGES), typed, EXEMPT);
});

/** A line of one of the pages, for this version. */
function line(text, its = '$VERSION') {
  assert.ok(commandLines(PACKAGE_PAGES).includes(text), `no page says ${text}`);
  typed.add(text);
  return text.replaceAll('VERSION', its);
}
