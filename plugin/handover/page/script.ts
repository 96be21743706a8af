/**
 * The only script of the page. It sends no requests. It copies values, and compares what is typed with patterns and
 * texts in the page. The page's content security policy holds its hash.
 */
export const SCRIPT = String.raw`
'use strict';
const announcements = document.getElementById('announcements');
const textOf = (element) => (element.matches('input') ? element.value : element.textContent);

function select(element) {
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

async function copyText(source) {
  try {
    await navigator.clipboard.writeText(textOf(source));
    return true;
  } catch {
    select(source);
    return copyByEvent(textOf(source));
  }
}

for (const button of document.querySelectorAll('button[data-copies]')) {
  button.addEventListener('click', async () => {
    const copied = await copyText(document.getElementById(button.dataset.copies));
    button.dataset.state = copied ? 'copied' : 'failed';
    button.textContent = copied ? button.dataset.copied : button.dataset.failed;
    announcements.textContent = copied ? button.dataset.copiedSentence : button.dataset.failedSentence;
  });
}

function show(input, output, outcome, text) {
  output.dataset.outcome = outcome;
  output.textContent = text;
  input.setAttribute('aria-invalid', String(outcome === 'fail'));
}

function checkWorkspaceId(input, output, rules) {
  const broken = rules.filter((rule) => {
    const holds = new RegExp('^(?:' + rule.dataset.pattern + ')$').test(input.value);
    rule.dataset.outcome = input.value === '' ? '' : holds ? 'pass' : 'fail';
    return !holds;
  });
  document.querySelector('button[data-copies="' + input.id + '"]').disabled = broken.length > 0;
  if (input.value === '') {
    show(input, output, '', '');
  } else if (broken.length > 0) {
    show(input, output, 'fail', output.dataset.fail.replace('{rules}', () => broken.map(textOf).join('; ')));
  } else {
    show(input, output, 'pass', output.dataset.pass);
  }
}

function compareRealmSid(input, output, expected) {
  const typed = input.value.trim();
  if (typed === '') {
    show(input, output, '', '');
  } else if (typed === expected) {
    show(input, output, 'pass', output.dataset.pass);
  } else {
    const sameButCase = typed.toLowerCase() === expected.toLowerCase();
    show(input, output, 'fail', sameButCase ? output.dataset.case : output.dataset.fail);
  }
}

function onInput(inputId, check) {
  const input = document.getElementById(inputId);
  if (input !== null) {
    const run = () => check(input, document.getElementById(inputId + '-outcome'));
    input.addEventListener('input', run);
    run();
  }
}

const rules = [...document.querySelectorAll('li[data-pattern]')];
onInput('workspace-id', (input, output) => checkWorkspaceId(input, output, rules));
onInput('compare-realm-sid', (input, output) =>
  compareRealmSid(input, output, document.getElementById('realm-sid').textContent));
`;
