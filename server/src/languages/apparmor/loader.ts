/** apparmor_parser as a second opinion: it compiles the file and neither loads nor caches what comes out. */

import { type Loader, type LoaderRefusal, linesOf, type Span, shift, span } from '../../core';
import type { ApparmorPart } from './policy/model';
import { digestOf } from './syntax/digest';
import { nameSpan } from './syntax/expandedWords';

export const loader: Loader<ApparmorPart> = {
  program: 'apparmor_parser',
  versionArguments: ['--version'],
  versionOf: (output) => /version\s+(\d[\w.~-]*)/.exec(output)?.[1],
  argumentsFor(part, path, folders) {
    if (part.fragment) return undefined;
    // -Q: do not load; -K: neither read nor write the cache.
    return ['-Q', '-K', ...folders.flatMap((folder) => ['-I', folder]), path];
  },
  refusals(part, path, output) {
    return output
      .split('\n')
      .flatMap((line) => refusalOf(part, path, line.trim()) ?? [])
      .filter(({ span, message }, i, all) => all.findIndex((other) => other.message === message && other.span.start === span.start) === i);
  },
};

function refusalOf(part: ApparmorPart, path: string, line: string): LoaderRefusal | undefined {
  const placed = /^AppArmor parser error(?: for \S+)?(?: in (?:profile )?(\S+))?(?: at line (\d+))?: (.+)$/.exec(line);
  if (placed) {
    const [, file, number, message = ''] = placed;
    if (file !== undefined && !samePath(file, path)) return { span: includeOf(part, file), message };
    return number === undefined ? { span: firstName(part), message, vague: true } : { span: lineSpan(part.text, Number(number)), message };
  }
  // What is found after the file was read has no line number.
  const variable = /reference to variable (\w+)/.exec(line)?.[1];
  if (variable !== undefined) {
    const at = part.text.indexOf(`@{${variable}}`);
    return { span: at < 0 ? firstName(part) : span(at, at + variable.length + 3), message: line, vague: true };
  }
  if (
    /^profile .*(?:conflicting|has merged|error)|^(?:ERROR|Error|Failed)\b|Encoding of .* failed/.test(line) &&
    !/^ERROR (?:merging|processing)/.test(line)
  )
    return { span: profileSpan(part, /^profile (\S+?):/.exec(line)?.[1]), message: line, vague: true };
  return undefined;
}

const samePath = (one: string, other: string): boolean => other === one || other.endsWith(`/${one}`);

/** A line without the space around it; the last one for a number beyond the text. */
function lineSpan(text: string, number: number): Span {
  const lines = linesOf(text);
  const line = Math.min(Math.max(number, 1), lines.count) - 1;
  const start = lines.offsetAt({ line, character: 0 });
  const content = lines.lineText(line);
  const indent = content.length - content.trimStart().length;
  return span(start + indent, start + Math.max(indent, content.trimEnd().length));
}

/** The include that leads to a file, or the first one. */
function includeOf(part: ApparmorPart, file: string): Span {
  const includes = [...digestOf(part.tree).references].filter(({ statement }) => statement.kind === 'include' && statement.file);
  const found = includes.find(({ statement }) => file.endsWith(statement.file?.path ?? '')) ?? includes[0];
  return found?.statement.file ? shift(found.statement.file.span, found.start) : firstName(part);
}

const firstName = (part: ApparmorPart): Span => profileSpan(part, undefined);

function profileSpan(part: ApparmorPart, name: string | undefined): Span {
  const profiles = part.tree.statements.filter(({ statement }) => statement.kind === 'profile');
  const found = profiles.find(({ statement }) => statement.kind === 'profile' && statement.name?.raw === name) ?? profiles[0];
  return found ? shift(nameSpan(found.statement), found.start) : lineSpan(part.text, 1);
}
