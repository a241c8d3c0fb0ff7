/** Which line of a manifest causes what the API server, admission or the kubelet report. */

import { type Blame, type Context, concerns, type Happening, nearest, type Span, type Suspect, type WhyEvent } from '../../core';
import { normalSysctl, policyMinor } from '../../knowledge';
import { booleanOf, find, get, holderOf, itemsOf, memberOf, type Node, numberOf, resolved, stringOf } from '../../tree';
import { fixOf } from './confined';
import { remove, set } from './harden/change';
import { changesFor } from './harden/harden';
import { suggestedUser } from './harden/identity';
import { type Container, everyHolder, nameOf, type Pod, podsOf, securityField, titleOf } from './model';
import type { PodPart } from './part';
import { knownProfiles } from './profileFacts';
import { type ProfileUse, profilesIn } from './profiles';
import { violationsAt } from './standards/evaluate';
import { nameSpan, type Violation, valueSpan } from './standards/violation';

export function blame(part: PodPart, { event }: Blame, context: Context): readonly Suspect[] {
  return podsOf(part, context)
    .filter((pod) => concerns(event.subject, pod.object))
    .flatMap((pod) => inPod(pod, event, context));
}

type Of<K extends Happening['kind']> = Extract<Happening, { readonly kind: K }>;

function inPod(pod: Pod, event: WhyEvent, context: Context): readonly Suspect[] {
  const { happening } = event;
  switch (happening.kind) {
    case 'violation':
      return violated(pod, happening, event);
    case 'invalid-field':
      return invalidField(pod, happening, event);
    case 'refused-field':
      return refusedField(pod, happening, event);
    case 'forbidden-sysctl':
      return forbiddenSysctl(pod, happening.name);
    case 'root-user':
      return rootUser(pod, happening, event);
    case 'missing-profile':
      return missingProfile(pod, happening, event, context);
    case 'unnamed-profile':
      return unnamedProfile(pod, happening, event);
    default:
      return [];
  }
}

/** The containers that an event is about: the one that it names, else all. */
function containersOf(pod: Pod, { subject }: WhyEvent): readonly Container[] {
  const named = pod.containers.filter(({ name }) => name === subject.container);
  return named.length > 0 ? named : pod.containers;
}

const isNamed = ({ subject }: WhyEvent): boolean => subject.pod !== undefined || subject.workload !== undefined;

function violated(pod: Pod, { controls, containers, values }: Of<'violation'>, event: WhyEvent): readonly Suspect[] {
  const level = event.level === 'baseline' ? 'baseline' : 'restricted';
  const minor = event.version === undefined || event.version === 'latest' ? policyMinor('latest') : policyMinor(event.version);
  const all = violationsAt(pod, level, minor).filter(({ control }) => controls.includes(control.id));
  const about = (violation: Violation) =>
    containers.length === 0 || !violation.container || containers.includes(violation.container.name) || controls[0] === 'restrictedVolumes';
  const named = all.filter(about);
  const said = values.map((value) => value.replace(/=true$/, ''));
  const exact = named.filter(
    ({ span, detail }) => said.length === 0 || said.some((value) => textAt(pod, span).includes(value) || detail.includes(value)),
  );
  const found = exact.length > 0 ? exact : named;
  const policy = `${event.level ?? level}${event.version === undefined ? '' : `:${event.version}`}`;
  const outcome = event.warning
    ? `Pod Security only warns here: the object is accepted, and nothing was refused. A namespace that enforces ${policy} would refuse the pods`
    : `Pod Security refuses the pod at ${policy}`;
  if (found.length > 0) {
    return found.map((violation) => ({
      span: violation.span,
      layer: 'admission',
      certainty: 'certain',
      decisive: true,
      message: `${outcome}: ${violation.detail}.`,
      fix: fixOf(pod, titleOfFix(violation), changesFor(violation)),
    }));
  }
  // A file that was mended since, or is a template: the container that the message names is still the place to look.
  const place = pod.containers.find(({ name }) => containers.includes(name));
  if (!place || !isNamed(event)) return [];
  return [
    {
      span: nameSpan(place),
      layer: 'admission',
      certainty: 'possible',
      message: `${outcome} because of ${titleOf(place)}. As written in this file, the container passes this check: another version of it was applied, or a controller changed it.`,
    },
  ];
}

const textAt = ({ part }: Pod, { start, end }: Span): string => part.text.slice(start, end);

function titleOfFix({ changes, container, control }: Violation): string {
  const [first] = changes;
  const field = String(first?.path.filter((step) => typeof step === 'string' && step !== 'securityContext').at(-1) ?? control.id);
  const where = container ? ` in ${titleOf(container)}` : '';
  if (first?.kind === 'set')
    return `Set ${field}: ${typeof first.value === 'object' ? JSON.stringify(first.value) : String(first.value)}${where}`;
  return `Remove what ${control.reason} is about${where}`;
}

/** `spec.template.spec.containers[1].securityContext`, from the object's root. */
const stepsOf = (path: string): readonly (string | number)[] =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

