import { type Authority, baseName, type Fact, type Rule } from '../../../core';
import { type Attachment, rivalsIn } from '../policy/attachments';
import type { ApparmorPart } from '../policy/model';
import { manual, parserSource } from './refusal';

const kernel: Authority = {
  title: 'Linux, security/apparmor/domain.c',
  url: 'https://github.com/torvalds/linux/blob/master/security/apparmor/domain.c',
};

export const sameAttachment: Rule<ApparmorPart> = {
  code: 'apparmor/same-attachment',
  title: 'Two profiles attach to the same program',
  category: 'correctness',
  severity: 'warning',
  why: `When a program is started, the kernel takes the profile whose attachment matches it best; where two match equally well, it takes neither.

A program that an unconfined process starts then runs unconfined. From a confined process, \`Px\` is denied and \`Pix\` and \`Pux\` fall back. The log says \`info="conflicting profile attachments"\`. The modes of the profiles don't matter: two with \`flags=(unconfined)\` are in each other's way as well. A profile whose name is the path itself, as in \`/usr/bin/web { … }\`, is found by its name first, so that a named profile with this attachment is never attached.

A program that two patterns match counts where neither pattern repeats (\`*\`): \`/usr/bin/{web,webd}\` and \`/usr/bin/web\` are equal for \`/usr/bin/web\`. Patterns that repeat are compared as text: elsewhere the kernel can prefer the more specific one.

Compared are the profiles of one \`apparmor.d\`, or of one folder elsewhere, with the variables of their own files and those of the tunables. Profiles in namespaces, those that require extended attributes and those of the same name are not reported. A file that a link in \`disable/\` switches off is compared as if it were loaded.`,
  sources: [manual, kernel, parserSource('parser_regex.c')],
  example: {
    bad: 'profile web /usr/bin/web {\n  /srv/web/** r,\n}\nprofile shop /usr/bin/web {\n  /srv/shop/** r,\n}\n',
    good: 'profile web /usr/bin/web {\n  /srv/web/** r,\n}\nprofile shop /usr/bin/shop {\n  /srv/shop/** r,\n}\n',
  },
  *check(part, { facts }) {
    for (const [own, rivals] of rivalsIn(part, facts)) {
      const rival = rivals.find(({ wins }) => wins) ?? rivals[0];
      if (!rival) continue;
      const { other, path, wins } = rival;
      yield {
        span: own.span,
        message: wins
          ? `${own.detail} never attaches: ${described(other)} is named ${path}, and the kernel takes a profile of that name first.`
          : `${described(other)} attaches to ${path} as well, so the kernel attaches neither.`,
        related: [{ ...('uri' in other && { uri: other.uri }), span: other.span, message: 'the other profile' }],
      };
    }
  },
};

const described = (other: Attachment | Fact): string =>
  'uri' in other ? `profile ${other.detail} in ${baseName(other.uri)}` : `profile ${other.detail}`;
