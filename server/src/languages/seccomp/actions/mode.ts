import type { Action } from '../../../core';
import { decide } from '../analysis';
import { type NewRule, reword, withoutMembers, withRules } from '../edits';
import { fieldOf, type ProfileRule } from '../model';
import { isAllowed } from '../wording';
import { ENOSYS, EPERM, findAction } from '../words';
import { type ActionScene, hardening, isAt, ruleAt, withDefaultErrno } from './scene';

/** From refusing to logging: the way to find out what a program calls before it is held to it. */
export function logHere(scene: ActionScene): readonly Action[] {
  const place = fieldOf(scene.profile.node, 'defaultAction')?.span;
  const rule = ruleAt(scene);
  return [...(place && isAt(scene, place) ? logUnlisted(scene) : []), ...(rule ? logRule(scene, rule) : [])];
}

const denies = (action: string | undefined): boolean => findAction(action)?.outcome === 'denied';

/** `errnoRet` is refused beside other actions than ERRNO and TRACE (runtime-spec config-linux.md). */
const errnoFields = ['defaultErrnoRet', 'defaultErrno', 'errnoRet', 'errno'] as const;

/** Makes a copy for learning of a profile: what no rule names is logged. */
export function logUnlisted({ profile, part: { tree } }: Pick<ActionScene, 'profile' | 'part'>): readonly Action[] {
  if (!profile.defaultAction || !denies(profile.defaultAction.value)) return [];
  const errnos = profile.node.members.filter(({ key }) => errnoFields.some((name) => name === key.value));
  return [
    {
      kind: 'rewrite',
      title: 'Log what is not listed instead of refusing it…',
      edits: [...reword(tree, profile.defaultAction, 'SCMP_ACT_LOG'), ...withoutMembers(tree, profile.node, errnos)],
      safe: false,
      note: 'Until it is set back, the container may make every call that no rule refuses; the audit log records calls that are not listed as type=SECCOMP.',
    },
  ];
}

/** And back, where the program could start: a list that has been filled. */
export function refuseUnlisted(scene: ActionScene): readonly Action[] {
  const { profile, part, host } = scene;
  if (scene.resolved.default.action !== 'SCMP_ACT_LOG') return [];
  const starts = decide(scene, host.architecture, 'execve');
  if (!profile.defaultAction || starts.why !== 'rule' || !isAllowed(starts.verdict)) return [];
  const change = reword(part.tree, profile.defaultAction, 'SCMP_ACT_ERRNO');
  // The C library falls back from clone3 only when it is told that there is none.
  const needsClone3 = decide(scene, host.architecture, 'clone3').why === 'default';
  const clone3: NewRule = { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS };
  // With one number or the other a rule may become the same as the default, and idle.
  const ways = part.object
    ? [needsClone3 ? withRules(part.tree, profile, [clone3]) : []]
    : (needsClone3 ? [ENOSYS, EPERM] : [EPERM, ENOSYS]).map((errno) => withDefaultErrno(scene, errno));
  return ways
    .flatMap((more) =>
      hardening(
        scene,
        'Refuse what is not listed…',
        [...change, ...more],
        'What the program calls besides fails; the log of a run that did everything shows what is missing.',
      ),
    )
    .slice(0, 1);
}

export function logRule({ part: { tree } }: Pick<ActionScene, 'part'>, rule: ProfileRule): readonly Action[] {
  if (!rule.action || !denies(rule.action.value)) return [];
  const errnos = rule.node.members.filter(({ key }) => errnoFields.some((name) => name === key.value));
  return [
    {
      kind: 'rewrite',
      title: 'Log the calls of this rule instead of refusing them…',
      edits: [...reword(tree, rule.action, 'SCMP_ACT_LOG'), ...withoutMembers(tree, rule.node, errnos)],
      safe: false,
      note: 'The calls run; the audit log records each as type=SECCOMP.',
    },
  ];
}
