/** Patterns around a path: its kind of file, its folder, all below it. */

interface Glob {
  readonly glob: string;
  /** What it matches beside the path. */
  readonly note: string;
}

/** Folders whose whole content no single program needs. */
const tooWide = /^(?:@\{\w+\}|\/[^/]*|\/(?:usr|var)(?:\/(?:lib|bin|sbin|share|local|cache|log))?|\/proc\/[^/]+|@\{PROC\}\/[^/]+)$/;

/** The path is a pattern already, without quotes. */
export function globsOf(path: string): readonly Glob[] {
  const folder = path.replace(/\/[^/]*\/?$/, '');
  const name = path.slice(folder.length + 1);
  if (folder === '' || tooWide.test(folder)) return [];
  if (name.endsWith('/')) return [{ glob: `${folder}/*/`, note: 'Every folder beside it.' }];
  const ending = /(?<=[^.*?\]}])\.[A-Za-z][\w]*$/.exec(name)?.[0];
  return [
    ...(ending === undefined ? [] : [{ glob: `${folder}/*${ending}`, note: `Every file of the folder that ends in \`${ending}\`.` }]),
    { glob: `${folder}/*`, note: 'Every file of the folder.' },
    { glob: `${folder}/**`, note: 'Everything below the folder.' },
  ];
}
