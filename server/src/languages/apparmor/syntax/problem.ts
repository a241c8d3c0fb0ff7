/** What is wrong in an AppArmor file: each kind with the data that its message and its fix need, and no other. */

import type { Span } from '../../../core';
import type { GlobError } from './glob';

/** A kind that says all by its place. */
type Nothing = Readonly<Record<never, never>>;

/** A word that upstream does not take here. */
interface WrongWord {
  readonly word: string;
}

/** The variable, profile or conditional that is meant. */
interface Named {
  readonly name: string;
}

/** A word and the earlier one that it contradicts. */
interface Contradiction extends WrongWord {
  readonly against: string;
}

interface MissingFile {
  readonly path: string;
  /** Whether something is there, but no regular file. */
  readonly special: boolean;
}

/** The data of each kind. A kind is the code of the rule that explains it, without the language. */
interface DataOfKind {
  'access-needs-parentheses': Nothing;
  'alias-form': Nothing;
  'assignment-comma': Nothing;
  'assignment-empty': Named;
  'bad-glob': WrongWord & {
    readonly reason: GlobError;
    /** The pattern with its variables filled in, where it has some. */
    readonly expanded?: string;
  };
  'block-mode-conflict': WrongWord & { readonly mode: string };
  'boolean-value': WrongWord & { readonly reason: 'append' | 'word' };
  'broken-include': {
    /** What is wrong in the included file, and where in its text. */
    readonly inner: Problem;
    readonly path: string;
    readonly at: Span;
  };
  'change-profile-exec': WrongWord & { readonly reason: 'no-path' | 'no-arrow' | 'path-form' };
  'child-keyword': Named;
  'comment-inside-rule': Nothing;
  'comment-without-newline': Nothing;
  'condition-form': Nothing;
  'conditional-order': Named & {
    /** The group that must come later; the source of a mount where there is none. */
    readonly against?: string;
  };
  'conditional-value': Named & { readonly reason: 'in' | 'many' | 'set' };
  'dbus-mixed': WrongWord & Named;
  /** Without a mode it is the bare `file`. */
  'deny-exec-mode': { readonly mode?: string };
  'duplicate-conditional': Named;
  'duplicate-profile': Named & { readonly topLevel: boolean };
  'else-without-if': Nothing;
  'exec-conflict': {
    readonly mode: string;
    readonly against: string;
    readonly path: string;
    readonly otherPath: string;
    /** How many rules contradict besides the one that is named. */
    readonly more: number;
  };
  'exec-without-mode': { readonly path?: string };
  'flag-conflict': Contradiction;
  'flag-value': Named & { readonly value: string };
  'flags-form': { readonly reason: 'empty' | 'in' } | (WrongWord & { readonly reason: 'parentheses' });
  'hat-name': Nothing;
  'hat-xattrs': Nothing;
  'header-order': WrongWord;
  'identities-form': Nothing;
  'incomplete-rule': { readonly what: MissingPart } | (Named & { readonly what: 'value' });
  'link-and-exec': Nothing;
  'link-to-namespace': Nothing;
  'missing-abi-file': MissingFile;
  'missing-blank': WrongWord;
  'missing-comma': Nothing;
  'missing-include': MissingFile;
  'missing-open-brace': { readonly what: 'profile' | 'branch' };
  'missing-permissions': { readonly path: string };
  'mount-arrow': { readonly verb: string };
  'mount-encoding': { readonly reason: 'fstype' | 'remount' | 'propagation' };
  'mount-option-conflict': WrongWord & { readonly against?: string };
  'mqueue-form': (WrongWord & { readonly reason: 'type' | 'name' }) | (Contradiction & { readonly reason: 'mismatch' });
  'namespace-form': WrongWord & { readonly reason: 'open' | 'empty' | 'nameless' };
  'network-address': WrongWord;
  'network-combination': Contradiction & {
    /** Whether the two are a family and a type in the wrong order. */
    readonly swapped: boolean;
  };
  'network-conditionals': WrongWord;
  'network-port': WrongWord;
  'outside-profile': { readonly what: 'if' | 'block' | 'rule' };
  'path-form': Nothing;
  'path-needs-quotes': Nothing;
  'peer-access': WrongWord;
  'peer-form': { readonly verb: string };
  'value-needs-quotes': Nothing;
  'preamble-place': {
    readonly what: 'variable' | 'alias' | 'abi';
    /** Whether it comes after a profile; else inside one. */
    readonly after: boolean;
  };
  'priority-range': { readonly word?: string };
  'profile-attachment': WrongWord & { readonly reason: 'second' | 'form' };
  'profile-name': { readonly reason: 'missing' } | (Named & { readonly reason: 'stack' | 'keyword' });
  'qualifier-not-allowed': WrongWord & { readonly what: string };
  'qualifier-order': WrongWord & {
    /** Whether it is `safe` or `unsafe` after the path. */
    readonly misplaced: boolean;
  };
  'qualifier-twice': Contradiction;
  'recursive-variable': Named;
  'rlimit-form': Nothing;
  'rlimit-value': WrongWord & Named & { readonly reason: 'number' | 'unit' | 'nice' | 'negative' | 'bytes' | 'time' | 'second' };
  'safe-without-exec': WrongWord;
  'stray-brace': Nothing;
  'subset-without-link': Nothing;
  'too-many-targets': Named;
  'two-exec-modes': { readonly mode: string; readonly against: string };
  'unclosed-block': { readonly what: 'profile' | 'block' | 'branch' };
  'unclosed-list': Nothing;
  'undefined-boolean': Named;
  'undefined-variable': Named & {
    /** The variable in whose value it is used. */
    readonly through?: string;
  };
  'unexpected-text': Nothing;
  'unix-address': WrongWord;
  'unix-type': WrongWord;
  'unknown-access': WrongWord & { readonly verb: string };
  'unknown-capability': WrongWord;
  'unknown-conditional': Named & {
    readonly verb?: string;
    /** Whether it is known on the other side of `peer=( )` alone, and whether this side is inside of it. */
    readonly elsewhere: boolean;
    readonly peer: boolean;
  };
  'unknown-flag': WrongWord;
  'unknown-header-word': WrongWord;
  'unknown-keyword': WrongWord;
  'unknown-mount-option': WrongWord;
  'unknown-network-word': WrongWord & { readonly place: 'any' | 'domain' | 'type' };
  'unknown-permissions': WrongWord;
  'unknown-rlimit': WrongWord;
  'unknown-signal': WrongWord;
  'unseen-abi-file': { readonly path: string };
  'unseen-include': { readonly path: string };
  'unterminated-string': Nothing;
  'userns-list': Nothing;
  'variable-append': WrongWord;
  'variable-name': Nothing;
  'variable-redefined': WrongWord;
  'word-as-path': WrongWord;
  'write-and-append': WrongWord;
}

/** What a rule ends before. */
type MissingPart = 'end' | 'target' | 'path' | 'link target' | 'file name' | 'closing >';

export type ProblemKind = keyof DataOfKind;

type ProblemByKind = { readonly [Kind in ProblemKind]: { readonly kind: Kind } & DataOfKind[Kind] };

/** What is wrong, wherever. */
export type UnplacedProblem = ProblemByKind[ProblemKind];

/** Something that upstream refuses, or cannot judge, and where. */
export type Problem = { readonly [Kind in ProblemKind]: ProblemByKind[Kind] & { readonly span: Span } }[ProblemKind];

export type ProblemOf<Kind extends ProblemKind> = Extract<Problem, { readonly kind: Kind }>;
