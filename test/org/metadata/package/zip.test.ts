import { expect } from 'chai';
import JSZip from 'jszip';
import { readPackage } from './package.ts';
import { zipOf } from '../samples.ts';
import { readZip, writeZip } from './zip.ts';

describe('zips', () => {
  it('are read with the same bytes that were written', async () => {
    const files = new Map([
      ['a/b.txt', Buffer.from('text')],
      ['c.bin', Buffer.from([0, 255, 13, 10])],
    ]);
    const reading = await readZip(await writeZip(files, new Date('2026-11-24T10:00:00Z')));
    expect(reading).to.deep.equal({ ok: true, files });
  });

  it('have the same bytes for the same content and time', async () => {
    const files = { 'package.xml': '<Package/>' };
    expect((await zipOf(files)).equals(await zipOf(files))).to.equal(true);
  });

  it('that are not zips give a reason', async () => {
    const reading = await readZip(Buffer.from('not a zip'));
    expect(reading.ok).to.equal(false);
  });

  it('that are cut off give a reason', async () => {
    const zip = await zipOf({ 'package.xml': 'x'.repeat(10_000) });
    expect((await readZip(zip.subarray(0, zip.length - 30))).ok).to.equal(false);
  });

  it('with a damaged entry give a reason that names it', async () => {
    const zip = await zipOf({ 'package.xml': 'abcdefgh'.repeat(500) });
    const damaged = Buffer.from(zip);
    damaged.fill(0xff, 50, 60);
    const reading = await readZip(damaged);
    expect(reading).to.have.property('reason').that.includes('package.xml');
  });

  it('with too many files are refused', async () => {
    const archive = new JSZip();
    for (let index = 0; index <= 10_000; index += 1) {
      archive.file(`f${index}`, '');
    }
    const reading = await readZip(await archive.generateAsync({ type: 'nodebuffer' }));
    expect(reading).to.deep.equal({ ok: false, reason: 'the zip holds more than 10000 files' });
  });

  it('leave out entries for directories', async () => {
    const archive = new JSZip();
    archive.folder('certs')?.file('X.crt', '');
    const reading = await readZip(await archive.generateAsync({ type: 'nodebuffer' }));
    expect(reading.ok && [...reading.files.keys()]).to.deep.equal(['certs/X.crt']);
  });
});

describe('packages', () => {
  it('have their manifest at the root when they are single packages', async () => {
    const reading = await readPackage(await zipOf({ 'package.xml': '1', 'certs/X.crt': '2' }), true);
    expect(reading.ok && { ...reading.contents, files: [...reading.contents.files.keys()] }).to.deep.include({
      folder: '',
      files: ['package.xml', 'certs/X.crt'],
      numberFiles: 2,
    });
  });

  it('have their manifest in the top folder otherwise, and paths below it', async () => {
    const reading = await readPackage(await zipOf({ 'mdapi/package.xml': '1', 'mdapi/certs/X.crt': '2' }), false);
    expect(reading.ok && reading.contents.folder).to.equal('mdapi/');
    expect(reading.ok && [...reading.contents.files.keys()]).to.deep.equal(['package.xml', 'certs/X.crt']);
  });
});
