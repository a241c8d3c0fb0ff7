import type { CheckedFile, ReportedFinding } from './checkedFile';
import { fingerprintsOf } from './fingerprint';

/** The findings of an earlier report, by file: their rule, and their fingerprint where the report has one. */
export type KnownFindings = ReadonlyMap<string, readonly { readonly code: string; readonly fingerprint: string | undefined }[]>;

/** The key of SARIF's `partialFingerprints`. */
export const fingerprintName = 'confine/v1';

/** Reads a report of `check`, as JSON or as SARIF; undefined where the text is neither. */
export function readBaseline(text: string): KnownFindings | undefined {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  const entries = fromJson(report) ?? fromSarif(report);
  if (!entries) return undefined;
  const byFile = new Map<string, { code: string; fingerprint: string | undefined }[]>();
  for (const { path, ...entry } of entries) {
    const known = byFile.get(path) ?? [];
    known.push(entry);
    byFile.set(path, known);
  }
  return byFile;
}

interface KnownFinding {
  readonly path: string;
  readonly code: string;
  readonly fingerprint: string | undefined;
}

function fromJson(report: unknown): readonly KnownFinding[] | undefined {
  const files = list(field(report, 'files'));
  return files?.flatMap((file) =>
    (list(field(file, 'findings')) ?? []).map((finding) => ({
      path: plainPath(words(field(file, 'path')) ?? ''),
      code: words(field(finding, 'code')) ?? '',
      fingerprint: words(field(finding, 'fingerprint')),
    })),
  );
}

function fromSarif(report: unknown): readonly KnownFinding[] | undefined {
  const runs = list(field(report, 'runs'));
  return runs?.flatMap((run) =>
    (list(field(run, 'results')) ?? []).map((result) => ({
      path: plainPath(decoded(words(deep(result, 'locations', 0, 'physicalLocation', 'artifactLocation', 'uri')) ?? '')),
      code: words(field(result, 'ruleId')) ?? '',
      fingerprint: words(deep(result, 'partialFingerprints', fingerprintName)),
    })),
  );
}

/**
 * The findings that a baseline does not have. One of a report without fingerprints is known when the file had a finding of its rule that no
 * other has used up.
 */
export function newFindings(file: CheckedFile, baseline: KnownFindings): readonly ReportedFinding[] {
  const left = [...(baseline.get(plainPath(file.path)) ?? [])];
  const fingerprints = fingerprintsOf(file);
  const takes = (matches: (entry: (typeof left)[number]) => boolean): boolean => {
    const i = left.findIndex(matches);
    if (i >= 0) left.splice(i, 1);
    return i >= 0;
  };
  const unnamed = file.findings.filter(
    (finding) => !takes(({ code, fingerprint }) => code === finding.code && fingerprint === fingerprints.get(finding)),
  );
  return unnamed.filter((finding) => !takes(({ code, fingerprint }) => code === finding.code && fingerprint === undefined));
}

/** One spelling for a path: `./deploy//web.yaml` and `deploy\web.yaml` are `deploy/web.yaml`. */
const plainPath = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/\/(?:\.?\/)+/g, '/')
    .replace(/^(?:\.\/)+/, '');

const field = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;
const deep = (value: unknown, ...keys: readonly (string | number)[]): unknown => keys.reduce(field, value);
const list = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);
const words = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
