import { code, memo, type Report, type Span } from '../../../core';
import { validate as validatePolicy } from '../../../generated/openshift-image-policy';
import { validate as validateMirrors } from '../../../generated/openshift-mirror-set';
import { checkBySchema, get, holderOf, membersOf, type Node, resolved, setValue, stringOf, type Tree } from '../../../tree';
import { encodeBase64 } from '../base64';
import type { ImagePolicyFile, MirrorSetFile } from '../part';
import { schemaOf } from '../schema';
import { readMirrorSet } from './object';
import {
  dataProblem,
  dataShapes,
  emailProblem,
  hostnameProblem,
  mirrorProblem,
  plainName,
  prefixProblem,
  scopeProblem,
  sourceProblem,
  urlProblem,
} from './values';

/** What the API server refuses, by the rule that says so. */
export interface ApiRefusal {
  readonly rule: 'structure' | 'root' | 'identity' | 'scope' | 'data' | 'mirror';
  readonly report: Report;
}

export const refusalsOf = (file: ImagePolicyFile | MirrorSetFile, rule: ApiRefusal['rule']): readonly Report[] =>
  (file.kind === 'image-policy' ? policyRefusals(file) : mirrorRefusals(file)).flatMap((one) => (one.rule === rule ? [one.report] : []));

/** Whether the API server accepts the object. */
export const isAccepted = (file: ImagePolicyFile): boolean => !file.tree.problems.length && !policyRefusals(file).length;

const policyRefusals = memo((file: ImagePolicyFile): readonly ApiRefusal[] => [
  ...structure(checkBySchema(validatePolicy, schemaOf(file), file.tree)),
  ...scopes(file),
  ...unions(file),
  ...values(file),
]);

const structure = (reports: readonly Report[]): readonly ApiRefusal[] => reports.map((report) => ({ rule: 'structure', report }));

function* scopes({ object, tree }: ImagePolicyFile): Generator<ApiRefusal> {
  for (const { node, text } of object.scopes) {
    const problem = scopeProblem(text);
    if (problem) yield { rule: 'scope', report: named(node, 'scope', text, problem, better(tree, node, text, scopeProblem)) };
  }
}

/** The field that goes with a choice is required, and those of the others are forbidden. */
function* unions({ object, tree }: ImagePolicyFile): Generator<ApiRefusal> {
  const roots = { PublicKey: 'publicKey', FulcioCAWithRekor: 'fulcioCAWithRekor', PKI: 'pki' };
  yield* union('root', object.rootOfTrust, 'policyType', roots, tree.root);
  const identities = { ExactRepository: 'exactRepository', RemapIdentity: 'remapIdentity' };
  yield* union('identity', object.signedIdentity, 'matchPolicy', identities, tree.root);
}

function* union(
  rule: ApiRefusal['rule'],
  owner: Node | undefined,
  choice: string,
  fields: Readonly<Record<string, string>>,
  root: Node | undefined,
): Generator<ApiRefusal> {
  const chosen = stringOf(get(owner, choice));
  if (owner === undefined || chosen === undefined) return;
  const wanted = Object.hasOwn(fields, chosen) ? fields[chosen] : undefined;
  for (const { key } of membersOf(owner)) {
    const name = String(key.value);
    if (name === wanted || !Object.values(fields).includes(name)) continue;
    const own = Object.entries(fields).find(([, field]) => field === name)?.[0];
    const message = `\`${name}\` is for \`${choice}: ${own}\`, and the API server refuses it beside \`${chosen}\`.`;
    yield { rule, report: { span: key.span, message } };
  }
  if (wanted !== undefined && get(owner, wanted) === undefined) {
    const place = resolved(get(owner, choice)) ?? root;
    if (place) yield { rule, report: { span: place.span, message: `\`${choice}: ${chosen}\` requires \`${wanted}\`.` } };
  }
}

