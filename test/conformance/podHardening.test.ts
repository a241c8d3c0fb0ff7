import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Action, applyEdits, type Context, defaultContext, editsOf, memoryFiles } from '../../server/src/core';
import { actions } from '../../server/src/languages/pod/actions';
import { load } from '../../server/src/languages/pod/load';
import { type Pod, podsOf } from '../../server/src/languages/pod/model';
import type { PodPart } from '../../server/src/languages/pod/part';
import { violationsAt } from '../../server/src/languages/pod/standards/evaluate';
import { get, holderOf, type Node, resolved, toValue } from '../../server/src/tree';

/**
 * Hardens every manifest of upstream's fixtures and of a corpus of real files, where a copy of those is at hand: it passes
 * afterwards, and nothing is different but what the standard is about.
 */
const folder = process.env.CONFINE_PODS ?? fileURLToPath(new URL('../../../shared/oracles/pods/', import.meta.url));

interface Fixture {
  readonly path: string;
  readonly level: 'baseline' | 'restricted';
  readonly version: string;
  readonly expect: 'pass' | 'fail';
}

interface CorpusFile {
  readonly path: string;
  readonly isKubernetes: boolean;
  readonly hasTemplates: boolean;
}

const read = (path: string) => readFileSync(`${folder}/${path}`, 'utf8');
const json = <T>(path: string) => JSON.parse(read(path)) as T;

async function partsOf(text: string): Promise<readonly PodPart[]> {
  const source = { uri: 'file:///a.yaml', languageId: 'yaml', version: 1, text };
  const { parts } = await load(source, { files: memoryFiles(), includeFolders: [], context: defaultContext });
  return parts.map(({ part }) => part);
}

const onlyPart = async (text: string) => (await partsOf(text))[0] as PodPart;

const contextOf = (podSecurity: 'baseline' | 'restricted', minor: number): Context => ({
  ...defaultContext,
  podSecurity,
  kubernetes: `1.${minor}`,
});

const hardening = (part: PodPart, context: Context, at = { start: 0, end: part.text.length }): Action | undefined =>
  actions(part, at, context).find(({ title }) => title.includes(` to ${context.podSecurity}`));

/** Paths at which two plain values differ. */
function differences(a: unknown, b: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], [...path, key]));
}

const said = (path: readonly (string | number)[]): string => `/${path.join('/')}/`;

/** What the standards are about. */
const ours =
  /\/(?:securityContext|host(?:Network|PID|IPC|Port)|volumes\/\d+|(?:liveness|readiness|startup)Probe\/(?:httpGet|tcpSocket)\/host|lifecycle\/\w+\/(?:httpGet|tcpSocket)\/host|annotations)\//;

