import { baseName } from '../../core';
import { get, stringOf } from '../../tree';
import { fieldValueOf, oldAnnotations } from './annotations';
import { isPrivileged } from './capabilities';
import { kubeletValues, sandboxOf } from './clusterFacts';
import { type Container, type Pod, securityField, writtenString } from './model';
import { defaultHandler, handlerProgram, type RuntimeContext, runtimeSetting } from './runtimeSettings';
import type { Setting } from './setting';

const profileText = (type: string, name: string | undefined): string => (type === 'Localhost' ? `Localhost ${name ?? '?'}` : type);

/** The profile that filters a container's system calls. */
export const seccompSetting = (pod: Pod, container: Container, context: RuntimeContext): Setting =>
  sandboxed(pod, context, defaultNamed(seccomp(pod, container, context), runtimeSeccomp(context)));

export const appArmorSetting = (pod: Pod, container: Container, context: RuntimeContext): Setting =>
  sandboxed(pod, context, appArmor(pod, container, context));

/** In a sandbox with a kernel of its own the runtime's profiles are not in force for the container's processes. */
function sandboxed(pod: Pod, context: RuntimeContext, setting: Setting): Setting {
  const name = stringOf(get(pod.spec, 'runtimeClassName'));
  const byClass = context.facts?.find((fact) => fact.kind === 'runtime-class' && fact.name === name);
  const byDefault = name === undefined ? defaultHandler(context) : undefined;
  const handler = byClass?.detail ?? byDefault?.value;
  if (handler === undefined) return setting;
  const program = handlerProgram(context, handler);
  const sandbox = sandboxOf(`${handler} ${program?.value ?? ''}`);
  if (!sandbox) return setting;
  const where = byClass ? `RuntimeClass ${name} in ${baseName(byClass.uri)}, handler ${handler}` : `handler ${handler}, ${byDefault?.from}`;
  return noted(setting, `${sandbox} (${where}${program ? `, ${program.from}` : ''}) does not apply it inside the sandbox by default`);
}

const noted = (setting: Setting, note: string): Setting => ({ ...setting, note: setting.note ? `${setting.note}; ${note}` : note });

interface NamedDefault {
  readonly value: string;
  readonly from: string;
}

/** What RuntimeDefault means on the nodes, where a file of the workspace says it. */
function defaultNamed(setting: Setting, named: NamedDefault | undefined): Setting {
  if (setting.value !== 'RuntimeDefault' || !named?.value) return setting;
  const value = named.value === 'unconfined' ? 'Unconfined' : setting.value;
  return noted({ ...setting, value }, `${named.value === 'unconfined' ? '' : `${named.value}, `}${named.from}`);
}

const runtimeSeccomp = (context: RuntimeContext): NamedDefault | undefined =>
  runtimeSetting(context, 'cri-o', 'seccomp_profile') ?? runtimeSetting(context, 'docker', 'seccomp-profile');

function seccomp(pod: Pod, container: Container, context: RuntimeContext): Setting {
  const field = 'seccompProfile';
  // The runtimes apply no seccomp profile to privileged containers, whatever is asked for; CRI-O can be told to.
  if (isPrivileged(container)) {
    const own = runtimeSetting(context, 'cri-o', 'privileged_seccomp_profile');
    if (own?.value) return { field, value: own.value, from: 'runtime configuration', note: own.from };
    return { field, value: 'Unconfined', from: 'forced', note: 'by privileged' };
  }
  const own = securityField(container, field);
  const node = own ?? securityField(pod, field);
  const type = writtenString(get(node, 'type'));
  if (node && type !== undefined)
    return { field, value: profileText(type, stringOf(get(node, 'localhostProfile'))), from: own ? 'container' : 'pod', node };
  const stated = kubeletValues(context.facts ?? [], 'seccompDefault');
  const [first] = stated;
  if (first && stated.every(({ detail }) => detail === first.detail))
    return {
      field,
      value: first.detail === 'true' ? 'RuntimeDefault' : 'Unconfined',
      from: 'kubelet',
      note: `seccompDefault: ${first.detail} in ${baseName(first.uri)}`,
    };
  return { field, value: 'Unconfined', from: 'kubelet', note: 'RuntimeDefault where the kubelet has --seccomp-default' };
}

function appArmor(pod: Pod, container: Container, context: RuntimeContext): Setting {
  const field = 'appArmorProfile';
  const off = runtimeSetting(context, 'containerd', 'disable_apparmor');
  if (off?.value === 'true') return { field, value: 'Unconfined', from: 'runtime configuration', note: off.from };
  return defaultNamed(writtenAppArmor(pod, container), runtimeSetting(context, 'cri-o', 'apparmor_profile'));
}

function writtenAppArmor(pod: Pod, container: Container): Setting {
  const field = 'appArmorProfile';
  const own = securityField(container, field);
  const node = own ?? securityField(pod, field);
  const type = writtenString(get(node, 'type'));
  if (node && type !== undefined)
    return { field, value: profileText(type, stringOf(get(node, 'localhostProfile'))), from: own ? 'container' : 'pod', node };
  const annotation = [...oldAnnotations(pod)].find((each) => each.field === field && each.containerName === container.name);
  const said = annotation && fieldValueOf(annotation);
  if (annotation && said)
    return {
      field,
      value: profileText(said.type, said.localhostProfile),
      from: 'annotation',
      node: annotation.valueNode ?? annotation.keyNode,
    };
  if (isPrivileged(container)) return { field, value: 'Unconfined', from: 'forced', note: 'by privileged' };
  return { field, value: 'RuntimeDefault', from: 'runtime default', note: 'where the node has AppArmor' };
}
