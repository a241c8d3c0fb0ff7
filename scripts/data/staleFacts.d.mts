export const codeFiles: ReadonlySet<string>;
export function stale(name: string, text: string, today: Date): readonly string[];
export function tables(): readonly { readonly name: string; readonly text: string }[];
