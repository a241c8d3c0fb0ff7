import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { applyEdits, defaultContext, editsOf, linesOf } from '../../../server/src/core';
import {
  actionsAt,
  check,
  complete,
  defaultSettings,
  definition,
  explain,
  fixed,
  format,
  hover,
  nameAt,
  observe,
  open,
  rename,
  tokens,
} from '../../../server/src/service';
import {
  apparmor,
  at,
  configMap,
  files,
  findingsIn,
  indented,
  options,
  pod,
  policy,
  profileObject,
  read,
  registries,
  seccomp,
  shifted,
  sorted,
} from './regionTexts';

describe('each document of a stream has its language', () => {
  it.each([
    ['profile first', profileObject, pod],
    ['pod first', pod, profileObject],
  ])('%s', async (_, first, second) => {
    const [one, other] = [findingsIn(await read(first)), findingsIn(await read(second))];
    expect(sorted([...one, ...other]).join()).toMatch(/pod\/privileged/);
    expect(sorted([...one, ...other]).join()).toMatch(/seccomp\/unknown-action/);
    const lines = first.split('\n').length;
    expect(sorted(findingsIn(await read(`${first}---\n${second}`)))).toEqual(sorted([...one, ...shifted(other, lines)]));
  });

  it('an operator’s profile alone is a seccomp profile', async () => {
    expect((await read(profileObject)).language.name).toBe('seccomp');
    expect((await read(`${profileObject}---\n${pod}`)).language.name).toBe('pod');
  });
});

it('each item of a List has its language', async () => {
  const items = [profileObject, pod].map((text) => indented(text, 2).replace(/^ {2}/, '- ')).join('');
  const found = findingsIn(await read(`apiVersion: v1\nkind: List\nitems:\n${items}`));
  const separate = [...shifted(findingsIn(await read(profileObject)), 3), ...shifted(findingsIn(await read(pod)), 12)];
  expect(sorted(found)).toEqual(sorted(separate));
});

it('a List in JSON', async () => {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [parse(pod), parse(profileObject)] }, null, 2);
  const codes = findingsIn(await read(list, 'list.json')).map((finding) => finding.replace(/^\d+ /, ''));
  expect(codes).toContain('pod/privileged');
  expect(codes).toContain('seccomp/unknown-action');
});

