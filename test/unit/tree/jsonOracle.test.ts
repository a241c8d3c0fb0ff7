import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { getLanguageService, type SchemaConfiguration, TextDocument } from 'vscode-json-languageservice';
import { defaultContext } from '../../../server/src/core';
import { seccomp } from '../../../server/src/languages/seccomp';
import { jsonPart } from '../../../server/src/languages/seccomp/part';
import { checkBySchema, completeBySchema, cursorsAt, parseJson, type Schema, type Validate } from '../../../server/src/tree';

const root = path.join(import.meta.dirname, '../../..');

/** The editor's own JSON service, as a second opinion on our schemas: it finds what we find, and offers nothing that we do not. */
async function load(name: string) {
  const schema = JSON.parse(readFileSync(path.join(root, `schemas/${name}.schema.json`), 'utf8')) as Schema;
  const { validate } = (await import(path.join(root, `server/src/generated/${name}.js`))) as { validate: Validate };
  const service = getLanguageService({});
  const schemas: SchemaConfiguration[] = [{ uri: 'schema://own', fileMatch: ['*'], schema: schema as never }];
  service.configure({ validate: true, schemas });
  return { schema, validate, service };
}

const texts: Readonly<Record<string, readonly string[]>> = {
  seccomp: [
    '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_ERNO", "syscalls": []}',
    '{"defaultAction": 1, "syscalls": {}}',
    '{"defaultAction": "SCMP_ACT_LOG", "syscalls": [{"names": "read", "action": "SCMP_ACT_ALLOW"}]}',
    '{"defaultAction": "SCMP_ACT_LOG", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_XX"}]}]}',
    '{"defaultAction": "SCMP_ACT_LOG", "architectures": ["SCMP_ARCH_X86_64", 4]}',
  ],
  'containers-policy': [
    '{"default": [{"type": "reject"}]}',
    '{"default": [{"type": "rejec"}]}',
    '{"default": {"type": "reject"}}',
    '{"default": [{"type": "signedBy", "keyType": "GPGKeys", "keyPath": 1}]}',
    '{"default": [], "transports": []}',
    '{}',
  ],
};

const places: Readonly<Record<string, readonly string[]>> = {
  seccomp: [
    '{|}',
    '{"defaultAction": "|"}',
    '{"defaultAction": "SCMP_ACT_LOG", "syscalls": [{|}]}',
    '{"syscalls": [{"names": ["read"], "args": [{"op": "|"}]}]}',
    '{"architectures": ["|"]}',
  ],
  'containers-policy': [
    '{|}',
    '{"default": [{|}]}',
    '{"default": [{"type": "|"}]}',
    '{"default": [{"type": "signedBy", "signedIdentity": {"type": "|"}}]}',
    '{"default": [{"type": "signedBy", "|"}]}',
  ],
};

for (const name of Object.keys(texts)) {
  describe(`schema ${name} beside the JSON service`, () => {
    it.each(texts[name] as readonly string[])('%s', async (text) => {
      const { schema, validate, service } = await load(name);
      const document = TextDocument.create('file:///x.json', 'json', 1, text);
      const theirs = await service.doValidation(document, service.parseJSONDocument(document));
      const ours = checkBySchema(validate, schema, parseJson(text));
      expect(ours.length > 0, JSON.stringify({ theirs: theirs.map((d) => d.message), ours: ours.map((r) => r.message) })).toBe(
        theirs.length > 0,
      );
    });
    it.each(places[name] as readonly string[])('offers at %s all that the service offers', async (marked) => {
      const { schema, service } = await load(name);
      const offset = marked.indexOf('|');
      const text = marked.replace('|', '');
      const document = TextDocument.create('file:///x.json', 'json', 1, text);
      const theirs = await service.doComplete(document, document.positionAt(offset), service.parseJSONDocument(document));
      const ours = new Set(
        cursorsAt(parseJson(text), offset).flatMap((cursor) => completeBySchema(schema, cursor).map((item) => item.label)),
      );
      const missing = (theirs?.items ?? []).map((item) => item.label.replace(/^"|"$/g, '')).filter((label) => !ours.has(label));
      expect(missing).toEqual([]);
      expect(ours.size).toBeGreaterThan(0);
    });
  });
}

