import type { TemplateCall } from '../evaluate';
import { basic } from './basic';
import { collections, mustNames } from './collections';
import { encoding } from './encoding';
import { helm } from './helm';
import { numbers } from './numbers';
import { paths } from './paths';
import { patterns } from './patterns';
import { secrets } from './secrets';
import { strings } from './strings';

/** Everything that a template of Helm can call: Go's own functions, Sprig's and Helm's. */
export const functions: ReadonlyMap<string, TemplateCall> = new Map(
  [basic, strings, collections, numbers, encoding, patterns, paths, secrets, helm].flatMap((group) =>
    Object.entries(group).flatMap(([name, call]): (readonly [string, TemplateCall])[] =>
      mustNames.includes(name)
        ? [
            [name, call],
            [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, call],
          ]
        : [[name, call]],
    ),
  ),
);
