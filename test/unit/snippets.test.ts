import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { check, open } from '../../server/src/service';

const root = path.join(import.meta.dirname, '../..');

interface Snippet {
  readonly prefix?: string | string[];
  readonly body: string | string[];
  readonly description: string;
}

const read = (name: string): Record<string, Snippet> => JSON.parse(readFileSync(path.join(root, 'snippets', `${name}.json`), 'utf8'));

/** What the editor inserts when every placeholder keeps its default. */
function expanded({ body }: Snippet): string {
  let text = ([] as string[]).concat(body).join('\n');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\$\{\d+\|((?:\\.|[^,|\\])*)(?:,(?:\\.|[^|\\])*)?\|\}/g, '$1').replace(/\$\{\d+:((?:\\.|[^{}$\\])*)\}/g, '$1');
  }
  return text.replace(/\$\{?\d+\}?/g, '').replace(/\\([$}\\])/g, '$1');
}

/** A snippet for a place inside a file is looked at inside one. */
const around: Readonly<Record<'seccomp' | 'policy' | 'pod' | 'apparmor', (text: string) => string>> = {
  seccomp: (text) => {
    if (text.trimStart().startsWith('{') && text.includes('"defaultAction"')) return text;
    return `{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}, ${text.trim().replace(/,$/, '')}]}`;
  },
  policy: (text) => {
    if (text.includes('"default"')) return text;
    const inner = text.trim().replace(/,$/, '');
    if (inner.startsWith('"signedIdentity"'))
      return `{"default": [{"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/a.gpg", ${inner}}]}`;
    const local = '"containers-storage": {"": [{"type": "insecureAcceptAnything"}]}';
    const scopes = inner.startsWith('"') ? inner : `"quay.io/example": [${inner}]`;
    return `{"default": [{"type": "reject"}], "transports": {${local}, "docker": {${scopes}}}}`;
  },
  pod: (text) => {
    if (text.includes('apiVersion:')) return text;
    const head = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n';
    const container = '  containers:\n    - name: a\n      image: registry.example/a:1\n';
    const indented = (by: number) => text.trimEnd().replace(/^/gm, ' '.repeat(by));
    if (/fsGroup|sysctls|hostUsers/.test(text)) return `${head}${indented(2)}\n${container}`;
    if (/^(?:seccompProfile|appArmorProfile|capabilities):/.test(text))
      return `${head}${container}      securityContext:\n${indented(8)}\n`;
    return `${head}${container}${indented(6)}\n`;
  },
  apparmor: (text) =>
    /^(?:abi|profile|include <tunables)/m.test(text)
      ? text
      : `abi <abi/4.0>,\n\ninclude <tunables/global>\n\nprofile a /usr/bin/a {\n${text}\n}\n`,
};

const structural = /\/(?:syntax|schema|unknown|missing|unexpected)/;

for (const name of ['seccomp', 'policy', 'pod'] as const) {
  describe(`snippets of ${name}`, () => {
    it.each(Object.entries(read(name)))('%s, expanded with its defaults, checks clean', async (_, snippet) => {
      const inserted = expanded(snippet);
      const text = around[name](inserted);
      const document = await open({ uri: 'file:///project/x', languageId: '', version: 0, text }, memoryFiles(), {
        context: defaultContext,
        language: name,
      });
      const start = text.indexOf(inserted.trim().replace(/,$/, '').split('\n')[0] as string);
      const said = check(document as NonNullable<typeof document>, defaultContext, { rules: {} }).filter(
        (finding) =>
          finding.severity === 'error' || structural.test(finding.code) || (finding.severity === 'warning' && finding.span.start >= start),
      );
      expect(said.map((finding) => `${finding.code}: ${finding.message}\n${text}`)).toEqual([]);
      expect(snippet.description.length).toBeGreaterThan(10);
    });
  });
}

/** VS Code offers a snippet with a prefix for each word that is part of it: Enter after `ALL` took one of these in any YAML file. */
it('of YAML come by the command Insert Snippet alone', () => {
  for (const { prefix } of Object.values(read('pod'))) expect(prefix).toBeUndefined();
});
