/** What an abi switches on and off. */

import { bold, bullets, type Context, code, type Hover, type Markdown, md, ours, paragraphs } from '../../../../core';
import { hasAny, networkConditions } from '../../../../knowledge';
import { type AbiInForce, abiOf, isInForce, mediationUnder } from '../../policy/abi';
import { classNames, whatOf } from '../../policy/abiChoice';
import type { ApparmorPart } from '../../policy/model';
import type { Abi } from '../../syntax/tree';
import type { Inside } from './help';

export function abiHover(part: ApparmorPart, statement: Abi, inside: Inside, context: Context): Hover | undefined {
  const { file } = statement;
  if (!file || !inside(file)) return undefined;
  const abi = abiOf(part, statement, context);
  const counts = isInForce(part, statement, context);
  return {
    span: file.span,
    markdown: paragraphs(
      md`${bold(code(file.raw))} · abi`,
      counts || part.fragment ? undefined : md`Without effect: another abi comes first, and apparmor_parser keeps that.`,
      ...(abi.features ? said(abi) : [unknown(file.path)]),
    ),
  };
}

function said(abi: AbiInForce): readonly (Markdown | undefined | false)[] {
  const by = (wanted: string) => classNames.filter((name) => mediationUnder(abi, [name]) === wanted);
  const [on, off, patched, generic] = [by('enforced'), by('unenforced'), by('patched'), by('generic')];
  const left = (['address', 'interface'] as const).filter(
    (name) => abi.features && !hasAny(abi.features, networkConditions[name], abi.release),
  );
  return [
    md`Restricts files, capabilities, limits, changes of profile${on.length > 0 ? md`, ${ours(whatOf(on))}` : md``}.`,
    off.length > 0 &&
      md`Not mediated, so nothing of these is denied and rules about them have no effect:\n\n${bullets(off.map((name) => ours(whatOf([name]))))}`,
    patched.length > 0 && md`Network sockets only on kernels with AppArmor's own network patches, such as Ubuntu's.`,
    generic.length > 0 && md`Unix sockets only as a family: a unix rule counts for every address.`,
    left.length > 0 &&
      by('enforced').includes('network') &&
      md`Network rules do not distinguish: ${ours(left.map((name) => plural[name]).join(', '))}.`,
  ];
}

const plural = { address: 'addresses and ports', interface: 'interfaces' } as const;

const unknown = (path: string): Markdown =>
  path === 'kernel'
    ? md`Everything that the running kernel mediates, so the meaning of the rules depends on that kernel.`
    : md`What it mediates is not known here: its file can't be read.`;
