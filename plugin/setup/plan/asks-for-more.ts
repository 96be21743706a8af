import { isToDo, type Change, type Plan } from './plan.ts';

/**
 * Whether a plan has a change, or a value, that an approved one does not have. Changes of the kind of app are left out:
 * the user is told of these apart.
 */
export function asksForMore(plan: Plan, approved: Plan): boolean {
  const { replacesCertificate, changesRealm } = plan;
  return (
    isOther(replacesCertificate, approved.replacesCertificate) ||
    isOther(changesRealm, approved.changesRealm) ||
    plan.changes.filter(isToDo).some((change) => !isCovered(change, plan, approved))
  );
}

type Switch = { from: string; to: string };

function isOther(wanted: Switch | undefined, approved: Switch | undefined): boolean {
  return wanted !== undefined && (wanted.from !== approved?.from || wanted.to !== approved.to);
}

function isCovered(change: Change, plan: Plan, approved: Plan): boolean {
  if (change.step === 'users') {
    return change.users.every(({ id }) => usersIn(approved).includes(id));
  }
  const same = approved.changes.find(({ step, target }) => step === change.step && target === change.target);
  if (same === undefined || !isToDo(same)) {
    return false;
  }
  const isOtherKind = change.step === 'app' && plan.app.kind !== approved.app.kind;
  return (
    isOtherKind ||
    change.differences.every(({ field, to }) =>
      same.differences.some((known) => known.field === field && known.to === to),
    )
  );
}

function usersIn({ changes }: Plan): string[] {
  return changes.flatMap((change) => (change.step === 'users' ? change.users.map(({ id }) => id) : []));
}
