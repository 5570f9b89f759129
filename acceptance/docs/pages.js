// The commands that the documentation asks the reader to type.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../lib/machine.js';

/** Programs whose command lines in the running text count, besides everything in a bash block. */
const IN_TEXT = /`((?:(?:\.\/)?airelay|acceptance\/run|mvn|java|curl)(?:\s[^`]*)?)`/g;
/** A program that is only named. */
const NAME_ALONE = /^(\S+|java -jar|(java|mvn) -version)$/;

/** Commands that build or test the project. */
export const BUILDS = /^(\w+=\S+ )?(mvn |build\/)/;

/** The pages whose lines the suite package types, on a machine of its own. */
export const PACKAGE_PAGES = ['docker', 'install', 'reverse-proxy', 'systemd', 'upgrade', 'windows'].map((name) => `docs/${name}.md`);

const PAGES = ['README.md', 'CONTRIBUTING.md', ...markdown('docs'), ...markdown('docs/adr'), ...markdown('docs/clients')].filter(
  (page) => !PACKAGE_PAGES.includes(page),
);

/** Every command line of the pages, without its comment, in their order, each once. */
export function commandLines(pages = PAGES) {
  const found = pages.flatMap((page) => [
    ...blocks(page, 'bash').flatMap(commands),
    // A line of a paragraph may end within a command.
    ...[...text(page).matchAll(IN_TEXT)].map(([, line]) => line.replaceAll(/\s+/g, ' ')).filter((line) => !NAME_ALONE.test(line)),
  ]);
  return [...new Set(found)];
}

/** A line of an installed airelay, as it is typed in a checkout. */
export function inCheckout(line) {
  return line.replace(/^airelay /, './airelay ');
}

/**
 * Every line was typed, or it is said why not. An exemption is a pattern, how many lines it excuses, and the reason; so nobody can
 * add a line to the documentation that an old exemption happens to match.
 */
export function assertTyped(lines, typed, exemptions) {
  const done = new Set([...typed].map(inCheckout));
  const left = lines.filter((line) => !done.has(inCheckout(line)));
  const excused = exemptions.map(([pattern, , reason]) => [left.filter((line) => pattern.test(line)).length, reason]);

  assert.deepEqual(left.filter((line) => !exemptions.some(([pattern]) => pattern.test(line))), []);
  assert.deepEqual(excused, exemptions.map(([, count, reason]) => [count, reason]), left.join('\n'));
}

/** The code blocks of a page that are in a language. */
export function blocks(page, language) {
  // Also in an item of a list, where it is indented.
  const pattern = new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\``, 'gms');
  return [...read(page).matchAll(pattern)].map(([, indent, block]) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

/** The lines of a block that a backslash does not continue. */
function commands(block) {
  return block
    .replaceAll(/ +# .*$/gm, '')
    .split(/(?<!\\)\n/)
    .filter((line) => line.trim() !== '');
}

function text(page) {
  return read(page).replaceAll(/^```.*?^```/gms, '');
}

function read(page) {
  return readFileSync(path.join(ROOT, page), 'utf8');
}

function markdown(directory) {
  return readdirSync(path.join(ROOT, directory))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `${directory}/${name}`);
}
