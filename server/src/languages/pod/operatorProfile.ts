import { type Embedded, generatedMap, memo, type Span, TextMaker } from '../../core';
import { findCapability, operatorDenies, operatorName, operatorPath, operatorRawIo } from '../../knowledge';
import { get, itemsOf, memberOf, type Node, type ScalarNode, stringOf } from '../../tree';
import type { KubeObject } from './objects';
import type { PodPart } from './part';
import { isUnknown } from './template';

export const operatorGroup = 'security-profiles-operator.x-k8s.io';

/** The lists of `spec.abstract`, by what they become. */
interface Abstract {
  /** Of the key `abstract`, and of its value. */
  readonly key: Span;
  readonly value: Span;
  readonly name: ScalarNode;
  readonly complain: boolean;
  readonly executables: readonly ScalarNode[];
  readonly libraries: readonly ScalarNode[];
  readonly readOnly: readonly ScalarNode[];
  readonly writeOnly: readonly ScalarNode[];
  readonly readWrite: readonly ScalarNode[];
  readonly network: Node | undefined;
  readonly capabilities: readonly ScalarNode[];
}

/** Undefined where the object has none, or writes its policy as text, which older operators take. */
export const abstractOf = (object: KubeObject): Abstract | undefined =>
  object.group === operatorGroup && object.kind === 'AppArmorProfile' ? abstractIn(object) : undefined;

const abstractIn = memo(({ node }: KubeObject): Abstract | undefined => {
  const spec = get(node, 'spec');
  const abstract = memberOf(spec, 'abstract');
  const name = get(get(node, 'metadata'), 'name');
  if (!abstract || get(spec, 'policy') || name?.kind !== 'scalar') return undefined;
  const list = (section: string, field: string): readonly ScalarNode[] =>
    itemsOf(get(get(abstract.value, section), field)).filter((item): item is ScalarNode => item.kind === 'scalar' && !!item.value);
  return {
    key: abstract.key.span,
    value: abstract.value?.span ?? abstract.key.span,
    name,
    complain: stringOf(get(spec, 'mode')) === 'Complain' || isTrue(get(spec, 'complainMode')),
    executables: list('executable', 'allowedExecutables'),
    libraries: list('executable', 'allowedLibraries'),
    readOnly: list('filesystem', 'readOnlyPaths'),
    writeOnly: list('filesystem', 'writeOnlyPaths'),
    readWrite: list('filesystem', 'readWritePaths'),
    network: get(abstract.value, 'network'),
    capabilities: list('capability', 'allowedCapabilities'),
  };
});

const isTrue = (node: Node | undefined): boolean => node?.kind === 'scalar' && node.value === true;

export interface RefusedValue {
  readonly node: ScalarNode;
  readonly why: 'name' | 'path' | 'traversal' | 'capability';
}

/** The values for which the operator makes no profile. */
export function* refusedValues(abstract: Abstract): Generator<RefusedValue> {
  const { name, executables, libraries, readOnly, writeOnly, readWrite, capabilities } = abstract;
  if (!isUnknown(textOf(name)) && !operatorName.test(textOf(name))) yield { node: name, why: 'name' };
  const programs = [...executables, ...libraries];
  for (const node of [...programs, ...readOnly, ...writeOnly, ...readWrite]) {
    const path = textOf(node);
    if (isUnknown(path)) continue;
    if (!operatorPath.test(path)) yield { node, why: 'path' };
    else if (programs.includes(node) && /^\/\.\.|\/\.\.\//.test(path)) yield { node, why: 'traversal' };
  }
  for (const node of capabilities) {
    const word = textOf(node).trim().toLowerCase();
    if (!isUnknown(word) && (word.startsWith('cap_') || !findCapability(word))) yield { node, why: 'capability' };
  }
}

const textOf = ({ value }: ScalarNode): string => String(value);

/** The profile that the operator makes of `spec.abstract`; undefined where it makes none, or a template fills in values. */
export function operatorProfile(part: PodPart, object: KubeObject): Embedded | undefined {
  const abstract = abstractOf(object);
  if (!abstract || [...refusedValues(abstract)].length) return undefined;
  const { name, executables, libraries, readOnly, writeOnly, readWrite, capabilities } = abstract;
  if (
    [name, ...executables, ...libraries, ...readOnly, ...writeOnly, ...readWrite, ...capabilities].some((node) => isUnknown(textOf(node)))
  )
    return undefined;
  const made = profileText(abstract, part).made;
  return {
    name: textOf(name),
    language: 'apparmor',
    text: made.text,
    map: generatedMap(made, abstract.key, abstract.value),
    generated: fileOf(textOf(name)),
  };
}

/** The operator writes no folders. */
const fileOf = (name: string): string => `/etc/apparmor.d/${name.replaceAll('/', '.').replace(/^\.+|\.+$/g, '')}`;

function profileText(abstract: Abstract, { text }: PodPart): TextMaker {
  const { complain, network, capabilities } = abstract;
  const maker = new TextMaker();
  const take = (node: ScalarNode) => maker.take(textOf(node), within(text, node));
  const rules = (nodes: readonly ScalarNode[], before: string, after: string) => {
    for (const node of nodes) {
      maker.add(`  ${before}`);
      take(node).add(`${after},\n`);
    }
  };
  const rawIo = capabilities.some((node) => textOf(node) === operatorRawIo.capability);
  maker.add('include <tunables/global>\n\nprofile ');
  take(abstract.name).add(
    ` flags=(${complain ? 'complain' : 'enforce'}, attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n\n`,
  );
  rules(abstract.executables, '', ' ixr');
  rules(abstract.libraries, '', ' mr');
  if (rawIo) for (const program of operatorRawIo.programs) maker.add(`  ${program} ixr,\n`);
  rules(abstract.readOnly, '', ' r');
  if (!complain) rules(abstract.readOnly, 'deny ', ' wlk');
  rules(abstract.writeOnly, '', ' wlk');
  if (!complain) rules(abstract.writeOnly, 'deny ', ' r');
  rules(abstract.readWrite, '', ' rwlk');
  if (network) for (const rule of networkRules(network, complain)) maker.add(`  ${rule},\n`);
  rules(capabilities, 'capability ', '');
  if (rawIo) for (const rule of operatorRawIo.rules) maker.add(`  ${rule},\n`);
  if (!complain) {
    maker.add('\n');
    for (const rule of operatorDenies) maker.add(`  deny ${rule},\n`);
  }
  return maker.add('}\n');
}

function* networkRules(network: Node, complain: boolean): Generator<string> {
  const protocols = get(network, 'allowedProtocols');
  if (isTrue(get(network, 'allowRaw'))) yield 'network raw';
  else if (!complain) yield 'deny network raw';
  if (isTrue(get(protocols, 'allowTcp'))) yield 'network tcp';
  if (isTrue(get(protocols, 'allowUdp'))) yield 'network udp';
}

/** Where a value is written, without the quotes around it. */
function within(text: string, { span }: ScalarNode): Span {
  const quoted = /^["']/.test(text.slice(span.start, span.end)) ? 1 : 0;
  return { start: span.start + quoted, end: span.end - quoted };
}