function invalidField(pod: Pod, { path, reason, fields = [] }: Of<'invalid-field'>, event: WhyEvent): readonly Suspect[] {
  const [root, ...below] = stepsOf(path);
  // A path of the pod that a workload makes starts at its template.
  const ofPod = event.subject.pod !== undefined && root === 'spec' && pod.object.kind !== 'Pod';
  const steps = ofPod ? [...pod.path, ...below] : [...pod.object.path, ...stepsOf(path)];
  let depth = steps.length;
  let node: Node | undefined;
  while (depth > pod.object.path.length) {
    node = find(pod.part.tree.root, steps.slice(0, depth));
    if (node) break;
    depth--;
  }
  if (!node) return [];
  const member = fields.map((field) => memberOf(resolved(node), field)).find((one) => one !== undefined);
  const near = depth < steps.length ? misspelled(node, String(steps[depth])) : undefined;
  const place = member?.key.span ?? near ?? holderOf(node)?.key.span ?? valueSpan(node);
  // Without a name the path alone must fit: a required field that is missing is told from its holder.
  if (!isNamed(event) && depth < steps.length && !near) return [];
  const contradicts = fields.includes('allowPrivilegeEscalation') && member;
  const container = pod.containers.find((one) => one.path.every((step, i) => step === steps[i]));
  return [
    {
      span: place,
      layer: event.layer,
      certainty: depth === steps.length || near || isNamed(event) ? 'certain' : 'possible',
      decisive: true,
      message: `${event.layer === 'admission' ? 'Admission' : 'The API server'} refuses ${path}${container ? ` (${titleOf(container)})` : ''}: ${reason}.`,
      ...(contradicts &&
        container && {
          fix: fixOf(pod, `Remove allowPrivilegeEscalation: false from ${titleOf(container)}`, [
            remove([...container.path, 'securityContext', 'allowPrivilegeEscalation']),
          ]),
        }),
    },
  ];
}

/** The key of an object that is the one of the message in another spelling, as strict decoding reports it. */
function misspelled(node: Node, key: string): Span | undefined {
  const object = resolved(node);
  if (object?.kind !== 'object') return undefined;
  return object.members.find((member) => String(member.key.value) === key)?.key.span;
}

function refusedField(pod: Pod, { field, problem, value, cure }: Of<'refused-field'>, event: WhyEvent): readonly Suspect[] {
  const places: Node[] = [];
  const spec = get(pod.spec, field);
  if (spec) places.push(spec);
  for (const { holder, container } of everyHolder(pod)) {
    if (container && !containersOf(pod, event).includes(container)) continue;
    const own = securityField(holder, field) ?? (container ? get(container.node, field) : undefined);
    if (own) places.push(own);
  }
  const said = value === undefined ? undefined : scalarWith(places, value);
  const [first] = said ? [said] : value === undefined ? places : [];
  if (!first) return [];
  return [
    {
      span: said ? valueSpan(said) : (holderOf(first)?.key.span ?? valueSpan(first)),
      layer: event.layer,
      certainty: 'certain',
      decisive: true,
      message: `${field} is refused: ${problem}. ${cure}.`,
    },
  ];
}

function scalarWith(nodes: readonly Node[], value: string): Node | undefined {
  for (const node of nodes) {
    const actual = resolved(node);
    if (actual?.kind === 'scalar' && stringOf(actual) === value) return actual;
    const children =
      actual?.kind === 'array' ? actual.items : actual?.kind === 'object' ? actual.members.flatMap((member) => member.value ?? []) : [];
    const found = scalarWith(children, value);
    if (found) return found;
  }
  return undefined;
}

function forbiddenSysctl(pod: Pod, name: string): readonly Suspect[] {
  return itemsOf(securityField(pod, 'sysctls')).flatMap((item): Suspect[] => {
    const node = get(item, 'name');
    if (!node || normalSysctl(stringOf(node) ?? '') !== normalSysctl(name)) return [];
    return [
      {
        span: node.span,
        layer: 'kubelet',
        certainty: 'certain',
        decisive: true,
        message: `The kubelet of this node refuses the pod: ${name} is not a safe sysctl, and the node doesn't allow it. Add it to allowedUnsafeSysctls of the kubelet's configuration (--allowed-unsafe-sysctls), or remove it here.`,
        fix: { title: `Remove the sysctl ${name}` },
      },
    ];
  });
}

