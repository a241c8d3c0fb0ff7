import { refusal } from './refusal';

export const unseenAbiFile = refusal({
  code: 'apparmor/unseen-abi-file',
  title: 'An abi file that cannot be seen from here',
  severity: 'hint',
  since: 'AppArmor 3.0',
  why: `The abi file is none of AppArmor's own and lies in a folder that is not within reach; whether it exists on the host is not checked.`,
  example: { bad: 'abi <abi/own>,\nprofile web {\n}\n', good: 'abi <kernel>,\nprofile web {\n}\n' },
  message: ({ path }) => `${path} is not within reach, so it is not checked.`,
});
