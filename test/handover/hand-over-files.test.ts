import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeHandOver } from '../../plugin/handover/hand-over-files.ts';
import { pageData } from './page/fixtures.ts';

/** Longer in the writing than a rename is in the failing. */
const LARGE = 'x'.repeat(64_000_000);

describe('files of a hand-over', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are all written or given up before it is said that one of them cannot be written', async () => {
    await mkdir(join(folder, 'twilio-sso.json'));
    const error = await writeHandOver(pageData().handOver, folder, LARGE).then(
      () => undefined,
      (failure: Error) => failure,
    );
    expect(error).to.include({ name: 'OutputDirUnwritableError' });
    expect((await readdir(folder)).sort()).to.deep.equal([
      'SalesforceSSO.pem',
      'twilio-sso.html',
      'twilio-sso.json',
      'twilio-sso.txt',
    ]);
  });
});
