import { refusal } from './refusal';

export const duplicateProfile = refusal({
  code: 'apparmor/duplicate-profile',
  title: 'Two profiles of one name',
  why: `Names are unique: profiles among those of one file and namespace, hats and children inside their profile. apparmor_parser refuses the second.`,
  example: { bad: 'profile web {\n}\nprofile web {\n}\n', good: 'profile web {\n}\nprofile webd {\n}\n' },
  message: ({ name, topLevel }) =>
    `${name} is defined twice ${topLevel ? 'in this file' : 'in this profile'}, so apparmor_parser refuses it.`,
});
