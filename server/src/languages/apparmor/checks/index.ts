export { checkPolicy, expandedWords, nameSpan, type Policy, type PolicyProblem } from './policy';
export { problemsOf } from './statement';
