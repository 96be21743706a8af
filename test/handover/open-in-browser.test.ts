import { expect } from 'chai';
import { openInBrowser } from '../../plugin/handover/open-in-browser.ts';
import { installFakeBrowser, type FakeBrowser, type FakeBrowserKind } from '../support/fake-browser.ts';

const ADDRESS = new URL('https://console.example/a b?c=1&d=$(touch x);"\'');

describe('opening an address in a browser', () => {
  let fake: FakeBrowser;

  const install = async (kind: FakeBrowserKind): Promise<void> => {
    fake = await installFakeBrowser(kind);
  };

  afterEach(() => fake.remove());

  for (const platform of ['linux', 'darwin', 'freebsd'] as const) {
    it(`hands the address to the opener of ${platform} as it is, past any shell`, async () => {
      await install('opening');
      expect(await openInBrowser(ADDRESS, { platform })).to.equal(true);
      expect(await fake.opened()).to.deep.equal([ADDRESS.href]);
    });
  }

  it('uses the handler of addresses on Windows', async () => {
    await install('opening');
    expect(await openInBrowser(ADDRESS, { platform: 'win32' })).to.equal(true);
    expect(await fake.opened()).to.deep.equal(['url.dll,FileProtocolHandler', ADDRESS.href]);
  });

  it('says that it could not, where the opener finds no browser', async () => {
    await install('refusing');
    expect(await openInBrowser(ADDRESS, { platform: 'linux' })).to.equal(false);
  });

  it('says that it could not, where there is no opener', async () => {
    await install('none');
    expect(await openInBrowser(ADDRESS, { platform: 'linux' })).to.equal(false);
  });

  it('does not wait for an opener that runs the browser itself', async () => {
    await install('lasting');
    expect(await openInBrowser(ADDRESS, { platform: 'linux', longestWait: 0 })).to.equal(true);
    fake.close();
  });
});
