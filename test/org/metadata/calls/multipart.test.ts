import { expect } from 'chai';
import { readForm } from './multipart.ts';

function form(boundary: string, parts: Array<[string, Buffer]>): Buffer {
  const pieces = parts.flatMap(([headers, content]) => [
    Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

describe('reading a form', () => {
  const binary = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10, 13, 10]);

  it('gives the parts by name and does not change their bytes', () => {
    const body = form('xyz', [
      ['Content-Disposition: form-data; name="file"; filename="package.xml"\r\nContent-Type: application/zip', binary],
      ['content-disposition: form-data; name="entity_content"', Buffer.from('{"a":1}')],
    ]);
    expect(readForm('multipart/form-data; boundary=xyz', body)).to.deep.equal([
      { name: 'file', content: binary },
      { name: 'entity_content', content: Buffer.from('{"a":1}') },
    ]);
  });

  it('takes a boundary in quotes, and parts that are empty', () => {
    const body = form('a b', [['Content-Disposition: form-data; name="x"', Buffer.alloc(0)]]);
    expect(readForm('multipart/form-data; charset=utf-8; boundary="a b"', body)).to.deep.equal([
      { name: 'x', content: Buffer.alloc(0) },
    ]);
  });

  it('leaves out a part that has no name, and one that is cut off', () => {
    const body = form('b', [
      ['Content-Type: text/plain', Buffer.from('nobody')],
      ['Content-Disposition: form-data; name="x"', Buffer.from('1')],
    ]);
    const cut = Buffer.concat([
      body.subarray(0, body.length - 4),
      Buffer.from('\r\nContent-Disposition: form-data; name="y"\r\n\r\nhalf'),
    ]);
    expect(readForm('multipart/form-data; boundary=b', cut)?.map(({ name }) => name)).to.deep.equal(['x']);
  });

  it('gives nothing for another content type', () => {
    expect(readForm('application/json', Buffer.from('{}'))).to.equal(undefined);
  });
});
