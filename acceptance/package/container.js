// The Containerfile, carried out in the sandbox: the engine's part by this script, everything else as it is written there.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../lib/machine.js';

const KNOWN = ['ARG', 'FROM', 'ADD', 'RUN', 'VOLUME', 'WORKDIR', 'ENV', 'EXPOSE', 'USER', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];

/** A script that builds the container's root and runs it: read-only, with a volume and a directory for temporary files. */
export async function containerScript() {
  const instructions = await read();
  const of = (name) => instructions.filter(([instruction]) => instruction === name).map(([, rest]) => rest);
  const last = (name) => of(name).at(-1);
  const [uid, gid] = last('USER').split(':');
  const environment = of('ENV').join(' ');
  const health = JSON.parse(last('HEALTHCHECK').replace(/^.*?CMD /, ''));
  const command = [...JSON.parse(last('ENTRYPOINT')), ...JSON.parse(last('CMD'))];
  const lasting = [last('VOLUME'), '/tmp'];
  return `
    no_java
    TARGETARCH=amd64
    ${instructions.map(([name, rest]) => step(name, rest)).join('\n')}
    mount --bind / / && mount --bind /data /data && mount -o remount,bind,ro /
    ${lasting.includes('/data') ? '' : 'exit 1'}
    cd ${last('WORKDIR')}
    inside() {
      setpriv --reuid ${uid} --regid ${gid} --clear-groups --bounding-set=-all --no-new-privs env -i PATH=/usr/local/bin:/usr/bin:/bin ${environment} "$@"
    }
    echo "user: $(inside id -u) $(inside id -g)"
    inside ${quoted(health)} 2>/dev/null || echo 'unhealthy before it runs'
    inside touch /opt/airelay/x 2>/dev/null || echo 'cannot write to the root'
    inside ${quoted([...command, '--demo'])} >/tmp/out 2>/tmp/err &
    relay=$!
    until_shown '^curl ' /tmp/out
    inside ${quoted(health)} && echo healthy
    serving=$(pgrep -o -x java)
    echo "java: $(readlink "/proc/$serving/exe")"
    kill "$serving"
    wait "$relay" || echo "stopped with $?"
  `;
}

function step(name, rest) {
  switch (name) {
    case 'ADD': {
      const [archive, target] = rest.split(' ');
      return `tar -xzf /release/${archive} -C ${target}`;
    }
    case 'RUN':
      return rest;
    default:
      return '';
  }
}

async function read() {
  const text = await readFile(path.join(ROOT, 'packaging', 'container', 'Containerfile'), 'utf8');
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [, name, rest] = line.match(/^(\w+)\s+(.*)$/);
    assert.ok(KNOWN.includes(name), `this script does not know ${name}`);
    return [name, rest];
  });
}

function quoted(words) {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