function rootUser(pod: Pod, { imageUser, asked }: Of<'root-user'>, event: WhyEvent): readonly Suspect[] {
  return containersOf(pod, event).flatMap((container): Suspect[] => {
    const own = securityField(container, 'runAsNonRoot');
    const rule = own ?? securityField(pod, 'runAsNonRoot');
    const user = securityField(container, 'runAsUser') ?? securityField(pod, 'runAsUser');
    if (!rule || booleanOf(rule) !== true) return [];
    const number = numberOf(user);
    if (asked ? number !== 0 : number !== undefined) return [];
    const certain = event.subject.container === container.name || containersOf(pod, event).length === 1;
    const wanted = suggestedUser(pod, container);
    const image = stringOf(get(container.node, 'image')) ?? 'the image';
    const cause =
      imageUser !== undefined
        ? `the USER of ${image} is the name "${imageUser}", and the kubelet can't tell from a name that it isn't root`
        : asked
          ? `runAsUser is 0`
          : `${image} runs as root, and no runAsUser says otherwise`;
    return [
      {
        span: asked && user ? valueSpan(user) : valueSpan(rule),
        layer: 'kubelet',
        certainty: certain ? 'certain' : 'possible',
        decisive: true,
        message: `The kubelet doesn't start ${titleOf(container)}: runAsNonRoot is true (set on ${own ? nameOf(container) : 'the pod'}), but ${cause}. Set runAsUser to the number of a user that isn't root.`,
        fix: fixOf(pod, `Set runAsUser: ${wanted} in ${titleOf(container)}`, [
          set([...container.path, 'securityContext', 'runAsUser'], wanted),
        ]),
      },
    ];
  });
}

const fieldOf = { seccomp: 'seccompProfile', apparmor: 'appArmorProfile' } as const;
const titleOfKind = { seccomp: 'seccomp', apparmor: 'AppArmor' } as const;

const usesOf = (pod: Pod, of: keyof typeof fieldOf): readonly ProfileUse[] =>
  [...profilesIn(pod)].filter(({ field, type }) => field === fieldOf[of] && type === 'Localhost');

/** Whether a path of the node is what `localhostProfile` comes to there. */
const leadsTo = (of: keyof typeof fieldOf, name: string, asked: string): boolean =>
  of === 'apparmor' ? name === asked.replace(/^localhost\//, '') : asked === name || asked.endsWith(`/${name}`);

function missingProfile(pod: Pod, { of, name }: Of<'missing-profile'>, event: WhyEvent, context: Context): readonly Suspect[] {
  const uses = usesOf(pod, of);
  const concerned = uses.filter((use) => !use.container || containersOf(pod, event).includes(use.container));
  const found = name === undefined ? concerned : uses.filter((use) => use.name && leadsTo(of, use.name, name));
  return found.flatMap((use): Suspect[] => {
    if (!use.nameNode || !use.name) return [];
    const known = knownProfiles(fieldOf[of], context);
    const same = known.find((one) => one.matches(use.name ?? ''));
    const similar = same
      ? undefined
      : nearest(
          use.name,
          known.map((one) => one.name),
        );
    const hint = same
      ? `The workspace has it (${shortPath(same.fact.uri)}), so it only is not ${of === 'apparmor' ? 'loaded on the node: run apparmor_parser -r there' : 'on the node: copy it to /var/lib/kubelet/seccomp/'}.`
      : similar !== undefined
        ? `The workspace has no such profile, but has ${similar}.`
        : `The workspace has no such profile either.`;
    const what =
      of === 'apparmor' ? `no AppArmor profile "${use.name}" is loaded on the node` : `the node has no seccomp profile ${name ?? use.name}`;
    return [
      {
        span: valueSpan(use.nameNode),
        layer: of,
        certainty: name !== undefined || found.length === 1 ? 'certain' : 'possible',
        decisive: true,
        message: `${use.holder === 'the pod' ? 'The pod' : `Container "${use.container?.name}"`} uses ${of === 'apparmor' ? 'an' : 'a'} ${titleOfKind[of]} profile that is missing: ${what}. ${hint}`,
        ...(similar !== undefined && { fix: fixOf(pod, `Write ${similar}`, [set([...use.path, 'localhostProfile'], similar)]) }),
        ...(same && of === 'apparmor' && { next: `sudo aa-status | grep -F ${quoted(use.name)}` }),
        ...(of === 'seccomp' && same && { next: `ls -l ${quoted(name ?? `/var/lib/kubelet/seccomp/${use.name}`)}` }),
      },
    ];
  });
}

const shortPath = (uri: string): string => uri.split('/').slice(-2).join('/');

const quoted = (word: string): string => (/^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function unnamedProfile(pod: Pod, { of }: Of<'unnamed-profile'>, event: WhyEvent): readonly Suspect[] {
  return usesOf(pod, of).flatMap((use): Suspect[] => {
    if (use.name || (use.container && !containersOf(pod, event).includes(use.container))) return [];
    return [
      {
        span: use.nameNode?.span ?? use.typeNode?.span ?? valueSpan(use.node),
        layer: 'kubelet',
        certainty: 'certain',
        decisive: true,
        message: `The type Localhost needs the name of ${of === 'apparmor' ? 'an' : 'a'} ${titleOfKind[of]} profile, and localhostProfile is ${use.nameNode ? 'empty' : 'missing'}. The API server accepts that; the kubelet doesn't start the container.`,
        fix: fixOf(pod, 'Use type: RuntimeDefault', [
          remove([...use.path, 'localhostProfile']),
          set([...use.path, 'type'], 'RuntimeDefault'),
        ]),
      },
    ];
  });
}
