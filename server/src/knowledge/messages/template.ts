import type { Happening, RefusalErrno, WhyLayer } from '../../core';

/** What the holes of a form held. */
export type Holes = Readonly<Record<string, string>>;

/** A message that a program prints, with named holes, and what it reports. */
export interface MessageTemplate {
  /** `kubelet/run-as-non-root`. */
  readonly id: string;
  readonly layer: WhyLayer;
  /** The repository and the file that print it. */
  readonly source: string;
  /** Releases that print it, where that is known: `since 1.24`. */
  readonly versions?: string;
  /**
   * The message. `{name}` is one word, `{name:quoted}` a text in any quotation marks, `{name:text}` any text up to what follows, `{name:rest}` the rest of
   * the line, `{name:number}` digits, `{name:plural}` an `s` or nothing, `{errno}` one of the texts of an error number.
   */
  readonly form: string;
  /** A line of our own with this message, and no other. */
  readonly example: string;
  /** Counts only where no other template does: its words are common. */
  readonly generic?: true;
  readonly gives: (holes: Holes) => Happening | undefined;
}

export type MessageRow = Omit<MessageTemplate, 'id' | 'layer' | 'source'> & {
  readonly id: string;
  readonly file: string;
  readonly layer?: WhyLayer;
};

/** The templates of one family, which share a repository and mostly a layer. */
export const family = (name: string, repository: string, layer: WhyLayer, rows: readonly MessageRow[]): readonly MessageTemplate[] =>
  rows.map(({ id, file, layer: own = layer, ...row }) => ({
    ...row,
    id: `${name}/${id}`,
    layer: own,
    source: file.includes(' ') ? file : `${repository} ${file}`,
  }));

/**
 * What `strerror` of glibc and musl, Go's syscall package and the runtimes of other languages print, without regard to case.
 * $source glibc sysdeps/gnu/errlist.h; musl src/errno/__strerror.h; golang/go syscall/zerrors_linux_amd64.go
 */
export const errnoTexts: readonly (readonly [RefusalErrno, string])[] = [
  ['EPERM', 'Operation not permitted'],
  ['EACCES', 'Permission denied'],
  ['EROFS', 'Read-only file system'],
  ['ENOSYS', 'Function not implemented'],
  ['ENOENT', 'No such file or directory'],
  ['EINVAL', 'Invalid argument'],
  ['ENOMEM', 'Cannot allocate memory'],
  ['EAGAIN', 'Resource temporarily unavailable'],
];

/** The number of an error, by any of its spellings: `Operation not permitted`, `EPERM`, `Errno 1`. */
export function errnoOf(text: string): RefusalErrno | undefined {
  const plain = text.trim().toLowerCase();
  return errnoTexts.find(([name, words]) => plain === words.toLowerCase() || plain === name.toLowerCase())?.[0];
}
