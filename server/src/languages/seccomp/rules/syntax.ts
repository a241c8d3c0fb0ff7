import { type Finding, type Fix, type Report, type Rule, type Span, span } from '../../../core';
import { repair } from '../edits';
import type { SeccompPart } from '../part';
import { from } from '../sources';

export const syntax: Rule<SeccompPart> = {
  code: 'seccomp/syntax',
  title: 'The text is not JSON',
  category: 'correctness',
  severity: 'error',
  why:
    'Docker, Podman, containerd and runc read profiles with Go’s JSON decoder, which takes no comments, no trailing commas and no single quotes. ' +
    'crun’s own reader takes comments, but it is reached only through a runtime that has already read the file.',
  sources: [from.goJson],
  example: {
    bad: '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "names": ["read"], "action": "SCMP_ACT_ALLOW" },] }',
    good: '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "names": ["read"], "action": "SCMP_ACT_ALLOW" }] }',
  },
  *check({ tree, object, text }, context): Iterable<Report> {
    // Other documents of a YAML file are none of ours: a chart's templates, a ConfigMap.
    if (!context.ownsStructure || (tree.syntax === 'yaml' && !object)) return;
    // What follows a mistake on its line is mostly its echo.
    const first = tree.problems.filter(
      ({ span: place }, i) => i === 0 || text.slice(tree.problems[i - 1]?.span.start, place.start).includes('\n'),
    );
    for (const { span: place, message } of first.slice(0, 5)) yield { span: place, message };
  },
  fixes: syntaxFixes,
};

/** What a person would do about the usual slips. */
function syntaxFixes({ tree, text }: SeccompPart, { span: place }: Finding): readonly Fix[] {
  if (tree.syntax !== 'json') return [];
  const comment = tree.comments.find((one) => one.start <= place.start && place.start < one.end);
  if (comment)
    return [
      repair(
        'Remove the comments',
        tree.comments.map((one) => ({ span: withBlanks(text, one), text: '' })),
      ),
    ];
  if (text.charCodeAt(0) === 0xfeff && place.start === 0) return [repair('Remove the byte order mark', [{ span: span(0, 1), text: '' }])];
  const before = text.slice(0, place.start).trimEnd();
  if (/^[\]}]/.test(text.slice(place.start)) && before.endsWith(','))
    return [repair('Remove the comma', [{ span: span(before.length - 1, before.length), text: '' }])];
  if (/^["\]}\w]$/.test(text.slice(place.start, place.end)) && /^\s*["{[]/.test(text.slice(place.end)))
    return [repair('Add the missing comma', [{ span: span(place.end, place.end), text: ',' }])];
  return [];
}

/** With the line, where a comment has one for itself. */
function withBlanks(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const alone = text.slice(lineStart, start).trim() === '' && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  if (!alone) return span(lineStart + text.slice(lineStart, start).trimEnd().length, end);
  const newline = text.indexOf('\n', end);
  return span(lineStart, newline < 0 ? end : newline + 1);
}
