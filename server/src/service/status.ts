import type { Context } from '../core';
import { check } from './check';
import type { Document } from './document';
import type { Settings } from './settings';

/** What the status item and the menus are told of a document. */
export interface Status {
  readonly language: Document['language']['name'];
  readonly what: string;
  readonly description: string;
  readonly targets: readonly { readonly setting: string; readonly label: string; readonly value: string }[];
  readonly can: readonly ('diff' | 'showDefault' | 'harden' | 'ask' | 'observe')[];
  readonly exampleQuery?: string;
}

export function statusOf(document: Document, context: Context, settings: Settings): Status {
  const { language, loaded } = document;
  const part = loaded.parts.find((placed) => language.describe?.(placed.part, context))?.part ?? loaded.parts[0]?.part;
  const comparable = loaded.parts.some((placed) => language.baseline?.(placed.part, context));
  const can = [
    ...(comparable && language.diff ? (['diff'] as const) : []),
    ...(comparable ? (['showDefault'] as const) : []),
    ...(language.actions || check(document, context, settings).length ? (['harden'] as const) : []),
    ...(language.explain ? (['ask'] as const) : []),
    ...(language.fromObservation ? (['observe'] as const) : []),
  ];
  const exampleQuery = part && language.exampleQuery?.(part);
  return {
    language: language.name,
    what: language.title,
    description: (part && language.describe?.(part, context)) ?? '',
    targets: targetsFor(language.name, settings),
    can,
    ...(exampleQuery && { exampleQuery }),
  };
}

/** The settings that the answers for a language depend on. */
function targetsFor(language: Status['language'], settings: Settings): Status['targets'] {
  const runtime = { setting: 'target', label: 'Runtime', value: settings.target };
  switch (language) {
    case 'seccomp':
      return [runtime, { setting: 'architecture', label: 'Architecture', value: settings.architecture }];
    case 'apparmor':
      return [runtime, { setting: 'apparmor.version', label: 'AppArmor', value: settings.apparmorVersion }];
    case 'policy':
      return [{ setting: 'policy.target', label: 'Read by', value: settings.policyTarget }];
    case 'pod':
      return [
        runtime,
        { setting: 'kubernetes.version', label: 'Kubernetes', value: settings.kubernetes },
        { setting: 'podSecurity.level', label: 'Pod Security', value: settings.podSecurity },
      ];
  }
}
