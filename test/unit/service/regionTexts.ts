/** Texts in several languages, and documents of them. */

import { defaultContext, linesOf, memoryFiles } from '../../../server/src/core';
import { check, type Document, defaultSettings, open } from '../../../server/src/service';

export const files = memoryFiles();
export const options = { context: defaultContext };

export const read = async (text: string, name = 'x.yaml'): Promise<Document> => {
  const document = await open({ uri: `file:///w/${name}`, languageId: '', version: 0, text }, files, options);
  if (!document) throw new Error('no language claims the text');
  return document;
};

/** `12 seccomp/unknown-action`, lines from 1. */
export const findingsIn = (document: Document): readonly string[] => {
  const lines = linesOf(document.source.text);
  return check(document, defaultContext, defaultSettings).map(({ code, span }) => `${lines.positionAt(span.start).line + 1} ${code}`);
};

export const at = (document: Document, word: string) => document.source.text.indexOf(word) + 1;

export const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

export const profileObject = `apiVersion: security-profiles-operator.x-k8s.io/v1beta1
kind: SeccompProfile
metadata:
  name: web
spec:
  defaultAction: SCMP_ACT_ERNO
  syscalls:
    - action: SCMP_ACT_ALLOW
      names: [read, raed]
`;

export const pod = `apiVersion: v1
kind: Pod
metadata:
  name: shell
spec:
  containers:
    - name: shell
      image: busybox
      securityContext:
        privileged: true
`;

export const seccomp = `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "wriet"], "action": "SCMP_ACT_ALOW" }
  ]
}
`;

export const apparmor = `abi <abi/4.0>,
profile web /usr/bin/web {
  /etc/web r
  @{HOME}/x rwz,
}
`;

export const policy = `{
  "default": [{ "type": "rejekt" }],
  "transports": {}
}
`;

export const registries = `unqualified-search-registries = ["docker.io"]
short-name-mode = "strict"
`;

export const configMap = (texts: Readonly<Record<string, string>>): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: node\ndata:\n${Object.entries(texts)
    .map(([key, text]) => `  ${key}: |\n${indented(text, 4)}`)
    .join('')}`;

export const shifted = (findings: readonly string[], by: number): readonly string[] =>
  findings.map((finding) => finding.replace(/^\d+/, (line) => String(Number(line) + by)));

export const sorted = (findings: readonly string[]): readonly string[] => [...findings].sort();