describe('seccomp profiles beside the JSON service', () => {
  const head = '{"defaultAction": "SCMP_ACT_ERRNO", ';
  const rule = (more: string) => `${head}"syscalls": [{"names": ["kill"], "action": "SCMP_ACT_ALLOW", ${more}}]}`;
  const args = (more: string) => rule(`"args": [{${more}}]`);

  it.each([
    ...(texts.seccomp as readonly string[]),
    `${head}"archMap": {}}`,
    `${head}"archMap": [{"architecture": 1}]}`,
    `${head}"flags": "x"}`,
    `${head}"listenerPath": 1}`,
    `${head}"syscalls": [1]}`,
    `${head}"syscalls": [{"names": [1], "action": "SCMP_ACT_ALLOW"}]}`,
    rule('"errnoRet": "1"'),
    rule('"args": {}'),
    args('"index": 6, "value": 1, "op": "SCMP_CMP_EQ"'),
    args('"index": 1, "value": -1, "op": "SCMP_CMP_EQ"'),
    args('"index": 1, "value": 1.5, "op": "SCMP_CMP_EQ"'),
    args('"index": "1", "value": 1, "op": "SCMP_CMP_EQ"'),
    rule('"includes": []'),
    rule('"includes": {"caps": "CAP_CHOWN"}'),
    rule('"excludes": {"minKernel": 4.8}'),
    rule('"comment": 1'),
    rule('"comment": "fine"'),
    args('"index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_EQ"'),
  ])('are refused where it finds a fault in the structure: %s', async (text) => {
    const { service } = await load('seccomp');
    const document = TextDocument.create('file:///x.json', 'json', 1, text);
    const theirs = await service.doValidation(document, service.parseJSONDocument(document));
    const part = jsonPart(text);
    const ours = seccomp.rules.flatMap((one) =>
      [...one.check(part, { ...defaultContext, target: 'docker' })].flatMap((report) =>
        (report.severity ?? one.severity) === 'error' ? [`${one.code}: ${report.message}`] : [],
      ),
    );
    expect(ours.length > 0, JSON.stringify({ ours, theirs: theirs.map(({ message }) => message) })).toBe(theirs.length > 0);
  });

  it.each([
    ...(places.seccomp as readonly string[]),
    `${head}"archMap": [{|}]}`,
    `${head}"archMap": [{"architecture": "|"}]}`,
    `${head}"archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["|"]}]}`,
    `${head}"flags": ["|"]}`,
    `${head}|}`,
    rule('"|"'),
    rule('"includes": {|}'),
    rule('"includes": {"caps": ["|"]}'),
    rule('"excludes": {"arches": ["|"]}'),
    rule('"errno": "|"'),
    args('|'),
    args('"op": "|"'),
    `${head}"syscalls": [{"names": ["|"]}]}`,
    `${head}"syscalls": [{"action": "|"}]}`,
  ])('are completed with all that it offers: %s', async (marked) => {
    const { service } = await load('seccomp');
    const offset = marked.indexOf('|');
    const text = marked.replace('|', '');
    const document = TextDocument.create('file:///x.json', 'json', 1, text);
    const theirs = await service.doComplete(document, document.positionAt(offset), service.parseJSONDocument(document));
    const bare = (label: string) => label.replace(/^"|"$/g, '');
    const ours = new Set(seccomp.complete?.(jsonPart(text), offset, defaultContext).map(({ label }) => bare(label)));
    expect((theirs?.items ?? []).map(({ label }) => bare(label)).filter((label) => !ours.has(label))).toEqual([]);
    expect(ours.size).toBeGreaterThan(0);
  });
});
