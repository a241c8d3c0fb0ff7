import { expect, it } from 'vitest';
import {
  capabilities,
  compareReleases,
  defaultVersions,
  findSyscall,
  inDefault,
  type Risk,
  releasesOf,
  riskRank,
  seccompOpens,
  syscallNumbers,
  syscalls,
  targetNames,
  targets,
} from '../../../server/src/knowledge';
import checks from '../../../server/src/knowledge/linux/data/capabilityChecks.json';
import { syscallNotes } from '../../../server/src/knowledge/linux/data/syscallNotes';
import { historyReasons } from '../../../server/src/knowledge/seccomp/data/historyReasons';

/** What a sentence says of a system call that the tables of the defaults contradict. */
function contradictions(call: string, text: string): readonly string[] {
  const found: string[] = [];
  for (const sentence of text.split(/(?<=[.;])\s/)) {
    // A sentence about an older release, another call or an address family says nothing of the call today.
    if (/before Linux|\d\.\d[^.]* still|AF_\w+|socket without/i.test(sentence)) continue;
    for (const target of targets) {
      const { allowed } = inDefault(call, target);
      const name = targetNames[target];
      const named = sentence.includes(name) || /\b(?:every|all) (?:default|runtime)s?\b/i.test(sentence);
      const opened = /\bopen(?:s|ed)?\b[^.]*\bwith `?CAP_/i.test(sentence);
      if (opened && allowed !== 'sometimes') found.push(`${call}: ${name} has ${allowed}, and the text says opened`);
      if (named && /\brefuses?\b/.test(sentence) && allowed === 'always')
        found.push(`${call}: ${name} allows what the text says it refuses`);
      if (named && /\ballows?\b/.test(sentence) && allowed === 'never') found.push(`${call}: ${name} refuses what the text says it allows`);
    }
  }
  return found;
}

it('texts of system calls say what the tables say', () => {
  const found = syscalls().flatMap(({ name, why = '', refused = '', does }) => contradictions(name, `${does} ${why} ${refused}`));
  expect(found).toEqual([]);
});

it.each([
  ['setns', 'Opened with `CAP_SYS_ADMIN` only.'],
  ['create_module', 'Opened with `CAP_SYS_MODULE`.'],
  ['read', 'Every default refuses it.'],
  ['io_uring_setup', 'Podman allows it.'],
  ['mount', 'Docker and CRI-O refuse it.'],
])('finds a planted contradiction: %s, %s', (call, text) => expect(contradictions(call, text)).not.toEqual([]));

/** What a sentence says of the default sets of capabilities that the sets contradict. */
function wrongDefaults({ name, defaultIn }: Pick<ReturnType<typeof capabilities>[number], 'name' | 'defaultIn'>, text: string) {
  const found: string[] = [];
  if (/\bno runtime grants\b/i.test(text) && defaultIn.length) found.push(`${name}: ${defaultIn.join(', ')} grant it`);
  if (/\bevery runtime grants\b/i.test(text) && defaultIn.length < targets.length) found.push(`${name}: not every runtime grants it`);
  const granting = /^([^.]*?) grants? it/.exec(text)?.[1] ?? '';
  for (const target of targets)
    if (granting.includes(targetNames[target]) && !/\bonce\b/.test(granting) && !defaultIn.includes(target))
      found.push(`${name}: ${target}`);
  return found;
}

it('texts of capabilities say what the default sets say', () => {
  expect(capabilities().flatMap((one) => [one.history ?? '', one.why, one.without].flatMap((text) => wrongDefaults(one, text)))).toEqual(
    [],
  );
});

it.each([
  ['CAP_CHOWN', 'No runtime grants it by default.'],
  ['CAP_BPF', 'Every runtime grants it.'],
  ['CAP_MKNOD', 'Docker and Podman grant it.'],
])('finds a planted contradiction: %s, %s', (name, text) => {
  const capability = capabilities().find((one) => one.name === name);
  expect(capability && wrongDefaults(capability, text)).not.toEqual([]);
});

/** What is said of a call that has left the kernel, or never was there, and the table of first kernels contradicts. */
function wrongEnd(call: string, text: string): readonly string[] {
  const since = findSyscall(call)?.since;
  const gone = /\bgone since Linux (\d+(?:\.\d+)*)/.exec(text)?.[1];
  const found: string[] = [];
  if (gone !== undefined && since !== undefined && compareReleases(gone, since) <= 0) found.push(`${call}: gone ${gone}, came ${since}`);
  if (gone !== undefined && compareReleases(gone, newestKernel) > 0) found.push(`${call}: ${gone} is not out yet`);
  if (/\bnever implemented\b/i.test(text) && (since !== undefined || findSyscall(call)?.args)) found.push(`${call}: the table has it`);
  return found;
}

const newestKernel = '7.1';

it('what is said to be gone came before, and what never was there has no first kernel', () => {
  const texts = syscalls().map(({ name, does, why = '' }) => [name, `${does} ${why}`] as const);
  expect(texts.filter(([, text]) => /gone since Linux/.test(text)).length).toBeGreaterThan(7);
  expect(texts.flatMap(([name, text]) => wrongEnd(name, text))).toEqual([]);
});

it.each([
  ['io_uring_setup', 'Gave rings; gone since Linux 4.0.'],
  ['uselib', 'Loaded a library; gone since Linux 9.4.'],
  ['read', 'Never implemented.'],
])('finds a planted end: %s, %s', (call, text) => expect(wrongEnd(call, text)).not.toEqual([]));

it('the calls of Linux 7.1 are all there', () => {
  const numbers = new Set(syscallNumbers('x86_64').values());
  // Since Linux 5.1 new calls have the next number on every architecture; rseq_slice_yield of 7.0 has the last.
  const missing = Array.from({ length: 471 - 424 + 1 }, (_, i) => 424 + i).filter((number) => !numbers.has(number));
  expect(missing).toEqual([]);
  expect(syscallNumbers('x86_64').get('rseq_slice_yield')).toBe(471);
});

/** Calls that a capability alone opens in some default, and that are rated above it. */
function ratedBelowItsCalls(name: string, risk: Risk): readonly string[] {
  const opened = targets.flatMap((target) => seccompOpens({ name }, target).filter(({ partly }) => !partly));
  const own =
    capabilities()
      .find((one) => one.name === name)
      ?.operations.flatMap(([, calls]) => calls.split(' ')) ?? [];
  return [...new Set(opened.map((call) => call.name))]
    .filter((call) => own.includes(call) && riskRank(findSyscall(call)?.risk ?? 'low') > riskRank(risk))
    .map((call) => `${name} is ${risk}, ${call} ${findSyscall(call)?.risk}`);
}

it('no capability is rated below a call that it opens', () =>
  expect(capabilities().flatMap(({ name, risk }) => ratedBelowItsCalls(name, risk))).toEqual([]));

it.each<[string, Risk]>([
  ['CAP_BPF', 'low'],
  ['CAP_SYS_MODULE', 'high'],
  ['CAP_DAC_READ_SEARCH', 'medium'],
  ['CAP_SYS_TIME', 'medium'],
])('finds a planted rating: %s %s', (name, risk) => expect(ratedBelowItsCalls(name, risk)).not.toEqual([]));

/** Releases that a text says refuse something since, and that the reasons of the histories of the defaults don't have. */
function wrongReleases(calls: readonly string[], text: string): readonly string[] {
  const found: string[] = [];
  for (const sentence of text.split(/(?<=[.;])\s/).filter((one) => /\brefuses?\b/.test(one)))
    for (const target of targets) {
      const list = new RegExp(`${targetNames[target]} since ((?:\\d+[\\d.]*\\d(?:, | and |(?= )))+)`).exec(sentence)?.[1] ?? '';
      const reasons = historyReasons.filter((reason) => reason.target === target && reason.calls.some((call) => calls.includes(call)));
      for (const release of list.match(/\d+(?:\.\d+)+/g) ?? []) {
        const known = reasons.some(({ since }) => since.some((one) => compareReleases(one, release) === 0 || one === `${release}.0`));
        const changes = releasesOf(target).filter(([one]) => one === release || one === `${release}.0`);
        if ((reasons.length ? !known : false) || !changes.length) found.push(`${calls[0]}: ${targetNames[target]} ${release}`);
      }
    }
  return found;
}

it('texts name the releases that the histories of the defaults have', () => {
  expect(syscallNotes().flatMap(({ calls, refused = '' }) => wrongReleases(calls.split(' '), refused))).toEqual([]);
});

it.each([
  ['socket', 'Docker since 29.4.1 refuses AF_ALG.'],
  ['socket', 'Docker since 29.4.2 and containerd since 2.3.1, 2.2.3 and 1.7.32 refuse AF_ALG.'],
  ['io_uring_setup', 'Docker since 24.0 refuses it.'],
])('finds a planted release: %s, %s', (call, text) => expect(wrongReleases([call], text)).not.toEqual([]));

it('each release with a reason changed the default of its line', () => {
  for (const { target, since, what } of historyReasons)
    for (const release of since) {
      const versionOf = (name: string) => defaultVersions(target).find(({ releases }) => releases.some(([one]) => one === name));
      const line = (name: string) => name.split('.').slice(0, 2).join('.');
      const before = releasesOf(target)
        .map(([name]) => name)
        .filter((name) => line(name) === line(release) && compareReleases(name, release) < 0)
        .sort(compareReleases)
        .at(-1);
      expect(versionOf(release), `${target} ${release} ${what}`).toBeDefined();
      if (before !== undefined) expect(versionOf(before), `${target} ${before} ${what}`).not.toBe(versionOf(release));
    }
});

type Operations = Pick<ReturnType<typeof capabilities>[number], 'name' | 'operations'>;

/** Operations whose check was not read in the file that they name, and cards that say too much for that. */
function unreadChecks({ name, operations }: Operations): readonly string[] {
  const read: Record<string, { initial: string; own: string }> = checks.checks;
  const found = read[name.slice('CAP_'.length)] ?? { initial: '', own: '' };
  const isHostOnly = operations.every(([, , check]) => check === 'initial');
  // A BPF token lets the process of another user namespace pass; the card says so.
  const own = found.own.replace('kernel/bpf/token.c', '');
  return [
    ...operations.flatMap(([does, , check, file]) =>
      found[check].split(' ').includes(file) ? [] : [`${name}: ${does} (${check} in ${file})`],
    ),
    ...(isHostOnly && own ? [`${name}: also checked in the object’s user namespace, in ${own}`] : []),
  ];
}

it('the kernel checks each operation in the file and the user namespace that the table names', () =>
  expect(capabilities().flatMap(unreadChecks)).toEqual([]));

it.each<[string, Operations['operations']]>([
  ['CAP_CHOWN', [['change the owner', 'chown', 'initial', 'fs/attr.c']]],
  ['CAP_MKNOD', [['create a device file', 'mknod', 'initial', 'fs/inode.c']]],
  ['CAP_IPC_LOCK', [['lock memory', 'mlock', 'initial', 'mm/mlock.c']]],
])('finds a wrong check of %s', (name, operations) => expect(unreadChecks({ name, operations })).not.toEqual([]));
