import {
  applyEdits,
  type Change,
  type Context,
  defaultContext,
  editsOf,
  type Finding,
  type Fix,
  type Report,
} from '../../../../server/src/core';
import { architectureNamed } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { analysisOf, decide } from '../../../../server/src/languages/seccomp/analysis';
import { jsonPart, type SeccompPart, yamlPart } from '../../../../server/src/languages/seccomp/part';
import { verdictText } from '../../../../server/src/languages/seccomp/resolve';
import { fixesOf as offered } from '../../../helpers/fixes';

export const contextOf = (context: Partial<Context> = {}): Context => ({ ...defaultContext, ...context });

export const partOf = (profile: unknown): SeccompPart => jsonPart(typeof profile === 'string' ? profile : JSON.stringify(profile, numbers));

const numbers = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);

export const objectOf = (yaml: string): SeccompPart => yamlPart(yaml, '');

/** What becomes of a call: `ERRNO(1)`. */
export function verdictOf(
  profile: unknown,
  call: string,
  args: readonly (number | bigint)[] = [],
  context: Partial<Context> = {},
  abi = 'x86_64',
): string {
  const analysis = analysisOf(partOf(profile), contextOf(context));
  const architecture = architectureNamed(abi);
  if (!analysis || !architecture) throw new Error('no profile, or no such ABI');
  return verdictText(decide(analysis, architecture, call, args.map(BigInt)).verdict).replace('SCMP_ACT_', '');
}

export function findingsOf(part: SeccompPart, context: Partial<Context> = {}): readonly (Finding & Report)[] {
  const all = contextOf(context);
  return seccomp.rules.flatMap((rule) =>
    [...rule.check(part, all)].map((report) => ({ code: rule.code, severity: rule.severity, ...report })),
  );
}

/** `error seccomp/errno-range "4095"`: severity, code and the text that is pointed at. */
export const drawn = (part: SeccompPart, context: Partial<Context> = {}): readonly string[] =>
  findingsOf(part, context).map(({ severity, code, span }) => `${severity} ${code.slice(8)} ${part.text.slice(span.start, span.end)}`);

export function fixesOf(part: SeccompPart, code: string, context: Partial<Context> = {}): readonly Fix[] {
  return findingsOf(part, context)
    .filter((finding) => finding.code === `seccomp/${code}`)
    .flatMap(offered);
}

/** The text after the fix with that title. */
export function fixedBy(part: SeccompPart, code: string, title: string, context: Partial<Context> = {}): string {
  const fixes = fixesOf(part, code, context);
  const fix = fixes.find((each) => each.title === title);
  if (!fix) throw new Error(`no fix “${title}” among ${fixes.map((each) => each.title).join(' | ') || 'none'}`);
  return applyEdits(part.text, editsOf(fix));
}

/** `+ mount: fails with EPERM → allowed`. */
export const signed = ({ direction, subject, before, after }: Change): string =>
  `${{ loosened: '+', tightened: '-', altered: '~' }[direction]} ${subject}: ${before} → ${after}`;

/** Splits a text with one `|` into the text and the offset. */
export function cursorIn(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.replace('|', ''), offset };
}
