/**
 * How much a permission helps an attacker inside of a container; this project's judgment.
 * `critical`: leads out of the container with no further bug. `high`: acts on the whole node, or opens a part of the kernel
 * that has led to escapes. `medium`: a useful step for an attacker, or harm to neighbours. `low`: stays in the container.
 */
export type Risk = 'low' | 'medium' | 'high' | 'critical';

/** Lower is safer; for sorting completions and comparing. */
export const riskRank = (risk: Risk): number => ['low', 'medium', 'high', 'critical'].indexOf(risk);
