import { type Context, defaultContext, memoryFiles } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';

/** Takes the `|` out of a text. */
export function cursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

export async function open(
  text: string,
  files: Readonly<Record<string, string>> = {},
  path = 'apparmor.d/web',
  context: Context = defaultContext,
) {
  const folder = 'file:///etc/apparmor.d';
  const source = { uri: `file:///etc/${path}`, languageId: 'apparmor', version: 1, text };
  const around = memoryFiles(Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content])));
  const loaded = await apparmor.load(source, { files: around, includeFolders: [folder], context });
  return loaded.parts[0]!.part;
}

export async function completions(marked: string, files?: Readonly<Record<string, string>>): Promise<string[]> {
  const { text, offset } = cursor(marked);
  return apparmor.complete!(await open(text, files), offset, defaultContext).map((item) => item.label);
}

export async function hovered(marked: string, files?: Readonly<Record<string, string>>): Promise<string | undefined> {
  const { text, offset } = cursor(marked);
  return apparmor.hover!(await open(text, files), offset, defaultContext)?.markdown;
}

/** What is refused, as `code: the text it points at`. */
export async function refused(text: string, files?: Readonly<Record<string, string>>, path?: string): Promise<string[]> {
  const part = await open(text, files, path);
  return apparmor.rules
    .flatMap((rule) =>
      [...rule.check(part, defaultContext)].map((report) => ({ severity: rule.severity, ...report, code: rule.code.slice(9) })),
    )
    .filter(({ severity }) => severity === 'error')
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ code, span }) => `${code}: ${text.slice(span.start, span.end)}`);
}
