import { uriOf } from '../disk';
import { whyAsJson, whyAsText } from '../report';
import { why } from '../service';
import { type Invocation, openOptions, paint } from './documents';
import { pathHere, sourceOf } from './inputs';
import { Told, UsageError } from './options';

/** Which file and line of the workspace caused the errors of a log. */
export async function explainErrors(all: Invocation): Promise<number> {
  const { options, files, context, print, emit, complain } = all;
  const [log = '-', ...others] = options.operands;
  if (others.length > 0) throw new UsageError('why takes one log');
  const text = (await sourceOf(log, complain))?.text;
  if (text === undefined) throw new Told();
  const folder = options.folder ?? '.';
  const root = uriOf(folder).replace(/\/$/, '');
  const { includeFolders } = openOptions(all, `${root}/x`);
  const report = await why(text, { folders: [root], files, context, includeFolders });
  if (options.format === 'json') emit(`${whyAsJson(report, pathHere)}\n`);
  else print(whyAsText(report, pathHere, paint()));
  return report.unread.length > 0 ? 1 : 0;
}
