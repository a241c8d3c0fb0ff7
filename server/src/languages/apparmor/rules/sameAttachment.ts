import { type Authority, baseName, type Fact, type Rule } from '../../../core';
import { type Attachment, attachmentsIn, isByName, rivalsOf } from '../policy/attachments';
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

Compared are the profiles of one \`apparmor.d\`, or of one folder elsewhere, and only attachments that are the same text once variables are filled in. Profiles that overlap otherwise, that also ask for extended attributes or that have the same name are not reported.`,
  sources: [manual, kernel, parserSource('parser_regex.c')],
  example: {
    bad: 'profile web /usr/bin/web {\n  /srv/web/** r,\n}\nprofile shop /usr/bin/web {\n  /srv/shop/** r,\n}\n',
    good: 'profile web /usr/bin/web {\n  /srv/web/** r,\n}\nprofile shop /usr/bin/shop {\n  /srv/shop/** r,\n}\n',
  },
  *check(part, { facts }) {
    for (const own of attachmentsIn(part)) {
      if (isByName(own)) continue;
      const rivals = rivalsOf(part, own, facts);
      const winner = rivals.find(isByName);
      const other = winner ?? rivals[0];
      if (!other) continue;
      yield {
        span: own.span,
        message: winner
          ? `${own.detail} never attaches: ${described(other)} is named ${own.name}, and the kernel takes a profile of that name first.`
          : `${described(other)} attaches to ${own.name} as well, so the kernel attaches neither.`,
        related: [{ ...('uri' in other && { uri: other.uri }), span: other.span, message: 'the other profile' }],
      };
    }
  },
};

const described = (other: Attachment | Fact): string =>
  'uri' in other ? `profile ${other.detail} in ${baseName(other.uri)}` : `profile ${other.detail}`;
