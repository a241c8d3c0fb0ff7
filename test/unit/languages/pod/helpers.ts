import { applyEdits, type Context, defaultContext, type Edit, memoryFiles } from '../../../../server/src/core';
import { type Checked, check, complete, type Document, hover, open } from '../../../../server/src/service';

export const settings = { rules: {} };

export const contextWith = (changes: Partial<Context> = {}): Context => ({ ...defaultContext, ...changes });

export async function openPod(text: string, context: Context = defaultContext): Promise<Document> {
  const source = { uri: 'file:///project/pod.yaml', languageId: '', version: 1, text };
  return (await open(source, memoryFiles(), { context, language: 'pod' })) as Document;
}

export async function findings(text: string, context: Context = defaultContext): Promise<readonly Checked[]> {
  return check(await openPod(text, context), context, settings);
}

export const codesOf = async (text: string, context: Context = defaultContext): Promise<readonly string[]> => [
  ...new Set((await findings(text, context)).map(({ code }) => code)),
];

/** Controls that a level refuses the text for, `level` as in `restricted:v1.34`. */
export async function controls(text: string, level: string): Promise<readonly string[]> {
  const [podSecurity, version] = level.split(':') as ['baseline' | 'restricted', string];
  const all = await findings(text, contextWith({ podSecurity, kubernetes: version.slice(1) }));
  return [...new Set(all.flatMap(({ standard }) => standard?.control ?? []))].sort();
}

/** The text without its `|`, and where that stood. */
export function atCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

export async function labelsAt(marked: string, context: Context = defaultContext): Promise<readonly string[]> {
  const { text, offset } = atCursor(marked);
  const items = complete(await openPod(text, context), offset, context);
  return [...items].sort((a, b) => ((a.sort ?? a.label) < (b.sort ?? b.label) ? -1 : 1)).map(({ label }) => label);
}

export async function hoverAt(marked: string, context: Context = defaultContext): Promise<string> {
  const { text, offset } = atCursor(marked);
  return hover(await openPod(text, context), offset, context)?.markdown ?? '';
}

export const applied = (text: string, edits: readonly Edit[]): string => applyEdits(text, edits);

/** A pod with one container `app`; lines of the spec and of the container as they stand at indentation 0. */
export function pod({ spec = '', app = '', annotations = '' }: { spec?: string; app?: string; annotations?: string } = {}): string {
  const lines = (text: string, indent: number) => (text ? text.replace(/^/gm, ' '.repeat(indent)).concat('\n') : '');
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
${annotations ? `  annotations:\n${lines(annotations, 4)}` : ''}spec:
${lines(spec, 2)}  containers:
    - name: app
      image: registry.example/app:1.4
${lines(app, 6)}`;
}
