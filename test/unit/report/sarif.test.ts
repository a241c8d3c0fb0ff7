import { describe, expect, it } from 'vitest';
import { findingsAsSarif } from '../../../server/src/report';

const uriOf = (path: string, separator?: string): string => {
  const finding = { code: 'pod/x', span: { start: 0, end: 0 }, message: 'x', severity: 'error', help: '', fixes: [] } as const;
  const log = findingsAsSarif([{ path, language: 'pod', text: '', findings: [finding] }], [], '1.0.0', separator);
  return JSON.parse(log).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
};

describe('the address of a file in SARIF', () => {
  it.each([
    ['app:web.yaml', 'app%3Aweb.yaml'],
    ['back\\slash.yaml', 'back%5Cslash.yaml'],
    ['a#b/c?d/50%.yaml', 'a%23b/c%3Fd/50%25.yaml'],
    ['a b.yaml', 'a%20b.yaml'],
    ['line\nbreak.yaml', 'line%0Abreak.yaml'],
    ['\udcff.yaml', '%FF.yaml'],
    ['../up/./here.yaml', '../up/./here.yaml'],
    ['/abs/file.yaml', '/abs/file.yaml'],
    ['//abs//file.yaml', '/abs/file.yaml'],
  ])('%j', (path, uri) => {
    expect(uriOf(path)).toBe(uri);
    // Resolved by a reader of the log it is the same file.
    expect(new URL(uriOf(path), 'file:///base/').protocol).toBe('file:');
  });
  it('takes the separator of the system', () => {
    expect(uriOf('a\\b.yaml', '\\')).toBe('a/b.yaml');
    expect(uriOf('C:\\a\\b.yaml', '\\')).toBe('file:///C%3A/a/b.yaml');
  });
});
