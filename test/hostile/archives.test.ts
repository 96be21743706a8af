import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const PLUGIN = join(import.meta.dirname, '..', '..', 'plugin');

/** Every source file of the plugin by its path. */
function sources(): Array<[path: string, text: string]> {
  return readdirSync(PLUGIN, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(join(PLUGIN, path), 'utf8')]);
}

describe('archives', () => {
  // A deployment's package is zipped, and a sign-in request deflated. Metadata is read without archives (readMetadata).
  it('are written in two places and read nowhere, so no archive can unpack to gigabytes', () => {
    const writers = sources().filter(([, text]) => /from '(?:jszip|node:zlib|zlib|unzipper|yauzl|tar)'/.test(text));
    expect(writers.map(([path]) => path)).to.have.members([
      join('salesforce', 'metadata', 'metadata-package.ts'),
      join('saml', 'authn-request.ts'),
    ]);
    const readers =
      /\.loadAsync\(|\.retrieve\(|checkRetrieveStatus\(|\.(?:un)?zip\(|inflate|gunzip|unzip|createBrotliDecompress/i;
    expect(sources().filter(([, text]) => readers.test(text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '')))).to.deep.equal([]);
  });
});
