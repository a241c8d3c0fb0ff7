import type { Report, Span } from '../../../core';

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

/** What the reader knows of the remedy; the fixes of a rule read what its mistakes provide. */
export interface Remedy {
  /** The key that was meant. */
  readonly rename?: string;
  /** The rename is a guess at what was meant. */
  readonly guess?: true;
  /** The value that was meant. */
  readonly replace?: string;
  /** The value goes into a list, or into an object of this type. */
  readonly wrap?: string | true;
  /** The type that is missing. */
  readonly add?: string;
  /** The type of identity that has these fields. */
  readonly retype?: string;
  /** The field has no place here. */
  readonly remove?: true;
  /** Fields that exclude each other. */
  readonly keep?: readonly string[];
  readonly missing?: readonly string[];
  /** The field is there and counts as absent. */
  readonly empty?: true;
  /** A list that goes into the scope of that name. */
  readonly scope?: '';
}

/** A report together with what its fixes are made of. */
export interface Mistaken extends Report {
  readonly hint?: Remedy;
}

export interface Mistake {
  readonly rule: MistakeName;
  readonly report: Mistaken;
  /** Something is not there: where the text is broken, it may only be out of sight. */
  readonly missing?: true;
}

type More = Pick<Mistaken, 'related' | 'hint'>;

/** What a reader of one object writes its complaints to. */
export interface Complaints {
  say(rule: MistakeName, span: Span, message: string, more?: More): void;
  /** For what is not there. */
  miss(rule: MistakeName, span: Span, message: string, more?: More): void;
}

export const complaintsInto = (found: Mistake[]): Complaints => ({
  say: (rule, span, message, more) => void found.push({ rule, report: { span, message, ...more } }),
  miss: (rule, span, message, more) => void found.push({ rule, report: { span, message, ...more }, missing: true }),
});
