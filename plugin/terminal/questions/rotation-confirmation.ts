import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { RotationPreview } from '../../setup/rotate/rotate-certificate.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.rotate');

/** What decides whether a person is asked. */
export type RotationConsent = { orgName: string; handedOver: boolean; noPrompt: boolean; canAsk: boolean };

/** A question that must be answered with yes, and after how many milliseconds no answer counts as no. */
export type RotationQuestionText = { message: string; ms: number };

/**
 * The question before a step; undefined if the step needs none. `--no-prompt` alone does not confirm that the service
 * provider holds the certificate.
 *
 * @throws HandOverNotConfirmed, ConfirmationMissing, RetirementNotConfirmed if a person must be asked and cannot be.
 */
export function rotationQuestion(
  { plan, handOver }: RotationPreview,
  { orgName, handedOver, noPrompt, canAsk }: RotationConsent,
): RotationQuestionText | undefined {
  const asks = canAsk && !noPrompt;
  switch (plan.action) {
    case 'create':
    case 'keep':
      return undefined;
    case 'switch':
      if (!handedOver && !asks) {
        const fingerprint = handOver?.certificateFingerprint ?? '';
        throw setupError('HandOverNotConfirmed', { tokens: [plan.certificate, fingerprint] });
      }
      if (!noPrompt && !canAsk) {
        throw setupError('ConfirmationMissing', { tokens: [plan.from, plan.certificate] });
      }
      if (noPrompt) {
        return undefined;
      }
      return {
        message: handedOver
          ? messages.getMessage('confirmSwitch', [orgName, plan.certificate])
          : messages.getMessage('confirmHandedOver', [plan.certificate, orgName]),
        ms: 120_000,
      };
    case 'delete':
      if (!noPrompt && !canAsk) {
        throw setupError('RetirementNotConfirmed', { tokens: [plan.certificate] });
      }
      return noPrompt
        ? undefined
        : { message: messages.getMessage('confirmRetire', [plan.certificate, orgName]), ms: 60_000 };
  }
}
