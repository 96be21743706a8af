import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkResponse } from '../plugin/setup/verify/check-response.ts';
import { differenceOf } from '../test/saml/fuzz/finding.ts';
import { judgeFor, type Verdict } from '../test/saml/fuzz/judge/judge.ts';
import { mutantOf } from '../test/saml/fuzz/mutants.ts';
import { MUTATIONS } from '../test/saml/fuzz/mutations/mutate.ts';
import { makeOriginals, type Original } from '../test/saml/fuzz/originals/originals.ts';
import { key } from '../test/saml/keys.ts';
import { expected, now, requestId } from '../test/saml/sign-in.ts';
import { askPythonPeers, xmlsecAccepts, type PeerCase } from './support/saml-peers.ts';

const SEED = 20261124;
/** Of each class, for the peers that judge all in one process. */
const MUTANTS_OF_A_CLASS = 8;
/** Of each class, for xmlsec1, which is a process for each signature. */
const MUTANTS_FOR_XMLSEC1 = 2;

/** A mutant with what everyone says of it. */
type Judged = {
  /** What it is, for the message of a failing test. */
  title: string;
  samlResponse: string;
  verdict: Verdict;
  accepted: boolean;
  onelogin: boolean;
  libxmlsec1: boolean;
};

/** Why a peer accepts what the judge calls different from what was signed. Each is stricter than the peer for a reason. */
const STRICTER: Record<string, (part: string) => boolean> = {
  'no signature covers the rest of a signature, its place, and what the prefix of a type means': (part) =>
    /^(KeyInfo|rest|place|types)/.test(part),
  'libxml2 reads other character sets, and stops at a character U+0000': (part) =>
    /not valid for encoding|U\+0000/.test(part),
  'the judge does not read internal subsets': (part) => /no tag, before character/.test(part),
  'libxmlsec1 skips characters that are not Base64': (part) => part.startsWith('SignatureValue'),
};

describe('independent SAML software and the mutants of the fuzzer', () => {
  let folder: string;
  let judged: Judged[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-mutants-'));
    judged = await judgeMutants();
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const { name, bytes } of makeOriginals()) {
    it(`all accept a good response: ${name}`, async () => {
      const samlResponse = bytes.toString('base64');
      const [verdicts] = await askPythonPeers([caseOf(samlResponse)]);
      expect(verdicts?.onelogin).to.deep.equal({ valid: true, error: null });
      expect(await xmlsecAccepts(folder, caseOf(samlResponse))).to.equal(true);
      expect(checkResponse(samlResponse, expected).checks.filter(({ status }) => status === 'fail')).to.deep.equal([]);
    });
  }

  it('the plugin refuses what both peers refuse', () => {
    const refused = judged.filter(({ onelogin, libxmlsec1 }) => !onelogin && !libxmlsec1);
    expect(refused.length).to.be.above(judged.length / 2);
    expect(titles(refused.filter(({ accepted }) => accepted))).to.deep.equal([]);
  });

  it('the peers accept what the plugin accepts', () => {
    const accepted = judged.filter((one) => one.accepted);
    expect(accepted.length).to.be.above(MUTATIONS.length / 2);
    expect(titles(accepted.filter(({ onelogin, libxmlsec1 }) => !onelogin || !libxmlsec1))).to.deep.equal([]);
  });

  it('the peers accept what the judge of the fuzzer calls the same in other words', () => {
    const same = judged.filter(({ verdict }) => verdict.verdict === 'same');
    expect(same.length).to.be.above(MUTATIONS.length / 2);
    expect(titles(same.filter(({ onelogin, libxmlsec1 }) => !onelogin || !libxmlsec1))).to.deep.equal([]);
  });

  it('libxmlsec1 refuses what the judge calls different, but for what the judge is stricter about', () => {
    const wrong = judged.filter(({ verdict, libxmlsec1 }) => {
      const part = verdict.verdict === 'different' ? verdict.part : undefined;
      return part !== undefined && libxmlsec1 && !Object.values(STRICTER).some((explains) => explains(part));
    });
    expect(titles(wrong)).to.deep.equal([]);
  });

  it('the program xmlsec1 says the same as its library', async () => {
    const sample = judged.slice(0, MUTATIONS.length * MUTANTS_FOR_XMLSEC1);
    const wrong: string[] = [];
    for (const { title, samlResponse, libxmlsec1 } of sample) {
      const accepts = await xmlsecAccepts(folder, caseOf(samlResponse));
      wrong.push(...(accepts === libxmlsec1 ? [] : [`${title}: ${accepts}`]));
    }
    expect(wrong).to.deep.equal([]);
  });
});

async function judgeMutants(): Promise<Judged[]> {
  const originals = makeOriginals().map((original) => ({
    ...original,
    judge: judgeFor(original.bytes, key.certificatePem),
  }));
  const mutants = Array.from({ length: MUTATIONS.length * MUTANTS_OF_A_CLASS }, (_, number) => {
    const { name, classes, bytes, original } = mutantOf(originals, SEED, number);
    const samlResponse = bytes.toString('base64');
    return {
      title: titleOf(name, classes, bytes, original),
      samlResponse,
      verdict: original.judge(bytes),
      accepted: checkResponse(samlResponse, expected).ok,
    };
  });
  const verdicts = await askPythonPeers(mutants.map(({ samlResponse }) => caseOf(samlResponse)));
  return mutants.map((mutant, index) => ({
    ...mutant,
    onelogin: verdicts[index]?.onelogin.valid === true,
    libxmlsec1: verdicts[index]?.xmlsec.valid === true,
  }));
}

function titleOf(name: string, classes: string[], bytes: Buffer, original: Original): string {
  return `${name} (${classes.join(', then ')}), made from "${original.name}", ${differenceOf(original.bytes, bytes)}`;
}

function titles(judged: Judged[]): string[] {
  return judged.map(({ title }) => title);
}

function caseOf(samlResponse: string): PeerCase {
  const { issuer, acsUrl, entityId } = expected;
  return { samlResponse, certificate: key.certificatePem, issuer, acsUrl, entityId, requestId, now };
}
