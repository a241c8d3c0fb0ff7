import { refusal } from './refusal';

export const conditionalOrder = refusal({
  code: 'apparmor/conditional-order',
  title: 'A conditional in the wrong place',
  why: `Conditionals of a mount rule stand before the source; those of other rules stand before \`peer=( )\`. apparmor_parser refuses them behind.`,
  example: {
    bad: 'profile web {\n  mount /dev/sda1 -> /mnt/ fstype=ext4,\n}\n',
    good: 'profile web {\n  mount fstype=ext4 /dev/sda1 -> /mnt/,\n}\n',
  },
  message: ({ name, against }) => `${name}= stands too late: it belongs before ${against ? `${against}=( )` : 'the source'}.`,
});
