import { baseName, type Fact, memo, type PodSecurityLevel, type StatedFact, wordTable } from '../../core';
import type { PodControlId } from '../../knowledge';
import { get, itemsOf, membersOf, type Node, stringOf } from '../../tree';
import { imageOf } from './harden/identity';
import type { Pod } from './model';
import { isLevel, isPolicyVersion } from './namespaces';
import type { KubeObject } from './objects';
import type { Violation } from './standards/violation';

/** Kyverno's names of the controls, with upstream's ids of the checks: `pkg/pss/utils/mapping.go`. */
export const kyvernoControls: Readonly<Record<string, readonly PodControlId[]>> = wordTable({
  HostProcess: ['windowsHostProcess'],
  'Host Namespaces': ['hostNamespaces'],
  'Privileged Containers': ['privileged'],
  Capabilities: ['capabilities_baseline', 'capabilities_restricted'],
  'HostPath Volumes': ['hostPathVolumes'],
  'Host Ports': ['hostPorts'],
  AppArmor: ['appArmorProfile'],
  SELinux: ['seLinuxOptions'],
  '/proc Mount Type': ['procMount'],
  Seccomp: ['seccompProfile_baseline', 'seccompProfile_restricted'],
  Sysctls: ['sysctls'],
  'Volume Types': ['restrictedVolumes'],
  'Privilege Escalation': ['allowPrivilegeEscalation'],
  'Running as Non-root': ['runAsNonRoot'],
  'Running as Non-root user': ['runAsUser'],
});

export const isKyvernoPolicy = ({ group, kind }: KubeObject): boolean =>
  group === 'kyverno.io' && (kind === 'ClusterPolicy' || kind === 'Policy');
export const isKyvernoException = ({ group, kind }: KubeObject): boolean => group === 'kyverno.io' && kind === 'PolicyException';

/** The rules of a policy that check pods by a level. */
export const podSecurityRules = ({ node }: KubeObject): readonly { readonly rule: Node; readonly podSecurity: Node }[] =>
  itemsOf(get(get(node, 'spec'), 'rules')).flatMap((rule) => {
    const podSecurity = get(get(rule, 'validate'), 'podSecurity');
    return podSecurity ? [{ rule, podSecurity }] : [];
  });

/** Whether something in the object has a rule. */
export const hasKyvernoRules = (object: KubeObject): boolean =>
  isKyvernoException(object)
    ? get(get(object.node, 'spec'), 'podSecurity') !== undefined
    : isKyvernoPolicy(object) && podSecurityRules(object).length > 0;

/** Controls that are left out: everywhere, or in containers whose image matches one of the patterns. */
export interface ExcludedControl {
  readonly control: string;
  readonly images: readonly string[];
}

/** Which pods a rule is about, as far as a file can tell. */
interface KyvernoScope {
  readonly kinds: readonly string[];
  /** Patterns; empty: every namespace. */
  readonly namespaces: readonly string[];
  /** It says more: names, labels, users. */
  readonly narrowed?: true;
}

interface RuleDetail {
  readonly level: PodSecurityLevel;
  readonly version: string;
  readonly exclude: readonly ExcludedControl[];
  readonly match: readonly KyvernoScope[];
  readonly except: readonly KyvernoScope[];
  /** Kyverno makes rules for the kinds that create pods. */
  readonly autogen: boolean;
}

interface ExceptionDetail {
  readonly rules: readonly string[];
  /** Empty: the whole rule is skipped. */
  readonly exclude: readonly ExcludedControl[];
  readonly match: readonly KyvernoScope[];
}

/** What a policy or an exception of Kyverno says of pods. Rules that only audit refuse nothing, so they are left out. */
export function kyvernoFacts(object: KubeObject): readonly StatedFact[] {
  if (isKyvernoException(object)) return exceptionFacts(object);
  if (!isKyvernoPolicy(object) || object.name === undefined) return [];
  return podSecurityRules(object).flatMap(({ rule, podSecurity }) => {
    const level = stringOf(get(podSecurity, 'level'));
    const version = stringOf(get(podSecurity, 'version')) || 'latest';
    if (!isLevel(level) || !isPolicyVersion(version) || !enforces(object, rule)) return [];
    const match = scopesIn(get(rule, 'match')).map((scope) => withNamespace(scope, object));
    const detail: RuleDetail = {
      level,
      version,
      exclude: exclusionsIn(get(podSecurity, 'exclude')),
      match,
      except: scopesIn(get(rule, 'exclude')),
      autogen: makesRules(object, match),
    };
    return [fact('kyverno-pod-security', `${object.name}/${stringOf(get(rule, 'name')) ?? ''}`, detail, podSecurity)];
  });
}

