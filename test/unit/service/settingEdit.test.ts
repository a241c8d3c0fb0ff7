import { expect, it } from 'vitest';
import { applyEdits } from '../../../server/src/core';
import { settingEdits } from '../../../server/src/service';

it.each([
  ['an empty file', '', 'target', 'podman', 'target: podman\n'],
  ['a file of comments', '# shared by the team\n', 'target', 'podman', '# shared by the team\ntarget: podman\n'],
  ['a last line without its end', '# shared', 'target', 'podman', '# shared\ntarget: podman\n'],
  [
    'a value that is there',
    'target: docker # on laptops\nkernel: "6.1"\n',
    'target',
    'podman',
    'target: podman # on laptops\nkernel: "6.1"\n',
  ],
  ['another key', '# first\nkernel: "6.1" # hosts\n', 'target', 'podman', '# first\nkernel: "6.1" # hosts\ntarget: podman\n'],
  [
    'a nested key',
    'kubernetes:\n  version: "1.30" # clusters\n',
    'kubernetes.version',
    '1.33',
    'kubernetes:\n  version: "1.33" # clusters\n',
  ],
  ['a dotted key', 'kubernetes.version: "1.30"\n', 'kubernetes.version', '1.33', 'kubernetes.version: "1.33"\n'],
  ['a key with the prefix', 'confine.kubernetes.version: "1.30"\n', 'kubernetes.version', '1.33', 'confine.kubernetes.version: "1.33"\n'],
  ['a group without the key', 'podSecurity: {}\n', 'podSecurity.level', 'baseline', 'podSecurity:\n  level: baseline\n'],
  ['the section', 'confine:\n  kernel: "6.1"\n', 'target', 'podman', 'confine:\n  kernel: "6.1"\n  target: podman\n'],
  ['a key in the section', 'confine:\n  target: docker\n', 'target', 'podman', 'confine:\n  target: podman\n'],
  ['lines of Windows', 'kernel: "6.1"\r\n', 'target', 'podman', 'kernel: "6.1"\r\ntarget: podman\r\n'],
])('a setting is written into %s', (_, text, key, value, wanted) => {
  const edits = settingEdits(text, key, value);
  expect(edits && applyEdits(text, edits)).toBe(wanted);
});

it.each([
  ['what is not YAML', 'rules: {\n'],
  ['a list', '- target\n'],
  ['a word', 'target\n'],
])('nothing is written into %s', (_, text) => {
  expect(settingEdits(text, 'target', 'podman')).toBeUndefined();
});
