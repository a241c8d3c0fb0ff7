import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../server/src/core';
import {
  type SeccompArgument,
  type SeccompFilter,
  type SeccompProfile,
  type SeccompRule,
  seccompDefault,
} from '../../server/src/knowledge';

/** Compares the tables with upstream's files where a copy of those is at hand; skipped elsewhere. */
const folder = process.env.CONFINE_REFERENCE ?? fileURLToPath(new URL('../../../shared/reference/runtime-defaults/', import.meta.url));

const files: Readonly<Record<Target, string>> = {
  docker: 'docker.json',
  containerd: 'containerd.json',
  podman: 'containers-common.json',
  'cri-o': 'crio.json',
};

describe.skipIf(!existsSync(folder))('the seccomp defaults mean what the upstream files mean', () => {
  test.each(Object.entries(files) as [Target, string][])('%s', (target, file) => {
    const upstream = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as SeccompProfile;
    expect(meaning(seccompDefault(target).profile)).toEqual(meaning(upstream));
  });
});

/** One line for each name of each rule, sorted; an absent errno is EPERM, an absent second operand 0. */
function meaning(profile: SeccompProfile): string[] {
  const hosts = profile.archMap.map((entry) => `${entry.architecture}: ${[...(entry.subArchitectures ?? [])].sort()}`);
  return [`default ${profile.defaultAction} ${profile.defaultErrnoRet ?? 1}`, ...hosts, ...profile.syscalls.flatMap(ruleMeaning)].sort();
}

function ruleMeaning(rule: SeccompRule): string[] {
  const answer = rule.action === 'SCMP_ACT_ERRNO' ? `${rule.action} ${rule.errnoRet ?? 1}` : rule.action;
  const args = (rule.args ?? []).map(argumentMeaning).sort().join(' & ');
  return rule.names.map((name) => `${name} ${answer} [${args}] +${filterMeaning(rule.includes)} -${filterMeaning(rule.excludes)}`);
}

const argumentMeaning = ({ index, op, value, valueTwo = 0 }: SeccompArgument) => `${index} ${op} ${value} ${valueTwo}`;

const filterMeaning = ({ caps = [], arches = [], minKernel = '' }: SeccompFilter = {}) =>
  JSON.stringify([[...caps].sort(), [...arches].sort(), minKernel]);
