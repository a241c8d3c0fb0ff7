import { bold, type Context, code, type Hover, type Markdown, md, ours, paragraphs } from '../../core';
import {
  architectureOfFilter,
  capabilityCard,
  errnoMeaning,
  errnoNames,
  findCapability,
  findSyscall,
  manPage,
  remarkableSince,
  syscallCard,
  targetTitle,
} from '../../knowledge';
import { hoverBySchema, locate, pathTo } from '../../tree';
import { type Analysis, analysisOf } from './analysis';
import { comparisonOf } from './comparison';
import { effectHere } from './effectHere';
import { namesOf, wholeOf } from './model';
import type { SeccompPart } from './part';
import { pathInProfile, type Where, whereIs } from './place';
import { schemaOf } from './schema';
import { comparisonText } from './wording';

export function hover(part: SeccompPart, offset: number, context: Context): Hover | undefined {
  const found = locate(part.tree, offset);
  const bySchema = hoverBySchema(schemaOf(part), part.tree, offset);
  if (!found || found.onKey || found.node.kind !== 'scalar') return bySchema;
  const path = pathInProfile(part, pathTo(found.node));
  const analysis = analysisOf(part, context);
  const markdown = path && analysis && about(whereIs(part.profile, path), found.node, { part, analysis, context });
  return markdown ? { span: found.node.span, markdown } : bySchema;
}

interface HoverPlace {
  readonly part: SeccompPart;
  readonly analysis: Analysis;
  readonly context: Context;
}

function about(where: Where, node: Parameters<typeof wholeOf>[0] & object, { part, analysis, context }: HoverPlace): Markdown | undefined {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  switch (where.field) {
    case 'syscalls.names':
    case 'syscalls.name':
      return findSyscall(text) && syscallCard(text, { effect: effectHere(part, text, analysis, context), since: remarkableSince(text) });
    case 'syscalls.includes.caps':
    case 'syscalls.excludes.caps':
      return capability(text, analysis);
    case 'syscalls.includes.arches':
    case 'syscalls.excludes.arches': {
      const architecture = architectureOfFilter(text);
      return (
        architecture &&
        md`${bold(code(text))} is a host of ${code(architecture.scmp)}${architecture === analysis.host.architecture ? md`, this one` : md``}.`
      );
    }
    case 'syscalls.errnoRet':
    case 'defaultErrnoRet': {
      const name = errnoNames().get(Number(wholeOf(node)?.value ?? -1n));
      const meaning = name && errnoMeaning(name);
      return name === undefined
        ? undefined
        : paragraphs(md`${bold(ours(name))}${meaning ? ours(`: ${meaning}.`) : md`.`}`, manPage('errno', 3));
    }
    case 'syscalls.args.value':
    case 'syscalls.args.valueTwo':
    case 'syscalls.args.index':
      return condition(where, node);
    default:
      return undefined;
  }
}

function capability(text: string, { loader, host }: Analysis): Markdown | undefined {
  const found = findCapability(text);
  if (!found || found.name !== text) return undefined;
  if (loader.reader === 'oci') return capabilityCard(found, 'oci', { effect: 'None: containerd drops the condition.' });
  const has = host.capabilities.has(text) ? 'has' : 'does not have';
  return capabilityCard(found, 'oci', { effect: `The container ${has} it, as ${targetTitle(loader)} reads the profile.` });
}

function condition({ rule, condition: place }: Where, node: Parameters<typeof wholeOf>[0]): Markdown | undefined {
  const comparison = rule && place !== undefined && rule.args[place] ? comparisonOf(rule.args[place]) : undefined;
  if (!comparison || !rule) return undefined;
  const value = wholeOf(node)?.value;
  const call = namesOf(rule)[0]?.value ?? '';
  const hex = value !== undefined && value > 9n ? md`${code(String(value))} is ${code(`0x${value.toString(16)}`)}.` : undefined;
  return paragraphs(bold(code(comparisonText(comparison, call))), hex);
}