describe('text in a ConfigMap', () => {
  const texts = { 'web.json': seccomp, web: apparmor, 'policy.json': policy, 'registries.conf': registries };

  it('is checked as in files of its own, at its lines', async () => {
    const found = findingsIn(await read(configMap(texts)));
    let line = 6;
    const separate: string[] = [];
    for (const [name, text] of Object.entries(texts)) {
      separate.push(...shifted(findingsIn(await read(text, name)), line));
      line += text.split('\n').length;
    }
    expect(separate.length).toBeGreaterThan(4);
    expect(new Set(separate.map((finding) => finding.replace(/^\d+ |\/.*$/g, '')))).toEqual(new Set(['seccomp', 'apparmor', 'policy']));
    expect(sorted(found)).toEqual(sorted(separate));
  });

  it('in a Secret and in a List too', async () => {
    const secret = configMap({ web: apparmor }).replace('ConfigMap', 'Secret').replace('\ndata:', '\nstringData:');
    expect(findingsIn(await read(secret)).join()).toContain('9 apparmor/missing-comma');
    const list = `apiVersion: v1\nkind: List\nitems:\n${indented(configMap({ web: apparmor }), 2).replace(/^ {2}/, '- ')}`;
    expect(findingsIn(await read(list)).join()).toContain('12 apparmor/missing-comma');
  });

  it('fixes leave a file that reads the same apart from the change', async () => {
    const text = configMap(texts);
    const { text: after } = await fixed({ uri: 'file:///w/x.yaml', languageId: '', version: 0, text }, files, options, defaultSettings, {
      harden: false,
    });
    const own = async (content: string, name: string) =>
      (
        await fixed({ uri: `file:///w/${name}`, languageId: '', version: 0, text: content }, files, options, defaultSettings, {
          harden: false,
        })
      ).text;
    const wanted: Record<string, string> = {};
    for (const [name, content] of Object.entries(texts)) wanted[name] = await own(content, name);
    expect(wanted.web).not.toBe(apparmor);
    expect(parse(after)).toEqual({ ...parse(text), data: wanted });
  });

  it.each([
    ['folded', `data:\n  web: >\n    profile web {\n\n      /etc/web r\n\n    }\n`],
    ['in double quotes', `data:\n  web: "profile web {\\n  /etc/web r\\n}\\n"\n`],
    ['in JSON', undefined],
  ])('%s: the missing comma is found and added', async (_, data) => {
    const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n';
    const text = data ? head + data : JSON.stringify({ ...parse(`${head}data: {}`), data: { web: 'profile web {\n  /etc/web r\n}\n' } });
    const document = await read(text, data ? 'x.yaml' : 'x.json');
    const missing = check(document, defaultContext, defaultSettings).find(({ code }) => code === 'apparmor/missing-comma');
    expect(missing && text.slice(missing.span.start, missing.span.end)).toBe('r');
    const source = { ...document.source };
    const { text: after } = await fixed(source, files, options, defaultSettings, { harden: false });
    const [before, now] = [text, after].map((one) => parseAllDocuments(one)[0]?.toJS() as { data: { web: string } });
    expect(now?.data.web).toContain('/etc/web r,');
    expect({ ...now, data: {} }).toEqual({ ...before, data: {} });
  });

  it('hover, completion, names, tokens and layout work there', async () => {
    const text = configMap({
      web: 'abi <abi/4.0>,\n@{dir} = /srv\nprofile web {\n  capability net_raw,\n  capability sys_,\n@{dir}/x r,\n}\n',
    });
    const document = await read(text);
    expect(hover(document, at(document, 'net_raw'), defaultContext)?.markdown).toMatch(/NET_RAW/i);
    const offset = text.indexOf('sys_,') + 4;
    const item = complete(document, offset, defaultContext).find(({ label }) => label === 'sys_admin');
    expect(item && text.slice(item.span.start, item.span.end)).toBe('sys_');
    const mention = nameAt(document, text.lastIndexOf('dir}'));
    expect(mention).toMatchObject({ kind: 'variable', name: 'dir' });
    expect(mention && text.slice(mention.span.start, mention.span.end)).toBe('dir');
    expect(mention && rename(document, mention, 'base')?.edits).toHaveLength(1);
    expect(
      definition(document, text.lastIndexOf('dir}'), defaultContext).map(({ span }) => text.slice(span.start, span.end).includes('dir')),
    ).toEqual([true]);
    const keywords = tokens(document).flatMap(({ start, tokens: own }) =>
      own.map(({ span }) => text.slice(start + span.start, start + span.end)),
    );
    expect(keywords).toContain('capability');
    const laidOut = format(document, { indent: '  ' });
    expect(applyEdits(text, laidOut)).toBe(text.replace('    @{dir}/x', '      @{dir}/x'));
  });

  it.each<[string, string, (text: string) => string]>([
    ['a ConfigMap', 'x.yaml', (text) => configMap({ web: text })],
    ['Markdown', 'notes.md', (text) => `# Notes\n\n\`\`\`apparmor\n${text}\`\`\`\n`],
    [
      'a cloud-config',
      'user-data',
      (text) => `#cloud-config\nwrite_files:\n  - path: /etc/apparmor.d/web\n    content: |\n${indented(text, 6)}`,
    ],
  ])('hover, completion and the rules of a log work in %s', async (_, name, around) => {
    const context = { ...defaultContext, markdown: true };
    const text = around('abi <abi/4.0>,\nprofile web {\n  capability net_raw,\n  capability sys_,\n  /srv/web/** r,\n}\n');
    const document = await open({ uri: `file:///w/${name}`, languageId: '', version: 0, text }, files, { context });
    if (!document) throw new Error('no language claims the text');
    expect(hover(document, at(document, 'net_raw'), context)?.markdown).toMatch(/NET_RAW/i);
    const item = complete(document, text.indexOf('sys_,') + 4, context).find(({ label }) => label === 'sys_admin');
    expect(item && text.slice(item.span.start, item.span.end)).toBe('sys_');
    const log =
      'audit: type=1400 audit(1:2): apparmor="DENIED" operation="open" profile="web" name="/etc/web.conf" requested_mask="r" denied_mask="r"';
    const observed = await observe(document, log, files, { context, includeFolders: [] });
    const indent = /^( *) {2}\/srv\/web/m.exec(text)?.[1] ?? '';
    expect(applyEdits(text, observed?.edits ?? [])).toBe(text.replace('/srv/web/** r,\n', `/srv/web/** r,\n${indent}  /etc/web.conf r,\n`));
  });

  it('answers name the lines of the file', async () => {
    const text = configMap({ web: 'abi <abi/4.0>,\nprofile web {\n  /etc/web r,\n}\n' });
    const answer = explain(await read(text), '/etc/web r', defaultContext);
    expect(answer?.markdown).toContain('line 9');
    expect(answer?.by && linesOf(text).positionAt(answer.by.start).line).toBe(8);
  });

  it('of another kind stays alone', async () => {
    const text = configMap({
      'nginx.conf': 'server {\n  listen 80;\n}\n',
      logrotate: '/var/log/x.log {\n  daily\n  rotate 7\n}\n',
      'run.sh': '#!/bin/sh\nexec /usr/bin/web {a,b}\n',
      'app.json': '{"defaultAction": "log", "spec": {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}}\n',
      'pod.yaml': 'apiVersion: v1\nkind: Pod\n',
    });
    const document = await read(text);
    expect(document.regions.map(({ language }) => language.name)).toEqual(['pod']);
  });
});

