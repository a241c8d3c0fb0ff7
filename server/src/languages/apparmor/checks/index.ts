export { emptyMemory, type Memory } from './memory';
export { expandedWords, nameSpan } from './places';
export { checkPolicy, type Policy, type PolicyProblem } from './policy';
export { problemsOf } from './statement';
