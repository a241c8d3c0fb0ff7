import { describe, expect, it } from 'vitest';
import { evaluated, written } from './helpers';

describe('Go templates', () => {
  it.each([
    ['trims blanks', 'a  {{- 1 -}}  b', 'a1b'],
    ['leaves comments out', 'a{{/* x */}}b {{- /* y */ -}} c', 'abc'],
    ['chooses', '{{ if .Values.dark }}1{{ else if .Values.lit }}2{{ else }}3{{ end }}', '2'],
    ['enters', '{{ with .Values.map }}{{ .a }}{{ $.Values.lit }}{{ end }}{{ with .Values.none }}{{ else }}-{{ end }}', '1true-'],
    ['goes through lists', '{{ range $i, $e := .Values.list }}{{ $i }}{{ $e }};{{ end }}', '0p;1q;'],
    ['goes through maps by key', '{{ range $k, $v := .Values.map }}{{ $k }}={{ $v }},{{ end }}', 'a=1,b=2,'],
    ['breaks and continues', '{{ range .Values.list }}{{ if eq . "p" }}{{ continue }}{{ end }}{{ . }}{{ break }}{{ end }}', 'q'],
    ['ranges over nothing', '{{ range .Values.none }}a{{ else }}b{{ end }}', 'b'],
    ['keeps variables in their block', '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}', '2'],
    ['stops at the operand that decides', '{{ or .Values.lit (fail "x") }}{{ and .Values.dark (fail "x") }}', 'truefalse'],
    ['pipes last', '{{ "b" | printf "%s-%s" "a" }}', 'a-b'],
    ['lets a nil of parentheses have fields', '{{ (.Values.none).x }}{{ ((.Values.none).x).y }}|', '|'],
    ['prints floats of YAML as Go does', '{{ .Values.big }} {{ .Values.port }}', '1e+06 8080'],
    ['reads numbers', '{{ 0x10 }} {{ 010 }} {{ 1_000 }} {{ -2 }} {{ 1.5 }}', '16 8 1000 -2 1.5'],
    ['reads strings and characters', '{{ "\\t\\u0041" }}{{ `\\n` }}{{ \'a\' }}', '\tA\\n97'],
    ['prints maps and lists', '{{ .Values.map }} {{ .Values.list }}', 'map[a:1 b:2] [p q]'],
    [
      'defines and includes',
      '{{ define "d" }}[{{ . }}]{{ end }}{{ template "d" 1 }}{{ include "d" "x" }}{{ block "e" 2 }}{{ . }}{{ end }}',
      '[1][x]2',
    ],
  ])('%s', async (_, template, result) => {
    const values = 'lit: true\ndark: false\nmap: {b: 2, a: 1}\nlist: [p, q]\nbig: 1000000\nport: 8080\n';
    expect(await written(template, values)).toBe(result);
  });

  it.each([
    ['a nil on the way', '{{ .Values.none.x }}', '!nil pointer evaluating interface {}.x, since what it is a field of has no value'],
    ['a field of text', '{{ .Values.text.x }}', "!can't evaluate field x in type string"],
    ['what the chart refuses', '{{ fail "no" }}', '!no'],
    ['a value that is required', '{{ required "set it" .Values.none }}', '!it needs a value: set it'],
    ['an open block', '{{ if true }}', '!missing {{end}} of {{if}}'],
    ['an open action', '{{ .x', '!unclosed action'],
    ['an unknown function', '{{ nosuch 1 }}', '!the function nosuch is not known'],
  ])('says why it fails: %s', async (_, template, result) => {
    expect(await written(template, 'text: a')).toBe(result);
  });
});

