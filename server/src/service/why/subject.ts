/** Whom the lines of a screen are about: prefixes of logs, tables and descriptions of kubectl, and what messages name. */

import type { WhySubject } from '../../core';
import { subjectOfCommand } from './command';

/** What the lines before say about those that follow. */
export interface Preceding {
  readonly subject: WhySubject;
}

export const nothingBefore: Preceding = { subject: {} };

const name = '[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?';

/** A row of `kubectl get pods`, `docker compose ps`. */
const row = new RegExp(`^\\s*(?:(${name})\\s+)?(${name})\\s+\\d+/\\d+\\s+\\S+`);
const described = new RegExp(`^Name:\\s+(${name})\\s*$`);
const namespaced = new RegExp(`^Namespace:\\s+(${name})\\s*$`);

/** The preceding after a line: a new command, a row of a table, the head of a description. */
export function precedingAfter(preceding: Preceding, line: string): Preceding {
  const command = subjectOfCommand(line);
  if (command) return { subject: command };
  const [, , pod] = row.exec(line) ?? [];
  if (pod !== undefined && !/^\d/.test(pod)) return { subject: { ...preceding.subject, pod, workload: undefined } as WhySubject };
  const [, object] = described.exec(line) ?? [];
  if (object !== undefined) return { subject: { pod: object } };
  const [, namespace] = namespaced.exec(line) ?? [];
  if (namespace !== undefined) return { subject: { ...preceding.subject, namespace } };
  const [, pulled] = /^Trying to pull (\S+?)\.{3}/.exec(line) ?? [];
  return pulled === undefined ? preceding : { subject: { ...preceding.subject, image: pulled } };
}

/** The names that files of the workspace give to containers and what makes them; a prefix counts where it is one. */
export interface KnownNames {
  /** Whether a word names a container, a service or a workload, or a pod of one. */
  has(word: string): boolean;
  hasContainer(word: string): boolean;
}

/** A line without what a log collector writes before it, and whom that names. */
export function prefixOf(line: string, known: KnownNames): { readonly text: string; readonly subject: WhySubject } {
  // kubectl logs --prefix.
  const bracket = /^\[pod\/([^/\]]+)\/([^\]]+)\] (.*)$/s.exec(line);
  if (bracket) return { text: bracket[3] ?? '', subject: { pod: bracket[1] ?? '', container: bracket[2] ?? '' } };
  // docker compose.
  const compose = /^([\w.-]+?)\s*\| (.*)$/s.exec(line);
  if (compose && known.has(compose[1] ?? '')) return { text: compose[2] ?? '', subject: { workload: compose[1] ?? '' } };
  // stern: pod and container.
  const stern = /^(\S+) (\S+) (.*)$/s.exec(line);
  if (stern && known.has(stern[1] ?? '') && known.hasContainer(stern[2] ?? ''))
    return { text: stern[3] ?? '', subject: { pod: stern[1] ?? '', container: stern[2] ?? '' } };
  const plain = /^([\w.-]+): (.*)$/s.exec(line);
  if (plain && known.has(plain[1] ?? '')) return { text: plain[2] ?? '', subject: { workload: plain[1] ?? '' } };
  return { text: line, subject: {} };
}

/** Whom a message itself names. */
export function subjectIn(line: string): WhySubject {
  const found: { -readonly [K in keyof WhySubject]?: WhySubject[K] } = {};
  const take = (pattern: RegExp, ...keys: readonly ('namespace' | 'pod' | 'container' | 'workload' | 'image' | 'file')[]) => {
    const match = pattern.exec(line);
    keys.forEach((key, i) => {
      const value = match?.[i + 1];
      if (value) found[key] = value;
    });
  };
  take(
    /\b(?:pods?|deployments?|replicasets?|statefulsets?|daemonsets?|jobs?|cronjobs?)(?:\.apps|\.batch)?\/([a-z0-9][-a-z0-9.]*)/,
    'workload',
  );
  take(/\bpods? "([^"]+)" (?:is forbidden|was|failed)/, 'pod');
  take(/\bThe [A-Z]\w+ "([^"]+)" is invalid/, 'workload');
  take(/\berror when (?:creating|patching|applying|replacing) "([^"]+)"/, 'file');
  take(/\bpod="([^"/]+)\/([^"]+)"/, 'namespace', 'pod');
  take(/\bcontainerName="([^"]+)"/, 'container');
  take(/"StartContainer" for "([^"]+)"/, 'container');
  take(/\(pod: "([^"]+)_([^"_]+)\([^)]*\)", container: ([^)]+)\)/, 'pod', 'namespace', 'container');
  take(/\bcopy from source (?:docker:\/\/)?(\S+?):? /, 'image');
  take(/\bFailed to pull image "([^"]+)"/, 'image');
  take(/\bpulling image "?([\w./:@-]+)"?/i, 'image');
  take(/\b(?:initializing source|reading manifest \S+ in) (?:docker:\/\/)?(\S+?):? /, 'image');
  return found;
}
