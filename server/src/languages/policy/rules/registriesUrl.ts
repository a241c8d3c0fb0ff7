import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { membersOf, stringOf } from '../../../tree';
import { onRegistries, type PolicyPart } from '../part';
import { replace } from '../repair';

export const registriesUrl: Rule<PolicyPart> = {
  code: 'policy/registries-url',
  title: 'Lookaside URL that registries.d can’t use',
  category: 'correctness',
  severity: 'warning',
  why:
    'A lookaside is a URL with the scheme `https`, `http` or `file`; anything else loads and fails when a signature is read or written. ' +
    'A bare path fails everywhere and crashes programs at the level of containers/image 5.22, although the shipped default.yaml shows one in a comment. Staging is written to, which only `file` allows.',
  sources: [signatureAuthorities.registries, signatureAuthorities.registriesReader],
  example: {
    bad: 'docker:\n  registry.example.com:\n    lookaside: /var/lib/containers/sigstore\n',
    good: 'docker:\n  registry.example.com:\n    lookaside: file:///var/lib/containers/sigstore\n',
    path: 'etc/containers/registries.d/example.yaml',
  },
  check: onRegistries(
    function* ({ registries }) {
      for (const { member } of [...(registries.default ? [registries.default] : []), ...registries.sections]) {
        for (const { key, value } of membersOf(member.value)) {
          const name = String(key.value);
          const text = stringOf(value);
          if (!value || !text || !/^(?:lookaside|sigstore)(?:-staging)?$/.test(name)) continue;
          const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
          if (!scheme)
            yield {
              span: value.span,
              message: `${code(text)} has no scheme, so no signature is read there.`,
              ...(text.startsWith('/') && { hint: { replace: `file://${text}` } }),
            };
          else if (!/^(?:file|https?)$/.test(scheme))
            yield {
              span: value.span,
              message: `${code(`${scheme}:`)} is not known: signatures are read by \`https\`, \`http\` and \`file\`.`,
            };
          else if (name.endsWith('-staging') && scheme !== 'file')
            yield { span: value.span, message: `Signatures cannot be written by ${code(scheme)}: ${code(name)} needs a \`file\` URL.` };
        }
      }
    },
    (file, at, hint) => [replace(file, at, hint.replace)],
  ),
};
