import {
  applyEdits,
  type Context,
  defaultContext,
  editsOf,
  type Finding,
  type Fix,
  memoryFiles,
  type Report,
} from '../../../../server/src/core';
import { policy } from '../../../../server/src/languages/policy';
import type { PolicyPart } from '../../../../server/src/languages/policy/part';
import { fixesOf } from '../../../helpers/fixes';

const folder = 'file:///tree/etc/containers/';

export interface Setting {
  /** Relative to `/etc/containers/` of a small tree. */
  readonly path?: string;
  /** Relative to the file's folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly context?: Partial<Context>;
}

const uriOf = (path: string): string => new URL(path, folder).href;

export async function partOf(text: string, { path = 'policy.json', files = {} }: Setting = {}): Promise<PolicyPart> {
  const uri = uriOf(path);
  const others = Object.fromEntries(Object.entries(files).map(([name, content]) => [new URL(name, uri).href, content]));
  const loaded = await policy.load(
    { uri, languageId: '', version: 0, text },
    { files: memoryFiles({ ...others, [uri]: text }), includeFolders: [], context: defaultContext },
  );
  return (loaded.parts[0] as { part: PolicyPart }).part;
}

/** The facts that other files of the tree state. */
export async function contextOf({ path = 'policy.json', files = {}, context = {} }: Setting = {}): Promise<Context> {
  const facts = await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const uri = new URL(name, uriOf(path)).href;
      const part = await partOf(text, { path: uri });
      return (policy.facts?.(part, () => defaultContext) ?? []).map((fact) => ({ ...fact, language: 'policy' as const, uri }));
    }),
  );
  return { ...defaultContext, facts: facts.flat(), ...context };
}

export async function findingsIn(text: string, setting: Setting = {}): Promise<readonly (Finding & Report)[]> {
  const part = await partOf(text, setting);
  const context = await contextOf(setting);
  return policy.rules.flatMap((rule) =>
    [...rule.check(part, context)].map((report) => ({ code: rule.code, severity: rule.severity, ...report })),
  );
}

/** Without `local-images`: most texts of these tests have one section, and that rule has tests of its own. */
export const codesIn = async (text: string, setting: Setting = {}): Promise<readonly string[]> =>
  (await findingsIn(text, setting)).map((finding) => finding.code.replace('policy/', '')).filter((code) => code !== 'local-images');

export async function fixesIn(text: string, code: string, setting: Setting = {}): Promise<readonly Fix[]> {
  const part = await partOf(text, setting);
  const context = await contextOf(setting);
  const rule = policy.rules.find((candidate) => candidate.code === `policy/${code}`);
  const [report] = rule?.check(part, context) ?? [];
  return report ? fixesOf(report) : [];
}

/** The document after one of the fixes of a code's first finding. */
export async function fixedIn(text: string, code: string, setting: Setting = {}, which = 0): Promise<string | undefined> {
  const fix = (await fixesIn(text, code, setting))[which];
  return fix && applyEdits(text, editsOf(fix));
}
