import { encodeSegment, type Files, memo, type RenderedFrom, resolveUri, type Span } from '../../core';
import { get, membersOf, resolved, stringOf } from '../../tree';
import type { PodPart, RenderedSource } from './part';

/** `helm template` writes a comment above each document. */
const comment = /^# Source: (\S[^\r\n]*?)[ \t]*$/m;

/** `kustomize build` writes this annotation where a kustomization says `buildMetadata: [originAnnotations]`. */
const annotation = 'config.kubernetes.io/origin';

/** What a document says of the file that it was rendered from. */
export const renderedSourceIn = memo(({ text, objects }: PodPart): RenderedSource | undefined => {
  const found = text.includes('# Source: ') ? comment.exec(text) : undefined;
  if (found?.[1]) return { name: found[1], span: { start: found.index, end: found.index + found[0].trimEnd().length } };
  if (!text.includes(annotation)) return undefined;
  const annotations = resolved(get(get(objects[0]?.node, 'metadata'), 'annotations'));
  const origin = membersOf(annotations).find(({ key }) => key.value === annotation);
  const path = /^path: (\S+)$/m.exec(stringOf(origin?.value) ?? '')?.[1];
  const name = path?.replace(/^(?:\.\.\/)+/, '');
  return origin && name ? { name, span: origin.key.span } : undefined;
});

/** Where charts and overlays usually lie below a folder of a project. */
const usual = ['', 'charts/', 'chart/', 'helm/', 'deploy/', 'deployments/'];

const most = { up: 4, folders: 60 };

interface Surroundings {
  /** Where a document is. */
  readonly uri: string;
  /** The folder that the command was started in. */
  readonly working?: string;
  readonly files: Files;
  readonly reads: Set<string>;
  /** The folders of each chart that was looked for. */
  readonly charts: Map<string, readonly string[]>;
}

/** The file that a document was rendered from, where it is in the workspace. A chart's folder need not be called as the chart is. */
export async function located(source: RenderedSource, place: Surroundings): Promise<RenderedSource> {
  const [chart = '', ...below] = source.name.split('/');
  const path = below.map(encodeSegment).join('/');
  const around = foldersAround(place);
  const charts = path ? (place.charts.get(chart) ?? (await chartFolders(around, chart, place))) : [];
  place.charts.set(chart, charts);
  for (const candidate of [...around.map((folder) => resolveUri(folder, source.name)), ...charts.map((folder) => folder + path)]) {
    const file = await fileAt(candidate, place);
    if (file) return { ...source, file };
  }
  return source;
}

/** The folder of the command, or those around a file, the nearest first. */
function foldersAround({ uri, working }: Surroundings): readonly string[] {
  const folders = new Set<string>();
  let folder = uri.startsWith('stdin:') ? '' : uri.slice(0, uri.lastIndexOf('/') + 1);
  for (let up = 0; up < most.up && /^[a-z][\w+.-]*:\/\/[^/]*\/[^/]+\//i.test(folder); up++) {
    folders.add(folder);
    folder = folder.replace(/[^/]+\/$/, '');
  }
  if (working !== undefined) folders.add(working.endsWith('/') ? working : `${working}/`);
  return [...folders];
}

/** Folders of charts of that name: some folders, and where charts usually lie below them. */
async function chartFolders(folders: readonly string[], name: string, place: Surroundings): Promise<readonly string[]> {
  const found: string[] = [];
  for (const around of folders.flatMap((folder) => usual.map((below) => folder + below))) {
    const entries = (await place.files.list(around.replace(/\/$/, ''))).filter(({ kind }) => kind === 'folder').slice(0, most.folders);
    for (const folder of [around, ...entries.map((entry) => `${around}${encodeSegment(entry.name)}/`)])
      if (await isChart(folder, name, place)) found.push(folder);
  }
  return found;
}

async function isChart(folder: string, name: string, place: Surroundings): Promise<boolean> {
  const chart = await fileAt(`${folder}Chart.yaml`, place);
  return chart !== undefined && new RegExp(`^name:[ \\t]*["']?${name.replace(/\W/g, '\\$&')}["']?[ \\t]*(?:#.*)?$`, 'm').test(chart.text);
}

async function fileAt(uri: string, { files, reads }: Surroundings): Promise<{ readonly uri: string; readonly text: string } | undefined> {
  const text = await files.read(uri);
  if (text === undefined) return undefined;
  reads.add(uri);
  return { uri, text };
}

/** The place in the file that a stretch of a document was rendered from: the line that reads the same, or has the same key. */
export function renderedFrom({ text, rendered }: PodPart, { start }: Span): RenderedFrom | undefined {
  if (!rendered) return undefined;
  const { name, span, file } = rendered;
  const said = 'The file that this was rendered from.';
  if (!file) return { name, related: { span, message: said } };
  const found = lineLike(lineAt(text, start), file.text);
  return {
    name: found ? `${name}:${file.text.slice(0, found.start).split('\n').length}` : name,
    related: { uri: file.uri, span: found ?? { start: 0, end: 0 }, message: said },
  };
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, end < 0 ? text.length : end).trim();
}

/** The only line of a template that can have written a line; undefined where there are several, or none. */
function lineLike(line: string, template: string): Span | undefined {
  const key = /^(?:- )?[\w./-]+:/.exec(line)?.[0];
  for (const fits of [(one: string) => one === line, (one: string) => key !== undefined && one.startsWith(key)]) {
    const found = linesWhere(template, fits);
    if (found.length) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

function linesWhere(text: string, fits: (line: string) => boolean): readonly Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed && fits(trimmed)) {
      const start = at + line.indexOf(trimmed);
      found.push({ start, end: start + trimmed.length });
    }
    at += line.length + 1;
  }
  return found;
}
