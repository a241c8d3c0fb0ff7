/** Signature help: the shape of the rule around the cursor, and the part of it that the cursor is in. */

import { ours, type Signature, wordTable } from '../../../core';
import { conditionalHelp, keywordHelp } from '../../../knowledge';
import type { ApparmorPart } from '../policy/model';
import { statementAt } from '../syntax/locate';
import type { Condition, RuleStatement } from '../syntax/tree';

interface Parameter {
  readonly label: string;
  readonly documentation: string;
}

interface Shape {
  readonly label: string;
  readonly parameters: Signature['parameters'];
}

const access = (words: string): Parameter => ({
  label: '[access]',
  documentation: `One word, or several in parentheses: ${words}. Without it, all of them.`,
});

const peerLabel: Parameter = {
  label: '[peer=profile]',
  documentation: 'The profile of the other side, as a name or pattern; `unconfined` for what has none. Without it, anyone.',
};

const conditional = (label: string): Parameter => ({
  label,
  documentation: conditionalHelp().get(label.replace(/^\[|=.*$/g, ''))?.text ?? '',
});

const signatures: Readonly<Record<string, () => Shape>> = wordTable({
  mount: () =>
    shape('mount', ',', [
      conditional('[fstype=type]'),
      { label: '[options=(flags)]', documentation: '`=( )` names exactly the flags of the mount, `in ( )` flags that may be among them.' },
      {
        label: '[source]',
        documentation: 'What is mounted: a device, a directory for `bind`, a name such as `tmpfs`. Flags of propagation alone take none.',
      },
      { label: '[-> mountpoint]', documentation: 'Where it is mounted. A directory ends with `/`.' },
    ]),
  remount: () =>
    shape('remount', ',', [
      { label: '[options=(flags)]', documentation: '`=( )` names exactly the new flags, `in ( )` flags that may be among them.' },
      { label: '[mountpoint]', documentation: 'The mount that is changed. A directory ends with `/`.' },
    ]),
  umount: () =>
    shape('umount', ',', [
      conditional('[fstype=type]'),
      { label: '[mountpoint]', documentation: 'The mount that is taken away. A directory ends with `/`.' },
    ]),
  pivot_root: () =>
    shape('pivot_root', ',', [
      conditional('[oldroot=path]'),
      { label: '[newroot]', documentation: 'The directory that becomes the root.' },
      { label: '[-> profile]', documentation: 'The profile that the process enters with the new root.' },
    ]),
  dbus: () =>
    shape('dbus', ',', [
      access('send, receive, bind, eavesdrop'),
      conditional('[bus=name]'),
      conditional('[path=object]'),
      conditional('[interface=name]'),
      conditional('[member=name]'),
      conditional('[name=own]'),
      {
        label: '[peer=(name= label=)]',
        documentation: 'The other side: its D-Bus name, its profile, or both. Not for bind and eavesdrop.',
      },
    ]),
  unix: () =>
    shape('unix', ',', [
      access('create, bind, listen, accept, connect, shutdown, getattr, setattr, getopt, setopt, send, receive'),
      conditional('[type=type]'),
      conditional('[addr=address]'),
      {
        label: '[peer=(addr= label=)]',
        documentation: 'The other side: its address, its profile, or both. With it only accept, connect, send and receive make sense.',
      },
    ]),
  network: () =>
    shape('network', ',', [
      access('create, bind, listen, accept, connect, shutdown, getattr, setattr, getopt, setopt, send, receive'),
      { label: '[family]', documentation: 'The address family: `inet`, `inet6`, `unix`, `netlink`, …. Without it, all of them.' },
      { label: '[type]', documentation: 'The type of the socket (`stream`, `dgram`, `raw`, …), or `tcp`, `udp`, `icmp` with inet.' },
      conditional('[ip=address]'),
      conditional('[port=range]'),
      {
        label: '[peer=(ip= port=)]',
        documentation: 'Address and port of the other side, for accept, connect, send and receive. Since AppArmor 4.0.',
      },
    ]),
  signal: () =>
    shape('signal', ',', [
      access('send, receive'),
      {
        label: '[set=(names)]',
        documentation: 'The signals, lower case and without SIG: `hup`, `term`, `rtmin+3`. Without it, all of them.',
      },
      peerLabel,
    ]),
  ptrace: () => shape('ptrace', ',', [access('read, trace, readby, tracedby'), peerLabel]),
  mqueue: () =>
    shape('mqueue', ',', [
      access('create, open, delete, read, write, getattr, setattr'),
      { label: '[type=posix|sysv]', documentation: 'Which kind of queue; without it, both.' },
      { label: '[label=profile]', documentation: 'The profile that made the queue.' },
      { label: '[name]', documentation: 'A POSIX queue as `/name`, a System V queue by its number.' },
    ]),
  io_uring: () =>
    shape('io_uring', ',', [
      access('sqpoll, override_creds'),
      { label: '[label=profile]', documentation: 'The profile whose credentials are taken.' },
    ]),
  rlimit: () =>
    shape('set rlimit', ',', [
      { label: 'name', documentation: 'The resource: `nofile`, `nproc`, `as`, …' },
      { label: '<= value', documentation: 'The limit, or `infinity`; bytes take K, M or G, times a unit such as `min`.' },
    ]),
  change_profile: () =>
    shape('change_profile', ',', [
      { label: '[safe|unsafe]', documentation: 'Whether the environment is cleaned at the exec.' },
      { label: '[program]', documentation: 'Only at the exec of this program; without it also at once.' },
      {
        label: '[-> profile]',
        documentation: 'The profile that may be entered, as a name or pattern. Without it, any profile, `unconfined` included.',
      },
    ]),
});

const shape = (verb: string, end: string, parameters: readonly Parameter[]): Shape => ({
  label: `${verb} ${parameters.map(({ label }) => label).join(' ')}${end}`,
  parameters: parameters.map(({ label, documentation }) => ({ label, documentation: ours(documentation) })),
});

export function signature(part: ApparmorPart, offset: number): Signature | undefined {
  const located = statementAt(part.tree, Math.max(0, offset - 1));
  if (located?.statement.kind !== 'rule') return undefined;
  const rule = located.statement;
  const at = offset - located.start;
  const made = signatures[rule.verb]?.();
  // After its keyword and before its comma.
  if (!made || !rule.keyword || at <= rule.keyword.span.end || at > end(part.text, located.start, rule)) return undefined;
  const documentation = keywordHelp().get(rule.keyword.raw)?.text;
  const text = part.text.slice(located.start, located.start + rule.length);
  const active = made.parameters.findIndex(({ label }) => isActive(label, rule, at, text));
  return { ...made, ...(documentation && { documentation: ours(documentation) }), active: active < 0 ? made.parameters.length : active };
}

/** The last place inside of the rule: before its comma, or what is typed after it where the comma is missing. */
function end(text: string, start: number, rule: RuleStatement): number {
  if (text[start + rule.span.end - 1] === ',') return rule.span.end - 1;
  const line = text.indexOf('\n', start + rule.span.end);
  return (line < 0 ? text.length : line) - start;
}

/** Whether the cursor is in the part of the rule that a parameter describes. */
function isActive(label: string, rule: RuleStatement, at: number, text: string): boolean {
  const isIn = (place: { readonly start: number; readonly end: number } | undefined) =>
    place !== undefined && place.start <= at && at <= place.end;
  const name = /^\[?(\w+)=/.exec(label)?.[1];
  const conditions: readonly Condition[] = 'conditions' in rule ? rule.conditions : [];
  if ('peer' in rule && isIn(rule.peer?.span)) return name === 'peer';
  const inside = conditions.find((condition) => condition.name.span.start <= at && at <= conditionEnd(condition, text));
  if (inside) return name === inside.name.raw.replace(/^vfstype$/, 'fstype').replace(/^option$/, 'options');
  if (name) return false;
  switch (rule.verb) {
    case 'rlimit':
      return label === 'name' ? at <= (rule.name?.span.end ?? at) : true;
    case 'change_profile':
      if (label === '[safe|unsafe]') return isIn(rule.environment?.span);
      if (label === '[program]') return !rule.target && at <= (rule.exec?.span.end ?? at);
      return true;
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      if (label.startsWith('[->'))
        return rule.target ? at >= rule.target.span.start - 1 : rule.source !== undefined && at > rule.source.span.end;
      return isIn(rule.source?.span);
    case 'all':
    case 'file':
    case 'link':
    case 'capability':
      return false;
    default:
      if (label === '[access]')
        return (
          rule.access.some((word) => isIn(word.span)) || (rule.access.length === 0 && rule.words.length === 0 && conditions.length === 0)
        );
      if (label === '[family]') return isIn(rule.words[0]?.span);
      if (label === '[type]') return isIn(rule.words[1]?.span);
      return label === '[name]' && isIn(rule.words[0]?.span);
  }
}

function conditionEnd({ name, values, listed }: Condition, text: string): number {
  const end = values.at(-1)?.end ?? name.end + 1;
  // After a comma the list continues.
  return listed ? end + (/^[\s,]*\)?/.exec(text.slice(end))?.[0].length ?? 0) : end;
}
