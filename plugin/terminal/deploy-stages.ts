import { MultiStageOutput } from '@oclif/multi-stage-output';
import { Messages } from '@salesforce/core';
import type { ErrorName } from '../error-names.ts';
import { isSetupError } from '../errors.ts';
import type { DeploymentProgress } from '../salesforce/deployment/deployment-watch.ts';
import { progressText } from './texts/deployment-text.ts';
import type { WorkStage } from '../setup/deploy/apply-plan.ts';
import { terminalSafe } from '../text/terminal-safe.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

const ORDER: Array<WorkStage> = ['validate', 'identity-provider', 'app', 'access', 'check'];

/** Errors of a command that ends before its work has, or before it is known how that ended. */
const UNFINISHED: ErrorName[] = [
  'DeploymentPending',
  'DeploymentUnknown',
  'DeploymentStartUnknown',
  'DeploymentIdMissing',
  'OrgBusy',
  'Interrupted',
  'InterruptedStarting',
  'InterruptedAccess',
];

/** What is known of the deployment of each stage. */
type Data = Partial<Record<WorkStage, string>>;

/** The progress of a deploy on the screen. Nothing is shown before the first stage. */
export class DeployStages {
  private output: MultiStageOutput<Data> | undefined;
  private readonly jsonEnabled: boolean;

  public constructor(jsonEnabled: boolean) {
    this.jsonEnabled = jsonEnabled;
  }

  public show(stage: WorkStage, progress?: DeploymentProgress): void {
    this.output ??= new MultiStageOutput<Data>({
      title: messages.getMessage('stages.title'),
      stages: ORDER.map(titleOf),
      jsonEnabled: this.jsonEnabled,
      stageSpecificBlock: ORDER.filter((name) => name !== 'access' && name !== 'check').map((name) => ({
        stage: titleOf(name),
        label: messages.getMessage('stages.deployment'),
        type: 'dynamic-key-value' as const,
        get: (data) => data?.[name],
      })),
    });
    // This output goes past the base command, so the id of the org's answer is made safe here.
    this.output.skipTo(titleOf(stage), progress === undefined ? {} : { [stage]: terminalSafe(progressText(progress)) });
  }

  public done(): void {
    this.output?.stop('completed');
  }

  /** Ends with the stage that an error was met in: as failed, or as unfinished where the org goes on, or may do so. */
  public fail(error: Error): void {
    this.output?.stop(isSetupError(error, ...UNFINISHED) ? 'async' : 'failed');
  }
}

function titleOf(stage: WorkStage): string {
  return messages.getMessage(`stages.${stage}`);
}
