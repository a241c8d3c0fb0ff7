import { nearest } from '../../../core';
import { shippedAbis } from '../../../knowledge';
import { abiToWrite } from '../policy/abiChoice';
import { refusal, replace } from './refusal';

export const missingAbiFile = refusal({
  code: 'apparmor/missing-abi-file',
  since: 'AppArmor 3.0',
  title: 'An abi that does not exist',
  why: `\`abi\` names a file that lists what the kernel can mediate; when it is missing apparmor_parser refuses the profile. AppArmor includes \`abi/3.0\`, \`abi/4.0\` and, since 5.0, \`abi/5.0\`.`,
  example: { bad: 'abi <abi/4.1>,\nprofile web {\n}\n', good: 'abi <abi/4.0>,\nprofile web {\n}\n', files: { 'abi/4.0': '' } },
  message: ({ path, special }) => `${path} ${special ? 'is not a regular file' : 'does not exist'}, so apparmor_parser refuses the file.`,
  fixes: (place, { path }, part, context) => {
    const there = (part.root.abis ?? []).map((name) => `abi/${name}`);
    const newest = abiToWrite(part, context);
    const meant = nearest(path, there.length > 0 ? there : shippedAbis());
    // Of a version that does not exist no other is nearer than the rest.
    const guess = newest !== undefined && /^abi\/[\d.]+$/.test(path) ? `abi/${newest}` : meant;
    return [
      guess === undefined ? undefined : { ...replace(place, part.text.slice(place.start, place.end).replace(path, guess)), safe: false },
    ];
  },
});
