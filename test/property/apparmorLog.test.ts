import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';

const load = async (text: string, path: string) => {
  const source = { uri: `file:///policy/${path}`, languageId: 'apparmor', version: 1, text };
  const loaded = await apparmor.load(source, { files: memoryFiles(), includeFolders: [], context: defaultContext });
  return loaded.parts[0]!.part;
};

const value = fc.oneof(
  fc.constantFrom(
    'web',
    'web//guest',
    '/etc/x',
    '/proc/1/y',
    '/home/a/b c',
    '@x',
    'r',
    'wc',
    'x',
    'send receive',
    'inet',
    'unix',
    'stream',
    '2F61',
    ':ns:web',
    'rw, bind',
    '/a//b',
  ),
  fc.string({ maxLength: 12, unit: 'binary' }).map((text) => text.replace(/["\n\r]/g, '')),
);
const names = [
  'profile',
  'name',
  'target',
  'peer',
  'denied_mask',
  'requested_mask',
  'denied',
  'family',
  'sock_type',
  'capname',
  'signal',
  'mask',
  'label',
  'srcname',
  'flags',
  'fstype',
  'class',
  'fsuid',
  'ouid',
  'addr',
  'peer_addr',
  'info',
];
const operation = fc.constantFrom(
  'open',
  'exec',
  'link',
  'capable',
  'create',
  'connect',
  'signal',
  'ptrace',
  'mount',
  'umount',
  'pivotroot',
  'change_profile',
  'dbus_signal',
  'userns_create',
  'uring_sqpoll',
  'odd',
);
const line = fc
  .tuple(operation, fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 }), fc.boolean())
  .map(([op, fields, quoted]) =>
    [
      'apparmor="DENIED"',
      `operation="${op}"`,
      ...(fields.profile ? [] : ['profile="web"']),
      ...Object.entries(fields).map(([name, text]) => `${name}=${quoted ? `"${text}"` : text}`),
    ].join(' '),
  );
const text = fc.constantFrom(
  'profile web {\n  /a r,\n  deny /b w,\n}\n',
  'profile web { ^guest { } }',
  'profile web {',
  'profile web flags=(audit) {\r\n /x',
  '',
  '/a r,\n/b r',
  'profile web\n/a r,\n{ x',
);

it('answers any log with edits that can be made together', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('web', 'local/web'), fc.array(line, { maxLength: 6 }), async (before, path, lines) => {
      const observed = apparmor.fromObservation!(await load(before, path), lines.join('\n'), defaultContext);
      const after = applyEdits(before, observed.edits);
      if (observed.suggestions.length === 0) expect(after).toBe(before);
      for (const { lines: from } of observed.suggestions) for (const n of from) expect(n).toBeLessThanOrEqual(lines.length);
      const errors = async (content: string) => {
        const part = await load(content, path);
        return apparmor.rules
          .filter(({ severity }) => severity === 'error')
          .flatMap((rule) => [...rule.check(part, defaultContext)].map(() => rule.code));
      };
      // Where the file was sound it stays so, whatever the log says.
      if ((await errors(before)).length > 0) return;
      expect(await errors(after)).toEqual([]);
      // The same log asks for nothing more.
      expect(apparmor.fromObservation!(await load(after, path), lines.join('\n'), defaultContext).suggestions).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 600) },
  );
});
