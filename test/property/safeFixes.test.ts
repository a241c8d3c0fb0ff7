import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  type Context,
  defaultContext,
  type Edit,
  editsOf,
  type Files,
  memoryFiles,
  type Part,
  type Rule,
  resolveUri,
} from '../../server/src/core';
import { check, type Document, diffDocuments, fixAll, fixesAt, open } from '../../server/src/service';
import { languages } from '../helpers/languages';

// What a safe fix may do. Fix All and fix on save apply it without asking, so it never allows more than the text before it. Where a
// loader took that text, the comparison of the language is the judge. A text that is refused allows nothing, so there the fix
// may only write what its author wrote, and takes away no word that restricts.

const settings = { rules: {} };

interface Seed {
  readonly text: string;
  readonly uri: string;
  readonly files: Files;
  readonly context: Context;
}

const fileNames: Readonly<Record<string, string>> = {
  seccomp: 'web.json',
  policy: 'containers/policy.json',
  pod: 'pod.yaml',
  apparmor: 'apparmor.d/web',
};

function seedOf(rule: Rule<Part>, language: string): Seed {
  const { bad, path = fileNames[language] ?? '', files = {}, context } = rule.example;
  const uri = `file:///project/${path}`;
  const texts = Object.entries(files).map(([name, content]) => [resolveUri(uri, name), content]);
  return { text: bad, uri, files: memoryFiles(Object.fromEntries(texts)), context: { ...defaultContext, ...context } };
}

/** Words that a fix may write though the author did not: they say what a thing is or restrict it. In a policy few words open anything. */
const harmless: Readonly<Record<string, RegExp>> = {
  apparmor: /^(?:profile|include|tunables|global|set|rlimit|ro|inet6?|true|false)$/,
  seccomp: /^(?:names|index|value|SCMP_CMP_[A-Z_]+|\d+)$/,
  policy: /^(?!insecureAcceptAnything|exactRepository|matchRepository|remapIdentity)/,
  pod: /^(?:v1|restricted|baseline)$/,
  notation: /^(?!skip$|permissive$|audit$|log$)/,
};

const restricting = /^(?:deny|owner|other|reject|signedBy|sigstoreSigned|RuntimeDefault|Localhost|restricted|baseline|drop)$/;

const wordsOf = (text: string): readonly string[] => text.match(/\w+/g) ?? [];

/** What a fix writes that its author did not, and the restricting words that it takes away. */
function wordsChanged(language: string, text: string, edits: readonly Edit[]) {
  const removed = edits.map(({ span }) => text.slice(span.start, span.end)).join(' ');
  const added = wordsOf(edits.map((edit) => edit.text).join(' '));
  const before = removed.toLowerCase();
  return {
    written: added.filter((word) => !isPartOf(word.toLowerCase(), before) && !harmless[language]?.test(word)),
    lost: wordsOf(removed).filter((word) => restricting.test(word) && !added.includes(word)),
  };
}

/** Whether a word is in a text, or is one of its words without some of the letters: `rw` of `raw`. */
const isPartOf = (word: string, text: string): boolean =>
  text.includes(word) ||
  wordsOf(text).some((other) => [...other].reduce((left, letter) => (left.startsWith(letter) ? left.slice(1) : left), word) === '');

/** Its example makes a check take as long as one may, and nothing in it can be fixed. */
const costly = 'apparmor/rules-not-compared';

