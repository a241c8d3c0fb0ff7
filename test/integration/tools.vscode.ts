import * as vscode from 'vscode';
import { equal, ok, skip, test } from './harness';

/** What editors have since 1.95, as far as it is used here. */
interface Tools {
  readonly tools: readonly { readonly name: string }[];
  invokeTool(
    name: string,
    options: { readonly input: object; readonly toolInvocationToken: undefined },
  ): Promise<{ readonly content: readonly { readonly value?: string }[] }>;
}

/** What each tool is asked, and what its answer says. */
const calls: Readonly<Record<string, readonly [input: object, answer: RegExp]>> = {
  confine_check: [{ path: 'deploy/web.yaml' }, /pod\/privileged/],
  confine_explain: [{ path: 'deploy/web.yaml', query: 'CAP_NET_RAW' }, /NET_RAW/],
  confine_why: [
    { text: 'Error response from daemon: opening seccomp profile failed: open web.json: no such file or directory' },
    /seccomp/,
  ],
  confine_diff: [{ path: 'seccomp/web.json' }, /default/],
  confine_harden: [{ path: 'deploy/web.yaml' }, /privileged/],
  confine_rule: [{ code: 'pod/privileged' }, /privileged/],
};

const declared = (): readonly string[] =>
  vscode.extensions.getExtension('confine.confine')?.packageJSON.contributes.languageModelTools.map(({ name }: { name: string }) => name);

test('tools: each that the manifest declares answers a language model', async () => {
  const { lm } = vscode as unknown as { readonly lm?: Tools };
  if (!lm?.invokeTool) skip('this editor has no tools for language models');
  equal(Object.keys(calls).sort(), [...declared()].sort(), 'the tools that are asked');
  for (const name of declared()) {
    const [input, answer] = calls[name] as (typeof calls)[string];
    const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const text = content.map(({ value = '' }) => value).join('');
    ok(answer.test(text), `${name} answers ${text.slice(0, 300)}`);
  }
});

test('tools: what a tool can not answer is an error, not an answer', async () => {
  const { lm } = vscode as unknown as { readonly lm?: Tools };
  if (!lm?.invokeTool) skip('this editor has no tools for language models');
  const answered = await lm.invokeTool('confine_rule', { input: { code: 'pod/no-such-rule' }, toolInvocationToken: undefined }).then(
    () => true,
    () => false,
  );
  equal(answered, false, 'an unknown rule');
});
