import { manual, parserSource, refusal } from './refusal';

export const undefinedVariable = refusal({
  code: 'apparmor/undefined-variable',
  title: 'An undefined variable',
  why: `A variable must be defined in the preamble or by an include there before a profile uses it; otherwise apparmor_parser refuses the file, without naming a line.

\`@{PROC}\`, \`@{HOME}\` and their like come with \`include <tunables/global>\`. \`@{profile_name}\` exists inside profiles; \`@{exec_path}\` and \`@{attach_path}\` (AppArmor 5.0) only inside a profile with an attachment.`,
  sources: [manual, parserSource('variable.cc')],
  example: { bad: 'profile web {\n  @{site}/** r,\n}\n', good: '@{site} = /srv/www\nprofile web {\n  @{site}/** r,\n}\n' },
  message: ({ name, through }) =>
    through
      ? `@{${through}} uses @{${name}}, which is not defined, so apparmor_parser refuses the file.`
      : `@{${(name ?? '').replace(/^@\{?|\}$/g, '')}} is not defined, so apparmor_parser refuses the file.`,
});
