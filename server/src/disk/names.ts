/** File names as the disk has them, bytes, and as everything else has them, strings and URIs. */

import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeSegment, pathOf } from '../core';

/**
 * A name as a string. Of a name that is not UTF-8 each byte from 0x80 on becomes the lone surrogate U+DC00 + byte (as Python's PEP 383 does),
 * so that the same file is found again.
 */
export const nameOf = (bytes: Buffer): string =>
  isUtf8(bytes)
    ? bytes.toString('utf8')
    : bytes.toString('latin1').replace(/[\x80-\xff]/g, (c) => String.fromCharCode(0xdc00 + c.charCodeAt(0)));

/** The bytes of a name or path; the inverse of `nameOf`. */
export function bytesOf(name: string): Buffer {
  const pieces = name.split(/([\u{dc80}-\u{dcff}])/u);
  return Buffer.concat(pieces.map((piece, i) => (i % 2 ? Buffer.from([piece.charCodeAt(0) & 0xff]) : Buffer.from(piece))));
}

/** The URI of a path, escaped as editors do. */
export function uriOf(file: string): string {
  const absolute = path.resolve(file).split(path.sep);
  const isShare = path.sep === '\\' && absolute[0] === '' && absolute[1] === '';
  const [host, segments] = isShare ? [absolute[2], absolute.slice(3)] : ['', absolute.filter((segment) => segment !== '')];
  const slash = /[\\/]$/.test(file) && segments.length ? '/' : '';
  return `file://${host}/${segments.map(encodeSegment).join('/')}${slash}`;
}

/** The path of a `file:` URI; undefined for others, and for what no file can be called. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file://')) return undefined;
  try {
    if (path.sep === '\\') return fileURLToPath(uri);
    const name = pathOf(uri);
    return name.includes('\0') || !uri.startsWith('file:///') ? undefined : name;
  } catch {
    return undefined;
  }
}

/**
 * The arguments of the command with the bytes that they have: Node replaces what is not UTF-8. Only Linux tells them; elsewhere they stay as
 * they are.
 */
export function argumentsWithBytes(args: readonly string[], tellCommandLine: () => Buffer | undefined): readonly string[] {
  const commandLine = args.some((arg) => arg.includes('\ufffd')) ? tellCommandLine() : undefined;
  if (!commandLine) return args;
  const parts: Buffer[] = [];
  for (let start = 0, end = commandLine.indexOf(0); end >= 0; start = end + 1, end = commandLine.indexOf(0, start))
    parts.push(commandLine.subarray(start, end));
  const own = parts.slice(-args.length);
  return args.map((arg, i) => (own[i]?.toString('utf8') === arg ? nameOf(own[i]) : arg));
}
