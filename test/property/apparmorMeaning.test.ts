/** Laws that hold between the answers about one profile, however its rules came into it. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';
import type { ApparmorPart } from '../../server/src/languages/apparmor/policy/model';
import { type Policy, policy, textsOf } from '../helpers/apparmorPolicies';

async function load(files: Readonly<Record<string, string>>): Promise<ApparmorPart> {
  const { parts } = await apparmor.load(
    { uri: 'file:///p/web', languageId: 'apparmor', version: 1, text: files.web as string },
    {
      files: memoryFiles(Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///p/${name}`, text]))),
      includeFolders: ['file:///p'],
      context: defaultContext,
    },
  );
  return parts[0]?.part as ApparmorPart;
}

const decide = (part: ApparmorPart, question: string): unknown => apparmor.explain?.(part, question, defaultContext).json.decision;

const paths = ['/a', '/b', '/ab', '/ac', '/c', '/d/a', '/d/b', '/d/ab', '/d/c', '/d/e/a', '/e/a'];
const letters = [...'rwak'];
const owners = ['owner', 'other'];

/** All that the laws ask: every path of a small world, and the capabilities. */
const questions = [
  ...paths.flatMap((path) => letters.flatMap((letter) => owners.map((owner) => `${owner} ${path} ${letter}`))),
  ...['chown', 'kill'].map((name) => `capability ${name}`),
];

/** The questions that are about what a change names. */
function questionsOf({ subject }: Change): readonly string[] {
  if (subject === 'every capability') return ['capability chown', 'capability kill'];
  if (subject.startsWith('capability')) return [subject];
  const [, owner, glob = '', permissions = ''] = /^(?:(owner|other) )?(\S+) (\S+)$/.exec(subject) ?? [];
  const named = new RegExp(`^${glob.replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'))}$`);
  return questions.filter((question) => {
    const [whose, path = '', letter = ''] = question.split(' ');
    return (owner === undefined || owner === whose) && named.test(path) && permissions.replace('w', 'wa').includes(letter);
  });
}

const differences = (before: ApparmorPart, after: ApparmorPart, asked: readonly string[]) =>
  asked.flatMap((question) => {
    const [old, next] = [decide(before, question), decide(after, question)];
    return old === next ? [] : [{ question, direction: next === 'allow' ? 'loosened' : 'tightened' }];
  });

const shown = (one: Policy) => JSON.stringify(textsOf(one), undefined, 1);

describe('explain and diff agree', () => {
  it('on every change that diff names', async () => {
    await fc.assert(
      fc.asyncProperty(policy, policy, async (one, other) => {
        const [before, after] = [await load(textsOf(one)), await load(textsOf(other))];
        for (const change of apparmor.diff?.(before, after, defaultContext) ?? []) {
          const found = differences(before, after, questionsOf(change));
          expect(
            found.some(({ direction }) => direction === change.direction),
            `${change.direction}: ${change.subject}\n${shown(one)}\n${shown(other)}`,
          ).toBe(true);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('on every answer of explain that differs', async () => {
    await fc.assert(
      fc.asyncProperty(policy, policy, async (one, other) => {
        const [before, after] = [await load(textsOf(one)), await load(textsOf(other))];
        const changes = apparmor.diff?.(before, after, defaultContext) ?? [];
        for (const { question, direction } of differences(before, after, questions)) {
          expect(
            changes.some((change) => change.direction === direction && questionsOf(change).includes(question)),
            `${direction}: ${question}\n${shown(one)}\n${shown(other)}`,
          ).toBe(true);
        }
      }),
      { numRuns: 120 },
    );
  });
});
