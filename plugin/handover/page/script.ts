/**
 * The only script of the page. It sends no requests. It copies values, and compares what is typed with patterns and
 * texts in the page. The page's content security policy holds its hash.
 */
export const SCRIPT = String.raw`
'use strict';
// What needs this script is shown by it, so that nothing is dead where it does not run.
document.documentElement.dataset.scripted = '';

const SHOWN_FOR = 5000;
const byId = (id) => document.getElementById(id);
const announcements = byId('announcements');
const buttons = [...document.querySelectorAll('button[data-copies]')];
const textOf = (element) => (element.matches('input') ? element.value : element.textContent);

function select(element) {
  const folded = element.closest('details');
  if (folded !== null) {
    folded.open = true;
  }
  if (element.matches('input')) {
    element.select();
  } else {
    getSelection().selectAllChildren(element);
  }
}

// A selection can lose a last newline on its way to the clipboard, so the text itself is put there.
function copyByEvent(text) {
  const put = (event) => {
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put);
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    document.removeEventListener('copy', put);
  }
}

async function copyText(source, text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    select(source);
    return copyByEvent(text);
  }
}

// The button that says what came of it. Only one can: the clipboard holds one thing.
let shown;
let end;

function showState(button, state) {
  button.dataset.state = state;
  button.querySelector('[data-state-text]').textContent = button.dataset[state];
}

function endShown() {
  clearTimeout(end);
  announcements.textContent = '';
  if (shown !== undefined) {
    showState(shown, 'copy');
  }
  shown = undefined;
}

function showCopied(button, state) {
  endShown();
  shown = button;
  showState(button, state);
  announcements.textContent = button.dataset[state + 'Sentence'];
  // What is left to do by hand stays.
  if (state === 'copied') {
    end = setTimeout(endShown, SHOWN_FOR);
  }
}

for (const button of buttons) {
  button.addEventListener('click', async () => {
    const source = byId(button.dataset.copies);
    const text = textOf(source);
    const copied = await copyText(source, text);
    if (textOf(source) === text) {
      showCopied(button, copied ? 'copied' : 'failed');
    }
  });
}

// Nothing is copied that is not to be pasted.
const steps = byId('console-steps');
const wrong = { page: steps.dataset.blocked !== undefined, realmSid: false, workspaceId: false };

function lockCopying() {
  const isLocked = wrong.page || wrong.realmSid;
  steps.toggleAttribute('data-locked', isLocked);
  for (const button of buttons) {
    const isInvalid = wrong.workspaceId && button.dataset.copies === 'workspace-id';
    button.disabled = button.dataset.kind === 'value' && (isLocked || isInvalid);
  }
  if (shown?.disabled) {
    endShown();
  }
}

function show(input, output, outcome, text) {
  output.dataset.outcome = outcome;
  output.textContent = text;
  input.setAttribute('aria-invalid', String(outcome === 'fail'));
}

function checkWorkspaceId(input, output) {
  const rules = [...document.querySelectorAll('li[data-pattern]')];
  const broken = rules.filter((rule) => {
    const holds = new RegExp('^(?:' + rule.dataset.pattern + ')$').test(input.value);
    rule.dataset.outcome = input.value === '' ? '' : holds ? 'pass' : 'fail';
    return !holds;
  });
  wrong.workspaceId = broken.length > 0;
  if (input.value === '') {
    show(input, output, '', '');
  } else if (broken.length > 0) {
    show(input, output, 'fail', output.dataset.fail.replace('{rules}', () => broken.map(textOf).join('; ')));
  } else {
    show(input, output, 'pass', output.dataset.pass);
  }
}

// Whether more typing can make it right. Capitals matter in the Realm SID, and not in the address before it.
function isBeginning(typed, expected, addresses) {
  return [expected, ...addresses.filter((address) => address.endsWith(expected))].some((whole) => {
    const start = whole.length - expected.length;
    return whole.toLowerCase().startsWith(typed.toLowerCase()) && whole.slice(start).startsWith(typed.slice(start));
  });
}

function outcomeOfRealmSid(typed, expected, { realmSid, address, addressFlags, entityId, acsUrl }) {
  const candidate = new RegExp(address, addressFlags).exec(typed)?.[1] ?? typed;
  if (!new RegExp(realmSid).test(candidate)) {
    return isBeginning(typed, expected, [entityId, acsUrl]) ? 'more' : 'none';
  }
  if (candidate === expected) {
    return 'pass';
  }
  return candidate.toLowerCase() === expected.toLowerCase() ? 'case' : 'other';
}

function compareRealmSid(input, output) {
  const typed = input.value.trim();
  const outcome = typed === '' ? '' : outcomeOfRealmSid(typed, byId('realm-sid').textContent, output.dataset);
  const isWrong = ['case', 'other', 'none'].includes(outcome);
  wrong.realmSid = isWrong;
  show(input, output, isWrong ? 'fail' : outcome, outcome === '' ? '' : output.dataset[outcome]);
}

function onInput(inputId, check) {
  const input = byId(inputId);
  if (input !== null) {
    const run = () => {
      if (shown?.dataset.copies === inputId) {
        endShown();
      }
      check(input, byId(inputId + '-outcome'));
      lockCopying();
    };
    input.addEventListener('input', run);
    run();
  }
}

lockCopying();
onInput('workspace-id', checkWorkspaceId);
onInput('compare-realm-sid', compareRealmSid);
`;
