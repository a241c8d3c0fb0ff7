import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  canCombine,
  type defaultContext,
  editsOf,
  type Fix,
  meet,
  memoryFiles,
  type Part,
  type Rule,
  resolveUri,
} from '../../server/src/core';
import { areVerified, type Checked, check, type Document, fixAll, fixed, isVerified, openExample, ruleOf } from '../../server/src/service';
import { parseYaml, toValue } from '../../server/src/tree';
import { languages } from '../helpers/languages';

// Two fixes of one text: one after the other in either order, both at once, and all as Fix All makes them. Whatever is chosen, the text
// can still be read, has no error that it did not have, says no key twice, and what was fixed stays fixed.

const settings = { rules: {} };

interface Text {
  readonly name: string;
  readonly layout: number;
  readonly document: Document;
  readonly context: typeof defaultContext;
}

const findingsOf = (document: Document, context: typeof defaultContext): readonly Checked[] => check(document, context, settings);
const errorsOf = (findings: readonly Checked[]) => findings.filter(({ severity }) => severity === 'error');
const twice = (findings: readonly Checked[]) => findings.filter(({ code }) => /\/duplicate-key$/.test(code)).length;

const syntax = (findings: readonly Checked[]) => findings.filter(({ code }) => ruleOf(code)?.syntax).length;

interface Choice {
  readonly finding: Checked;
  readonly fix: Fix;
}

/** The first fix of each finding that needs no other file. */
const choicesOf = ({ document, context }: Text): readonly Choice[] =>
  findingsOf(document, context).flatMap((finding) => {
    const fix = finding.cure?.().find(({ others }) => !others?.length);
    return fix ? [{ finding, fix }] : [];
  });

/** What is worse in a text after fixes than it was before. */
function harm(
  { document: before, context }: Text,
  after: Document | undefined,
  cured: readonly Checked[],
  isRefused = false,
): readonly string[] {
  if (!after) return ['is no longer recognised'];
  const [old, now] = [findingsOf(before, context), findingsOf(after, context)];
  const harms: string[] = [];
  if (syntax(now) > syntax(old)) harms.push('cannot be read');
  // What is not done is not harmful, as long as it could be read.
  if (isRefused) return harms;
  // Behind an error that is cured stands sometimes another; one for each at most.
  const allowed = errorsOf(old).length;
  if (errorsOf(now).length > allowed || (!errorsOf(cured).length && isNew(errorsOf(old), errorsOf(now))))
    harms.push(...errorsOf(now).map(({ code, message }) => `${code}: ${message}`));
  if (twice(now) > twice(old)) harms.push('says a key twice');
  return harms;
}

