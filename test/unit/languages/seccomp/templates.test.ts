import { describe, expect, it } from 'vitest';
import type { Context } from '../../../../server/src/core';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { contextOf, drawn, objectOf, partOf, verdictOf } from './helpers';

const templates = seccomp.templates!.map((template) => [template.fileName, template] as const);
const partIn = ({ languageId, text }: (typeof templates)[number][1]) => (languageId === 'yaml' ? objectOf(text) : partOf(text));

describe('templates', () => {
  it.each(templates)('%s has neither errors nor warnings under its runtime', (name, template) => {
    const target: Context['target'][] = /service|log/.test(name) ? ['docker', 'podman', 'cri-o', 'containerd'] : ['auto'];
    for (const each of target) {
      const context = name.startsWith('runtime-default') ? { target: 'containerd' as const } : { target: each };
      expect(
        drawn(partIn(template), context).filter((line) => /^(?:error|warning)/.test(line)),
        each,
      ).toEqual([]);
    }
  });

  it.each(templates)('%s lets a program start and keeps namespaces and modules from it', (name, template) => {
    const part = partIn(template);
    const decision = (query: string) => seccomp.explain!(part, query, contextOf()).json.decision;
    for (const call of ['execve', 'exit_group', 'futex', 'openat', 'clone(0x11)', 'socket(AF_INET)'])
      expect(decision(call), call).toMatch(/ALLOW|LOG/);
    const isForNamespaces = /^(?:sandbox|containers)/.test(name);
    for (const call of [...(isForNamespaces ? [] : ['unshare']), 'init_module', 'bpf']) expect(decision(call), call).toMatch(/ERRNO/);
  });

  it('the one for a service refuses namespaces by clone and odd sockets', () => {
    const { text } = seccomp.templates!.find(({ fileName }) => fileName === 'service.json')!;
    expect([verdictOf(text, 'clone', [0x1000_0000]), verdictOf(text, 'clone3'), verdictOf(text, 'socket', [38])]).toEqual([
      'ERRNO(38)',
      'ERRNO(38)',
      'ERRNO(38)',
    ]);
  });
});
