import { refusal } from './refusal';

export const headerOrder = refusal({
  code: 'apparmor/header-order',
  title: 'Parts of a header in the wrong order',
  why: `A header reads: name, attachment, \`xattrs=\`, \`+identities=\`, \`flags=\`; apparmor_parser takes them in no other order.`,
  example: {
    bad: 'profile web /usr/bin/web flags=(audit) xattrs=(user.web) {\n}\n',
    good: 'profile web /usr/bin/web xattrs=(user.web) flags=(audit) {\n}\n',
  },
  message: ({ word }) => `${word} must stand before flags, so apparmor_parser refuses the header.`,
});
