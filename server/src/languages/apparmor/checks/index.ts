export { type Claims, coveredBy, deniedBy } from './claims';
export { emptyMemory, type Memory } from './memory';
export { inOrder, partnersOf } from './partners';
export { expandedWords, nameSpan } from './places';
export { checkPolicy, type LiveBody, type Policy, type PolicyProblem } from './policy';
export { problemsOf } from './statement';
