import { type Answer, type Context, code, type Fact, joined, md, ours, paragraphs } from '../../../core';
import { fitsUse, nameAt } from '../conf/mirrors';
import { explainPolicy } from '../explainPolicy';
import type { Lookup } from '../lookup';
import { type ImagePolicyFile, type MirrorSetFile, policyFile, registriesFile } from '../part';
import { sourceFacts } from '../sources';
import { readMirrorSet } from './object';
import { clusterScopes, overriddenBy, renderedFiles, scopesOf } from './render';
import { isWithin } from './scopes';

const root = 'file:///etc/containers';

/** What the node's policy.json decides for an image, as it is written from the workspace's objects. */
export function explainImagePolicy(file: ImagePolicyFile, looked: Lookup, context: Context): Answer {
  const [rendered] = renderedFiles(file, context);
  if (!rendered)
    return {
      markdown: ours('The object is not complete, so nothing is written from it.'),
      json: { error: true, message: 'the object is not complete' },
    };
  const facts = [...attachments(file, context), ...entries(context.facts)];
  const answer = explainPolicy(policyFile(rendered.text, `${root}/policy.json`), looked, { ...context, facts });
  const scope = answer.json.scope;
  const own = file.object.scopes.find(({ text }) => text === scope);
  const other = scopesOf(file).find(({ scope: candidate }) => isScopeOf(looked, candidate))?.scope;
  const wider = other !== undefined && file.object.namespace !== undefined ? overriddenBy(other, clusterScopes(context)) : undefined;
  const { by: _, ...rest } = answer;
  return {
    ...rest,
    markdown: paragraphs(
      answer.markdown,
      wider !== undefined &&
        md`The scope ${code(other ?? '')} of this object has no effect: the ClusterImagePolicy for ${code(wider)} decides alone.`,
      file.object.namespace !== undefined && md`For pods in the namespace ${code(file.object.namespace)}.`,
      md`The machine-config operator writes ${code(rendered.path)} on the nodes from the cluster's objects; the others that are known here count too.`,
    ),
    json: { ...answer.json, file: rendered.path },
    ...(own && { by: own.node.span }),
  };
}

const isScopeOf = ({ candidates }: Lookup, scope: string): boolean => candidates.includes(scope);

function attachments(file: ImagePolicyFile, context: Context): readonly Fact[] {
  const own = renderedFiles(file, context).find(({ path }) => path.includes('/registries.d/'));
  if (!own) return [];
  const uri = `file://${own.path}`;
  return sourceFacts(registriesFile(own.text, uri)).map((fact) => ({ ...fact, uri }));
}

/** The entries that the mirror sets come to, as if registries.conf had them. */
const entries = (facts: readonly Fact[]): readonly Fact[] =>
  facts.flatMap((fact) =>
    fact.kind === 'registry-entry' && !/\/registries\.conf/.test(fact.uri) ? [{ ...fact, uri: `${root}/registries.conf` }] : [],
  );

/** From where an image is fetched, by one object. */
export function explainMirrorSet({ tree }: MirrorSetFile, image: string): Answer {
  const fitting = readMirrorSet(tree)
    .filter(
      ({ source, use }) =>
        fitsUse(use, image) && (isWithin(image.replace(/(\/[^/:@]*)[:@].*$/s, '$1'), source.text) || image === source.text),
    )
    .sort((a, b) => b.source.text.length - a.source.text.length);
  const [entry] = fitting;
  if (!entry)
    return {
      markdown: md`No mirror of this object is for ${code(image)}: it is fetched from there.`,
      json: { places: [image] },
    };
  const mirrors = entry.mirrors.map(({ text }) => nameAt(image, entry.source.text, text));
  const places = entry.neverSource ? mirrors : [...mirrors.filter((place) => place !== image), image];
  return {
    markdown: paragraphs(
      md`${code(image)} is fetched from ${joined(places.map(code), ', else from ')}, by the mirrors of ${code(entry.source.text)}.`,
      md`The policy for ${code(image)} judges its signatures, from any place that it is fetched from.`,
    ),
    json: { places, source: entry.source.text },
    by: entry.source.node.span,
  };
}
