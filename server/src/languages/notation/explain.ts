import { type Answer, bullets, code, escaped, joined, md, ours, paragraphs, wordTable } from '../../core';
import { type CheckName, type CheckResult, checks, levels } from './levels';
import { loads } from './mistakes';
import { nameOf, statementFor, type TrustStatement } from './model';
import { repositoryOf } from './names';
import type { TrustPart } from './part';

const checkWords: Readonly<Record<CheckName, string>> = {
  integrity: 'the signature is whole and is of this artifact',
  authenticity: 'a certificate of the trust stores signed it, with a trusted identity',
  authenticTimestamp: 'it was signed while the certificate was valid',
  expiry: 'the signature has not expired',
  revocation: 'no certificate is revoked',
};

const actionWords: Readonly<Record<CheckResult, string>> = wordTable({
  enforce: 'is required',
  log: 'is only logged',
  skip: 'is not checked',
});

/** What each check of a statement comes to. */
export function enforcementOf({ level, override }: TrustStatement): Readonly<Record<CheckName, CheckResult>> | undefined {
  const base = level && Object.hasOwn(levels, level.text) ? levels[level.text] : undefined;
  if (!base) return undefined;
  const own = override.flatMap(({ key, value }) => {
    const action = value?.kind === 'scalar' ? String(value.value) : '';
    return (checks as readonly string[]).includes(String(key.value)) && Object.hasOwn(actionWords, action)
      ? [[String(key.value), action]]
      : [];
  });
  return { ...base, ...Object.fromEntries(own) };
}

/** `signed by ca:shop, CN=team`; short, for a lens. */
export function shortStatement(statement: TrustStatement): string {
  const { level, stores, identities } = statement;
  if (level?.text === 'skip') return 'every artifact, unchecked';
  const enforced = enforcementOf(statement);
  if (!enforced) return 'not understood';
  const signer = `${stores.map(({ text }) => text).join(', ')} · ${identities.map(({ text }) => text.replace(/^x509\.subject:\s*/, '')).join('; ')}`;
  return enforced.authenticity === 'enforce' ? `signed by ${signer}` : `unsigned is logged only · ${signer}`;
}

export function explain(part: TrustPart, query: string | Readonly<Record<string, unknown>>): Answer {
  const asked = typeof query === 'string' ? query : String(query.image ?? '');
  const { document, forBlobs } = part;
  if (forBlobs) {
    const named = document.statements.find(({ name }) => name?.text === asked) ?? document.statements.find(({ isGlobal }) => isGlobal);
    return named
      ? answer(part, named, asked, md`${code(nameOf(named))} decides${ours(named.name?.text === asked ? '' : ', as the global policy')}.`)
      : unmatched(part, asked, md`No statement has the name ${code(asked)}, and no statement is the global policy.`);
  }
  const repository = repositoryOf(asked);
  if (repository === undefined)
    return {
      markdown: md`${escaped(asked)} is not a registry and a repository. Notation completes no short names.`,
      json: { error: true, message: `${asked} is not a registry and a repository` },
    };
  const statement = statementFor(document, repository);
  if (!statement)
    return unmatched(
      part,
      asked,
      md`${code(repository)} is refused: no statement names the repository, and no statement has the scope \`*\`. Notation says: *has no applicable oci trust policy statement*.`,
    );
  const exact = statement.scopes.some(({ text }) => text === repository);
  return answer(
    part,
    statement,
    repository,
    md`${code(nameOf(statement))} decides for ${code(repository)}, by ${exact ? ours('its name') : md`the scope \`*\``}. Scopes are compared whole: nothing above or below a repository counts.`,
  );
}

const refusal = (part: TrustPart) =>
  !loads(part) && ours('Notation refuses this document, so nothing is verified until it is repaired. As far as it can be understood:');

const unmatched = (part: TrustPart, asked: string, words: ReturnType<typeof ours>): Answer => ({
  markdown: paragraphs(refusal(part), words),
  json: { subject: asked, statement: null, refused: true },
  row: { verdict: 'refused', decides: 'no statement' },
});

function answer(part: TrustPart, statement: TrustStatement, subject: string, words: ReturnType<typeof ours>): Answer {
  const enforced = enforcementOf(statement);
  const { stores, identities, level, name, node } = statement;
  const verdict = !enforced
    ? 'not understood'
    : level?.text === 'skip'
      ? 'accepted unchecked'
      : enforced.authenticity === 'enforce'
        ? 'must be signed'
        : 'accepted; a bad signature is logged';
  const missing = stores.filter(({ text }) => part.around.stores?.has(text) === false);
  return {
    markdown: paragraphs(
      refusal(part),
      md`${code(subject)}: ${ours(verdict)}.`,
      words,
      level?.text !== 'skip' &&
        enforced &&
        bullets(checks.map((check) => md`${code(check)} ${ours(actionWords[enforced[check]])}: ${ours(checkWords[check])}`)),
      level?.text !== 'skip' &&
        stores.length > 0 &&
        md`Trust stores: ${joined(
          stores.map(({ text }) => code(text)),
          ', ',
        )}.`,
      level?.text !== 'skip' &&
        identities.length > 0 &&
        md`Trusted identities: ${joined(
          identities.map(({ text }) => code(text)),
          '; ',
        )}.`,
      missing.length > 0 &&
        md`Verification fails: ${joined(
          missing.map(({ text }) => code(text)),
          ', ',
        )} ${ours(missing.length > 1 ? 'are' : 'is')} not in \`truststore/x509\` beside the file.`,
    ),
    json: {
      subject,
      statement: nameOf(statement),
      level: level?.text ?? null,
      ...(enforced && { enforcement: enforced }),
      trustStores: stores.map(({ text }) => text),
      trustedIdentities: identities.map(({ text }) => text),
    },
    by: (name?.node ?? node).span,
    row: { verdict, decides: nameOf(statement) },
  };
}

export const exampleQuery = ({ document, forBlobs }: TrustPart): string =>
  forBlobs
    ? (document.statements[0]?.name?.text ?? '')
    : `${document.statements.flatMap(({ scopes }) => scopes).find(({ text }) => text !== '*')?.text ?? 'registry.example.com/app'}:1.0`;
