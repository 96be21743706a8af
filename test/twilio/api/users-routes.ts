import { formOf, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { notFound, TwilioError } from '../twilio-error.ts';
import { jsonAnswer } from './json-answer.ts';
import type { FrontlineUser } from './user.ts';

const PATH = /^\/v1\/Users\/([^/]+)$/;

/** One resource, by SID or identity: neither a list nor a way to make one (twilio-oai, twilio_frontline_v1). */
export const usersRoutes: readonly Route[] = [
  { site: 'frontline-api', method: 'GET', path: PATH, handle: fetchUser },
  { site: 'frontline-api', method: 'POST', path: PATH, handle: updateUser },
];

function fetchUser(_request: TwilioRequest, twilio: TwilioState, parameter: string): TwilioAnswer {
  return userAnswer(userOf(twilio, parameter));
}

function updateUser(request: TwilioRequest, twilio: TwilioState, parameter: string): TwilioAnswer {
  const user = userOf(twilio, parameter);
  const changed = { ...user, ...changesIn(formOf(request)) };
  twilio.users.set(user.identity, changed);
  return userAnswer(changed);
}

function userOf({ users }: TwilioState, parameter: string): FrontlineUser {
  const name = decode(parameter);
  const user = users.get(name) ?? [...users.values()].find(({ sid }) => sid === name);
  if (user === undefined) {
    throw notFound(`/Users/${parameter}`);
  }
  return user;
}

function decode(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

function changesIn(form: URLSearchParams): Partial<FrontlineUser> {
  const friendlyName = form.get('FriendlyName');
  const avatar = form.get('Avatar');
  const state = choice(form, 'State', ['active', 'deactivated']);
  const isAvailable = choice(form, 'IsAvailable', ['true', 'false']);
  return {
    ...(friendlyName === null ? {} : { friendlyName }),
    ...(avatar === null ? {} : { avatar }),
    ...(state === undefined ? {} : { state }),
    ...(isAvailable === undefined ? {} : { isAvailable: isAvailable === 'true' }),
  };
}

/** @throws TwilioError 70001, whose text is not known, for a value that is none of the choices. */
function choice<T extends string>(form: URLSearchParams, name: string, choices: readonly T[]): T | undefined {
  const value = form.get(name);
  const chosen = choices.find((candidate) => candidate === value);
  if (value !== null && chosen === undefined) {
    throw new TwilioError(70001, `Invalid value for ${name}: ${value}`);
  }
  return chosen;
}

function userAnswer({ sid, identity, friendlyName, avatar, state, isAvailable }: FrontlineUser): TwilioAnswer {
  return jsonAnswer({
    sid,
    identity,
    friendly_name: friendlyName,
    avatar: avatar ?? null,
    state,
    is_available: isAvailable,
    url: `https://frontline-api.twilio.com/v1/Users/${sid}`,
  });
}
