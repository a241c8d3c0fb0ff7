/** A profile, records of the kernel about it, and what comes of them. */

import { applyEdits, defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const tunables =
  '@{PROC}=/proc/\n@{sys}=/sys/\n@{pid}=[0-9]*\n@{tid}=@{pid}\n@{uid}=[0-9]*\n@{run}=/run/ /var/run/\n@{HOMEDIRS}=/home/\n@{HOME}=@{HOMEDIRS}/*/\n@{multiarch}=*-linux-gnu*\n';
export const files = { 'tunables/global': tunables };
export const head = 'include <tunables/global>\n';
export const profile = (body = '') => `${head}profile web {\n${body}}\n`;

/** A line as the kernel writes it into its log. */
export const kernel = (fields: string) => `[ 12.345678] audit: type=1400 audit(1700000000.123:42): apparmor="DENIED" ${fields}`;
export const file = (name: string, mask: string, more = '') =>
  kernel(
    `operation="open" class="file" profile="web" name="${name}" pid=77 comm="web" requested_mask="${mask}" denied_mask="${mask}" fsuid=33 ouid=0 ${more}`,
  );

export async function observe(text: string, log: string | readonly string[], path?: string) {
  const part = await open(text, files, path);
  const observed = apparmor.fromObservation!(part, [log].flat().join('\n'), defaultContext);
  return {
    ...observed,
    rules: observed.suggestions.map(({ rule }) => rule),
    text: applyEdits(text, observed.edits),
    place: observed.denied.concat(observed.covered).map(({ span }) => text.slice(span.start, span.end)),
  };
}
