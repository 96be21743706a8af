import type { Problem } from '../model/platform-check.ts';

/** What a deployment reports about one component or file (Metadata API Developer Guide, "DeployMessage"). */
export type DeployMessage = {
  changed: boolean;
  columnNumber?: number;
  componentType: string;
  created: boolean;
  createdDate: Date;
  deleted: boolean;
  fileName: string;
  fullName: string;
  id?: string;
  lineNumber?: number;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  success: boolean;
};

/** What a message is about. The type of the manifest itself is the empty text; clients rely on that. */
export type Subject = { componentType: string; fullName: string; fileName: string };

/** The message about a component that cannot be accepted. */
export function failure(subject: Subject, { problem, place }: Problem, createdDate: Date): DeployMessage {
  return {
    changed: false,
    ...(place && { columnNumber: place.column, lineNumber: place.line }),
    componentType: subject.componentType,
    created: false,
    createdDate,
    deleted: false,
    fileName: subject.fileName,
    fullName: subject.fullName,
    problem,
    problemType: 'Error',
    success: false,
  };
}

/** The message about a component that was accepted, or would have been. */
export function success(
  subject: Subject,
  outcome: Pick<DeployMessage, 'changed' | 'created' | 'deleted'> & { id?: string },
  createdDate: Date,
): DeployMessage {
  return { ...subject, ...outcome, createdDate, success: true };
}

/** A success with a warning that there was nothing to do (seen for deletions of what does not exist). */
export function warning(subject: Subject, problem: string, createdDate: Date): DeployMessage {
  const nothingDone = { changed: false, created: false, deleted: false };
  return { ...success(subject, nothingDone, createdDate), problem, problemType: 'Warning' };
}
