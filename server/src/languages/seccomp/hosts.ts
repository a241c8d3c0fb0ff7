import type { Analysis } from './analysis';
import type { TextValue } from './model';
import { readsArchMap } from './resolve';

/** A word that names an ABI. */
interface ArchitectureWord {
  readonly word: TextValue;
  /** It reaches the runtime on this host; otherwise it is for another host, or for none. */
  readonly used: boolean;
}

/** What `architectures` and `archMap` name, as far as this loader reads them. */
export function* architectureWords({ profile, loader, host }: Analysis): Generator<ArchitectureWord> {
  for (const word of profile.architectures) yield { word, used: true };
  if (loader.reader === 'oci') return;
  const reads = readsArchMap(loader.reader, host);
  const entry = profile.archMap.find(({ architecture }) => architecture?.value === host.architecture.scmp);
  for (const each of profile.archMap) {
    if (each.architecture) yield { word: each.architecture, used: false };
    for (const word of each.subArchitectures) yield { word, used: reads && each === entry };
  }
}
