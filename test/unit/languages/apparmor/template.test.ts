import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { templateText } from '../../../../server/src/languages/apparmor/syntax/template';
import { detect } from '../../../../server/src/service/detect/detect';
import { open } from './helpers';

async function found(text: string) {
  const part = await open(text, {}, 'apparmor.d/usr.bin.shop.j2');
  return apparmor.rules.flatMap((rule) =>
    [...rule.check(part, defaultContext)].map(({ span }) => `${rule.code.slice(9)}: ${text.slice(0, span.start).split('\n').length}`),
  );
}

const jinja = [
  '{# made by a role #}',
  'abi <abi/{{ abi_version }}>,',
  'include <tunables/global>',
  '@{shop_dirs} = {{ dirs | join(" ") }}',
  'profile {{ name }} {{ binary }} flags=({{ mode }}) {',
  '  include <abstractions/{{ base }}>',
  '  capability {{ capability }},',
  '  network {{ family }} stream,',
  '  set rlimit nofile <= {{ files }},',
  '  signal send peer={{ name }},',
  '{% for dir in dirs %}',
  '  owner {{ dir }}/** rw,',
  '{% endfor %}',
  '{% if debug -%}',
  '  /proc/*/stat r,',
  '{% else %}',
  '  deny /proc/*/stat r,',
  '{%- endif %}',
  '  {{ more_rules }}',
  '  {{ one_rule }},',
  '  /srv/{{ name }}/{a,b}/** {{ access }},',
  '  {{ binary }} Px -> {{ child }},',
  '}',
  '',
].join('\n');

const go = [
  '{{- /* of a chart */ -}}',
  '{{ $name := .Values.name -}}',
  '#include <tunables/global>',
  'profile {{ .Name }} flags=(attach_disconnected,mediate_deleted) {',
  '  {{- range $value := .Imports }}',
  '  {{ $value }}',
  '  {{- end }}',
  '  signal (receive) peer={{ .DaemonProfile }},',
  '  ptrace (trace,read) peer={{ .Name }},',
  '{{ if ge .Version 208095 }}',
  '  deny @{PROC}/{[^1-9],[^1-9][^0-9]}/** w,',
  '{{ end }}',
  '  {{ include "common.rules" . | nindent 2 }}',
  '}',
  '',
].join('\n');

describe('templates of profiles', () => {
  it('keep each offset, and alternations are no actions', () => {
    expect(templateText(jinja)!.text).toHaveLength(jinja.length);
    expect(templateText(jinja)!.text.split('\n')).toHaveLength(jinja.split('\n').length);
    expect(templateText('profile web {\n  /{{usr/,}bin,sbin}/{a,{b,c}} r,\n  /{#,%}x r,\n}\n')).toBeUndefined();
    expect(templateText('profile web {\n  /{{a,b}} r,\n}\n')).toBeUndefined();
    expect(templateText('# {{ commented }}\nprofile web {\n}\n')).toBeUndefined();
  });

  it.each([
    ['Jinja', jinja],
    ['Go', go],
  ])('of %s have no false findings', async (_, text) => {
    expect(await found(text)).toEqual([]);
  });

  it.each([
    ['a missing comma', '  /srv/{{ name }}/{a,b}/** {{ access }},', '  /srv/{{ name }}/{a,b}/** r', ['missing-comma: 21']],
    ['unknown permissions', '  /proc/*/stat r,', '  /proc/*/stat z,', ['unknown-permissions: 15']],
    ['a rule without effect', '  signal send peer={{ name }},', '  deny network inet ip=1.2.3.x,', ['network-address: 10']],
  ])('and %s is found all the same', async (_, before, after, wanted) => {
    expect(jinja).toContain(before);
    expect(await found(jinja.replace(before, after))).toEqual(wanted);
  });

  it('are known by their text, counted as read in part, and not laid out', async () => {
    const source = { uri: 'file:///w/roles/x/templates/shop.j2', languageId: '', version: 1, text: jinja.slice(jinja.indexOf('abi')) };
    expect(detect(source)).toBe('apparmor');
    const part = await open(jinja);
    expect(apparmor.partial!(part, defaultContext)).toContain('templates');
    expect(apparmor.format!(part, { indent: '  ' })).toEqual([]);
    expect(apparmor.partial!(await open('profile web {\n}\n'), defaultContext)).toBeUndefined();
  });

  it('are read as what stands there after an edit', async () => {
    const text = 'profile web {\n  /srv/{{ name }}/** r,\n}\n';
    expect(await found(text)).toEqual([]);
    expect(await found(text.replace('r,', 'r'))).toEqual(['missing-comma: 2']);
  });

  it('shows names and rules with their actions as they are written', async () => {
    const part = await open(jinja, {}, 'apparmor.d/usr.bin.shop.j2');
    const asked = (query: string) => apparmor.explain!(part, query, defaultContext).markdown;
    expect(asked('/srv/x r')).toMatch(/^It is not known whether `\{\{ name \}\}` [\s\S]*`include <abstractions\/\{\{ base \}\}>`/);
    expect(asked('capability kill')).toMatch(/`\{\{ name \}\}`/);
    expect(asked('risks')).toContain('**`{{ name }}`** · enforce · attached to `{{ binary }}`');
    expect(asked('/proc/1/stat r')).toContain('`deny /proc/*/stat r`');
    expect(apparmor.describe!(part, defaultContext)).toBe('{{ name }} · enforce');
    const lines = apparmor.model!(part, defaultContext);
    expect(lines[0]).toBe('{{ name }}');
    expect(lines.map((line) => line.trim())).toEqual(
      expect.arrayContaining(['capability {{ capability }}', '{{ binary }} Px -> {{ child }}']),
    );
    const nested = await open('profile {{ a }} {\n  profile {{ b }} {\n    /x r,\n  }\n}\n', {}, 'apparmor.d/shop.j2');
    expect(apparmor.model!(nested, defaultContext)).toContain('{{ a }}//{{ b }}');
  });
});
