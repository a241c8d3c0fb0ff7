/** A family of system calls as it is written down: one call a line, `name(signature) What it does.` */
export interface GroupText {
  /** What completions offer for the whole family, `@network-io`. */
  readonly name: `@${string}`;
  readonly title: string;
  /** One sentence on what the family is for. */
  readonly about: string;
  /** The signature is left out where the kernel never had one. */
  readonly calls: string;
}