describe('a profile in a ConfigMap', () => {
  const text = `${configMap({ web: 'profile web {\n/etc/web  r,\n}\n' })}---\n${pod}`;

  it('is laid out by an action, with the indentation of the block', async () => {
    const document = await read(text);
    const from = at(document, '/etc/web');
    const action = actionsAt(document, { start: from, end: from }, defaultContext).find(
      ({ title }) => title === 'Format this AppArmor profile',
    );
    const after = applyEdits(text, action ? editsOf(action) : []);
    const [map, other] = parseAllDocuments(after).map((one) => one.toJS());
    expect(map.data.web).toBe('profile web {\n  /etc/web r,\n}\n');
    expect(other).toEqual(parseAllDocuments(text)[1]?.toJS());
    expect(actionsAt(await read(after), { start: from, end: from }, defaultContext).map(({ title }) => title)).not.toContain(action?.title);
  });

  it('offers no layout of what is around it', async () => {
    const document = await read(text);
    const from = at(document, 'kind: Pod');
    expect(actionsAt(document, { start: from, end: from }, defaultContext).filter(({ title }) => /^Format/.test(title))).toEqual([]);
  });
});

describe('an edit', () => {
  it('costs only the region it touches', async () => {
    const text = `${configMap({ web: apparmor, 'web.json': seccomp })}---\n${profileObject}`;
    const before = await read(text);
    const start = text.indexOf('/etc/web');
    const next = `${text.slice(0, start)}/srv${text.slice(start)}`;
    const change = { start, oldEnd: start, newEnd: start + 4 };
    const after = await open({ ...before.source, version: 1, text: next }, files, {
      ...options,
      previous: { document: before, change, othersUnchanged: true },
    });
    const kept = after?.regions.map(({ part }, i) => part === before.regions[i]?.part);
    // The ConfigMap, the profile in it that was edited, the other text in it, the next document.
    expect(kept).toEqual([false, false, true, true]);
    expect(after && findingsIn(after)).toEqual(findingsIn(await read(next)));
  });
});
