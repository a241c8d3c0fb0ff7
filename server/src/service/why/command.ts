/** The command lines of a pasted screen: whom they are about, and what confinement they request. */

import type { Confined, ConfinedMount, ProfileChoice, WhySubject } from '../../core';
import { boundingSet, capabilities } from '../../knowledge';

/** The words of a command line; quoted words are one. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ''));

const prompt = /(?:^|[$#❯➜%>]\s+|^\+\s+)(?:sudo\s+)?(kubectl|oc|docker|podman|nerdctl|skopeo|buildah|crictl)\s+(.*)$/;

/** Options of kubectl and docker exec that take no value, among those that people paste. */
const flags =
  /^(?:-it|-ti|-i|-t|--stdin|--tty|--previous|-p|-f|--follow|--all-containers|--rm|-d|--detach|--init|--privileged|--read-only|--no-healthcheck|-w|--tls-verify=.*)$/;

/** What a line that was typed says about whom the next lines are about; undefined where it is no such line. */
export function subjectOfCommand(line: string): WhySubject | undefined {
  const [, program = '', rest = ''] = prompt.exec(line) ?? [];
  if (program === '') return undefined;
  const [verb = '', ...words] = wordsOf(rest);
  if (program === 'kubectl' || program === 'oc') return ofKubectl(verb, words);
  if (program === 'skopeo' || program === 'buildah' || verb === 'pull') {
    const image = words.find(
      (word) => /^[a-z-]+:\/\/|^[\w.-]+(?::\d+)?\/[\w./-]+|^[\w./-]+:[\w.-]+$/.test(word) && !/^(?:dir|oci|docker-archive):/.test(word),
    );
    return image === undefined ? {} : { image };
  }
  if (verb === 'compose') return ofCompose(words);
  if (verb === 'run' || verb === 'create') return ofRun(words, program === 'podman' ? 'podman' : 'docker');
  if (verb === 'exec' || verb === 'logs' || verb === 'start')
    return named(operandsOf(words, /^(?:-u|--user|-e|--env|-w|--workdir|--since|--tail|-n)$/)[0]);
  return {};
}

const named = (name: string | undefined): WhySubject => (name === undefined ? {} : { workload: name });

function ofKubectl(verb: string, words: readonly string[]): WhySubject {
  const valued = /^(?:-n|--namespace|-c|--container|--since|--tail|-o|-l|--context|-f|--filename)$/;
  const optionOf = (...names: readonly string[]) => {
    for (const [i, word] of words.entries()) {
      if (names.includes(word)) return words[i + 1];
      const [name = '', value] = word.split('=', 2);
      if (names.includes(name) && value !== undefined) return value;
    }
    return undefined;
  };
  const namespace = optionOf('-n', '--namespace');
  const container = optionOf('-c', '--container');
  const around = { ...(namespace !== undefined && { namespace }), ...(container !== undefined && { container }) };
  if (!/^(?:logs|exec|attach|describe|debug)$/.test(verb)) return around;
  const operands = operandsOf(words.slice(0, words.includes('--') ? words.indexOf('--') : words.length), valued).filter(
    (word) => word !== '--',
  );
  const [first, second] = operands;
  if (first === undefined) return around;
  if (first.includes('/')) {
    const [kind = '', name = ''] = first.split('/');
    return { ...around, ...(/^po/.test(kind) ? { pod: name } : { workload: name }) };
  }
  if (verb === 'describe')
    return second === undefined ? around : { ...around, ...(/^po/.test(first) ? { pod: second } : { workload: second }) };
  return { ...around, pod: first, ...(verb === 'logs' && second !== undefined && { container: second }) };
}

/** Words that are neither options nor their values. */
function operandsOf(words: readonly string[], valued: RegExp): readonly string[] {
  const operands: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (valued.test(word)) i++;
    else if (!word.startsWith('-')) operands.push(word);
  }
  return operands;
}

function ofCompose(words: readonly string[]): WhySubject {
  const operands = operandsOf(words, /^(?:-f|--file|-p|--project-name|--profile|--env-file|-e|-u)$/);
  const [verb, service] = operands;
  return /^(?:run|exec|logs|up|start|restart)$/.test(verb ?? '') && service !== undefined ? { workload: service } : {};
}

