/** Names that are different in the next run, as patterns: ids of containers, UUIDs, hashes, temporary files, processes, kernels, devices. */

/** Whether a variable is defined where the rule will be. */
type Has = (name: string) => boolean;

/** The last segment of a path of D-Bus that counts: `/org/freedesktop/login1/session/_31`. */
export const volatileBusPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => segment.replace(/^(_|1_)?\d+$/, (_, lead: string = '') => `${lead}[0-9]*`).replace(hexRun, () => '[0-9a-f]*'))
    .join('/');

/** A path whose globs are escaped; segments with variables or patterns stay as they are. */
export function volatilePath(path: string, has: Has): string {
  const segments = path.split('/');
  const temporary = /^@?(?:\/var)?\/tmp\/|^\/dev\/shm\/|^(?:\/run|\/var\/run|@\{run\})\//.test(path);
  return segments
    .map((segment, i) => {
      if (segment === '' || /@\{|(?<!\\)[*?[{]/.test(segment)) return segment;
      const known = byPlace(segments.slice(0, i).join('/'), segment);
      if (known !== undefined) return known;
      const plain = byShape(segment, has);
      return temporary ? ofTemporary(plain, has) : plain;
    })
    .join('/');
}

/** The folder before, the segment, and the pattern. */
const places: readonly (readonly [RegExp, RegExp, string])[] = [
  [/\/modules$/, /^\d+\.\d+.*$/, '*'],
  [/^\/(?:usr\/src|boot(?:\/.*)?)$/, /-\d+\.\d+\.\d+.*$/, '-*'],
  [/(?:^\/proc|@\{PROC\})\/.*\/(?:fd|fdinfo|map_files)$/, /^[0-9a-f]+(?:-[0-9a-f]+)?$/, '[0-9a-f]*'],
  [/(?:^\/proc|@\{PROC\})\/irq$/, /^\d+$/, '[0-9]*'],
  [/\/snapshots$/, /^\d+$/, '[0-9]*'],
  [/\/overlay2\/l$/, /^[A-Z0-9]{26}$/, '*'],
  [/(?:^\/snap|^\/var\/snap|\/snap)\/[^/]+$/, /^x?\d+$/, '*'],
  [/^\/nix\/store$/, /^[0-9a-z]{32}(?=-)/, '*'],
  [/\/\.mozilla\/firefox$/, /^[a-z0-9]{8}(?=\.)/, '????????'],
  [/^\/dev$/, /^loop\d+$/, 'loop[0-9]*'],
  [/^\/dev\/dri$/, /(?<=^(?:card|renderD))\d+$/, '[0-9]*'],
  [/^\/dev\/input$/, /(?<=^(?:event|js|mouse))\d+$/, '[0-9]*'],
  [/^(?:\/sys|@\{sys\})\//, /(?<=^(?:card|cpu|event|hidraw|hwmon|input|js|mouse|node|policy|renderD|thermal_zone|usb))\d+$/, '[0-9]*'],
];

function byPlace(folder: string, segment: string): string | undefined {
  const [, pattern, replacement] = places.find(([before, shape]) => before.test(folder) && shape.test(segment)) ?? [];
  return pattern && segment.replace(pattern, () => replacement ?? '');
}

/** Digits and letters of a hash or an id: 12 or more between other signs, or 32 and more anywhere. */
const hexRun = /(?<![0-9a-zA-Z])(?=[a-f]*\d)[0-9a-f]{12,}(?![0-9a-zA-Z])|[0-9a-f]{32,}/g;
const upperHexRun = /(?<![0-9a-zA-Z])(?=[A-F]*\d)[0-9A-F]{12,}(?![0-9a-zA-Z])|[0-9A-F]{32,}/g;
const uuid = /([0-9a-f]{8})([-_])[0-9a-f]{4}\2[0-9a-f]{4}\2[0-9a-f]{4}\2[0-9a-f]{12}/gi;
const pciAddress = /[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]/g;

/** What is tried in order; each works on what the ones before it left. */
function byShape(segment: string, has: Has): string {
  const sized = (name: string, length: number, otherwise: string) => (has(`${name}${length}`) ? `@{${name}${length}}` : otherwise);
  const marks: string[] = [];
  // A pattern that is found must not be read again by the next one.
  const mark = (pattern: string) => `\u0001${marks.push(pattern) - 1}\u0002`;
  return segment
    .replace(uuid, (text, _, between: string) => {
      const digits = /[A-F]/.test(text) ? (/[a-f]/.test(text) ? '[0-9a-fA-F]*' : '[0-9A-F]*') : '[0-9a-f]*';
      return mark(between === '-' && has('uuid') ? '@{uuid}' : Array(5).fill(digits).join(between));
    })
    .replace(/^pci[0-9a-f]{4}:[0-9a-f]{2}$/, () => mark(has('pci_bus') ? '@{pci_bus}' : 'pci[0-9a-f]*:[0-9a-f]*'))
    .replace(pciAddress, () => mark('[0-9a-f]*:[0-9a-f]*:[0-9a-f]*.[0-7]'))
    .replace(hexRun, (text) => mark(sized('hex', text.length, '[0-9a-f]*')))
    .replace(upperHexRun, (text) => mark(sized('hex', text.length, '[0-9A-F]*')))
    .replace(/^#\d+$/, () => mark('#[0-9]*'))
    .replace(/(?<=^session-c?)\d+(?=\.scope$)|(?<=^run-[a-z]*)\d+(?=[.-])|(?<=-)\d+(?=\.scope$)/g, () => mark('[0-9]*'))
    .replace(/(?<=^user[-@])\d+(?=\.(?:slice|service)$)/, () => mark(has('uid') ? '@{uid}' : '[0-9]*'))
    .replace(/(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)/g, () => mark('[0-9]*-[0-9]*-[0-9]*'))
    .replace(/(?<![0-9a-zA-Z])\d{8,}(?![0-9a-zA-Z])/g, () => mark('[0-9]*'))
    .replace(/(?<=^tmp\.|[.\-_])[A-Za-z0-9]{6,12}$/, (text) =>
      isRandom(text) && (text.length === 6 || /^tmp\./.test(segment)) ? mark(sized('rand', text.length, '?'.repeat(text.length))) : text,
    )
    .replace(/\u0001(\d+)\u0002/g, (_, i: string) => marks[Number(i)] ?? '');
}

/** What mktemp and its like put into a name: capitals, small letters and digits that make no words. */
function isRandom(text: string): boolean {
  if (/^(?:[A-Z]?[a-z]{2,})+\d*$|^[A-Z][a-z]*\d*$|^[a-z]+\d*$|^[A-Z]+\d*$|^\d+$/.test(text)) return false;
  return /[A-Z]/.test(text) || /\d[a-z]/.test(text);
}

/** In folders for temporary files names end in random letters more often, and in the number of a process. */
function ofTemporary(segment: string, has: Has): string {
  if (/@\{|(?<!\\)[*?[]/.test(segment)) return segment;
  const random = (text: string) => (has(`rand${text.length}`) ? `@{rand${text.length}}` : '?'.repeat(text.length));
  // Python's tempfile: eight of these, with `tmp` or a name before, and an ending.
  const python = segment.replace(/(?<=^tmp)[a-z0-9_]{8}(?=\.\w+$|$)|(?<=[.-])(?=\w*\d[a-z])[a-z0-9_]{8}(?=\.[a-z]+$|$)/, () =>
    '?'.repeat(8),
  );
  if (python !== segment) return python;
  const compiler = segment.replace(/^cc[A-Za-z0-9]{6}(?=\.\w+$)/, () => `cc${random('______')}`);
  if (compiler !== segment) return compiler;
  const ending = /(?<=[.\-_])[A-Za-z0-9]{6,16}$|(?<=^[a-z_.-]*[a-z])[A-Za-z0-9]{6}$/.exec(segment)?.[0];
  if (ending !== undefined && isRandom(ending)) return segment.slice(0, -ending.length) + random(ending);
  return segment.replace(/(?<![0-9a-zA-Z])\d{2,}(?![0-9a-zA-Z])|\d{5,}/g, () => '[0-9]*');
}
