import type { CheckedFile, ReportedFinding } from './checkedFile';
import { fingerprintsOf } from './fingerprint';

/** The findings of an earlier report. */
export interface KnownFindings {
  readonly byFile: ReadonlyMap<string, readonly KnownFinding[]>;
  /** What a file is called in `byFile`. */
  nameOf(path: string): string;
}

/** The key of SARIF's `partialFingerprints`. */
export const fingerprintName = 'confine/v1';

/** Reads a report of `check`, as JSON or as SARIF; undefined where the text is neither. Paths of files below `folder` are relative to it. */
export function readBaseline(text: string, folder: string): KnownFindings | undefined {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  const entries = fromJson(report) ?? fromSarif(report);
  if (!entries) return undefined;
  const here = `${plainPath(folder).replace(/\/$/, '')}/`;
  const nameOf = (path: string): string => {
    const plain = plainPath(path);
    return plain.startsWith(here) ? plain.slice(here.length) : plain;
  };
  const byFile = new Map<string, KnownFinding[]>();
  for (const entry of entries) {
    const name = nameOf(entry.path);
    const known = byFile.get(name) ?? [];
    known.push(entry);
    byFile.set(name, known);
  }
  return { byFile, nameOf };
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
      path: words(field(file, 'path')) ?? '',
      code: words(field(finding, 'code')) ?? '',
      fingerprint: words(field(finding, 'fingerprint')),
    })),
  );
}

function fromSarif(report: unknown): readonly KnownFinding[] | undefined {
  const runs = list(field(report, 'runs'));
  return runs?.flatMap((run) =>
    (list(field(run, 'results')) ?? []).map((result) => ({
      path: decoded(words(deep(result, 'locations', 0, 'physicalLocation', 'artifactLocation', 'uri')) ?? '').replace(/^file:\/\//, ''),
      code: words(field(result, 'ruleId')) ?? '',
      fingerprint: words(deep(result, 'partialFingerprints', fingerprintName)),
    })),
  );
}

/**
 * The findings that a baseline does not have. One of a report without fingerprints is known when the file had a finding of its rule that no
 * other has used up. A file that the baseline does not have is compared with the files that are gone, as it may be one of them.
 */
export function newFindings(file: CheckedFile, { byFile, nameOf }: KnownFindings, gone: readonly string[]): readonly ReportedFinding[] {
  const own = byFile.get(nameOf(file.path));
  const left = [...(own ?? gone.flatMap((name) => byFile.get(name) ?? []))];
  const fingerprints = fingerprintsOf(file);
  const takes = (matches: (entry: KnownFinding) => boolean): boolean => {
    const i = left.findIndex(matches);
    if (i >= 0) left.splice(i, 1);
    return i >= 0;
  };
  const unnamed = file.findings.filter(
    (finding) => !takes(({ code, fingerprint }) => code === finding.code && fingerprint === fingerprints.get(finding)),
  );
  return own ? unnamed.filter((finding) => !takes(({ code, fingerprint }) => code === finding.code && fingerprint === undefined)) : unnamed;
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