const fact = (kind: StatedFact['kind'], name: string, detail: RuleDetail | ExceptionDetail, at: Node): StatedFact => ({
  kind,
  name,
  detail: JSON.stringify(detail),
  span: at.span,
});

function exceptionFacts({ node }: KubeObject): readonly StatedFact[] {
  const spec = get(node, 'spec');
  const narrowed = get(spec, 'conditions') ? { narrowed: true as const } : {};
  return itemsOf(get(spec, 'exceptions')).flatMap((item) => {
    const policy = stringOf(get(item, 'policyName'));
    if (policy === undefined) return [];
    const detail: ExceptionDetail = {
      rules: itemsOf(get(item, 'ruleNames')).flatMap((name) => stringOf(name) ?? []),
      exclude: exclusionsIn(get(spec, 'podSecurity')),
      match: scopesIn(get(spec, 'match')).map((scope) => ({ ...scope, ...narrowed })),
    };
    return [fact('kyverno-exception', policy.slice(policy.indexOf('/') + 1), detail, item)];
  });
}

/** The rule's own action, else the policy's; both spellings of it. */
const enforces = ({ node }: KubeObject, rule: Node): boolean =>
  /^enforce$/i.test(
    stringOf(get(get(rule, 'validate'), 'failureAction')) ?? stringOf(get(get(node, 'spec'), 'validationFailureAction')) ?? 'Audit',
  );

/** A Policy is about its own namespace only. */
const withNamespace = (scope: KyvernoScope, { kind, namespace }: KubeObject): KyvernoScope =>
  kind === 'Policy' ? { ...scope, namespaces: [namespace ?? 'default'] } : scope;

/** Kyverno makes no rules for controllers where a rule names other kinds too, or more than kinds and namespaces. */
function makesRules({ node }: KubeObject, match: readonly KyvernoScope[]): boolean {
  const asked = membersOf(get(get(node, 'metadata'), 'annotations')).find(
    ({ key }) => key.value === 'pod-policies.kyverno.io/autogen-controllers',
  );
  if (asked) return stringOf(asked.value) !== 'none';
  return match.every(({ kinds, narrowed }) => kinds.length === 1 && !narrowed);
}

/** Restricted fields and their values narrow an exclusion further: it is taken for the whole control, so that nothing admitted is an error. */
const exclusionsIn = (list: Node | undefined): readonly ExcludedControl[] =>
  itemsOf(list).flatMap((item) => {
    const control = stringOf(get(item, 'controlName'));
    const images = itemsOf(get(item, 'images')).flatMap((image) => stringOf(image) ?? []);
    return control === undefined ? [] : [{ control, images }];
  });

/** `match` or `exclude`: each of its entries. Those of `all` must match together, which counts as more than a file can tell. */
function scopesIn(node: Node | undefined): readonly KyvernoScope[] {
  const together = itemsOf(get(node, 'all'));
  const entries = [...itemsOf(get(node, 'any')), ...together, ...(get(node, 'resources') && node ? [node] : [])];
  return entries.map((entry) => {
    const resources = get(entry, 'resources');
    const more = [...membersOf(entry), ...membersOf(resources)].some(
      ({ key }) => !/^(?:resources|kinds|namespaces|operations|any|all)$/.test(String(key.value)),
    );
    return {
      kinds: strings(get(resources, 'kinds')).map((kind) => kind.slice(kind.lastIndexOf('/') + 1)),
      namespaces: strings(get(resources, 'namespaces')),
      ...((more || together.length > 1) && { narrowed: true as const }),
    };
  });
}

const strings = (list: Node | undefined): readonly string[] => itemsOf(list).flatMap((item) => stringOf(item) ?? []);

