/** Patterns around a path: its kind of file, its folder, all below it. */

import { code } from '../../../core';

interface Glob {
  readonly glob: string;
  /** What it matches beside the path. */
  readonly note: string;
}

/** Folders whose whole content hardly a single program needs. */
const tooWide = /^(?:@\{\w+\}|\/[^/]*|\/(?:usr|var)(?:\/(?:lib|bin|sbin|share|local|cache|log))?|\/proc\/[^/]+|@\{PROC\}\/[^/]+)$/;

/** The path is a pattern already, without quotes. */
export function globsOf(path: string): readonly Glob[] {
  const folder = path.replace(/\/[^/]*\/?$/, '');
  const name = path.slice(folder.length + 1);
  if (name.endsWith('/')) return [{ glob: `${folder}/*/`, note: 'Every folder beside it.' }];
  const ending = /(?<=[^.*?\]}])\.[A-Za-z][\w]*$/.exec(name)?.[0];
  return [
    ...(ending === undefined ? [] : [{ glob: `${folder}/*${ending}`, note: `Every file of the folder that ends in \`${ending}\`.` }]),
    { glob: `${folder}/*`, note: 'Every file of the folder.' },
    ...(folder === ''
      ? []
      : [
          {
            glob: `${folder}/**`,
            note: tooWide.test(folder)
              ? `Everything below ${code(folder)}, which is far more than one program needs.`
              : 'Everything below the folder.',
          },
        ]),
  ];
}
