// Writes server/src/knowledge/linux/data/syscallNumbers.json: the number of every system call on every architecture we know.
//
//   node scripts/data/syscalls.mjs TABLE [VERSION]
//
// TABLE is libseccomp's src/syscalls.csv, or a table of the same form separated by tabs: a header that names the
// architectures, one system call a line, PNR or - where a call does not exist. A column `kernel_first` gives the first
// kernel of a call (from syscalls(2)); without it the ones of the present data file stay. VERSION overrides what the header says.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** In this order equal numbers are side by side, which keeps the file small. */
const architectures = ['x86_64', 'x32', 'x86', 'arm', 's390x', 'ppc64le', 'aarch64', 'riscv64', 'loongarch64', 'mips64'];

/** libseccomp names a pair of byte orders once. */
const columnOf = { ppc64le: ['ppc64le', 'ppc64'], mips64: ['mips64'] };

const target = fileURLToPath(new URL('../../server/src/knowledge/linux/data/syscallNumbers.json', import.meta.url));

const [table, version] = process.argv.slice(2);
if (!table) {
  console.error('usage: node scripts/data/syscalls.mjs TABLE [VERSION]');
  process.exit(2);
}

const [header, ...lines] = readFileSync(table, 'utf8').trimEnd().split('\n');
const separator = header.includes('\t') ? '\t' : ',';
const columns = header.split(separator);
const before = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : { calls: [] };
const known = firstKernels(before);

const data = {
  $source: 'libseccomp src/syscalls.csv; first kernels from syscalls(2)',
  $checked: new Date().toISOString().slice(0, 10),
  // The header of libseccomp names the release of Linux; where neither says one, the table may be the one from before.
  $version: version ?? /\((.*)\)/.exec(header)?.[1] ?? before.$version ?? 'unknown',
  $command: 'node scripts/data/syscalls.mjs TABLE [VERSION]',
  $format: 'name, first kernel, then a number for each architecture; - absent, = as on the architecture before',
  architectures,
  calls: lines.map(encode),
};
const oneLine = `[${architectures.map((name) => JSON.stringify(name)).join(', ')}]`;
writeFileSync(target, `${JSON.stringify(data, null, 2).replace(/("architectures": )\[[^\]]*\]/, (_, key) => key + oneLine)}\n`);
console.log(`${data.calls.length} system calls on ${architectures.length} architectures`);

function encode(line) {
  const cells = line.split(separator);
  const cell = (name) => cells[columns.indexOf(name)];
  const name = cells[0];
  const numbers = architectures.map((architecture) => {
    const column = (columnOf[architecture] ?? [architecture]).find((candidate) => columns.includes(candidate));
    const value = cell(column);
    return value === 'PNR' || value === undefined ? '-' : value;
  });
  const compact = numbers.map((number, i) => (i > 0 && number === numbers[i - 1] ? '=' : number));
  const kernel = columns.includes('kernel_first') ? cell('kernel_first') : known.get(name);
  return [name, kernel || '-', ...compact].join(' ');
}

function firstKernels({ calls }) {
  return new Map(calls.map((call) => call.split(' ')).map(([name, kernel]) => [name, kernel]));
}
