import { type Language, type Part, type StatedFact, span } from '../../core';

/** A unit from which Podman's generator makes a service of systemd. */
export const quadlet: Language<Part> = {
  name: 'quadlet',
  title: 'Quadlet',
  rules: [],
  examplePath: 'app.container',
  load: async ({ text }) => ({ parts: [{ start: 0, part: { text } }], reads: [] }),
  unchecked: () => 'no rules for a Quadlet',
  facts,
};

/**
 * The images that a unit names (podman-systemd.unit(5)): `Image=` of a container, an image or a volume. Names of other units, such as
 * `app.image`, and names with specifiers of systemd are left out.
 */
function facts({ text }: Part): readonly StatedFact[] {
  const found: StatedFact[] = [];
  let section = '';
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const [, header] = /^\s*\[([^\]]+)\]\s*$/.exec(line) ?? [];
    if (header !== undefined) section = header;
    const [, lead = '', value = ''] = /^(\s*Image\s*=\s*)(\S+)\s*$/.exec(line) ?? [];
    if (!value || !/^(?:Container|Image|Volume)$/.test(section) || /\.(?:image|build)$|%/.test(value)) continue;
    const start = index + lead.length;
    found.push({ kind: 'uses-image', name: value, detail: 'quadlet', span: span(start, start + value.length) });
  }
  return found;
}
