import { asComment, refusal, replace } from './refusal';

export const unknownPermissions = refusal({
  code: 'apparmor/unknown-permissions',
  title: 'Invalid permissions',
  why: `File permissions are made of \`r w a l k m\` and one way to execute (\`ix px Px cx Cx ux Ux\`, also \`pix\`, \`pux\` and their like); apparmor_parser refuses other letters.

\`p\`, \`c\`, \`u\` and \`i\` always come before an \`x\`.`,
  example: { bad: 'profile web {\n  /srv/www/** rd,\n}\n', good: 'profile web {\n  /srv/www/** r,\n}\n' },
  message: ({ word }) => {
    if (word.startsWith('{')) return `Permissions have neither braces nor commas, so apparmor_parser refuses ${word}.`;
    const letter = [...word].find((one) => !'rwalkmxipcuRWLMXIPCU'.includes(one));
    return letter
      ? `${letter} is no file permission, so apparmor_parser refuses ${word}.`
      : `${word} is no combination of permissions: p, c, u and i come directly before an x.`;
  },
  fixes: (place, { word }, part) => {
    const comment = asComment(part.text, place);
    if (comment) return [comment];
    if (word.startsWith('{')) return [replace(place, word.replace(/[{}, \t]/g, ''))];
    const kept = [...word].filter((one) => 'rwalkm'.includes(one)).join('');
    // One letter is a slip; more make a word that means something else.
    return kept && kept.length === word.length - 1 && !/[xipcu]/i.test(word) ? [{ ...replace(place, kept), safe: false }] : [];
  },
});
