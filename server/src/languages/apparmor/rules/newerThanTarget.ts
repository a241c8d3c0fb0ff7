import { type Rule, shift } from '../../../core';
import { type ApparmorFeature, apparmorFeatures, isOlderRelease } from '../../../knowledge';
import { type ApparmorPart, policyOf } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { featuresOf } from '../syntax/features';
import { statementsOf } from './present';
import { manual } from './refusal';

export const newerThanTarget: Rule<ApparmorPart> = {
  code: 'apparmor/newer-than-target',
  title: 'Syntax that is newer than the target version',
  category: 'compatibility',
  severity: 'error',
  reads: statementsOf('versionedStatements'),
  steady: true,
  why: `The setting \`confine.apparmor.version\` names the release of apparmor_parser that will load the file. What came with a later release is an error then: that parser refuses the file.

What an \`abi\` leaves out is another question: apparmor_parser accepts such rules and does not enforce them (apparmor/not-enforced).`,
  sources: [manual, { title: 'AppArmor, release notes', url: 'https://gitlab.com/apparmor/apparmor/-/wikis/Release_Notes' }],
  example: {
    bad: 'abi <abi/3.0>,\n\nprofile web {\n  priority=1 /srv/web/** r,\n}\n',
    good: 'abi <abi/3.0>,\n\nprofile web {\n  /srv/web/** r,\n}\n',
    context: { apparmor: { version: '4.0' } },
  },
  *check(part, context) {
    const { version } = context.apparmor;
    if (!/^\d+(?:\.\d+)*$/.test(version)) return;
    for (const { start, statement } of digestOf(part.tree).versionedStatements) {
      for (const { name, span, variable } of featuresOf(statement)) {
        const feature: ApparmorFeature = apparmorFeatures[name];
        if (!isOlderRelease(version, feature.since)) continue;
        if (variable && policyOf(part).environment.sets.has(variable)) continue;
        yield {
          span: shift(span, start),
          message: `apparmor_parser ${version} refuses ${feature.what}, which came with ${feature.since}.`,
        };
      }
    }
  },
};
