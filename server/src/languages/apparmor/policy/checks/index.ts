export { type EffectiveBody, isInDeny, type JudgedRow, type NamedProfile, outlivesBlock } from './body';
export { type Claims, coveredBy, deniedBy } from './claims';
export type { Meaning } from './meaning';
export { emptyMemory, type Memory } from './memory';
export { type ApparmorPolicy, checkPolicy } from './policy';
export type { RowPosition } from './relationIndex';
export type { PolicyProblem, PolicyProblemOf } from './reporter';
export type { Column } from './rows';
