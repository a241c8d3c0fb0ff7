import { nearest } from '../../../core';
import { shippedAbis } from '../../../knowledge';
import { refusal, replace } from './refusal';

export const missingAbiFile = refusal({
  code: 'apparmor/missing-abi-file',
  title: 'An abi that does not exist',
  why: `\`abi\` names a file that lists what the kernel can mediate; when it is missing apparmor_parser refuses the profile. AppArmor brings \`abi/3.0\`, \`abi/4.0\` and, since 5.0, \`abi/5.0\`.`,
  example: { bad: 'abi <abi/4.1>,\nprofile web {\n}\n', good: 'abi <abi/4.0>,\nprofile web {\n}\n', files: { 'abi/4.0': '' } },
  message: ({ path, special }) => `${path} ${special ? 'is not a regular file' : 'does not exist'}, so apparmor_parser refuses the file.`,
  fixes: (place, { path }, { text }) => {
    const guess = nearest(path, shippedAbis());
    return [guess === undefined ? undefined : { ...replace(place, text.slice(place.start, place.end).replace(path, guess)), safe: false }];
  },
});
