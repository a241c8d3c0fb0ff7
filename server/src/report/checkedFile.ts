import { type Finding, type LanguageName, type Lines, linesOf, memo, type Severity, severities, severityRank } from '../core';

/** What is reported of one file: the input of every format. */
export interface CheckedFile {
  /** As the user gave it. */
  readonly path: string;
  /** Null where nothing of the file was checked. */
  readonly language: LanguageName | null;
  /** Why nothing of it was checked. */
  readonly skipped?: string;
  /** Confine knows what the file is, and has no rules for it. */
  readonly recognized?: boolean;
  /** Why only a part of it was. */
  readonly partial?: string;
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
}

export interface ReportedFinding extends Finding {
  readonly severity: Severity;
  /** The rule's page, and the titles of its fixes. */
  readonly help: string;
  readonly fixes: readonly string[];
  /** Where it is another than the file's. */
  readonly language?: LanguageName;
}

export type Counts = Readonly<Record<Severity, number>> & { readonly files: number };

export function countFindings(files: readonly CheckedFile[]): Counts {
  const counts = { files: files.length, error: 0, warning: 0, information: 0, hint: 0 };
  for (const file of files) for (const finding of file.findings) counts[finding.severity] += 1;
  return counts;
}

export const linesIn = memo((file: CheckedFile): Lines => linesOf(file.text));

/** Whether a list that goes down to `show` has findings of this severity. */
export const isListed = (severity: Severity, show: Severity): boolean => severityRank(severity) >= severityRank(show);

export const listedIn = (file: CheckedFile, show: Severity): readonly ReportedFinding[] =>
  file.findings.filter((finding) => isListed(finding.severity, show));

/** Worst first. */
export const bySeverity: readonly Severity[] = [...severities].reverse();
