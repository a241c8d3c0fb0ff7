import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { apparmor } from '../../server/src/languages/apparmor';

/** A rule, and the same as a model of its own understands it. */
interface Modelled {
  readonly priority: number;
  readonly mode: 'allow' | 'deny' | 'prompt';
  readonly owner: '' | 'owner' | 'other';
  readonly path: string;
  readonly letters: string;
  readonly exec: string;
  readonly place: 'profile' | 'include' | 'block' | 'branch';
}

const values = ['/a', '/b/ab'];
const segment = fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '*b', '?', '[ab]', '[^a]', '{a,b}', '{,a}b', '{a,b*}');
const path = fc
  .tuple(fc.boolean(), fc.array(segment, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([variable, parts, folder]) => `${variable ? '@{V}' : ''}/${parts.join('/')}${folder ? '/' : ''}`);
const rule: fc.Arbitrary<Modelled> = fc
  .record({
    priority: fc.constantFrom(0, 0, 0, 1, -1),
    mode: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const, 'prompt' as const),
    owner: fc.constantFrom('' as const, '' as const, 'owner' as const, 'other' as const),
    path,
    letters: fc.subarray([...'rwlkm'], { minLength: 1 }).map((letters) => letters.join('')),
    append: fc.boolean(),
    exec: fc.constantFrom('', '', '', 'ix', 'Px', 'Ux'),
    place: fc.constantFrom('profile' as const, 'include' as const, 'block' as const, 'branch' as const),
  })
  .map(({ append, ...one }) => ({ ...one, letters: append ? one.letters.replace('w', 'a') : one.letters }));

function written({ priority, mode, owner, path: glob, letters, exec, place }: Modelled): string {
  const last = exec && (mode === 'deny' ? 'x' : exec);
  const first = priority === 0 ? '' : `priority=${priority} `;
  if (place === 'block') return `${[mode, owner].filter(Boolean).join(' ')} { ${first}${glob} ${letters}${last}, }`;
  const plain = `${first}${mode} ${owner && `${owner} `}${glob} ${letters}${last},`;
  return place === 'branch' ? `if true { ${plain} } else { deny /** rwlkm, }` : plain;
}

/** AppArmor's pattern as a regular expression. */
function pattern(glob: string): RegExp {
  const body = glob.replace('@{V}', `{${values.join(',')}}`).replace(/\/?\*+(?=\/|$)|\*+|\?|\[[^\]]*\]|[{},.]/g, (part) => {
    if (part.startsWith('/')) return part.length > 2 ? '/[^/][^]*' : '/[^/]+';
    if (part.startsWith('*')) return part.length > 1 ? '[^]*' : '[^/]*';
    return ({ '?': '[^/]', '{': '(?:', '}': ')', ',': '|', '.': '\\.' } as Record<string, string>)[part] ?? part;
  });
  return new RegExp(`^${body}$`);
}

function decides(rules: readonly Modelled[], text: string, letter: string, own: boolean): 'allow' | 'deny' {
  const fitting = rules.filter(
    ({ mode, owner, path: glob, letters, exec }) =>
      (owner === '' || (owner === 'owner') === own) &&
      `${letters}${exec && 'x'}${letters.includes('w') ? 'a' : ''}${exec === 'ix' && mode !== 'deny' ? 'm' : ''}`.includes(letter) &&
      pattern(glob).test(text),
  );
  const highest = Math.max(...fitting.map(({ priority }) => priority));
  const first = fitting.filter(({ priority }) => priority === highest);
  return first.length === 0 || first.some(({ mode }) => mode === 'deny') ? 'deny' : 'allow';
}

const name = fc
  .tuple(
    fc.constantFrom('', '', ...values),
    fc.array(fc.constantFrom('a', 'b', 'ab', 'ba', 'c'), { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([start, parts, folder]) => `${start}/${parts.join('/')}${folder ? '/' : ''}`);
const question = fc.tuple(name, fc.subarray([...'rwalkmx'], { minLength: 1, maxLength: 2 }));

it('answers for files as a model of its own', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 8 }),
      fc.array(question, { minLength: 10, maxLength: 10 }),
      async (rules, questions) => {
        const of = (included: boolean) =>
          rules
            .filter(({ place }) => (place === 'include') === included)
            .map((one) => `  ${written(one)}\n`)
            .join('');
        const folder = 'file:///etc/apparmor.d';
        const text = `@{V} = ${values.join(' ')}\nprofile web {\n  include <own>\n${of(false)}}\n`;
        const source = { uri: `${folder}/web`, languageId: 'apparmor', version: 1, text };
        const files = memoryFiles({ [`${folder}/own`]: of(true) });
        const part = (await apparmor.load(source, { files, includeFolders: [folder], context: defaultContext })).parts[0]!.part;
        for (const [asked, letters] of questions) {
          const side = (own: boolean) => letters.every((letter) => decides(rules, asked, letter, own) === 'allow');
          const [own, others] = [side(true), side(false)];
          const { json } = apparmor.explain!(part, `${asked} ${letters.join('')}`, defaultContext);
          const wanted = { decision: own || others ? 'allow' : 'deny', only: own === others ? undefined : own ? 'owner' : 'other' };
          const decision = json.decision === 'prompt' ? 'allow' : json.decision;
          expect([text, asked, letters, { decision, only: json.only }]).toEqual([text, asked, letters, wanted]);
        }
      },
    ),
    { numRuns: 200 },
  );
});
