import { audit } from './audit';
import { enricher } from './enricher';
import type { LogFormat } from './format';
import { gvisor } from './gvisor';
import { inspektorGadget } from './inspektorGadget';
import { kernelSymbols } from './kernelSymbols';
import { names } from './names';
import { perfTrace } from './perfTrace';
import { strace } from './strace';
import { sysdig } from './sysdig';
import { tetragon } from './tetragon';

export type { Seen } from './format';

/** The forms of logs that are read line by line; the first that knows a line reads it. */
export const formats: readonly LogFormat[] = [
  audit,
  enricher,
  tetragon,
  sysdig,
  gvisor,
  perfTrace,
  strace,
  kernelSymbols,
  inspektorGadget,
  names,
];
