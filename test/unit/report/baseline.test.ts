import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedFile } from '../../../server/src/report';
import { findingsAsJson, findingsAsSarif, findingsForGitlab, newFindings, readBaseline } from '../../../server/src/report';

/** A file whose findings are on the lines that hold a mark. */
function fileOf(lines: readonly string[], path = 'deploy/web.yaml'): CheckedFile {
  const text = lines.join('\n');
  const findings = lines.flatMap((line, i) => {
    const start = lines.slice(0, i).join('\n').length + (i ? 1 : 0);
    const [, code] = /!(\w+)/.exec(line) ?? [];
    return code
      ? [
          {
            code: `pod/${code}` as const,
            span: { start, end: start + line.length },
            message: code,
            severity: 'warning' as const,
            help: '',
            fixes: [],
          },
        ]
      : [];
  });
  return { path, language: 'pod', text, findings };
}

const reports = { json: (file: CheckedFile) => findingsAsJson([file]), sarif: (file: CheckedFile) => findingsAsSarif([file], [], '1.0.0') };
const codesNew = (file: CheckedFile, report: string) =>
  newFindings(file, readBaseline(report, '/project') as never, []).map(({ code }) => code);

const pod = [
  'spec:',
  '  containers:',
  '    - name: a',
  '      privileged: !one',
  '    - name: b',
  '      privileged: !one',
  '      root: !two',
];
const line = fc.constantFrom(...pod, '', '# a comment', '  hostPID: !three', '    image: x');

describe.each(Object.entries(reports))('a baseline in %s', (_, report) => {
  it('of a file leaves nothing of it', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        expect(codesNew(fileOf(lines), report(fileOf(lines)))).toEqual([]);
      }),
    );
  });
  it('knows findings whose lines have moved', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.constantFrom('', '# moved'), { maxLength: 5 }), (lines, more) => {
        expect(codesNew(fileOf([...more, ...lines]), report(fileOf(lines)))).toEqual([]);
      }),
    );
  });
  it('does not know a finding of another container, also where the line is the same', () => {
    const more = [...pod, '    - name: c', '      privileged: !one'];
    const fresh = newFindings(fileOf(more), readBaseline(report(fileOf(pod)), '/project') as never, []);
    expect(fresh.map(({ span }) => span.start)).toEqual([fileOf(more).findings.at(-1)?.span.start]);
  });
  it('is of one file', () => {
    expect(codesNew(fileOf(pod, 'other.yaml'), report(fileOf(pod)))).toHaveLength(3);
    expect(codesNew(fileOf(pod, './deploy//web.yaml'), report(fileOf(pod)))).toEqual([]);
    expect(codesNew(fileOf(pod, '/project/deploy/web.yaml'), report(fileOf(pod)))).toEqual([]);
    expect(codesNew(fileOf(pod), report(fileOf(pod, '/project/deploy/web.yaml')))).toEqual([]);
    expect(codesNew(fileOf(pod), report(fileOf(pod, '/elsewhere/deploy/web.yaml')))).toHaveLength(3);
  });
  it('knows the findings of a file that has got another name', () => {
    const baseline = readBaseline(report(fileOf(pod, 'deploy/old.yaml')), '/project') as never;
    const more = [...pod, '    - name: c', '      privileged: !one'];
    expect(newFindings(fileOf(more), baseline, ['deploy/old.yaml']).map(({ code }) => code)).toEqual(['pod/one']);
    expect(newFindings(fileOf(more), baseline, [])).toHaveLength(4);
  });
});

it('a report without fingerprints knows as many findings of a rule as it has', () => {
  const old = JSON.parse(findingsAsJson([fileOf(pod)]));
  for (const finding of old.files[0].findings) delete finding.fingerprint;
  expect(codesNew(fileOf([...pod, '      privileged: !one']), JSON.stringify(old))).toEqual(['pod/one']);
});

it.each(['', '[]', '{"version": 1}', 'null', '{"files": 3}'])('%j is no report', (text) => {
  expect(readBaseline(text, '/project')).toBeUndefined();
});

it('takes a report that is odd inside as one that knows less', () => {
  const odd = '{"files": [null, {"findings": [7]}, {"path": "a", "findings": {}}]}';
  expect(readBaseline(odd, '/project')?.byFile.get('a')).toBeUndefined();
});

it('GitLab gets a fingerprint for each finding that no other has', () => {
  const entries = JSON.parse(findingsForGitlab([fileOf(pod), fileOf(pod, './other.yaml')]));
  expect(new Set(entries.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(6);
  expect(entries[0]).toMatchObject({
    check_name: 'pod/one',
    severity: 'major',
    location: { path: 'deploy/web.yaml', lines: { begin: 4, end: 4 } },
  });
  expect(entries[3].location.path).toBe('other.yaml');
});
