export function packagesIn(files: readonly string[]): readonly string[];
export function noticesOf(folders: readonly string[]): string;
