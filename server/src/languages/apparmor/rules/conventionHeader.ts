import { span } from '../../../core';
import { convention, shippedProfiles } from './convention';

export const conventionHeader = convention({
  code: 'apparmor/convention-header',
  title: 'A file without a license header',
  why: `The convention \`header\` requires a comment before the first statement that names the license or the holder of the copyright, such as \`# SPDX-License-Identifier: GPL-2.0-only\`.

Confine offers no fix: it doesn't know who wrote the file.`,
  sources: [shippedProfiles, { title: 'SPDX: license identifiers', url: 'https://spdx.dev/learn/handling-license-info/' }],
  example: {
    bad: '# The web server.\n\nprofile web {\n}\n',
    good: '# The web server.\n# SPDX-License-Identifier: GPL-2.0-only\n\nprofile web {\n}\n',
  },
  *check({ tree, text }) {
    const [first] = tree.statements;
    if (!first || first.statement.kind === 'rest') return;
    const start = first.start + first.statement.span.start;
    if (/copyright|\bcopr\.|©|licen[cs]e|SPDX-/i.test(text.slice(0, start))) return;
    const line = /^[^\r\n]*/.exec(text.slice(start))?.[0].length ?? 0;
    yield {
      span: span(start, Math.min(start + line, first.start + first.statement.span.end)),
      message: 'No comment before the first statement names a license or copyright, as the convention “header” requires.',
    };
  },
});
