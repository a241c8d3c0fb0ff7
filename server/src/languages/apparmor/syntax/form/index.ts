/** Whether a statement is well formed: what upstream refuses in it whatever is around it. */

export { encodingProblem, type MountFlags, type MountKind, mountFlagsOf, mountKindsOf } from './mountRule';
export { isBroken, problemsOf } from './statement';
