import {
  ConsoleFormRefused,
  readIdentityProvider,
  type IdentityProviderFields,
  type SavedIdentityProvider,
} from './identity-provider.ts';
import type { TwilioSwitches } from './options.ts';

/** The fields of the Console's page "Single sign-on"; one press on Save stores all four. */
export type ConsoleForm = IdentityProviderFields & { workspaceId: string };

export type SavedSettings = SavedIdentityProvider & { workspaceId: string };

/** The rule that stands below the field in the Console, in its words (seen in a screenshot). */
const WORKSPACE_ID = /^[A-Za-z0-9][A-Za-z0-9-]{1,20}$/;
const WORKSPACE_ID_RULE =
  'Workspace ID must start with a letter or number and have between 2-21 characters. ' +
  'Use letters, numbers and hyphens ("-") only.';

/**
 * Saves the form.
 *
 * @throws ConsoleFormRefused that names the field.
 */
export function readConsoleForm(form: ConsoleForm, switches: TwilioSwitches): SavedSettings {
  if (!WORKSPACE_ID.test(form.workspaceId)) {
    throw new ConsoleFormRefused('workspaceId', WORKSPACE_ID_RULE);
  }
  return { workspaceId: form.workspaceId, ...readIdentityProvider(form, switches) };
}