/** Comments that stand on a line of their own, in order. */
const ownComments = (text: string) => [...text.matchAll(/^[ \t]*(#.*)$/gm)].map(([, comment]) => comment?.trim());

/** Lines in which nothing stands that was changed, nor a collection in braces that got something new. */
function untouchedLines(part: PodPart, after: PodPart, changed: readonly (readonly string[])[]): readonly string[] {
  const touched = changed.flatMap((steps) => {
    for (let depth = steps.length; depth > 0; depth--) {
      const node = nodeAt(part, steps.slice(0, depth));
      if (!node) continue;
      if (depth < steps.length && node.kind === 'object' && !node.flow && node.members.length) return [];
      // What held nothing else may be gone as a whole.
      let top = depth;
      while (top > 1 && !nodeAt(after, steps.slice(0, top - 1))) top--;
      const gone = nodeAt(part, steps.slice(0, top)) ?? node;
      return [{ start: holderOf(gone)?.key.span.start ?? gone.span.start, end: gone.span.end }];
    }
    return [];
  });
  let offset = 0;
  return part.text.split('\n').flatMap((line) => {
    const span = { start: offset, end: offset + line.length };
    offset = span.end + 1;
    return touched.some((other) => other.start <= span.end && span.start <= other.end) ? [] : [contentOf(line)];
  });
}

/** The key behind a dash gives its place to the next one. */
const contentOf = (line: string): string => line.replace(/^[ \t]*(?:- +)*/, '').replace(/\r$/, '');

function nodeAt(part: PodPart, steps: readonly string[]): Node | undefined {
  let node: Node | undefined = part.tree.root;
  for (const step of steps) {
    const at = resolved(node);
    node = at?.kind === 'array' ? at.items[Number(step)] : at?.kind === 'object' ? get(at, step) : undefined;
  }
  return resolved(node);
}

/** The first line that is not found again, in order; what lost all that it held is written `{}`. */
function missingLine(lines: readonly string[], text: readonly string[]): string | undefined {
  let at = 0;
  return lines.find((line) => {
    const found = text.findIndex((other, i) => i >= at && (other === line || other === `${line} {}`));
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

/** Checks one document; the answer is how many pods failed before. */
async function checkHardened(part: PodPart, level: 'baseline' | 'restricted', minor: number, about: string): Promise<number> {
  const context = contextOf(level, minor);
  const judged = (pods: readonly Pod[]) =>
    pods
      .filter(({ partial }) => partial !== 'fragment' && partial !== 'template')
      .flatMap((pod) => violationsAt(pod, level, minor).filter(({ missing }) => !missing || !pod.partial));
  const failed = judged(podsOf(part, context)).length;
  const action = hardening(part, context);
  if (!failed) return 0;
  const text = applyEdits(part.text, action ? editsOf(action) : []);
  const after = await onlyPart(text);
  expect(after.faults, about).toBe(part.faults);
  expect(
    judged(podsOf(after, context)).map(({ detail }) => detail),
    about,
  ).toEqual([]);
  const changed = differences(toValue(part.tree.root), toValue(after.tree.root));
  expect(
    changed.map(said).filter((path) => !ours.test(path)),
    about,
  ).toEqual([]);
  const before = ownComments(part.text);
  const kept = ownComments(text);
  // A comment inside of what goes away goes with it; nothing else is lost, and none is made.
  expect(kept, about).toEqual(before.filter((comment) => kept.includes(comment)));
  expect(missingLine(untouchedLines(part, after, changed), text.split('\n').map(contentOf)), about).toBeUndefined();
  return failed;
}

describe.skipIf(!existsSync(`${folder}/manifest.json`))('harden to a level', () => {
  const fixtures = existsSync(`${folder}/manifest.json`) ? json<Fixture[]>('manifest.json').filter((one) => one.expect === 'fail') : [];
  const versions = [...new Set(fixtures.map(({ version }) => version))];

  test.each(versions)('every fixture of %s passes afterwards, the rest untouched', async (version) => {
    const minor = Number(version.replace(/^v?1\./, ''));
    for (const { path, level } of fixtures.filter((one) => one.version === version)) {
      expect(await checkHardened(await onlyPart(read(path)), level, minor, path), path).toBeGreaterThan(0);
    }
  });

  const corpus = existsSync(`${folder}/corpus/manifest.json`) ? json<CorpusFile[]>('corpus/manifest.json') : [];

  test.each(['baseline', 'restricted'] as const)('every real manifest passes %s afterwards, the rest untouched', async (level) => {
    let hardened = 0;
    for (const { path } of corpus.filter(({ isKubernetes, hasTemplates }) => isKubernetes && !hasTemplates)) {
      for (const part of await partsOf(read(`corpus/${path}`))) hardened += (await checkHardened(part, level, 37, path)) > 0 ? 1 : 0;
    }
    expect(hardened).toBeGreaterThan(40);
  });

  test('one container of a real manifest: the others stay as they are', async () => {
    let hardened = 0;
    const context = contextOf('restricted', 37);
    for (const { path } of corpus.filter(({ isKubernetes, hasTemplates }) => isKubernetes && !hasTemplates)) {
      for (const part of await partsOf(read(`corpus/${path}`))) {
        for (const pod of podsOf(part, context)) {
          if (pod.partial === 'fragment' || pod.containers.length < 2) continue;
          for (const container of pod.containers) {
            const at = { start: container.node.span.start + 1, end: container.node.span.start + 1 };
            const action = actions(part, at, context).find(
              ({ title }) => title.startsWith('Harden ') && title.includes(`"${container.name}"`),
            );
            if (!action) continue;
            hardened++;
            const after = await onlyPart(applyEdits(part.text, editsOf(action)));
            const own = said(container.path);
            const onPod = said(pod.path);
            const others = pod.containers.filter((other) => other !== container).map((other) => said(other.path));
            for (const changed of differences(toValue(part.tree.root), toValue(after.tree.root)).map(said)) {
              expect(
                others.some((other) => changed.startsWith(other)),
                `${path}: ${action.title} changes ${changed}`,
              ).toBe(false);
              expect(
                changed.startsWith(own) || changed.startsWith(onPod) || changed.includes('/annotations'),
                `${path}: ${action.title} changes ${changed}`,
              ).toBe(true);
            }
          }
        }
      }
    }
    expect(hardened).toBeGreaterThan(20);
  });
});
