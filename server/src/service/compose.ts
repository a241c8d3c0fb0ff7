import type { StatedFact } from '../core';
import { get, itemsOf, membersOf, parseYaml, stringOf } from '../tree';

/** A Compose file by its name or its shape; Confine says nothing about these, but they refer to profiles. */
export const mayBeCompose = (uri: string, text: string): boolean => /\.ya?ml$/i.test(uri) && /^services:[ \t]*(?:#.*)?$/m.test(text);

/**
 * Which profiles and images the services of a Compose file use. `security_opt` takes `seccomp:FILE` and `apparmor:NAME`, with
 * `=` as well (Compose specification, services, security_opt).
 */
export function composeFacts(text: string): readonly StatedFact[] {
  return membersOf(get(parseYaml(text).root, 'services')).flatMap(({ value: service }) => {
    const image = get(service, 'image');
    const name = stringOf(image);
    const options = itemsOf(get(service, 'security_opt')).flatMap((option): StatedFact[] => {
      const [, kind, profile = ''] = /^(seccomp|apparmor)[:=](.+)$/.exec(stringOf(option) ?? '') ?? [];
      if (!kind || /^(?:unconfined|builtin)$/.test(profile)) return [];
      return [
        {
          kind: kind === 'seccomp' ? 'uses-seccomp-profile' : 'uses-apparmor-profile',
          name: profile,
          detail: 'compose',
          span: option.span,
        },
      ];
    });
    return [...options, ...(image && name ? [{ kind: 'uses-image' as const, name, detail: 'compose', span: image.span }] : [])];
  });
}
