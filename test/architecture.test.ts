import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');

/** Layer → layers that it may import. `docs/architecture.md` draws the same arrows. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  tree: ['core'],
  knowledge: ['core'],
  generated: ['tree'],
  languages: ['core', 'tree', 'knowledge', 'generated', 'schemas'],
  service: ['core', 'tree', 'knowledge', 'languages'],
  report: ['core', 'package.json'],
  lsp: ['core', 'languages', 'service', 'report', 'tools', 'package.json'],
  disk: ['core'],
  tools: ['core', 'service', 'report'],
  cli: ['core', 'service', 'report', 'tools', 'disk', 'package.json'],
  'languageServer.ts': ['lsp', 'cli', 'disk', 'watchdog', 'package.json'],
  'main.ts': ['disk', 'languageServer.ts'],
  watchdog: ['lsp'],
  'browser.ts': ['lsp'],
  'cli.ts': ['core', 'cli', 'disk', 'languageServer.ts', 'package.json'],
};

/** Folders whose inside is nobody else's business: imported through their index, or by the file named. */
const doors: Readonly<Record<string, readonly string[]>> = {
  core: ['index'],
  tree: ['index'],
  knowledge: ['index'],
  service: ['index'],
  report: ['index'],
  languages: ['index'],
  disk: ['index'],
};

/** AppArmor's rooms, each with the rooms that it may import. */
const apparmorRooms: Readonly<Record<string, readonly string[]>> = {
  syntax: [],
  policy: ['syntax'],
  meaning: ['syntax', 'policy'],
  editor: ['syntax', 'policy', 'meaning'],
  log: ['syntax', 'policy', 'meaning'],
  rules: ['syntax', 'policy', 'meaning'],
};

const edges = /^(?:server\/src\/(?:cli\/|disk\/|cli\.ts|main\.ts|languageServer\.ts|watchdog\/)|scripts\/|test\/)/;
const protocol = /^server\/src\/(?:lsp\/|languageServer\.ts|browser\.ts)/;

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.d\.ts$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

/** What is wrong with one import, or undefined. */
function complaint(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    if (/^node:/.test(specifier) && !edges.test(file)) return `${file} imports ${specifier}: only the edges know Node`;
    if (/^vscode-languageserver(?!-textdocument)/.test(specifier) && !protocol.test(file))
      return `${file} imports ${specifier}: only lsp/ knows the protocol`;
    if (/^vscode(?:$|-languageclient)/.test(specifier) && !/^client\//.test(file))
      return `${file} imports ${specifier}: only the client knows the editor`;
    return undefined;
  }
  const target = path.join(path.dirname(file), specifier);
  if (file.startsWith('client/'))
    return target.startsWith('client/') || target.startsWith('server/src/lsp/protocol/')
      ? undefined
      : `${file} imports ${specifier}: the client shares only the protocol`;
  const from = layerOf(file);
  const to = layerOf(target);
  if (from === to) {
    const language = (name: string) => /^server\/src\/languages\/(\w+)\//.exec(name)?.[1];
    const [one, other] = [language(file), language(target)];
    if (one && other && one !== other) return `${file} imports ${specifier}: languages do not know each other`;
    const room = (name: string) => /^server\/src\/languages\/apparmor\/(\w+)(?:\/|$)/.exec(name)?.[1] ?? '';
    const [own, wanted] = [room(file), room(target)];
    return own === wanted || !apparmorRooms[own] || apparmorRooms[own].includes(wanted)
      ? undefined
      : `${file} imports ${specifier}: no arrow leads from AppArmor's ${own} to ${wanted || 'its top level'}`;
  }
  if (!arrows[from]?.includes(to)) return `${file} imports ${specifier}: no arrow leads from ${from} to ${to}`;
  const inside = target.split(`server/src/${to}`)[1]?.replace(/^\//, '');
  if (doors[to] && inside && !doors[to].includes(inside)) return `${file} imports ${specifier}: use the index of ${to}`;
  return undefined;
}

function layerOf(file: string): string {
  const below = file.startsWith('server/src/') ? file.slice('server/src/'.length) : file;
  const [first = ''] = below.split('/');
  return below.includes('/') || first in arrows
    ? first
    : /\.\w+$/.test(first)
      ? first
      : (Object.keys(arrows).find((name) => name === first || name === `${first}.ts`) ?? first);
}

it('imports follow the arrows', () => {
  const files = [...filesBelow('server/src'), ...filesBelow('client/src')];
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => importsOf(file).flatMap((specifier) => complaint(file, specifier) ?? []))).toEqual([]);
});

it('sees an arrow that is wrong', () => {
  expect(complaint('server/src/core/span.ts', '../tree')).toMatch(/no arrow/);
  expect(complaint('server/src/languages/pod/load.ts', '../policy/load')).toMatch(/do not know each other/);
  expect(complaint('server/src/languages/apparmor/syntax/tree.ts', '../policy/model')).toMatch(/AppArmor's syntax to policy/);
  expect(complaint('server/src/languages/apparmor/rules/missingAbi.ts', '../load')).toMatch(/to load/);
  expect(complaint('server/src/languages/apparmor/editor/hover/path.ts', '../../policy/model')).toBeUndefined();
  expect(complaint('server/src/service/check.ts', 'node:fs')).toMatch(/edges/);
  expect(complaint('server/src/service/check.ts', '../languages/pod')).toMatch(/index of languages/);
  expect(complaint('server/src/lsp/server.ts', '../service')).toBeUndefined();
});

/** The files that each file imports, types included. */
function graphOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const targets = importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => path.join(path.dirname(file), specifier));
      return [file, targets.flatMap((target) => [target, `${target}.ts`, `${target}/index.ts`].find((name) => known.has(name)) ?? [])];
    }),
  );
}

