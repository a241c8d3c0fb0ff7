import { type Action, type Context, counted, type Edit } from '../../core';
import { type Plain, removeMember, renameKey, setPaths } from '../../tree';
import { parseImageName, repositoryOf } from './imageName';
import { isOpen, listFor, type RequirementList, scopeOf, sectionOf } from './model';
import { namespaceOf, type PolicyFile } from './part';
import { parentsOfName } from './scopeParents';

/** Whether a list leaves the whole policy open: `default`, or `""` of docker. */
export const leavesOpen = ({ policy }: PolicyFile, list: RequirementList): boolean =>
  isOpen(list) && (list === policy.default || (list.transport === 'docker' && list.scope === ''));

const open: Plain = [{ type: 'insecureAcceptAnything' }];

/** What `load`, `import`, `build` and `save` of Podman and Buildah go through. */
const localTransports = ['containers-storage', 'docker-archive', 'oci', 'oci-archive', 'dir', 'tarball'];

/** CRI-O pulls from registries only: it never asks a policy about local images. */
export const asksAboutLocalImages = ({ uri }: PolicyFile, { policy: { target } }: Context): boolean =>
  namespaceOf(uri) === undefined && !/^\s*(?:cri-?o|openshift)\b/i.test(target);

/** The local transports that a closed default refuses, as far as the reader asks about them. */
const localRefused = (file: PolicyFile, context: Context): readonly string[] =>
  asksAboutLocalImages(file, context) ? localTransports.filter((name) => !sectionOf(file.policy, name)) : [];

/** `reject` by default; what the workspace runs is listed by repository, what is local stays open. */
export function closeDefault(file: PolicyFile, context: Context): Action {
  const { policy } = file;
  const rest = scopeOf(sectionOf(policy, 'docker'), '');
  const images = context.facts.filter((fact) => fact.kind === 'uses-image').flatMap((fact) => repositoryIn(fact.name) ?? []);
  const uncovered = [...new Set(images)].sort().filter((repository) => {
    const list = listFor(policy, 'docker', [repository, ...parentsOfName(repository)]);
    return list === policy.default || list === rest;
  });
  return {
    kind: 'harden',
    title: uncovered.length
      ? `Reject by default, list the ${counted(uncovered.length, 'repository', 'repositories')} of this workspace…`
      : 'Reject by default, keep local images usable…',
    edits: closing(file, uncovered, localRefused(file, context), rest && isOpen(rest) ? rest : undefined),
    safe: false,
    note: 'Images of registries that are not listed are refused then. The listed ones are still accepted unchecked: require their signatures next.',
  };
}

/** `rest` is an open `""` of docker: its place is taken by the first repository, or it goes. */
function closing(
  { policy, tree }: PolicyFile,
  repositories: readonly string[],
  local: readonly string[],
  rest?: RequirementList,
): readonly Edit[] {
  const [first, ...others] = repositories;
  const added = rest ? others : repositories;
  const edits = setPaths(tree, [
    ...(isOpen(policy.default) ? [{ path: ['default'], value: [{ type: 'reject' }] }] : []),
    ...added.map((repository) => ({ path: ['transports', 'docker', repository], value: open })),
    ...local.map((name) => ({ path: ['transports', name, ''], value: open })),
  ]);
  const { parent } = rest?.member.key ?? {};
  if (!rest || parent?.kind !== 'object') return edits;
  return [...edits, ...(first === undefined ? removeMember(tree, parent, rest.member) : renameKey(rest.member, first))];
}

/** Opens the local store under a closed default. */
export const openStore = ({ tree }: PolicyFile): readonly Edit[] =>
  setPaths(tree, [{ path: ['transports', 'containers-storage', ''], value: open }]);

function repositoryIn(image: string): string | undefined {
  const parsed = parseImageName(image.replace(/^docker:\/\//, ''));
  return 'name' in parsed ? repositoryOf(parsed.name) : undefined;
}
