import type { Fix, Rule } from '../../../core';
import { findCapability, nearestCapability, spell } from '../../../knowledge';
import { get, itemsOf, type Node } from '../../../tree';
import { podsOf, securityField, titleOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { crio } from './authority';
import { podWith } from './example';

export const capabilityName: Rule<PodPart> = {
  code: 'pod/capability-name',
  title: 'Unknown or misspelled capability name',
  category: 'correctness',
  severity: 'warning',
  why: 'Kubernetes hands the word to the runtime as it is. Names are written without `CAP_` and in capitals: containerd puts `CAP_` in front of any word, so it looks for `CAP_CAP_NET_RAW` and cannot start the container, while CRI-O adds it only where it is missing. Pod Security compares letter by letter, so `all` does not count as `ALL`.',
  sources: [
    { title: 'containerd/containerd internal/cri/opts', url: 'https://github.com/containerd/containerd/tree/main/internal/cri/opts' },
    crio('server/container_create_linux.go'),
  ],
  example: {
    bad: podWith({ container: 'securityContext:\n  capabilities:\n    drop: [all]' }),
    good: podWith({ container: 'securityContext:\n  capabilities:\n    drop: [ALL]' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const container of pod.containers) {
        const capabilities = securityField(container, 'capabilities');
        for (const list of ['add', 'drop']) {
          for (const item of itemsOf(get(capabilities, list))) {
            const word = writtenString(item);
            const right = word === undefined ? undefined : spellingOf(word);
            if (word === undefined || right === word) continue;
            const meant = right ? `; Kubernetes writes ${right}` : '';
            const message =
              /^CAP_/.test(word) && right
                ? `containerd reads "${word}" in ${titleOf(container)} as CAP_${word}, which does not exist; Kubernetes writes ${right}.`
                : `"${word}" in ${titleOf(container)} is not a capability that Kubernetes knows${meant}.`;
            yield { span: item.span, message, cure: () => [right ? write(right, item, part, /^all$/i.test(word)) : undefined] };
          }
        }
      }
    }
  },
};

/** Runtimes read ALL in any case, so that the other spelling is `safe`; another name may begin to work. */
function write(name: string, { span }: Node, { text }: PodPart, safe: boolean): Fix {
  const quote = /^["']/.exec(text.slice(span.start, span.end))?.[0] ?? '';
  return { title: `Write ${name}`, edits: [{ span, text: quote + name + quote }], safe, preferred: true };
}

/** The name as Kubernetes writes it, or what was probably meant. */
function spellingOf(word: string): string | undefined {
  if (/^(?:CAP_)?ALL$/i.test(word)) return 'ALL';
  const found = findCapability(word) ?? nearestCapability(word);
  return found && spell(found, 'kubernetes');
}
