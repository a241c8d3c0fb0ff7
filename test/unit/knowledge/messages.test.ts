import { expect, it } from 'vitest';
import { messagesIn, messageTemplates, operations } from '../../../server/src/knowledge';

const matched = (line: string) => messagesIn()(line.replace(/\s+/g, ' '));

it.each(messageTemplates().map((template) => [template.id, template] as const))(
  '%s: the example is its message and no other',
  (_, template) => {
    expect(matched(template.example).map((found) => found.template.id)).toEqual([template.id]);
  },
);

it('names each template once, with the file that prints it', () => {
  const ids = messageTemplates().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(150);
  for (const { id, source, form } of messageTemplates()) {
    expect(source.trim(), id).toMatch(/\S+/);
    expect(form.length, id).toBeLessThan(200);
  }
});

it('reads a line in few ways, whatever it says', () => {
  for (const { id, form } of messageTemplates()) expect(form.match(/:text\}/g)?.length ?? 0, id).toBeLessThanOrEqual(2);
  const hostile = messageTemplates().map(({ form }) => (form.split(/\{\w+(?::\w+)?\}/)[0] ?? '').repeat(40));
  for (const line of hostile) matched(line.slice(0, 4000));
});

it('reports operations that are known', () => {
  for (const template of messageTemplates()) {
    for (const { happening } of matched(template.example))
      if (happening.kind === 'refused') expect(operations, template.id).toHaveProperty([happening.operation]);
  }
});

it.each([
  ["mkdir: cannot create directory '/srv/a b': Read-only file system", { operation: 'mkdir', errno: 'EROFS', path: '/srv/a b' }],
  ['mkdir: cannot create directory ‘/srv/a’: Permission denied', { operation: 'mkdir', errno: 'EACCES', path: '/srv/a' }],
  ['2026/11/30 [emerg] 7#7: bind() to [::]:443 failed (13: Permission denied)', { operation: 'bind', errno: 'EACCES', port: 443 }],
  ['listen tcp 0.0.0.0:80: bind: permission denied', { operation: 'bind', errno: 'EACCES', port: 80 }],
  ['chown /var/lib/a: operation not permitted', { operation: 'chown', errno: 'EPERM', path: '/var/lib/a' }],
  ["PermissionError: [Errno 13] Permission denied: '/srv/a.log'", { errno: 'EACCES', path: '/srv/a.log' }],
  ["Error: EROFS: read-only file system, open '/app/.cache/a'", { operation: 'open-file', errno: 'EROFS', path: '/app/.cache/a' }],
  ['nginx: [emerg] setgid(101) failed (1: Operation not permitted)', { operation: 'change-user', errno: 'EPERM' }],
])('reads the holes of %s', (line, wanted) => {
  expect(matched(line)[0]?.happening).toMatchObject(wanted);
});

it.each([
  [
    'violates PodSecurity "restricted:latest": unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CHOWN", "KILL" in securityContext.capabilities.add)',
    [{ containers: ['a', 'b'] }, { containers: ['a'], values: ['CHOWN', 'KILL'] }],
  ],
  [
    'violates PodSecurity "baseline:latest": hostPort (container "a" uses hostPorts 80, 443), privileged (container "b" must not set securityContext.privileged=true)',
    [{ containers: ['a'], values: ['80', '443'] }, { containers: ['b'] }],
  ],
  [
    'violates PodSecurity "baseline:latest": seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
    [{ containers: ['a'], values: ['Unconfined'] }],
  ],
])('reads the violations of %s', (line, wanted) => {
  expect(matched(line).map(({ happening }) => happening)).toMatchObject(wanted);
});

it('finds nothing in lines that report something else', () => {
  for (const line of [
    'Deactivated successfully.',
    'listening on :8080',
    'permission denied is what the test expects',
    'GET /mkdir 200',
    '',
  ])
    expect(matched(line), line).toEqual([]);
});
