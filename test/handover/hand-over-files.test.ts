import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeHandOver } from '../../plugin/handover/hand-over-files.ts';
import { pageData } from './page/fixtures.ts';

/** A text so long that writing it takes longer than a rename takes to fail. */
const LARGE = 'x'.repeat(64_000_000);

describe('files of a hand-over', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are all written or given up before the error that one of them cannot be written', async () => {
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