/** The options of a command line that matter. */
interface Asked {
  name: string;
  image?: string;
  user?: string;
  readOnly?: boolean;
  privileged?: boolean;
  noNewPrivileges?: boolean;
  hostNetwork: boolean;
  seccomp: ProfileChoice;
  apparmor: ProfileChoice;
}

/** `docker run` names everything itself. */
function ofRun(words: readonly string[], engine: 'docker' | 'podman'): WhySubject {
  const added: string[] = [];
  const dropped: string[] = [];
  const mounts: ConfinedMount[] = [];
  const span = { start: 0, end: 0 };
  const run: Asked = { name: '', seccomp: { type: 'default' }, apparmor: { type: 'default' }, hostNetwork: false };
  const choice = (value: string): ProfileChoice =>
    value === 'unconfined' ? { type: 'unconfined' } : value === 'builtin' ? { type: 'default' } : { type: 'profile', name: value };
  const take = (option: string, value: string): boolean => {
    switch (option) {
      case '--cap-add':
        added.push(...value.split(','));
        return true;
      case '--cap-drop':
        dropped.push(...value.split(','));
        return true;
      case '--name':
        run.name = value;
        return true;
      case '-u':
      case '--user':
        run.user = value.split(':')[0] ?? value;
        return true;
      case '--net':
      case '--network':
        run.hostNetwork = value === 'host';
        return true;
      case '--tmpfs':
        mounts.push({ path: value.split(':')[0] ?? value, source: 'emptyDir', readOnly: false, span });
        return true;
      case '--device':
        mounts.push({ path: value.split(':')[1] ?? value, source: 'device', readOnly: false, span });
        return true;
      case '-v':
      case '--volume': {
        const [source = '', path = source, options = ''] = value.split(':');
        mounts.push({
          path,
          source: /^[./~]/.test(source) ? 'hostPath' : 'volume',
          hostPath: source,
          readOnly: /\bro\b/.test(options),
          span,
        });
        return true;
      }
      case '--security-opt': {
        const [, kind = '', profile = ''] = /^(seccomp|apparmor)[=:](.+)$/.exec(value) ?? [];
        if (kind === 'seccomp') run.seccomp = choice(profile);
        else if (kind === 'apparmor') run.apparmor = choice(profile);
        else if (/^no-new-privileges/.test(value)) run.noNewPrivileges = !/false$/.test(value);
        return true;
      }
      default:
        return /^(?:-p|--publish|-e|--env|-w|--workdir|--entrypoint|-l|--label|-h|--hostname|--memory|-m|--cpus|--restart|--mount|--env-file|--ulimit|--sysctl|--pid|--ipc|--userns|--log-driver|--gpus|--platform|--pull|--add-host|--group-add|--shm-size)$/.test(
          option,
        );
    }
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-')) {
      run.image = word;
      break;
    }
    if (word === '--privileged') run.privileged = true;
    else if (word === '--read-only') run.readOnly = true;
    else if (!flags.test(word)) {
      const [option = '', value] =
        word.includes('=') && word.startsWith('--') ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word];
      if (value !== undefined) take(option, value);
      else if (take(option, words[i + 1] ?? '')) i++;
    }
  }
  const { name, image, user, readOnly, noNewPrivileges, hostNetwork, privileged = false } = run;
  const ofPrivileged = (chosen: ProfileChoice): ProfileChoice =>
    privileged && chosen.type === 'default' ? { type: 'unconfined' } : chosen;
  const command: Confined = {
    name: name || 'container',
    title: `the container of \`${engine} run\``,
    engine,
    ...(image !== undefined && { image }),
    span,
    ...(user !== undefined && { user: { name: user, span } }),
    privileged,
    capabilities: privileged ? capabilities().map((one) => one.name) : boundingSet(added, dropped, engine),
    ...(dropped.length > 0 && { drop: span }),
    ...(noNewPrivileges && { noNewPrivileges: { span } }),
    seccomp: ofPrivileged(run.seccomp),
    apparmor: ofPrivileged(run.apparmor),
    ...(readOnly && { readOnlyRoot: span }),
    mounts,
    ports: [],
    hostNetwork,
  };
  return { command, ...(image !== undefined && { image }) };
}
