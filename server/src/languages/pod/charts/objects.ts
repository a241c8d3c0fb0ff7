import picomatch from 'picomatch';
import { base64 } from './functions/encoding';
import { TemplateError } from './syntax';
import { Dict, dictOf, float, isList, Native, no, of, printed, type Value, yes } from './value';
import { yamlOf } from './yamlText';

/** `.Release` as `helm template` has it. */
export const release: Value = of(
  new Native('Release', {
    Name: of('release-name'),
    Namespace: of('default'),
    Service: of('Helm'),
    Revision: of(1),
    IsInstall: yes,
    IsUpgrade: no,
  }),
);

/** What an API server serves without extensions; others are there only where something has been installed. */
const served =
  /^(?:v1|(?:apps|autoscaling|batch|policy|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io|apiextensions\.k8s\.io|admissionregistration\.k8s\.io|authentication\.k8s\.io|authorization\.k8s\.io|certificates\.k8s\.io|coordination\.k8s\.io|discovery\.k8s\.io|events\.k8s\.io|node\.k8s\.io|scheduling\.k8s\.io|apiregistration\.k8s\.io|flowcontrol\.apiserver\.k8s\.io)\/v1|autoscaling\/v2)(?:\/\w+)?$/;

export function capabilities(minor: number): Value {
  const version = of(`v1.${minor}.0`);
  return of(
    new Native('Capabilities', {
      KubeVersion: of(
        new Native(
          'KubeVersion',
          { Version: version, GitVersion: version, Major: of('1'), Minor: of(String(minor)) },
          { String: () => version },
        ),
      ),
      APIVersions: of(new Native('APIVersions', {}, { Has: ([name]) => of(served.test(printed(name ?? of('')))) })),
      HelmVersion: of(new Native('HelmVersion', { Version: of('v3.18.0'), GitCommit: of(''), GoVersion: of('') })),
    }),
  );
}

/** `.Chart`: the members of Chart.yaml with a capital letter, and some that are always there. */
export function chartObject(metadata: Dict, isRoot: boolean): Value {
  const fields: Record<string, Value> = Object.create(null);
  for (const name of [
    'Name',
    'Version',
    'AppVersion',
    'Description',
    'Home',
    'Icon',
    'Type',
    'KubeVersion',
    'APIVersion',
    'Condition',
    'Tags',
  ])
    fields[name] = of('');
  for (const name of ['Keywords', 'Sources', 'Maintainers', 'Dependencies']) fields[name] = of([]);
  fields.Annotations = of(new Dict());
  fields.Deprecated = no;
  fields.IsRoot = of(isRoot);
  for (const [key, { value }] of metadata.entries) {
    const name = key === 'apiVersion' ? 'APIVersion' : key.charAt(0).toUpperCase() + key.slice(1);
    fields[name] = unplaced(typeof value.v === 'number' ? of(printed(value)) : value);
  }
  return of(new Native('Chart', fields));
}

/** No finding points to Chart.yaml. */
function unplaced({ v }: Value): Value {
  if (v instanceof Dict) return of(dictOf(Object.fromEntries(v.keys().map((key) => [key, unplaced(v.get(key) ?? of(''))]))));
  return isList(v) ? of(v.map(unplaced)) : typeof v === 'number' ? float(v) : of(v);
}

/** `.Files`: what lies in the chart beside its templates. */
export function filesObject(files: ReadonlyMap<string, string>): Value {
  const named = (name: Value | undefined): string => files.get(printed(name ?? of(''))) ?? '';
  const items = dictOf(Object.fromEntries([...files].map(([path, text]) => [path, of(text)])));
  const config = (encode: (text: string) => string): Value => {
    const entries = [...files].map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), of(encode(text))] as const);
    return of(entries.length ? yamlOf(of(dictOf(Object.fromEntries(entries))), () => {}).text : '');
  };
  return of(
    new Native(
      'Files',
      {},
      {
        Get: ([name]) => of(named(name)),
        GetBytes: ([name]) => of(named(name)),
        Lines: ([name]) =>
          of(
            named(name)
              .replace(/\n$/, '')
              .split('\n')
              .map((line) => of(line)),
          ),
        Glob: ([pattern]) => {
          try {
            const matches = picomatch(printed(pattern ?? of('')), { dot: true });
            return filesObject(new Map([...files].filter(([path]) => matches(path))));
          } catch {
            throw new TemplateError('the pattern of a Glob can’t be read');
          }
        },
        AsConfig: () => config((text) => text),
        AsSecrets: () => config((text) => base64(text)),
      },
      items,
    ),
  );
}
