import type { HandOff } from '../../setup/inspect/hand-over-values.ts';

/** The names of the files that a hand-over is written to. */
export type HandOverFileNames = { certificate: string; json: string; text: string; page: string };

/** The names of the files that hold a hand-over. */
export function handOverFileNames({ certificateName }: HandOff): HandOverFileNames {
  return {
    certificate: `${fileName(certificateName)}.pem`,
    json: 'twilio-sso.json',
    text: 'twilio-sso.txt',
    page: 'twilio-sso.html',
  };
}

/** A developer name is already a safe file name, but an org's answer is not trusted to be a developer name. */
function fileName(developerName: string): string {
  return developerName.replace(/\W/g, '_');
}
