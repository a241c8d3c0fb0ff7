import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyEdits, type Context, defaultContext, memoryFiles } from '../../../../server/src/core';
import { pod as language } from '../../../../server/src/languages/pod';
import type { PodPart } from '../../../../server/src/languages/pod/part';
import {
  actionsAt,
  check,
  complete,
  type Document,
  harden,
  hover,
  isHarmless,
  lenses,
  links,
  open,
  outline,
} from '../../../../server/src/service';
import { pod, settings } from './helpers';

/** What was parsed, and which pods a level was worked out for, since the last look. */
const work = vi.hoisted(() => ({ parsed: [] as string[], judged: 0 }));

vi.mock('../../../../server/src/tree/yaml', async (original) => {
  const real = await original<typeof import('../../../../server/src/tree/yaml')>();
  return {
    ...real,
    parseYaml: (text: string) => {
      work.parsed.push(text);
      return real.parseYaml(text);
    },
    parseEditedYaml: (text: string, former: Parameters<typeof real.parseEditedYaml>[1]) => {
      work.parsed.push(text);
      return real.parseEditedYaml(text, former);
    },
  };
});
vi.mock('../../../../server/src/knowledge/pods/standards', async (original) => {
  const real = await original<typeof import('../../../../server/src/knowledge/pods/standards')>();
  return {
    ...real,
    controlsAt: (...args: Parameters<typeof real.controlsAt>) => {
      work.judged++;
      return real.controlsAt(...args);
    },
  };
});

afterEach(() => vi.restoreAllMocks());

/** The document that is edited. */
const edited = 50;
const many = (count: number): string =>
  Array.from({ length: count }, (_, i) => pod({ app: 'args: [a]' }).replace('name: web', `name: web-${i}`)).join('---\n');
const source = (content: string) => ({ uri: 'file:///many.yaml', languageId: 'yaml', version: 1, text: content });

/** A file of many documents that was asked everything, and the same after an edit in one of them. */
async function afterAnEdit(text: string, context: Context): Promise<{ document: Document; ruleRuns: PodPart[]; place: number }> {
  const first = (await open(source(text), memoryFiles(), { context, language: 'pod' })) as Document;
  askEverything(first, context);
  const at = text.indexOf(`web-${edited}\n`);
  const edit = { span: { start: at, end: at + 3 }, text: 'api' };
  work.parsed = [];
  const document = (await open(source(applyEdits(text, [edit])), memoryFiles(), {
    context,
    language: 'pod',
    previous: { document: first, change: { start: at, oldEnd: at + 3, newEnd: at + 3 } },
  })) as Document;
  const ruleRuns: PodPart[] = [];
  for (const rule of language.rules) {
    const real = rule.check;
    vi.spyOn(rule, 'check').mockImplementation((part, other) => {
      ruleRuns.push(part);
      return real.call(rule, part, other);
    });
  }
  work.judged = 0;
  return { document, ruleRuns, place: at };
}

function askEverything(document: Document, context: Context): void {
  check(document, context, settings);
  lenses(document, context, { rules: {} });
  outline(document);
  links(document, context);
}

const contexts: readonly (readonly [number, string, Context])[] = [
  [1000, 'as it is', defaultContext],
  [
    100,
    'with custom resources in the settings',
    { ...defaultContext, pod: { ...defaultContext.pod, customResources: [{ group: 'example.org', kind: 'App', path: 'spec' }] } },
  ],
];

describe.each(contexts)('an edit in one of %d documents, %s', (count, _title, context) => {
  it('is parsed, checked and judged in that one, whatever is asked', async () => {
    const { document, ruleRuns, place } = await afterAnEdit(many(count), context);
    const touched = document.loaded.parts[edited]?.part;
    // For completion the word at the cursor is replaced by another.
    const others = () => work.parsed.filter((one) => !one.includes('name: api-50\n') && !one.includes('name: CONFINE_CURSOR'));
    expect(work.parsed).toHaveLength(1);
    expect(others()).toEqual([]);

    askEverything(document, context);
    askEverything(document, context);
    expect(new Set(ruleRuns)).toEqual(new Set([touched]));
    expect(ruleRuns).toHaveLength(language.rules.length);
    // Both levels, once each.
    expect(work.judged).toBe(2);
    expect(work.parsed).toHaveLength(1);

    // What is asked at a place looks at the document there; hardening parses what it would make of it.
    const at = { start: place, end: place };
    for (const ask of [
      () => hover(document, place, context),
      () => complete(document, place, context),
      () => actionsAt(document, at, context),
      () => harden(document, at, context, settings),
    ]) {
      ask();
    }
    expect(work.parsed.length).toBeGreaterThan(1);
    expect(others()).toEqual([]);
  });
});

it('no rule looks at a document without text', async () => {
  const text = `---\n---\n# only a comment\n---\n${pod({ spec: '' })}---\n---\n`;
  const document = (await open(source(text), memoryFiles(), { context: defaultContext, language: 'pod' })) as Document;
  const looked = new Set<PodPart>();
  for (const rule of language.rules) {
    const real = rule.check;
    vi.spyOn(rule, 'check').mockImplementation((part, other) => {
      looked.add(part);
      return real.call(rule, part, other);
    });
  }
  expect(check(document, defaultContext, settings).length).toBeGreaterThan(0);
  expect(document.loaded.parts.length).toBeGreaterThan(2);
  expect([...looked].map((part) => part.objects.length)).toEqual([1]);
});

it('a fix that is tried in one of many documents costs that one', async () => {
  const text = many(200);
  const document = (await open(source(text), memoryFiles(), { context: defaultContext, language: 'pod' })) as Document;
  askEverything(document, defaultContext);
  const start = text.indexOf(`web-${edited}\n`);
  const edit = { title: 'Rename', edits: [{ span: { start, end: start + 3 }, text: 'api' }], safe: true };
  work.parsed = [];
  expect(await isHarmless({ document, context: defaultContext, settings }, edit)).toBe(true);
  expect(work.parsed).toHaveLength(1);
  expect(work.parsed[0]).toContain(`api-${edited}`);
});
