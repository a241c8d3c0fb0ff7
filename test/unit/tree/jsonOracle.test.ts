import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { getLanguageService, type SchemaConfiguration, TextDocument } from 'vscode-json-languageservice';
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
