import { encodeSegment, type Part, type Rule, type Severity } from '../core';
import { fingerprintName } from './baseline';
import { type CheckedFile, linesIn } from './checkedFile';
import { fingerprintsOf } from './fingerprint';
import { jsonText } from './json';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** A SARIF 2.1.0 log (OASIS, `sarif-schema-2.1.0.json`); lines and columns count from 1, columns in UTF-16 units; `separator`: of the system's paths. */
export function findingsAsSarif(files: readonly CheckedFile[], rules: readonly Rule<Part>[], version: string, separator = '/'): string {
  const used = new Set(files.flatMap((file) => file.findings.map((finding) => finding.code)));
  const described = rules.filter((rule) => used.has(rule.code));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'confine',
            semanticVersion: version,
            rules: described.map((rule) => ({
              id: rule.code,
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.why, markdown: rule.why },
              defaultConfiguration: { level: levels[rule.severity] },
              properties: { category: rule.category },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        ...invocation(files, separator),
        results: files.flatMap((file) => resultsOf(file, described, separator)),
      },
    ],
  };
  return `${jsonText(log, 2)}\n`;
}

/** Files that were not checked, or only in part: notifications of the run, not results. */
function invocation(files: readonly CheckedFile[], separator: string) {
  const notifications = files.flatMap(({ path, skipped, partial }) => {
    const text = skipped !== undefined ? `Not checked: ${skipped}.` : partial !== undefined ? `Read in part: ${partial}.` : undefined;
    const location = { physicalLocation: { artifactLocation: { uri: asUriReference(path, separator) } } };
    return text === undefined ? [] : [{ level: 'note' as const, message: { text }, locations: [location] }];
  });
  return notifications.length ? { invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }] } : {};
}

function resultsOf(file: CheckedFile, rules: readonly Rule<Part>[], separator: string) {
  const lines = linesIn(file);
  return file.findings.map((finding) => {
    const start = lines.positionAt(finding.span.start);
    const end = lines.positionAt(finding.span.end);
    const index = rules.findIndex((rule) => rule.code === finding.code);
    return {
      ruleId: finding.code,
      ...(index >= 0 && { ruleIndex: index }),
      level: levels[finding.severity],
      message: { text: finding.message },
      partialFingerprints: { [fingerprintName]: fingerprintsOf(file).get(finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: asUriReference(file.path, separator) },
            region: { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 },
          },
        },
      ],
    };
  });
}

/** A path as a URI reference (RFC 3986): no colon before the first slash, which would end a scheme, and one slash where there are more. */
function asUriReference(path: string, separator: string): string {
  const reference = path
    .split(separator)
    .filter((segment, i) => i === 0 || segment !== '')
    .map(encodeSegment)
    .join('/');
  return separator === '\\' && /^[a-z]%3A/i.test(reference) ? `file:///${reference}` : reference;
}