/** Every cycle that a walk in depth meets, each as the files along it. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const open: string[] = [];
  const found: string[] = [];
  const visit = (file: string) => {
    if (open.includes(file)) found.push([...open.slice(open.indexOf(file)), file].join(' -> '));
    if (open.includes(file) || done.has(file)) return;
    open.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    open.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}

it('no file imports itself by way of others, not even a type', () => {
  const graph = graphOf([...filesBelow('server/src'), ...filesBelow('client/src')]);
  expect([...graph.values()].flat().length).toBeGreaterThan(1000);
  expect(cyclesIn(graph)).toEqual([]);
});

it('sees a cycle', () => {
  const graph = new Map([
    ['a', ['b', 'd']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(cyclesIn(graph)).toEqual(['a -> b -> c -> a']);
});

const isProtocol = (file: string) => file.startsWith('server/src/lsp/protocol/');

/** Every interface, type and class at the top level of the files, by name. */
function typesIn(files: readonly string[]): ReadonlyMap<string, readonly { readonly file: string; readonly exported: boolean }[]> {
  const found = new Map<string, { file: string; exported: boolean }[]>();
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, exported, name] of text.matchAll(/^(export )?(?:abstract )?(?:interface|type|class) (\w+)/gm)) {
      const places = found.get(name as string) ?? [];
      places.push({ file, exported: exported !== undefined });
      found.set(name as string, places);
    }
  }
  return found;
}

it('one name of a type has one meaning', () => {
  const files = [...filesBelow('server/src'), ...filesBelow('client/src')];
  // The protocol imports only itself, so it declares again what it carries as it is.
  const carried = ['Neighbours', 'Position', 'Status', 'Template'];
  // Words of several fields: not even a type that is not exported takes them a second time.
  const shared = ['Rule', 'Policy', 'Place', 'Problem', 'Verdict', 'Scope', 'Run'];
  const types = typesIn(files.filter((file) => !isProtocol(file)));
  const protocol = [...typesIn(files.filter(isProtocol)).keys()];
  expect(types.size).toBeGreaterThan(500);
  const isCore = ({ file }: { readonly file: string }) => file.startsWith('server/src/core/');
  const twice = [...types].filter(
    ([name, places]) =>
      places.length > 1 && (places.filter(({ exported }) => exported).length > 1 || places.some(isCore) || shared.includes(name)),
  );
  expect(twice.map(([name, places]) => `${name}: ${places.map(({ file }) => file).join(', ')}`)).toEqual([]);
  expect(protocol.filter((name) => types.get(name)?.some(({ exported }) => exported)).sort()).toEqual(carried);
});

it('AppArmor has few rooms at its top level', () => {
  const entries = readdirSync(path.join(root, 'server/src/languages/apparmor'), { withFileTypes: true });
  expect(entries.length).toBeLessThanOrEqual(9);
  expect(entries.filter((entry) => entry.isFile()).length).toBeLessThanOrEqual(5);
});

it('the protocol that the client shares imports only itself', () => {
  const files = filesBelow('server/src').filter(isProtocol);
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap(importsOf).filter((specifier) => !/^\.\/\w+$/.test(specifier))).toEqual([]);
});

it('tables of words have no prototype', () => {
  const plain = filesBelow('server/src').flatMap((file) =>
    [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(
        /^\s*(?:export )?const (\w+): (?:Readonly<)?(?:Partial<)?Record<string, .*> = \{.*$/gm,
      ),
    ]
      .filter(([line]) => !file.includes('/core/') && !line.endsWith('= {};') && !line.includes('{ ...'))
      .map(([, name]) => `${file}: ${name}`),
  );
  // What is built to be written out, never asked for a word.
  expect(plain.filter((place) => !/observe\/write\.ts: profile$/.test(place))).toEqual([]);
});

/** Places in code that name a language: `'pod'`, and nothing longer. */
function namesOfLanguages(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return [...code.matchAll(/(['"`])(\w+)\1/g)].map((match) => match[2] as string).filter((word) => languageFolders.includes(word));
}

const languageFolders = readdirSync(path.join(root, 'server/src/languages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'markdown')
  .map(({ name }) => name);

it('only the detection names languages outside of their folders', () => {
  const files = [...filesBelow('server/src'), ...filesBelow('client/src')].filter(
    (file) => !/^server\/src\/(?:languages|knowledge|generated)\//.test(file),
  );
  const naming = files.filter((file) => namesOfLanguages(readFileSync(path.join(root, file), 'utf8')).length > 0);
  // Two lists are of the editor's ids, which `package.json` declares: some are spelled like a language.
  const ofEditorIds = ['server/src/lsp/features/completionTriggers.ts', 'client/src/selector.ts'];
  // Error messages are about mechanisms of the kernel and objects of the API, two of which have given languages their names.
  const ofMessages = naming.filter((file) => /^server\/src\/(?:core|report|service)\/why/.test(file));
  const words = ofMessages.flatMap((file) => namesOfLanguages(readFileSync(path.join(root, file), 'utf8')));
  expect([...new Set(words)].sort()).toEqual(['apparmor', 'compose', 'pod', 'seccomp']);
  const others = naming.filter((file) => !ofEditorIds.includes(file) && !ofMessages.includes(file));
  expect(others.filter((file) => !file.startsWith('server/src/service/detect/'))).toEqual([]);
  expect(others).not.toEqual([]);
  expect(namesOfLanguages("if (language.name === 'pod') // 'policy'")).toEqual(['pod']);
});