describe('functions of Sprig and Helm', () => {
  it.each([
    ['{{ .Values.a | default "x" }}{{ "" | default "y" }}{{ ternary 1 2 true }}{{ coalesce "" nil "z" }}', 'xy1z'],
    ['{{ "a-b" | replace "-" "_" | upper | quote }}{{ "x" | squote }}', '"A_B"\'x\''],
    ['{{ trunc 3 "abcdef" }}{{ trunc -2 "abcdef" }}{{ trimSuffix "f" "abf" }}{{ trimAll "-" "--c-" }}', 'abcefabc'],
    ['{{ "a\\nb" | indent 2 }}|{{ "a\\nb" | nindent 2 }}', '  a\n  b|\n  a\n  b'],
    ['{{ splitList "," "a,b" | join "+" }}{{ (split "." "p.q")._1 }}{{ list 1 2 | last }}', 'a+bq2'],
    ['{{ $d := dict "a" 1 }}{{ $_ := set $d "b" 2 }}{{ keys $d | sortAlpha | join "" }}{{ hasKey $d "c" }}{{ get $d "b" }}', 'abfalse2'],
    ['{{ merge (dict "a" 1) (dict "a" 2 "b" 3) | toJson }}{{ mergeOverwrite (dict "a" 1) (dict "a" 2) | toJson }}', '{"a":1,"b":3}{"a":2}'],
    ['{{ omit (dict "a" 1 "b" 2) "a" | toJson }}{{ pick (dict "a" 1 "b" 2) "a" | toJson }}{{ dig "x" "y" 7 (dict) }}', '{"b":2}{"a":1}7'],
    ['{{ add 1 2 3 }} {{ div 7 2 }} {{ mod 7 3 }} {{ int "12" }} {{ max 1 5 2 }} {{ round 2.567 1 }}', '6 3 1 12 5 2.6'],
    ['{{ printf "%d-%5s|%-3s|%q|%v|%.2f|%03d" 3 "a" "b" "c" true 1.5 7 }}', '3-    a|b  |"c"|true|1.50|007'],
    ['{{ "aGk=" | b64dec }}{{ "hi" | b64enc }}{{ "abc" | sha256sum | trunc 8 }}', 'hiaGk=ba7816bf'],
    ['{{ regexReplaceAll "a(b*)" "abbc" "x${1}" }}{{ regexMatch "^v[0-9]" "v1" }}{{ regexFind "[0-9]+" "ab12" }}', 'xbbctrue12'],
    [
      '{{ semverCompare ">=1.19-0" "v1.34.0" }}{{ semverCompare "^1.2" "2.0.0" }}{{ semverCompare "<1.25 || >=2" "1.24.9" }}{{ (semver "1.2.3").Minor }}',
      'truefalsetrue2',
    ],
    [
      '{{ kindOf 1 }} {{ kindOf 1.0 }} {{ kindOf "" }} {{ kindIs "map" (dict) }} {{ typeOf (list) }}',
      'int float64 string true []interface {}',
    ],
    [
      '{{ until 3 }}{{ seq 2 }}{{ uniq (list 1 1 2) }}{{ has 2 (list 1 2) }}{{ without (list 1 2) 1 }}{{ first (list 3) }}',
      '[0 1 2]1 2[1 2]true[2]3',
    ],
    ['{{ (fromYaml "a: {b: 1}").a.b }}{{ fromJson "{\\"x\\": [1]}" | toYaml }}', '1x:\n- 1'],
    ['{{ tpl "{{ .Values.size }}-{{ .Release.Name }}" . }}', '5-release-name'],
    [
      '{{ .Chart.Name }} {{ .Chart.AppVersion }} {{ .Release.Namespace }} {{ .Template.BasePath }} {{ .Capabilities.KubeVersion.Minor }}',
      'app 9 default app/templates 34',
    ],
    ['{{ .Capabilities.APIVersions.Has "batch/v1" }}{{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}', 'truefalse'],
    [
      '{{ title "ab cd" }}{{ snakecase "FooBar" }}{{ kebabcase "FooBar" }}{{ camelcase "foo_bar" }}{{ nospace "a b" }}',
      'Ab Cdfoo_barfoo-barFooBarab',
    ],
  ])('%s', async (template, result) => {
    expect(await written(template, 'size: 5\n')).toBe(result);
  });

  it('writes YAML as sigs.k8s.io/yaml does', async () => {
    const values =
      'v:\n  z: [1, {b: x, a: "true"}]\n  text: "a: b"\n  lines: "p\\nq\\n"\n  empty: {}\n  none: null\n  tpl: "{{ x }}"\n  num: 1000000\n';
    expect(await written('{{ toYaml .Values.v }}', values)).toBe(
      "empty: {}\nlines: |\n  p\n  q\nnone: null\nnum: 1000000\ntext: 'a: b'\ntpl: '{{ x }}'\nz:\n- 1\n- a: \"true\"\n  b: x",
    );
  });
});

