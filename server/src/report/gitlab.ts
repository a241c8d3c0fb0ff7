import type { Severity } from '../core';
import { type CheckedFile, linesIn } from './checkedFile';
import { fingerprintsOf } from './fingerprint';
import { jsonText } from './json';

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', information: 'minor', hint: 'info' };

/** The report that GitLab shows in a merge request (its "Code Quality" artifact): lines count from 1, paths are relative to the repository. */
export function findingsForGitlab(files: readonly CheckedFile[]): string {
  const entries = files.flatMap((file) =>
    file.findings.map((finding) => ({
      description: finding.message,
      check_name: finding.code,
      // Of the whole project: the same line in two files is two findings.
      fingerprint: `${file.path}:${fingerprintsOf(file).get(finding)}`,
      severity: severities[finding.severity],
      location: {
        path: file.path.replace(/^(?:\.\/)+/, ''),
        lines: { begin: linesIn(file).positionAt(finding.span.start).line + 1, end: linesIn(file).positionAt(finding.span.end).line + 1 },
      },
    })),
  );
  return `${jsonText(entries, 2)}\n`;
}
