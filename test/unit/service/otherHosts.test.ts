import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../server/src/core';
import { coverageOf, defaultSettings, explain, fixed, hover, open } from '../../../server/src/service';
import { at, files, findingsIn, indented, options, read } from './regionTexts';

describe('other hosts', () => {
  it('the profile of an OCI configuration, as runc reads it', async () => {
    const config = JSON.stringify(
      {
        ociVersion: '1.2.0',
        process: { capabilities: { bounding: ['CAP_NET_RAW'] }, noNewPrivileges: true, apparmorProfile: 'web' },
        linux: { seccomp: { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALOW' }] } },
      },
      null,
      2,
    );
    const document = await read(config, 'seccomp/config.json');
    expect(document.language.name).toBe('oci');
    const line = config.slice(0, config.indexOf('ALOW')).split('\n').length;
    expect(findingsIn(document)).toContain(`${line} seccomp/unknown-action`);
    expect(findingsIn(document).join()).not.toMatch(/unknown-key|no-seccomp/);
    expect(hover(document, at(document, 'CAP_NET_RAW'), defaultContext)?.markdown).toMatch(/NET_RAW/);
    expect(hover(document, at(document, 'noNewPrivileges'), defaultContext)?.markdown).toMatch(/^execve gives no privileges/);
    expect(explain(document, 'CAP_NET_RAW', defaultContext)?.markdown).toBe('The process has `CAP_NET_RAW` in its bounding set.');
    expect(explain(document, 'apparmorProfile', defaultContext)?.markdown).toContain('`web`');
    expect(explain(document, 'write', defaultContext)?.json).toHaveProperty('decision');
  });

  it('files that cloud-init writes, by the path that they get', async () => {
    const text = `#cloud-config
write_files:
  - path: /etc/apparmor.d/usr.bin.web
    permissions: '0644'
    content: |
      profile web {
        /etc/web r
      }
  - path: /etc/containers/policy.json
    content: |
      { "default": [{ "type": "rejekt" }] }
  - path: /etc/apparmor.d/packed
    encoding: b64
    content: |
      cHJvZmlsZQ==
`;
    const document = await read(text, 'user-data.yaml');
    const found = findingsIn(document).filter((finding) => /missing-comma|policy\//.test(finding));
    expect(found[0]).toBe('7 apparmor/missing-comma');
    expect(found[1]).toMatch(/^11 policy\//);
    expect(document.regions.map(({ language }) => language.name)).toEqual(['cloudInit', 'apparmor', 'policy']);
    expect(coverageOf(document, defaultContext).partial).toContain('encoded');
  });

  it('files that cloud-init writes, in user data of several pieces', async () => {
    const config = (content: string) =>
      `#cloud-config\nwrite_files:\n  - path: /etc/apparmor.d/web\n    content: |\n${indented(content, 6)}`;
    const text = [
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed;',
      ' boundary="==part=="',
      '',
      'cloud-init reads the pieces below.',
      '--==part==',
      'Content-Type: text/x-shellscript; charset="us-ascii"',
      '',
      '#!/bin/sh',
      'cat > /etc/apparmor.d/x <<E',
      'profile x {',
      '--==part==',
      'Content-Type: text/cloud-config',
      '',
      `${config('profile web {\n  /etc/web r\n}\n')}--==part==`,
      'Content-Type: text/cloud-config',
      'Content-Transfer-Encoding: base64',
      '',
      'I2Nsb3VkLWNvbmZpZw==',
      '--==part==',
      '',
      config('profile next {\n  capability nett_raw,\n}\n'),
      '--==part==--',
      '',
    ].join('\n');
    const document = await read(text, 'user-data');
    const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
    expect(findingsIn(document).filter((finding) => /missing-comma|capability/.test(finding))).toEqual([
      `${lineOf('/etc/web r')} apparmor/missing-comma`,
      expect.stringMatching(new RegExp(`^${lineOf('nett_raw')} apparmor/`)),
    ]);
    expect(document.regions.map(({ language }) => language.name)).toEqual(['cloudInit', 'apparmor', 'cloudInit', 'apparmor']);
    expect(coverageOf(document, defaultContext).partial).toContain('encoded');
    // A mail isn't user data, and a text that ends too early is read as far as it goes.
    const mail = { uri: 'file:///w/mail', languageId: '', version: 0, text: text.replace(/cloud-config/g, 'html') };
    expect(await open(mail, files, { context: defaultContext })).toBeUndefined();
    const cut = await read(text.slice(0, text.indexOf('--==part==--')), 'user-data');
    expect(cut.regions).toHaveLength(4);
  });

  it('files of a cloud-config that Jinja renders first', async () => {
    const text = `## template: jinja
{# for every
   machine #}
{% set name = "web" %}
#cloud-config
write_files:
{% if v1.distro == "ubuntu" %}
  - path: /etc/apparmor.d/web
    content: |
      profile web {
        {% if v1.region == "a" %}
        /usr/bin/id Px,
        {% else %}
        /usr/bin/id ix,
        {% endif %}
        /etc/{{ v1.local_hostname }}.conf r,
        /etc/web r
      }
{% endif %}
  - content: "capability nett_raw,\\n"
    path: /etc/apparmor.d/local/web
{# the end #} {% include "more" %}
runcmd: [ls]
`;
    const document = await read(text, 'user-data.yaml');
    expect(findingsIn(document).filter((one) => /comma|conflict|capability|syntax/.test(one))).toEqual([
      '17 apparmor/missing-comma',
      '20 apparmor/unknown-capability',
    ]);
    expect(coverageOf(document, defaultContext).partial).toContain('templates of AppArmor profiles');
  });

  it('profiles with template actions, in a ConfigMap without any', async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data:
  web: |
    profile {{ .Values.name }} flags=(attach_disconnected) {
      {{- include "rules" . | nindent 2 }}
      {{ .Values.path }} r,
      capability nett_raw,
    }
  seccomp.json: |
    { "defaultAction": "{{ .Values.action }}" }
  rule: profile of {{ $labels.pod }} is slow
`;
    const document = await read(text);
    expect(findingsIn(document).filter((one) => !/missing-abi/.test(one))).toEqual(['9 apparmor/unknown-capability']);
    expect(document.regions.map(({ language }) => language.name)).toEqual(['pod', 'apparmor']);
  });

  it('rules without a profile in Markdown, which are for the profile of the reader', async () => {
    const text = 'Add:\n\n1. First\n\n   ```apparmor\n   /srv/a r,\n   signal send peer=db\n   ```\n\n```apparmor\n@{HOME}/x rw,\n```\n';
    const source = { uri: 'file:///w/notes.md', languageId: '', version: 0, text };
    const document = await open(source, files, { context: { ...defaultContext, markdown: true } });
    expect(document && findingsIn(document)).toEqual(['7 apparmor/missing-comma']);
  });

  it('the policy of an AppArmorProfile object', async () => {
    const text = `apiVersion: security-profiles-operator.x-k8s.io/v1alpha1\nkind: AppArmorProfile\nmetadata: {name: web}\nspec:\n  policy: |\n    profile web {\n      /etc/web r\n    }\n`;
    expect(findingsIn(await read(text)).join()).toContain('7 apparmor/missing-comma');
  });

  it('code blocks of Markdown, where the setting is on', async () => {
    const text =
      '# Notes\n\n- A profile:\n\n  ```apparmor\n  profile web {\n    /etc/web r\n  }\n  ```\n\n~~~seccomp\n{ "defaultAction": "SCMP_ACT_ALOW" }\n~~~\n\n```js\n{}\n```\n';
    const source = { uri: 'file:///w/notes.md', languageId: '', version: 0, text };
    expect(await open(source, files, options)).toBeUndefined();
    const document = await open(source, files, { context: { ...defaultContext, markdown: true } });
    const found = document ? findingsIn(document) : [];
    expect(found.join()).toContain('7 apparmor/missing-comma');
    expect(found.join()).toContain('12 seccomp/unknown-action');
    const { text: after } = await fixed(source, files, { context: { ...defaultContext, markdown: true } }, defaultSettings, {
      harden: false,
    });
    expect(after).toContain('\n    /etc/web r,\n');
  });
});