function* values({ object, tree }: ImagePolicyFile): Generator<ApiRefusal> {
  const { rootOfTrust, signedIdentity, preview } = object;
  for (const field of ['publicKey', 'fulcioCAWithRekor', 'pki'])
    for (const { key, value } of membersOf(get(rootOfTrust, field))) {
      const shape = dataShapes[String(key.value)];
      const [node, text] = [resolved(value), stringOf(value)];
      const problem = shape && text !== undefined && dataProblem(text, shape, preview);
      if (node && problem)
        yield {
          rule: 'data',
          report: {
            span: node.span,
            message: `\`${key.value}\` ${problem}.`,
            ...encoded(tree, node, text, (meant) => !dataProblem(meant, shape, preview)),
          },
        };
    }
  const fulcio = get(get(rootOfTrust, 'fulcioCAWithRekor'), 'fulcioSubject');
  const subject = get(get(rootOfTrust, 'pki'), 'pkiCertificateSubject');
  yield* single('root', fulcio, 'oidcIssuer', urlProblem);
  yield* single('root', fulcio, 'signedEmail', emailProblem);
  yield* single('root', subject, 'email', emailProblem);
  yield* single('root', subject, 'hostname', hostnameProblem);
  if (subject && resolved(subject)?.kind === 'object' && !get(subject, 'email') && !get(subject, 'hostname'))
    yield { rule: 'root', report: { span: headOf(subject), message: '`pkiCertificateSubject` needs `email` or `hostname`.' } };
  yield* single('identity', get(signedIdentity, 'exactRepository'), 'repository', prefixProblem, true);
  for (const field of ['prefix', 'signedPrefix'])
    yield* single('identity', get(signedIdentity, 'remapIdentity'), field, prefixProblem, true);

  function* single(
    rule: ApiRefusal['rule'],
    owner: Node | undefined,
    field: string,
    judge: (text: string) => string | undefined,
    isName = false,
  ) {
    const node = resolved(get(owner, field));
    const text = stringOf(node);
    const problem = text === undefined ? undefined : judge(text);
    if (!node || text === undefined || !problem) return;
    yield { rule, report: named(node, field, text, problem, isName ? better(tree, node, text, judge) : {}) } satisfies ApiRefusal;
  }
}

const mirrorRefusals = memo((part: MirrorSetFile): readonly ApiRefusal[] => [
  ...structure(checkBySchema(validateMirrors, schemaOf(part), part.tree)),
  ...mirrors(part),
]);

function* mirrors({ tree }: MirrorSetFile): Generator<ApiRefusal> {
  for (const { source, mirrors, neverSource } of readMirrorSet(tree)) {
    const problem = sourceProblem(source.text);
    if (problem)
      yield {
        rule: 'mirror',
        report: named(source.node, 'source', source.text, problem, better(tree, source.node, source.text, sourceProblem)),
      };
    for (const { node, text } of mirrors) {
      const wrong = mirrorProblem(text);
      if (wrong) yield { rule: 'mirror', report: named(node, 'mirror', text, wrong, better(tree, node, text, mirrorProblem)) };
      else if (neverSource && text === source.text)
        yield {
          rule: 'mirror',
          report: {
            span: node.span,
            message:
              'The source is one of its own mirrors although `NeverContactSource` forbids it; the machine-config operator refuses that.',
          },
        };
    }
  }
}

const named = (node: Node, field: string, text: string, problem: string, cure: Pick<Report, 'cure'>): Report => ({
  span: node.span,
  message: `The ${field === 'scope' || field === 'source' || field === 'mirror' ? field : `\`${field}\``} ${code(text)} ${problem}.`,
  ...cure,
});

/** The plain name, where the API server accepts that. */
function better(tree: Tree, node: Node, text: string, judge: (text: string) => string | undefined): Pick<Report, 'cure'> {
  const plain = plainName(text);
  if (plain === text || judge(plain)) return {};
  return { cure: () => [{ title: `Replace by \`${plain}\``, edits: setValue(tree, node, plain), safe: true, preferred: true }] };
}

/** PEM in base64 on one line, where that is what was meant. */
function encoded(tree: Tree, node: Node, text: string, isRight: (text: string) => boolean): Pick<Report, 'cure'> {
  const meant = text.includes('-----BEGIN') ? encodeBase64(text) : text.replace(/\s/g, '');
  if (meant === text || !isRight(meant)) return {};
  const title = text.includes('-----BEGIN') ? 'Write it in base64' : 'Write it on one line';
  return { cure: () => [{ title, edits: setValue(tree, node, meant), safe: true, preferred: true }] };
}

const headOf = (node: Node): Span => holderOf(node)?.key.span ?? node.span;
