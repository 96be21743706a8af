import { expect } from 'chai';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import { itRejects, readResponse } from '../responses.ts';
import { expected } from '../sign-in.ts';

describe('a response that was signed wrongly, or changed in a way that can be told', () => {
  itRejects('signature/wrongly-built', [
    {
      file: 'a-digest-by-exclusive-canonicalization-called-inclusive',
      fails: {
        'sig.response.digest': 'QjLczbyUHebjhPOIv9J7DFZf8toQ3tcEzsgogB4R3yM=',
        'sig.assertion.digest': '+pb9BgMAUayff8a5djtlAWqrNmK0GGYqNyy3xZGi91I=',
        'claims.source': 'none',
      },
    },
    {
      file: 'a-digest-by-inclusive-canonicalization-called-exclusive',
      fails: {
        'sig.response.digest': '68njvpuXfC8v4TXrk8JAV4a3ulwSh5gToncXG+zNUdY=',
        'sig.assertion.digest': 'Q0UdO/DEqa8XpO5u+DYBBzWdMVWBL6cOgyBexHh3uI0=',
        'claims.source': 'none',
      },
    },
    {
      file: 'a-digest-by-sha-1-called-sha-256',
      fails: {
        'sig.response.digest': 'ufbCuygfkiykWj0GeYY3drHWclkDV9RJ/Up39725izY=',
        'sig.assertion.digest': 'Q0UdO/DEqa8XpO5u+DYBBzWdMVWBL6cOgyBexHh3uI0=',
        'claims.source': 'none',
      },
    },
    {
      file: 'a-digest-that-is-cut-off',
      fails: { 'sig.response.digest': 'M6Z4Jl1yq4p8o09Rv+sGzm5DKIayRrFWJuXzb7VZwko=' },
    },
    {
      file: 'a-digest-without-its-prefix-list',
      fails: {
        'sig.response.digest': 'U9JOTgsRM7u6nUi87g+KM5GiJ7QT8ncgy9sJi2Ov4rQ=',
        'sig.assertion.digest': 'Q0UdO/DEqa8XpO5u+DYBBzWdMVWBL6cOgyBexHh3uI0=',
        'claims.source': 'none',
      },
    },
    {
      file: 'a-signature-value-by-inclusive-canonicalization-called-exclusive',
      fails: { 'sig.response.value': 'another key', 'sig.assertion.value': 'another key', 'claims.source': 'none' },
    },
    { file: 'a-signedinfo-changed-under-inclusive-canonicalization', fails: { 'sig.response.value': 'another key' } },
    {
      file: 'an-assertion-changed-under-inclusive-canonicalization',
      fails: {
        'sig.response.present': '0',
        'sig.assertion.digest': 'vgxq87E8FAcezdQ2f0w0eHVUnivt/ZUACgH5nnmW1+0=',
        'claims.source': 'none',
        'ass.roles': '"admin"',
      },
    },
    {
      file: 'an-assertion-signed-before-it-was-put-into-the-response',
      fails: { 'sig.assertion.digest': 'MpGAMtwQFENBuOSr9xaLs5/zqhH2SINn0PwpfQ2/Vu0=' },
    },
    {
      file: 'carriage-returns-not-written-as-references',
      fails: {
        'sig.response.present': '0',
        'sig.assertion.digest': 'xMQoBZvnDmp7zN150wNj46Kld9k+r0oOD8Oq07Ax3Js=',
        'claims.source': 'none',
      },
    },
    {
      file: 'indented-after-it-was-signed',
      fails: {
        'sig.response.present': '0',
        'sig.assertion.digest': 'lFXAtWZu5diG1K+q7rs2ByBaSrKgW87Fw9pHHDwLk/Q=',
        'claims.source': 'none',
      },
    },
  ]);

  const CHANGED = 'The content is not what was signed: it was changed afterwards, or the signer digested other bytes.';
  const hints: Array<[file: string, hint: string]> = [
    [
      'wrongly-built/a-digest-by-exclusive-canonicalization-called-inclusive',
      'The digest fits what exclusive canonicalization without a PrefixList gives: the signature was built wrongly.',
    ],
    [
      'wrongly-built/a-digest-by-inclusive-canonicalization-called-exclusive',
      'The digest fits what inclusive canonicalization gives, but another one is named: the signature was built wrongly.',
    ],
    [
      'wrongly-built/a-digest-by-sha-1-called-sha-256',
      'The digest was made by sha1, but sha256 is named: the signature was built wrongly.',
    ],
    [
      'wrongly-built/a-digest-that-is-cut-off',
      'The digest has 30 bytes and one by sha256 has 32: it was built wrongly, or changed.',
    ],
    [
      'wrongly-built/a-digest-without-its-prefix-list',
      'The digest fits what exclusive canonicalization without a PrefixList gives: the signature was built wrongly.',
    ],
    [
      'wrongly-built/an-assertion-signed-before-it-was-put-into-the-response',
      'The digest fits the element before it was put into the response: the signature was built wrongly.',
    ],
    [
      'wrongly-built/an-assertion-changed-under-inclusive-canonicalization',
      'The content was changed after it was signed, or its signature was built wrongly: inclusive canonicalization also covers what is declared around the element (xmlns:samlp).',
    ],
    [
      'wrongly-built/indented-after-it-was-signed',
      'The digest fits the content without the white space between its elements, which was added after it was signed.',
    ],
    [
      'wrongly-built/carriage-returns-not-written-as-references',
      'The digest fits the content with carriage returns, which were lost because they were not written as references.',
    ],
    ['changed-after-signing/another-user-in-the-assertion', CHANGED],
    [
      'changed-after-signing/another-digest',
      'The signature value does not hold either: the signature itself was changed, or was built wrongly.',
    ],
  ];
  for (const [file, hint] of hints) {
    it(`${file}.xml: the hint says what is known of its digest`, () => {
      expect(hintsOf(file, /[.]digest$/)).to.deep.equal([hint]);
    });
  }

  it('a signature value by another canonicalization than is named: the hint says so', () => {
    expect(
      hintsOf('wrongly-built/a-signature-value-by-inclusive-canonicalization-called-exclusive', /[.]value$/),
    ).to.deep.equal([
      'The signature value fits what inclusive canonicalization gives, but another one is named: the signature was built wrongly.',
    ]);
  });

  it('a signature value under inclusive canonicalization that no key fits: the hint names what it covers', () => {
    expect(hintsOf('wrongly-built/a-signedinfo-changed-under-inclusive-canonicalization', /[.]value$/)).to.deep.equal([
      'Another key signed, the signature was changed, or it was built wrongly: inclusive canonicalization also covers what is declared around the element (xmlns:ds, xmlns:samlp).',
    ]);
  });
});

/** The different hints of the checks that fail. */
function hintsOf(file: string, ids: RegExp): Array<string | undefined> {
  const { checks } = checkResponse(readResponse('signature', file), expected);
  const failed = checks.filter(({ id, status }) => ids.test(id) && status === 'fail');
  return [...new Set(failed.map(({ hint }) => hint))];
}
