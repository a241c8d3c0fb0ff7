/** The README of the extension. */
export function forVSCode(text: string): string;
/** The README of the npm package. */
export function forNpm(text: string): string;
