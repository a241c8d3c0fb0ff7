import type { Report, Span } from '../../../core';
import type { Tree } from '../../../tree';

/** Every way in which the loader refuses a policy; each is a rule of the same name. */
export type MistakeName =
  | 'syntax'
  | 'object-expected'
  | 'unknown-key'
  | 'duplicate-key'
  | 'default-missing'
  | 'requirements-empty'
  | 'requirements-not-a-list'
  | 'requirement-type'
  | 'field-not-for-type'
  | 'value-type'
  | 'base64'
  | 'key-type'
  | 'gpg-key-source'
  | 'sigstore-key-source'
  | 'sigstore-keys-empty'
  | 'rekor-key-source'
  | 'fulcio-without-rekor'
  | 'pki-with-rekor'
  | 'fulcio-fields'
  | 'pki-fields'
  | 'identity-type'
  | 'identity-fields'
  | 'exact-reference'
  | 'exact-repository'
  | 'remap-prefix'
  | 'base-layer-identity'
  | 'scope-refused';

export interface Mistake {
  readonly rule: MistakeName;
  readonly report: Report;
}

/** What a reader of one object writes its complaints to. */
export interface Complaints {
  say(rule: MistakeName, span: Span, message: string, more?: Omit<Report, 'span' | 'message'>): void;
  /** For what is not there: held back while the text is broken, when it may only be out of sight. */
  miss(rule: MistakeName, span: Span, message: string, more?: Omit<Report, 'span' | 'message'>): void;
}

export function complaintsInto(found: Mistake[], tree: Tree): Complaints {
  const say: Complaints['say'] = (rule, span, message, more) => void found.push({ rule, report: { span, message, ...more } });
  return { say, miss: tree.problems.length ? () => undefined : say };
}
