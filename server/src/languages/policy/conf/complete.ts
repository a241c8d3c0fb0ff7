import { type Completion, span } from '../../../core';
import { completeBySchema, cursorsAt, schemasAt } from '../../../tree';
import type { TomlFile } from '../part';
import { schemaOf } from '../schema';

interface Header {
  readonly label: string;
  readonly body: string;
  readonly detail: string;
}

/** Each header, with the keys that usually follow it. */
const headers: Readonly<Record<TomlFile['kind'], readonly Header[]>> = {
  mirrors: [
    {
      label: '[[registry]]',
      body: '[[registry]]\nprefix = "${1:quay.io/team}"\nlocation = "${2:quay.io/team}"',
      detail: 'where images of a prefix are fetched from',
    },
    {
      label: '[[registry.mirror]]',
      body: '[[registry.mirror]]\nlocation = "${1:mirror.example.com/team}"',
      detail: 'asked before the registry',
    },
    { label: '[aliases]', body: '[aliases]', detail: 'full names by short name' },
  ],
  crio: [
    { label: '[crio.image]', body: '[crio.image]', detail: 'signature policies' },
    { label: '[crio.runtime]', body: '[crio.runtime]', detail: 'keys of encrypted images' },
  ],
  storage: [
    { label: '[storage]', body: '[storage]', detail: 'where images and containers are stored' },
    { label: '[storage.options]', body: '[storage.options]', detail: 'further stores, limits' },
    { label: '[storage.options.overlay]', body: '[storage.options.overlay]', detail: 'how layers are mounted' },
  ],
  containers: [
    { label: '[containers]', body: '[containers]', detail: 'what every new container gets' },
    { label: '[engine]', body: '[engine]', detail: 'how Podman and Buildah work' },
    { label: '[engine.runtimes]', body: '[engine.runtimes]', detail: 'where OCI runtimes are' },
    { label: '[network]', body: '[network]', detail: 'networks of containers' },
    { label: '[machine]', body: '[machine]', detail: 'virtual machines of Podman' },
    { label: '[secrets]', body: '[secrets]', detail: 'where secrets are kept' },
  ],
};

/** Headers where a line begins, keys of the table, values of a key. */
export function completeToml(part: TomlFile, offset: number): readonly Completion[] {
  const schema = schemaOf(part);
  const byKey = cursorsAt(part.tree, offset).flatMap((cursor) =>
    completeBySchema(schema, cursor).filter(({ label }) => cursor.kind === 'value' || isPlain(part, [...cursor.path, label])),
  );
  return [...byKey, ...headersAt(part, offset)];
}

/** Tables are begun by their header. */
const isPlain = (part: TomlFile, path: readonly (string | number)[]): boolean =>
  schemasAt(schemaOf(part), undefined, path).every(({ properties, items, additionalProperties }) => {
    const nested = items?.$ref !== undefined || items?.properties !== undefined;
    return !properties && !nested && !additionalProperties;
  });

function headersAt({ kind, text, tree }: TomlFile, offset: number): readonly Completion[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const line = text.slice(start, newline < 0 ? text.length : newline).trimEnd();
  if (!/^\s*[[\w.]*\]*$/.test(line) || tree.comments.some((comment) => comment.start < offset && offset <= comment.end)) return [];
  const from = start + (line.length - line.trimStart().length);
  return headers[kind].map(({ label, body, detail }, i) => ({
    label,
    kind: 'snippet',
    span: span(Math.min(from, offset), Math.max(offset, start + line.length)),
    insert: body,
    snippet: true,
    detail,
    filter: label,
    sort: `2${i}`,
  }));
}
