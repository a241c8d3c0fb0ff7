/** Links and pictures that a reader of the package can't follow. */
export function brokenTargets(text: string, names: readonly string[]): string[];
/** Each target of a link or a picture. */
export function targetsIn(text: string): string[];
