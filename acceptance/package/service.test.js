// The units for systemd, as `airelay service install` writes one and as packaging has one: checked by systemd-analyze, started as
// they are written, and run by a real user manager, which enforces their restrictions.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { ROOT } from '../lib/machine.js';
import { released } from './release.js';
import { NO_SANDBOX, sandboxed, sandboxedWithManager } from './sandbox.js';

const LIMIT = { timeout: 300_000, skip: NO_SANDBOX };
const SYSTEM_UNIT = path.join(ROOT, 'packaging', 'systemd', 'airelay.service');
const SYSTEM_FILE = '/etc/systemd/system/airelay.service';
/** Of 10, where less is better; docs/systemd.md has the figures. */
const USER_EXPOSURE = 6.5;
const SYSTEM_EXPOSURE = 2.0;
/** A place whose name needs every rule of quotation in a unit. */
const CONFIG = `/home/ada/two words/100% "$HOME" it's.toml`;
const QUOTED = `'${CONFIG.replaceAll("'", "'\\''")}'`;
const HEALTH = 'http://127.0.0.1:8080/healthz';
const PORT = 'http://127.0.0.1:8085/healthz';

let files;

before(async () => {
  if (!LIMIT.skip) {
    files = await released();
  }
}, LIMIT);

test('the unit that is printed is one that systemd understands, and its command serves', LIMIT, async () => {
  const printed = await good(
    `person ada && dpkg --install /release/airelay_*.deb >/dev/null
     as ada airelay init >/dev/null
     as ada airelay service install --print >/tmp/airelay.service
     systemd-analyze verify --man=no /tmp/airelay.service 2>&1
     systemd-analyze security --offline=true --threshold=${USER_EXPOSURE * 10} /tmp/airelay.service | tail -n 1
     cat /tmp/airelay.service`,
  );

  understood(printed);
  const { command, environment } = parsed(printed);
  assert.deepEqual(command, ['/usr/bin/airelay', 'serve', '--quiet']);
  await serves(command, environment, 'ada');
});

test('the command of the system unit serves with its environment, as its user', LIMIT, async () => {
  const text = await good(
    `dpkg --install /release/airelay_*.deb >/dev/null
     useradd --system --home-dir /var/lib/airelay --shell /usr/sbin/nologin airelay
     cat >${SYSTEM_FILE} <<'UNIT'
${await readFile(SYSTEM_UNIT, 'utf8')}
UNIT
     systemd-analyze verify --man=no ${SYSTEM_FILE} 2>&1
     systemd-analyze security --offline=true --threshold=${SYSTEM_EXPOSURE * 10} ${SYSTEM_FILE} | tail -n 1
     cat ${SYSTEM_FILE}`,
  );

  understood(text);
  // Java's compiler writes code that it then runs.
  assert.doesNotMatch(text, /^MemoryDenyWriteExecute/m);
  const { command, environment } = parsed(text);
  assert.deepEqual(command, ['/usr/bin/airelay', 'serve']);
  assert.deepEqual(environment, ['HOME=/var/lib/airelay', 'AIRELAY_AUTH_STORAGE=file']);
  await serves(command, environment, 'airelay');
});

test('a service is installed under a user manager, runs with its restrictions, is started again, and is removed', LIMIT, async () => {
  const out = await good(
    `person ada && dpkg --install /release/airelay_*.deb >/dev/null
     manager ada
     as ada mkdir "/home/ada/two words"
     as ada airelay --config ${QUOTED} init >/dev/null
     sed -i 's/^# port = 8080$/port = 8085/' ${QUOTED}
     managed ada airelay --config ${QUOTED} service install 2>&1
     answers ${PORT}
     echo
     pid=$(managed ada systemctl --user show --property MainPID --value airelay)
     managed ada systemctl --user show --property ActiveState,UnitFileState,NRestarts airelay
     grep -E '^(NoNewPrivs|Seccomp):' "/proc/$pid/status"
     echo "umask: $(grep Umask "/proc/$pid/status")"
     tr '\\0' '\\n' <"/proc/$pid/cmdline" | grep -A 1 -x -e --config
     kill -KILL "$pid"
     until [ "$(managed ada systemctl --user show --property NRestarts --value airelay)" = 1 ]; do sleep 0.2; done
     answers ${PORT}
     echo
     managed ada airelay --config ${QUOTED} service status
     managed ada airelay --config ${QUOTED} service uninstall 2>&1
     managed ada systemctl --user show --property ActiveState,LoadState airelay
     curl --silent ${PORT} || echo "no answer: $?"
     ls -A /home/ada/.config/systemd/user`,
    sandboxedWithManager,
  );

  assert.match(out, /^ActiveState=active$/m);
  assert.match(out, /^UnitFileState=enabled$/m);
  assert.match(out, /^NoNewPrivs:\t1$/m);
  assert.match(out, /^Seccomp:\t2$/m);
  assert.match(out, /^umask: Umask:\t0077$/m);
  assert.ok(out.includes(`--config\n${CONFIG}\n`), out);
  assert.match(out, /A relay with these settings is running\./);
  assert.match(out, /^The service was removed\.$/m);
  assert.match(out, /^no answer: 7$/m);
  assert.doesNotMatch(out.slice(out.indexOf('no answer')), /airelay\.service/);
});

/** Starts the command of a unit with nothing but what systemd gives it, asks the relay how it is, and stops it. */
async function serves(command, environment, user) {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const out = await good(
    `id ${user} >/dev/null 2>&1 || useradd --create-home --system --home-dir ${user === 'airelay' ? '/var/lib/airelay' : `/home/${user}`} ${user}
     dpkg --install /release/airelay_*.deb >/dev/null
     home=$(getent passwd ${user} | cut -d : -f 6)
     started() {
         setpriv --reuid ${user} --regid ${user} --init-groups env -i LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin HOME="$home" USER=${user} ${environment.join(' ')} "$@"
     }
     cd "$home"
     started airelay init >/dev/null
     started ${quoted} >/tmp/out 2>&1 &
     relay=$!
     answers ${HEALTH} || { cat /tmp/out; exit 1; }
     echo
     kill "$relay"
     wait "$relay" || echo "stopped with $?"`,
  );

  assert.match(out, /"ok": ?true/);
  // SuccessExitStatus of both units.
  assert.match(out, /^stopped with 143$/m);
}

/** systemd had nothing to say about a unit but its exposure, which is shown: docs/systemd.md has the figures. */
function understood(out) {
  const [first] = out.split('\n').filter((line) => line !== '');
  assert.match(first, /Overall exposure level for airelay\.service: \d\.\d /);
  console.log(first.trim());
}

async function good(script, sandbox = sandboxed) {
  const { code, out, err } = await sandbox(script, files);
  assert.equal(code, 0, out + err);
  return out;
}

/** The parts of a unit that systemd reads: the words of ExecStart, and the assignments of Environment. */
function parsed(unit) {
  const values = (name) => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value);
  const [line] = values('ExecStart');
  return { command: words(line), environment: values('Environment').flatMap(words) };
}

/** Splits a line at spaces outside of quotes, as systemd.syntax(7) has it; these units need no other rule. */
function words(line) {
  return [...line.matchAll(/"((?:\\.|[^"])*)"|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted ?? plain).replaceAll(/\\(.)/g, '$1').replaceAll('%%', '%').replaceAll('$$', '$'),
  );
}
