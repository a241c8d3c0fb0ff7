import { refusal } from './refusal';

export const aliasForm = refusal({
  code: 'apparmor/alias-form',
  title: 'An alias without both paths',
  why: `An alias reads \`alias /from -> /to,\`; apparmor_parser refuses every other form.`,
  example: { bad: 'alias /usr /mnt/usr,\n', good: 'alias /usr -> /mnt/usr,\n' },
  message: () => 'An alias reads alias /from -> /to, and apparmor_parser refuses this one.',
});
