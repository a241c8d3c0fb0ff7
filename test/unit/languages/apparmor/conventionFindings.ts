/** What the rules about conventions report of a text. */

import { applyEdits, type Context, type Convention, defaultContext, editsOf, type Fact, type Fix } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

export type Files = Readonly<Record<string, string>>;

export const asked = (...names: Convention[]): Context => ({ ...defaultContext, apparmor: { version: 'auto', conventions: names } });

/** What the rules about conventions report, as `convention: the text it points at`. */
export async function found(
  text: string,
  context: Context,
  files?: Files,
): Promise<{ readonly said: string[]; readonly fixes: readonly Fix[] }> {
  const part = await open(text, files, 'apparmor.d/web', context);
  const reports = apparmor.rules
    .filter(({ code }) => code.startsWith('apparmor/convention-'))
    .flatMap((rule) =>
      [...rule.check(part, context)].map((report) => ({ ...report, name: rule.code.slice('apparmor/convention-'.length) })),
    );
  return {
    said: reports.map(({ name, span }) => `${name}: ${text.slice(span.start, span.end)}`),
    fixes: reports.flatMap(({ cure }) => (cure?.() ?? []).filter((fix) => fix !== undefined)),
  };
}

/** The text after the first fix, or undefined without one. */
export async function cured(text: string, name: Convention, files?: Files): Promise<string | undefined> {
  const { fixes } = await found(text, asked(name), files);
  return fixes[0] && applyEdits(text, editsOf(fixes[0]));
}

/** Other profiles of the workspace, each with these rules. */
export const repeated = (rules: readonly string[], profiles = 2): readonly Fact[] =>
  Array.from({ length: profiles }, (_, i) => ({
    kind: 'apparmor-rules',
    name: `other${i}`,
    detail: rules.join('\n'),
    uri: `file:///etc/apparmor.d/other${i}`,
    span: { start: 0, end: 0 },
  }));
