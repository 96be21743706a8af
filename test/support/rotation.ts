import CertificateRotate, { type CertificateRotateResult } from '../../plugin/commands/frontline/certificate/rotate.ts';
import { makeCertificate } from '../org/certificate/certificate.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { identityProvider } from '../org/metadata/kinds/identity-provider-settings.ts';
import { runCommand, type CommandRun } from './run-command.ts';

/** Runs `certificate rotate`. */
export function rotate(org: EmulatedOrg, ...flags: string[]): Promise<CommandRun<CertificateRotateResult>> {
  return runCommand(CertificateRotate, org, ...flags);
}

/** The flags of a switch without a question. */
export const ACTIVATE = ['--activate', '--handed-over', '--no-prompt'];

/** The name of the certificate that the identity provider signs with. */
export function signingCertificate({ state }: EmulatedOrg): string | undefined {
  return identityProvider(state)?.certificateName;
}

/** The certificates of an org by name, as PEM text. */
export function certificatesIn({ state }: EmulatedOrg): Record<string, string> {
  return Object.fromEntries([...state.certificateKeys].map(([name, { certificatePem }]) => [name, certificatePem]));
}

/** Adds another app that signs its users in by SAML. */
export function addServiceProvider({ state }: EmulatedOrg, fullName: string): void {
  const own = state.components.get('ConnectedApp:Twilio_Frontline');
  const content = own === undefined ? undefined : [...own.files.values()][0];
  if (own === undefined || content === undefined) {
    throw new Error('the org has no app to copy');
  }
  const files = new Map([[`connectedApps/${fullName}.connectedApp`, content]]);
  state.components.set(`ConnectedApp:${fullName}`, { ...own, fullName, id: state.newId('0H4'), files });
}

/** Replaces a certificate of an org by one that is some days old. It lasts a year and has another key. */
export function ageCertificate({ state }: EmulatedOrg, name: string, days: number): void {
  const { certificatePem, privateKey } = makeCertificate({
    commonName: name,
    organizationId: state.organizationId,
    keySize: 2048,
    created: new Date(state.now().getTime() - days * 86_400_000),
  });
  state.certificateKeys.set(name, { certificatePem, privateKey });
  state.components.get(`Certificate:${name}`)?.files.set(`certs/${name}.crt`, Buffer.from(certificatePem));
}
