import { chromium, type Browser } from 'playwright-core';

/**
 * Starts Debian's Chromium for pages on this machine alone: the given names lead to loopback ports, every other name
 * to nowhere.
 *
 * @param hosts loopback ports by host name.
 */
export function startBrowser(hosts: Record<string, string>): Promise<Browser> {
  const rules = [
    ...Object.entries(hosts).map(([name, port]) => `MAP ${name}:443 127.0.0.1:${port}`),
    'MAP * ~NOTFOUND',
  ];
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--ignore-certificate-errors',
      `--host-resolver-rules=${rules.join(', ')}`,
    ],
  });
}