for (const language of languages.filter(({ rules }) => rules.length > 0)) {
  const rules: readonly Rule<Part>[] = language.rules.filter(({ code }) => code !== costly);
  const seeds = rules.map((rule) => seedOf(rule, language.name));

  const read = async (text: string, { uri, files, context }: Seed) => {
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    const source = { uri, languageId: '', version: 1, text };
    return (await open(source, files, { context, language: language.name, includeFolders: [folder] })) as Document;
  };

  const loosened = async (before: Document, edits: readonly Edit[], seed: Seed) => {
    const after = await read(applyEdits(before.source.text, edits), seed);
    const changes = diffDocuments(before, after, seed.context).changes;
    // A kind of key that no reader knows takes no image, because its file is refused: the word that replaces it restricts as its author meant.
    const meant = changes.filter(({ direction, before: was }) => direction === 'loosened' && was !== 'no image: not implemented');
    return meant.map((one) => `${one.subject}: ${one.before} -> ${one.after}`);
  };

  /** What the safe fixes of a text do that they may not. */
  async function breaches(text: string, seed: Seed): Promise<readonly string[]> {
    const document = await read(text, seed);
    const { context } = seed;
    const isRefused = check(document, context, settings).some(({ severity }) => severity === 'error');
    const found: string[] = [];
    for (const { finding, fixes } of fixesAt(document, { start: 0, end: text.length }, context, settings)) {
      for (const fix of fixes.filter(({ safe }) => safe)) {
        const edits = editsOf(fix);
        const { written, lost } = wordsChanged(language.name, text, edits);
        const name = `${finding.code}, ${fix.title}`;
        if (isRefused && written.length > 0) found.push(`${name}: writes ${written.join(', ')}`);
        if (!isRefused || lost.length > 0) found.push(...(await loosened(document, edits, seed)).map((one) => `${name}: ${one}`));
      }
    }
    if (!isRefused)
      found.push(...(await loosened(document, await fixAll({ document, context, settings }), seed)).map((one) => `fix all: ${one}`));
    return found;
  }

  describe(`safe fixes of ${language.name}`, () => {
    it.each(seeds.map((seed, i) => [rules[i]?.code, seed] as const))('%s: none allows more in the example', async (_, seed) => {
      expect(await breaches(seed.text, seed)).toEqual([]);
    });

    it('none allows more in texts like the examples', async () => {
      const change = fc.record({ at: fc.nat(), with: fc.nat(), how: fc.constantFrom('remove', 'repeat', 'replace', 'letter') });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 3 }), async (seed, changes) => {
          const text = changes.reduce((before, one) => mutated(before, one), seed.text);
          expect(await breaches(text, seed), text).toEqual([]);
        }),
        { numRuns: Number(process.env.RUNS ?? 300) },
      );
    });
  });
}

it.each([
  ['apparmor/exec-without-mode', 'profile web {\n  /var/lib/web/** rwx,\n}\n'],
  ['apparmor/assignment-empty', '@{root} =\n'],
  ['apparmor/variable-redefined', '@{root} = /srv\n@{root} = /\n'],
  ['apparmor/qualifier-not-allowed', 'profile web {\n  owner network inet stream,\n}\n'],
  ['apparmor/missing-include', 'profile web {\n  include <abstractions/web>\n}\n'],
  ['apparmor/unclosed-block', 'profile web {\n  /srv/** r,\n\nprofile shop {\n  /var/** rw,\n}\n'],
  ['pod/localhost-profile-unused', podWith('seccompProfile: { type: Unconfined, localhostProfile: strict.json }')],
  ['policy/requirements-not-a-list', '{ "default": "insecureAcceptAnything" }'],
  ['policy/identity-fields', policyWith('{ "type": "exactReference", "dockerRepository": "example.org/team/app" }')],
])('%s asks where the text has several readings, or its only one opens everything', async (code, text) => {
  const language = languages.find(({ name }) => code.startsWith(`${name}/`)) as (typeof languages)[number];
  const source = { uri: `file:///project/${fileNames[language.name]}`, languageId: '', version: 1, text };
  const around = memoryFiles({ 'file:///project/apparmor.d/abstractions/base': '' });
  const document = (await open(source, around, {
    context: defaultContext,
    language: language.name,
    includeFolders: ['file:///project/apparmor.d'],
  })) as Document;
  const fixes = fixesAt(document, { start: 0, end: text.length }, defaultContext, settings).filter(({ finding }) => finding.code === code);
  expect(fixes.length).toBeGreaterThan(0);
  expect(fixes.flatMap((one) => one.fixes).filter(({ safe }) => safe)).toEqual([]);
});

function podWith(security: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  securityContext:\n    ${security}\n  containers: [{ name: app, image: app }]\n`;
}

function policyWith(identity: string): string {
  const requirement = `{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/team.gpg", "signedIdentity": ${identity} }`;
  return `{ "default": [{ "type": "reject" }], "transports": { "docker": { "example.org/team": [${requirement}] } } }`;
}

interface Mutation {
  readonly at: number;
  readonly with: number;
  readonly how: string;
}

/** A text with one of its words or signs removed, repeated, replaced by another of them, or misspelt. */
function mutated(text: string, { at, with: other, how }: Mutation): string {
  const tokens = text.match(/\w+|\s+|[^\w\s]/g) ?? [];
  const place = tokens.length > 0 ? at % tokens.length : 0;
  const token = tokens[place] ?? '';
  const changed = {
    remove: '',
    repeat: `${token} ${token}`,
    replace: tokens[other % Math.max(1, tokens.length)] ?? '',
    letter:
      token.slice(0, other % (token.length + 1)) +
      (tokens[other % tokens.length]?.[0] ?? '') +
      token.slice((other % (token.length + 1)) + 1),
  }[how] as string;
  return [...tokens.slice(0, place), changed, ...tokens.slice(place + 1)].join('');
}
