import { joined, link, type Markdown, ours } from '../core';

/** A page of the Linux manual, `manPage('capabilities', 7)`. */
export const manPage = (name: string, section: number): Markdown =>
  link(ours(`${name}(${section})`), `https://man7.org/linux/man-pages/man${section}/${name}.${section}.html`);

/** Links to every CVE that the texts name, in order, each once. */
export function cveLinks(...texts: readonly (string | undefined)[]): Markdown[] {
  const ids = new Set(texts.flatMap((text) => text?.match(/CVE-\d{4}-\d{4,}/g) ?? []));
  return [...ids].map((id) => link(ours(id), `https://www.cve.org/CVERecord?id=${id}`));
}

/** Links to issues and pull requests given as `owner/repository#number`; GitHub leads from one kind to the other. */
export function upstreamLinks(references: readonly string[] = []): Markdown[] {
  return references.map((reference) => {
    const [, repository, name, number] = /^([^/]+\/([^#]+))#(\d+)$/.exec(reference) ?? [];
    return link(ours(`${name} #${number}`), `https://github.com/${repository}/issues/${number}`);
  });
}

export const joinLinks = (links: readonly Markdown[]): Markdown => joined(links, ' · ');