function isNew(old: readonly Checked[], now: readonly Checked[]): boolean {
  const left = old.map(({ code }) => code);
  return now.some(({ code }) => {
    const at = left.indexOf(code);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The text after one fix and, where its finding is still there, after the other. */
async function oneAfterOther(text: Text, first: Choice, second: Choice): Promise<Document | undefined> {
  const { document, context } = text;
  const after = await document.reread(applyEdits(document.source.text, editsOf(first.fix)));
  if (!after) return undefined;
  const same = findingsOf(after, context).filter(({ code }) => code === second.finding.code);
  const left = same.find(({ message }) => message === second.finding.message);
  const fix = left?.cure?.().find(({ title, others }) => title === second.fix.title && !others?.length);
  if (!left || !fix || !(await isVerified({ document: after, context, settings }, left, fix))) return after;
  return after.reread(applyEdits(after.source.text, editsOf(fix)));
}

async function wrongWith(text: Text, seen: Set<string>): Promise<readonly string[]> {
  const { document, context, name } = text;
  const source = document.source.text;
  const choices = choicesOf(text);
  const verified = new Map<Choice, Promise<boolean>>();
  const isOffered = (choice: Choice): Promise<boolean> => {
    const known = verified.get(choice) ?? areVerified({ document, context, settings }, [choice]);
    verified.set(choice, known);
    return known;
  };
  const wrong: string[] = [];
  for (const choice of choices) {
    const { finding, fix } = choice;
    const single = `${text.layout} ${finding.code} ${fix.title}`;
    if (seen.has(single)) continue;
    seen.add(single);
    const after = await document.reread(applyEdits(source, editsOf(fix)));
    wrong.push(
      ...harm(text, after, [finding], !(await isOffered(choice))).map((what) => `${name}: ${finding.code} (${fix.title}): ${what}`),
    );
  }
  const pairs = choices.flatMap((one, i) => choices.slice(i + 1).map((other) => [one, other] as const));
  for (const [one, other] of pairs) {
    const pair = `${text.layout} ${one.finding.code} ${other.finding.code}`;
    if (seen.has(pair) || !(await isOffered(one)) || !(await isOffered(other))) continue;
    seen.add(pair);
    const title = `${name}: ${one.finding.code} (${one.fix.title}) and ${other.finding.code} (${other.fix.title})`;
    const cured = [one.finding, other.finding];
    const inOrder = await oneAfterOther(text, one, other);
    const inReverse = await oneAfterOther(text, other, one);
    wrong.push(...harm(text, inOrder, cured).map((what) => `${title}, in order: ${what}`));
    wrong.push(...harm(text, inReverse, cured).map((what) => `${title}, in reverse: ${what}`));
    const edits = [...editsOf(one.fix), ...editsOf(other.fix)];
    const apart = !editsOf(one.fix).some((a) => editsOf(other.fix).some((b) => meet(a.span, b.span)));
    if (!apart || !canCombine(edits)) continue;
    const both = await document.reread(applyEdits(source, edits));
    const isRefused = !(await areVerified({ document, context, settings }, [one, other]));
    wrong.push(...harm(text, both, cured, isRefused).map((what) => `${title}, at once: ${what}`));
  }
  return wrong;
}

/** Fix All, with and without what may break something: harmless, and done after a few rounds. */
async function wrongWithAll(text: Text, again: (text: string, harden: boolean) => Promise<string>): Promise<readonly string[]> {
  const { document, context, name } = text;
  const wrong: string[] = [];
  for (const harden of [false, true]) {
    const edits = await fixAll({ document, context, settings }, { harden });
    const all = findingsOf(document, context);
    const after = await document.reread(applyEdits(document.source.text, edits));
    wrong.push(...harm(text, after, all).map((what) => `${name}, fix all${harden ? ' and harden' : ''}: ${what}`));
    const once = await again(document.source.text, harden);
    wrong.push(...harm(text, await document.reread(once), all).map((what) => `${name}, rounds${harden ? ' and harden' : ''}: ${what}`));
    if ((await again(once, harden)) !== once) wrong.push(`${name}, rounds${harden ? ' and harden' : ''}: fixing again changes it`);
  }
  return wrong;
}

/** The ways in which people and programs lay out the same: as written, as JSON over lines and as JSON on one line. */
function layoutsOf(text: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { root, problems } = parseYaml(text);
    if (!/^apiVersion:/m.test(text) || /^---/m.test(text) || problems.length || !root) return [text];
    value = toValue(root);
  }
  return [...new Set([text, `${JSON.stringify(value, null, 4)}\n`, JSON.stringify(value)])];
}

/** Texts with many mistakes close together, for each language. */
const crowded: Readonly<Record<string, string>> = {
  seccomp: `{
  "defaultErrnoRet": 1,
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X8664"],
  "flags": ["SECCOMP_FILTER_FLAG_LOGS", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"],
  "syscalls": [
    { "names": ["read", "READ", "write", "write", "mkdirr"], "action": "SCMP_ACT_ALOW", "args": [] },
    { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 40, "op": "SCMP_CMP_NEQ" }] },
    { "names": ["clone", "clone3"], "action": "SCMP_ACT_ALLOW", "errnoRet": 1, "args": [{ "index": 9, "value": 1 }] }
  ]
}
`,
  apparmor: `@{root} = /srv/web
profile web flags=(complian,enforce,complain) {
  deny audit /etc/shadow r
  owner network inet stream,
  capability chwon,
  /srv/{www}/** rwa,
  mount options=(ro, rw, bimd) /a/ -> /b/,
  signal send set=(hupp) peer=web peer=webd,
  deny { allow /etc/shadow px, }
  unix bind tpye=stream peer=(label=web),
}
}
`,
  policy: `{
  "default": [{ "type": "insecureAcceptAnything" }],
  "transports": {
    "docker": {
      "busybox": [{ "type": "signedBy", "keyPath": "team.gpg" }],
      "quay.io/team": [{ "type": "sigstoreSigned", "keypath": "/a.pub", "signedIdentity": { "type": "matchrepository" } }],
      "*.example.com": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/a.gpg" }, { "type": "reject" }],
      "example.org/team": [],
      "example.net/team": ["reject", { "type": "rejct" }]
    },
    "docker-daemom": { "": { "type": "reject" } }
  }
}
`,
  pod: `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: runtime/default
    container.apparmor.security.beta.kubernetes.io/app: unconfined
spec:
  hostPID: true
  hostNetwork: true
  securityContext: {runAsUser: 0, sysctls: [{name: kernel.msgmax, value: "65536"}]}
  volumes:
    - name: data
      hostPath: {path: /srv/data}
  containers:
    - name: app
      image: registry.example/app:1.4
      ports: [{containerPort: 8080, hostPort: 80}]
      securityContext:
        priviledged: true
        fsGroup: 10001
        capabilities: {add: [SYS_ADMIN, net_admin], drop: [all]}
    - name: log
      image: registry.example/log:1
`,
};

/** Its example makes a check take as long as one may, and nothing in it can be fixed. */
const costly = 'apparmor/rules-not-compared';

for (const language of languages.filter(({ rules }) => rules.length > 0)) {
  const rules: readonly Rule<Part>[] = language.rules;
  describe(`fixes of ${language.name}`, () => {
    it('go together in every example, however it is laid out', async () => {
      const wrong: string[] = [];
      const seen = new Set<string>();
      const texts = rules.filter(({ code }) => code !== costly);
      const [first] = rules;
      const many = crowded[language.name];
      if (first && many) texts.unshift({ ...first, example: { bad: many, good: many } });
      for (const rule of texts) {
        for (const [layout, text] of layoutsOf(rule.example.bad).entries()) {
          const { document, context } = await openExample(rule, text);
          const { uri } = document.source;
          const others = Object.entries(rule.example.files ?? {}).map(([name, content]) => [resolveUri(uri, name), content]);
          const again = async (from: string, harden: boolean) => {
            const folder = uri.slice(0, uri.lastIndexOf('/'));
            const options = { context, language: language.name, includeFolders: [folder] };
            return (await fixed({ ...document.source, text: from }, memoryFiles(Object.fromEntries(others)), options, settings, { harden }))
              .text;
          };
          const one = { name: rule.code, layout, document, context };
          wrong.push(...(await wrongWith(one, seen)), ...(layout === 0 ? await wrongWithAll(one, again) : []));
        }
      }
      expect(wrong).toEqual([]);
      if (crowded[language.name]) expect(seen.size).toBeGreaterThan(rules.length / 2);
    }, 600_000);
  });
}
