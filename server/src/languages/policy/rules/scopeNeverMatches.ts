import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { deadScope } from '../deadScope';
import { onEachList } from '../eachList';
import type { PolicyPart } from '../part';
import { removal, rename } from '../repair';
import { refusedScope, type ScopeProblem } from '../scope';
import { type KnownFolders, noFolders, resolvedPath } from '../symbolicLinks';

export const scopeNeverMatches: Rule<PolicyPart> = {
  code: 'policy/scope-never-matches',
  title: 'The scope never matches an image',
  category: 'correctness',
  severity: 'warning',
  why:
    'The docker transport accepts any text as a scope, but a scope never applies unless it is written as images are looked up. ' +
    'Images are looked up under their full name in lower case: `docker.io/library/busybox`, not `busybox`. There are no patterns but `*.example.com` for whole hosts; a scope covers everything below it anyway. ' +
    'Directories are looked up after their symbolic links. What was meant to be signed then falls to a wider scope or to `default`.',
  sources: [signatureAuthorities.naming, signatureAuthorities.names],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "busybox": [{ "type": "reject" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "docker.io/library/busybox": [{ "type": "reject" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onEachList(
    function* ({ policy, around: { known } }) {
      for (const { transport, scopes } of policy.sections) {
        for (const { scope = '', member } of scopes) {
          // A string is not a list of requirements: the reader refuses the file for that.
          if (member.value?.kind === 'scalar') continue;
          const dead = refusedScope(transport, scope) ? undefined : (deadScope(transport, scope) ?? behindLink(transport, scope, known));
          if (!dead) continue;
          const { problem, consequence = 'no image ever falls under it', instead } = dead;
          yield {
            span: member.key.span,
            message: `The scope ${code(scope)} ${problem}, so ${consequence}.`,
            tags: ['deprecated'],
            ...(instead !== undefined && { hint: { rename: instead } }),
          };
        }
      }
    },
    (file, at, hint) => {
      const written = rename(at, hint.rename, false);
      const name = hint.rename === '' ? '`""`' : code(String(hint.rename));
      return [written ? { ...written, title: `Write the scope as ${name}` } : removal(file, at)];
    },
  ),
};

/** The reader resolves symbolic links before it looks a directory up, so it never looks up a scope with one in it. */
function behindLink(transport: string, scope: string, known: KnownFolders = noFolders): ScopeProblem | undefined {
  if (!/^(?:dir|oci|oci-archive|sif)$/.test(transport) || !scope.startsWith('/')) return undefined;
  const { path, followed } = resolvedPath(scope, known);
  const [link] = followed;
  return link === undefined ? undefined : { problem: `has the symbolic link ${code(link)} in it`, instead: path };
}