/** A rule of Kyverno that refuses the pod. */
export interface KyvernoRule {
  readonly level: PodSecurityLevel;
  readonly version: string;
  readonly policy: string;
  readonly file: string;
  /** Whether the object that makes the pods is refused itself. */
  readonly refusesObject: boolean;
  /** More decides than files can tell. */
  readonly unsure: boolean;
  isExcluded(violation: Violation): boolean;
}

interface KyvernoFact<Detail> {
  readonly fact: Fact;
  readonly detail: Detail;
}

const known = memo((facts: readonly Fact[]) => ({
  rules: facts.flatMap((one) =>
    one.kind === 'kyverno-pod-security' ? [{ fact: one, detail: JSON.parse(one.detail ?? '') as RuleDetail }] : [],
  ),
  exceptions: facts.flatMap((one) =>
    one.kind === 'kyverno-exception' ? [{ fact: one, detail: JSON.parse(one.detail ?? '') as ExceptionDetail }] : [],
  ),
}));

/** The rules of Kyverno in the workspace that enforce a level for a pod. */
export function kyvernoRulesFor(pod: Pod, facts: readonly Fact[]): readonly KyvernoRule[] {
  const { rules, exceptions } = known(facts);
  return rules.flatMap((rule) => ruleFor(pod, rule, exceptions) ?? []);
}

function ruleFor(
  pod: Pod,
  { fact: { name, uri }, detail }: KyvernoFact<RuleDetail>,
  exceptions: readonly KyvernoFact<ExceptionDetail>[],
): KyvernoRule | undefined {
  const matched = detail.match.filter((scope) => concerns(scope, pod));
  const [policy = '', rule = ''] = name.split('/');
  const excepted = detail.except.filter((scope) => concerns(scope, pod));
  const granted = exceptions.filter(
    ({ fact: own, detail: { rules, match } }) =>
      own.name === policy && rules.some((pattern) => matches(pattern, rule)) && match.some((scope) => concerns(scope, pod)),
  );
  const isSkipped = granted.some(
    ({ detail: { exclude, match } }) => !exclude.length && match.some((scope) => concerns(scope, pod) && !scope.narrowed),
  );
  if (!matched.length || isSkipped || excepted.some(({ narrowed }) => !narrowed)) return undefined;
  const exclusions = [...detail.exclude, ...granted.flatMap(({ detail: { exclude } }) => exclude)];
  const ownKind = pod.object.kind;
  return {
    level: detail.level,
    version: detail.version,
    policy,
    file: baseName(uri),
    refusesObject: detail.autogen || matched.some(({ kinds }) => kinds.includes(ownKind)),
    unsure: matched.every(({ narrowed }) => narrowed) || excepted.length > 0 || granted.some(({ detail: { exclude } }) => !exclude.length),
    isExcluded: (violation) => exclusions.some((exclusion) => excludes(exclusion, violation)),
  };
}

/** Pods are what a controller makes, so a rule about either kind refuses them. */
function concerns({ kinds, namespaces }: KyvernoScope, { object }: Pod): boolean {
  const ofKind = !kinds.length || kinds.some((kind) => matches(kind, 'Pod') || matches(kind, object.kind));
  const ofNamespace = !namespaces.length || namespaces.some((pattern) => matches(pattern, object.namespace ?? 'default'));
  return ofKind && ofNamespace;
}

function excludes({ control, images }: ExcludedControl, { control: { id }, container }: Violation): boolean {
  if (!kyvernoControls[control]?.includes(id)) return false;
  if (!images.length || !container) return true;
  const image = imageOf(container);
  return image === undefined || images.some((pattern) => matches(pattern, image));
}

/** Kyverno's patterns: `*` any characters, `?` one. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const fits = (piece: string, at: number) => [...piece].every((char, i) => (char === '?' ? at + i < text.length : text[at + i] === char));
  if (!fits(first, 0)) return false;
  let at = first.length;
  const last = rest.pop();
  if (last === undefined) return at === text.length;
  for (const piece of rest) {
    while (at + piece.length <= text.length && !fits(piece, at)) at++;
    if (at + piece.length > text.length) return false;
    at += piece.length;
  }
  return text.length - last.length >= at && fits(last, text.length - last.length);
}
