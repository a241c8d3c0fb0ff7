import type { Rule } from '../../../core';
import type { PodPart } from '../part';
import { podWith } from './example';

export const syntax: Rule<PodPart> = {
  code: 'pod/syntax',
  title: 'Syntax error: the manifest is not valid YAML or JSON',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why: 'Nothing of the file reaches the cluster: `kubectl` stops where the text can no longer be read. Templates are not judged, they become YAML only when they are rendered.',
  sources: [{ title: 'YAML 1.2', url: 'https://yaml.org/spec/1.2.2/' }],
  example: { bad: podWith({ container: 'args: [--listen' }), good: podWith({ container: 'args: [--listen]' }) },
  *check(part, { ownsStructure }) {
    const [first] = part.tree.problems;
    if (!ownsStructure || !first || !part.objects.length) return;
    yield { span: first.span, message: first.message };
  },
};
