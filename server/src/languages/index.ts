import type { Language } from '../core';
import { apparmor } from './apparmor';
import { cloudInit } from './cloudInit';
import { compose } from './compose';
import { containerfile } from './containerfile';
import { markdown } from './markdown';
import { notation } from './notation';
import { oci } from './oci';
import { pod } from './pod';
import { policy } from './policy';
import { quadlet } from './quadlet';
import { seccomp } from './seccomp';

/** Every language that Confine knows. Adding one is a folder and a line here. */
// biome-ignore lint/suspicious/noExplicitAny: each language has its own kind of part; only that language looks inside.
export const languages: readonly Language<any>[] = [
  seccomp,
  apparmor,
  policy,
  notation,
  pod,
  oci,
  compose,
  containerfile,
  quadlet,
  cloudInit,
  markdown,
];
