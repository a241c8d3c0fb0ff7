/** Which profiles the rules of a file enter by name, and which profiles nothing of a workspace enters. */

import { type Fact, memo, type StatedFact, span } from '../../../core';
import { gatherer } from '../syntax/gather';
import { globError, matches } from '../syntax/glob';
import { permissionsOf } from '../syntax/permissions';
import type { FileTree, RuleStatement } from '../syntax/tree';
import { variablesIn, wordValue } from '../syntax/words';
import { loadedFrom } from './attachments';
import { isPartialIn } from './directives';
import type { ApparmorPart } from './model';
import { filesOf, fullName, hidesSomething } from './names';
import { alternativesOf, ownVariables } from './ownVariables';
import { type NamedProfile, profilesOf } from './profiles';

/** Names and patterns, as the text of the file alone says them. What a fragment says of a child starts with `//`. */
export function entersFacts(part: ApparmorPart): readonly StatedFact[] {
  return part.template ? [] : enteredIn(part.tree).map((name) => ({ kind: 'apparmor-enters', name, span: span(0, 0) }));
}

const enteredIn = memo((tree: FileTree): readonly string[] => {
  const variables = ownVariables(tree);
  return [...new Set(targets(tree, tree.text, undefined).flatMap(({ found }) => alternativesOf(found, variables) ?? [found]))];
});

const targets = gatherer<string, string | undefined>(
  (statement, _, owner) => (statement.kind === 'rule' && statement.qualifiers.mode?.value !== 'deny' ? enteredBy(statement, owner) : []),
  (statement, owner) => (statement.kind === 'profile' ? fullName(statement, owner) : owner),
);

function enteredBy(rule: RuleStatement, owner: string | undefined): readonly string[] {
  if (rule.verb !== 'file' && rule.verb !== 'change_profile' && rule.verb !== 'pivot_root') return [];
  const exec = rule.verb === 'file' && rule.permissions ? permissionsOf(rule.permissions.raw).exec : undefined;
  const { target } = rule;
  if (!target || (rule.verb === 'file' && !exec)) return [];
  // A label names several profiles where it stacks them: `&one`, `one//&two`.
  const label = wordValue(target.raw);
  const isStacked = label.startsWith('&');
  return label
    .replace(/^&/, '')
    .split('//&')
    .map((name) => name.replace(/^:[^:]*:(?:\/\/)?/, ''))
    .flatMap((name, index) => {
      if (exec?.transition !== 'child' || index > 0) return [name];
      const child = `${owner ?? ''}//${name}`;
      // Profiles that AppArmor ships name a profile outside in this way: `Cx -> &man_groff`.
      return isStacked ? [child, name] : [child];
    });
}

interface Entered {
  readonly exact: ReadonlySet<string>;
  /** Of children, whatever their parent. */
  readonly relative: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

/** What other files enter: their rules, pods, Compose files. */
const enteredElsewhere = memo((facts: readonly Fact[]): ReadonlyMap<string, Entered> => {
  const byFile = new Map<string, string[]>();
  for (const { kind, name, uri } of facts) {
    if (kind !== 'apparmor-enters' && kind !== 'uses-apparmor-profile') continue;
    const names = byFile.get(uri) ?? [];
    names.push(kind === 'apparmor-enters' ? name : name.replace(/^localhost\//, ''));
    byFile.set(uri, names);
  }
  return new Map([...byFile].map(([uri, names]) => [uri, enteredOf(names)]));
});

/** A pattern that matches every name names none. */
const namesNothing = /^[*?{},/]*$/;

function enteredOf(names: readonly string[]): Entered {
  const plain = names.filter((name) => !namesNothing.test(name));
  const isPattern = (name: string) => /[*?[{\\]/.test(name);
  const patterns = plain.filter(isPattern).map(withoutVariables);
  return {
    exact: new Set(plain.filter((name) => !isPattern(name))),
    relative: new Set(plain.filter((name) => name.startsWith('//') && !isPattern(name))),
    patterns: patterns.filter((pattern) => !globError(pattern)),
  };
}

/** What a variable of another file says isn't known, so it can be any text. */
function withoutVariables(pattern: string): string {
  let text = '';
  let from = 0;
  for (const { start, end } of variablesIn(pattern)) {
    text += `${pattern.slice(from, start)}**`;
    from = end;
  }
  return text + pattern.slice(from);
}

const enters = ({ exact, relative, patterns }: Entered, name: string): boolean => {
  if (exact.has(name)) return true;
  const child = name.lastIndexOf('//');
  if (child >= 0 && relative.has(name.slice(child))) return true;
  return patterns.some((pattern) => matches(pattern.startsWith('//') ? `**${pattern}` : pattern, name));
};

/**
 * Profiles that the kernel enters without a rule or that programs enter by a name of their own: Ubuntu's for user namespaces, those of
 * container engines, of libvirt, LXC, LXD and snapd, and those named after a unit of systemd.
 */
const enteredByPrograms =
  /^(?:unprivileged_userns|unconfined|docker-default|cri-containerd\.apparmor\.d|(?:crio|containers|nerdctl|buildkit|podman)-default.*|(?:libvirt|lxc|lxd|incus|snap)[-._].*|.+\.(?:service|socket|timer|scope|slice|mount|path))$/;

/** Without an attachment, and of a name that is no path. */
function needsEntering({ profile, item, fullName: name }: NamedProfile): boolean {
  if (item.site || profile.hat || profile.attachment || !profile.name) return false;
  return !/^(?:[/{]|@\{)/.test(wordValue(profile.name.raw)) && !/[@*?[{\\]/.test(name) && !enteredByPrograms.test(name);
}

/** Profiles and children of the file that neither its own rules nor others' enter. */
export function unentered(part: ApparmorPart, facts: readonly Fact[]): readonly NamedProfile[] {
  const hides = hidesSomething(part.root);
  const from = loadedFrom(part.uri);
  // Profiles that lie without others that attach, such as those of containers alone, are entered by programs that no file of the folder shows.
  const isCollection = facts.some(({ kind, uri }) => kind === 'apparmor-attachment' && uri !== part.uri && loadedFrom(uri) === from);
  const candidates = profilesOf(part).filter(
    (one) =>
      needsEntering(one) &&
      (one.fullName.includes('//') ? !hides : isCollection && from !== undefined) &&
      !isPartialIn(part.tree, one.item.start + one.profile.span.start),
  );
  if (candidates.length === 0) return [];
  const own = enteredOf([...filesOf(part.root)].flatMap(({ tree }) => enteredIn(tree)));
  const others = [...enteredElsewhere(facts)].flatMap(([uri, entered]) => (uri === part.uri ? [] : entered));
  return candidates.filter(({ fullName: name }) => !enters(own, name) && !others.some((other) => enters(other, name)));
}
