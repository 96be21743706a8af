import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { HandOverPageData } from '../../plugin/handover/page/page-data.ts';
import { writeWhatIsDone } from '../../plugin/handover/hand-over-output.ts';
import { pageData } from './page/fixtures.ts';

describe('values that are written after an org was changed', () => {
  const done = { outcome: 'changed' };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-output-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const failureOf = (data: Partial<HandOverPageData>, directory: string): Promise<Error & { data?: unknown }> =>
    writeWhatIsDone(data as HandOverPageData, directory, done).then(
      () => Promise.reject(new Error('it was written')),
      (error: Error) => error,
    );

  it('are part of the error with what was done, if the folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const error = await failureOf(pageData(), join(folder, 'file'));
    expect(error).to.include({ name: 'ValuesNotWrittenError' });
    expect(error.data).to.deep.equal(done);
  });

  it('do not hide an error that has nothing to do with the folder', async () => {
    const fault = new Error('a fault of the page');
    const page = {
      get handOver(): never {
        throw fault;
      },
    };
    expect(await failureOf(page, folder)).to.equal(fault);
  });
});
