import { manual, parserSource, refusal } from './refusal';

export const dbusMixed = refusal({
  code: 'apparmor/dbus-mixed',
  title: 'A dbus rule of two kinds',
  why: `A dbus rule is about messages (send, receive; path, interface, member, peer), or about owning a name (bind; name), or about eavesdropping (bus only). apparmor_parser refuses a mixture; write one rule for each.`,
  sources: [manual, parserSource('dbus.cc')],
  example: {
    bad: 'profile web {\n  dbus bind bus=session path=/org/example,\n}\n',
    good: 'profile web {\n  dbus bind bus=session name=org.example,\n}\n',
  },
  message: ({ word, name }) =>
    word
      ? `${word} and ${name}= belong to different kinds of dbus rules, so apparmor_parser refuses them together.`
      : `name= is for owning a name and ${name}= for messages, so apparmor_parser refuses them together.`,
});
