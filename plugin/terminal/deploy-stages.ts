import { MultiStageOutput } from '@oclif/multi-stage-output';
import { Messages } from '@salesforce/core';
import type { ErrorName } from '../error-names.ts';
import { isSetupError } from '../errors.ts';
import type { DeploymentProgress } from '../salesforce/deployment/deployment-watch.ts';
import { progressText } from './texts/deployment-text.ts';
import type { WorkStage } from '../setup/deploy/work.ts';
import { terminalSafe } from '../text/terminal-safe.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

/** What may follow a stage, in this order. */
const AFTER: Record<WorkStage, WorkStage[]> = {
  setup: ['access', 'check'],
  validate: [],
  'identity-provider': ['access', 'check'],
  app: ['access', 'check'],
  access: ['check'],
  check: [],
};

/** The stages of a deploy that the org has refused in one deployment. */
const IN_PARTS: WorkStage[] = ['validate', 'identity-provider', 'app', 'access', 'check'];

/** Errors of a command that ends before its work has, or before it is known how that ended. */
const UNFINISHED: ErrorName[] = [
  'DeploymentPending',
  'DeploymentUnknown',
  'DeploymentStartUnknown',
  'DeploymentIdMissing',
  'OrgBusy',
  'OrgBusyHalfway',
  'Interrupted',
  'InterruptedStarting',
  'InterruptedAccess',
];

/** What is known of the deployment of each stage. */
type Data = Partial<Record<WorkStage, string>>;

/** The stages on the screen, and the one that has begun last. */
type Shown = { output: MultiStageOutput<Data>; stages: WorkStage[]; current: WorkStage };

/** The progress of a deploy on the screen. Nothing is shown before the first stage. */
export class DeployStages {
  private shown: Shown | undefined;
  private readonly jsonEnabled: boolean;

  public constructor(jsonEnabled: boolean) {
    this.jsonEnabled = jsonEnabled;
  }

  public show(stage: WorkStage, progress?: DeploymentProgress): void {
    const { output } = (this.shown = this.shownWith(stage));
    // This output goes past the base command, so the id of the org's answer is made safe here.
    output.skipTo(titleOf(stage), progress === undefined ? {} : { [stage]: terminalSafe(progressText(progress)) });
  }

  public done(): void {
    this.shown?.output.stop('completed');
  }

  /** Ends the stages of an attempt that did not come to its end and is followed by another one. */
  public beginAgain(): void {
    this.shown?.output.stop('warning');
    this.shown = undefined;
  }

  /** Ends with the stage that an error was met in: as failed, or as unfinished where the org goes on, or may do so. */
  public fail(error: Error): void {
    this.shown?.output.stop(isSetupError(error, ...UNFINISHED) ? 'async' : 'failed');
  }

  /** The stages on the screen. They are others if the org is sent in parts what it has refused in one deployment. */
  private shownWith(stage: WorkStage): Shown {
    const { shown } = this;
    if (shown !== undefined && shown.stages.indexOf(stage) >= shown.stages.indexOf(shown.current)) {
      return { ...shown, current: stage };
    }
    this.beginAgain();
    const stages = shown?.current === 'setup' ? IN_PARTS : [stage, ...AFTER[stage]];
    const title = messages.getMessage(shown?.current === 'setup' ? 'stages.title.parts' : 'stages.title');
    return { output: outputOf(stages, title, this.jsonEnabled), stages, current: stage };
  }
}

function outputOf(stages: WorkStage[], title: string, jsonEnabled: boolean): MultiStageOutput<Data> {
  return new MultiStageOutput<Data>({
    title,
    stages: stages.map(titleOf),
    jsonEnabled,
    stageSpecificBlock: stages
      .filter((name) => name !== 'access' && name !== 'check')
      .map((name) => ({
        stage: titleOf(name),
        label: messages.getMessage('stages.deployment'),
        type: 'dynamic-key-value' as const,
        get: (data) => data?.[name],
      })),
  });
}

function titleOf(stage: WorkStage): string {
  return messages.getMessage(`stages.${stage}`);
}
