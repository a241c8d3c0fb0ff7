import { expect, it } from 'vitest';
import { capabilities, inDefault, syscalls, targetNames, targets } from '../../../server/src/knowledge';

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
