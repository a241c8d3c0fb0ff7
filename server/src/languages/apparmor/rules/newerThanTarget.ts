import { type Context, type Fix, type Rule, type Span, shift } from '../../../core';
import { type ApparmorFeature, apparmorFeatures } from '../../../knowledge';
import { type ApparmorPart, policyOf } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { featuresOf } from '../syntax/features';
import type { FileName } from '../syntax/tree';
import { manual } from './refusal';

export const newerThanTarget: Rule<ApparmorPart> = {
  code: 'apparmor/newer-than-target',
  title: 'Newer than the AppArmor that reads it',
  category: 'compatibility',
  severity: 'warning',
  why: `A rule that came after the stated \`abi\` is read and then not enforced, because the abi names the features that the kernel is asked for.

With \`abi <abi/3.0>,\` a program may create user namespaces whether a \`userns\` rule allows them or not. State the abi that the policy was written for. When the setting \`confine.apparmor.version\` names the release of apparmor_parser that will load the file, everything that this release refuses is an error.`,
  sources: [manual, { title: 'AppArmor, release notes', url: 'https://gitlab.com/apparmor/apparmor/-/wikis/Release_Notes' }],
  example: {
    bad: 'abi <abi/3.0>,\n\nprofile web {\n  deny userns create,\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web {\n  deny userns create,\n}\n',
  },
  *check(part, context) {
    const target = targetOf(part, context);
    if (!target) return;
    for (const { start, statement } of digestOf(part.tree).versionedStatements) {
      for (const { name, span, variable } of featuresOf(statement)) {
        const feature: ApparmorFeature = apparmorFeatures[name];
        if (!isOlder(target.version, feature.since) || (target.abi && !feature.mediated)) continue;
        if (variable && policyOf(part).environment.sets.has(variable)) continue;
        const { abi } = target;
        yield abi
          ? {
              span: shift(span, start),
              message: `The abi ${target.version} does not know ${feature.what}, which came with ${feature.since}: they are read and not enforced.`,
              related: [{ span: abi, message: 'the abi' }],
              cure: () => [newerAbi(abi, feature.since)],
            }
          : {
              span: shift(span, start),
              message: `apparmor_parser ${target.version} refuses ${feature.what}, which came with ${feature.since}.`,
              severity: 'error',
            };
      }
    }
  },
};

const newerAbi = (abi: Span, since: string): Fix => ({
  title: `Write abi <abi/${since}>…`,
  edits: [{ span: abi, text: `<abi/${since}>` }],
  safe: false,
  note: 'Mediation that was not enforced until now takes effect; run the profile in complain mode first.',
});

interface TargetVersion {
  readonly version: string;
  /** Where the file says it. */
  readonly abi?: Span;
}

/** The release that the settings name, else the one of the first abi rule. */
function targetOf(part: ApparmorPart, context: Context): TargetVersion | undefined {
  const { version } = context.apparmor;
  if (version !== 'auto') return /^\d+(?:\.\d+)*$/.test(version) ? { version } : undefined;
  for (const { start, statement } of part.tree.statements) {
    if (statement.kind !== 'abi' || !statement.file) continue;
    const release = releaseOf(statement.file);
    return release === undefined ? undefined : { version: release, abi: shift(statement.file.span, start) };
  }
  return undefined;
}

/** `3.0` of `<abi/3.0>`; the abis of kernels name no release. */
const releaseOf = ({ path }: FileName): string | undefined => /(?:^|\/)abi\/(\d+\.\d+)(?:-|$)/.exec(path)?.[1];

function isOlder(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
