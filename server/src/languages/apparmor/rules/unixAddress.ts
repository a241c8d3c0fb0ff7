import { manual, parserSource, refusal } from './refusal';

export const unixAddress = refusal({
  code: 'apparmor/unix-address',
  title: 'A path as the address of a unix rule',
  why: `unix rules are about abstract and unnamed sockets: \`addr=\` takes \`@name\`, \`none\` or \`auto\`. A socket in the file system is a file rule: \`/run/web.sock rw,\`.`,
  sources: [manual, parserSource('af_unix.cc')],
  example: { bad: 'profile web {\n  unix addr=/run/web.sock,\n}\n', good: 'profile web {\n  unix addr=@web,\n}\n' },
  message: ({ word }) => `${word} is no address of an abstract socket; a socket with a path needs a file rule.`,
});
