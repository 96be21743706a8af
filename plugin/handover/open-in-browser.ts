import { spawn } from 'node:child_process';

/** A program that shows an address in the user's browser, and what to call it with. */
type Opener = { command: string; arguments: string[] };

export type OpenOptions = {
  platform?: NodeJS.Platform;
  /** How long to wait for the opener to fail, in milliseconds. One that runs longer has become the browser itself. */
  longestWait?: number;
};

/**
 * Shows an address in the user's browser. No shell takes part, so that nothing in the address is read as a command.
 *
 * @param address an https or file URL.
 * @returns whether the system took it; false where there is no browser, as on a server.
 */
export function openInBrowser(
  address: URL,
  { platform = process.platform, longestWait = 3000 }: OpenOptions = {},
): Promise<boolean> {
  const opener = openerOf(address, platform);
  return new Promise((resolve) => {
    const child = spawn(opener.command, opener.arguments, { stdio: 'ignore', detached: true });
    const timer = setTimeout(() => resolve(true), longestWait);
    const end = (opened: boolean): void => {
      clearTimeout(timer);
      resolve(opened);
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
    child.unref();
  });
}

/**
 * macOS and Windows bring a program of their own (open(1); FileProtocolHandler of url.dll, which unlike `start` needs no
 * shell); elsewhere the one of the freedesktop.org utilities is used.
 */
function openerOf({ href }: URL, platform: NodeJS.Platform): Opener {
  switch (platform) {
    case 'darwin':
      return { command: 'open', arguments: [href] };
    case 'win32':
      return { command: 'rundll32', arguments: ['url.dll,FileProtocolHandler', href] };
    default:
      return { command: 'xdg-open', arguments: [href] };
  }
}
