import { span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { convention, leadsTo, lineEnding, nameSpan, ownProfiles, shippedProfiles } from './convention';
import { startOfPolicy } from './missingAbi';

const global = 'tunables/global';

export const conventionTunables = convention({
  code: 'apparmor/convention-tunables',
  title: 'A profile file without the global tunables',
  why: `The convention \`tunables\` asks each file with profiles for \`include <tunables/global>\` before the first one, so that its rules can use \`@{HOME}\`, \`@{PROC}\` and the variables of the site.

An include that reads \`tunables/global\` itself counts too. The fix isn't made without asking: the tunables also include the aliases of the site, which can allow more.`,
  sources: [shippedProfiles],
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web {\n  capability chown,\n}\n',
    good: 'abi <abi/4.0>,\n\ninclude <tunables/global>\n\nprofile web {\n  capability chown,\n}\n',
    files: { 'tunables/global': '' },
  },
  *check(part) {
    const [first] = ownProfiles(part);
    if (!first || part.fragment) return;
    const found = part.tree.statements.some(
      ({ start, statement }) => start < first.item.start && statement.kind === 'include' && leadsTo(part, statement, global),
    );
    if (found) return;
    yield {
      span: nameSpan(first),
      message: 'No `include <tunables/global>` comes before the first profile, as the convention “tunables” requires.',
      cure: () => [withTunables(part)],
    };
  },
});

/** Variables that the file sets by itself may be set by the tunables too, which apparmor_parser refuses. */
function withTunables(part: ApparmorPart) {
  const { statements } = part.tree;
  const later = statements.some(({ statement }) => statement.kind === 'include' && leadsTo(part, statement, global));
  if (later || statements.some(({ statement }) => statement.kind === 'set-variable' || statement.kind === 'boolean-variable'))
    return undefined;
  const line = `include <${global}>`;
  const abi = statements.find(({ statement }) => statement.kind === 'abi');
  const at = abi ? abi.start + abi.statement.span.end : startOfPolicy(part).start;
  const ending = lineEnding(part);
  return {
    title: `Add ${line}`,
    edits: [{ span: span(at, at), text: abi ? `${ending}${ending}${line}` : `${line}${ending}${ending}` }],
    safe: false,
  };
}