describe('charts', () => {
  it('gives subcharts their values and globals, by condition and alias, and lets the parent define again', async () => {
    const all = await evaluated({
      'Chart.yaml': 'name: app\ndependencies:\n- {name: db, alias: main, condition: main.enabled}\n- {name: off, condition: off.enabled}\n',
      'values.yaml': 'global: {g: 1}\nmain: {enabled: true, size: 5}\noff: {enabled: false}\n',
      'templates/_h.tpl': '{{ define "who" }}parent{{ end }}',
      'templates/p.yaml': '{{ .Values.main.size }} {{ .Values.main.other }}',
      'charts/db/Chart.yaml': 'name: db\n',
      'charts/db/values.yaml': 'size: 1\nother: 2\ngone: 3\n',
      'charts/db/templates/_h.tpl': '{{ define "who" }}child{{ end }}',
      'charts/db/templates/c.yaml': '{{ .Values.size }} {{ .Values.other }} {{ .Values.global.g }} {{ include "who" . }} {{ .Chart.Name }}',
      'charts/off/Chart.yaml': 'name: off\n',
      'charts/off/templates/o.yaml': 'never',
    });
    expect(Object.fromEntries(all.map(({ uri, text }) => [uri.slice(uri.lastIndexOf('/') + 1), text.text]))).toEqual({
      'p.yaml': '5 2',
      'c.yaml': '5 2 1 parent db',
    });
  });

  it('reads files beside the templates', async () => {
    const all = await evaluated({
      'conf/a.ini': 'x=1\n',
      'templates/t.yaml': '{{ .Files.Get "conf/a.ini" }}{{ range $p, $_ := .Files.Glob "conf/*" }}{{ $p }}{{ end }}',
    });
    expect(all[0]?.text.text).toBe('x=1\nconf/a.ini');
  });

  it('names what nobody knows before the chart is installed, but not for a checksum', async () => {
    const all = await evaluated({
      'templates/a.yaml': '{{ if lookup "v1" "Secret" "" "x" }}a{{ else }}b{{ end }}',
      'templates/b.yaml': '{{ include (print $.Template.BasePath "/a.yaml") . | sha256sum }}',
    });
    expect(all.map(({ uri, unknown }) => [uri.slice(-6), unknown])).toEqual([
      ['b.yaml', []],
      ['a.yaml', ['lookup']],
    ]);
  });

  it.each([
    ['endless includes', '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}', 'too deeply'],
    [
      'endless output',
      '{{ $x := "aaaaaaaaaa" }}{{ range until 9 }}{{ $x = printf "%s%s%s%s%s%s%s" $x $x $x $x $x $x $x }}{{ $x }}{{ end }}',
      'writes too much',
    ],
    ['long loops', '{{ range until 100000000 }}{{ end }}', 'too many steps'],
    ['nested loops', '{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}{{ end }}{{ end }}{{ end }}', 'too many steps'],
    ['huge repeats', '{{ repeat 1000000000 "ab" }}', 'writes too much'],
    ['deep parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`, 'nested too deeply'],
    ['slow patterns', '{{ regexMatch "(a+)+$" (printf "%sb" (repeat 5000 "a")) }}', 'false'],
  ])('ends quickly: %s', async (_, template, reason) => {
    expect(await written(template)).toContain(reason);
  });
});
