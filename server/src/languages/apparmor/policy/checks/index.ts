export { type EffectiveBody, isInDeny, type NamedProfile, outlivesBlock, type Segment } from './body';
export { type Claims, coveredBy, deniedBy } from './claims';
export type { Meaning } from './meaning';
export { emptyMemory, type Memory } from './memory';
export { checkPolicy, type Policy } from './policy';
export type { Position } from './relationIndex';
export type { PolicyProblem } from './reporter';
export type { Column } from './rows';
