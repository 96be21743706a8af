import { Parser } from 'htmlparser2';

/** The text of a page without style and script, with single spaces. */
export function textOf(page: string): string {
  const texts: string[] = [];
  const inside: string[] = [];
  const parser = new Parser({
    onopentagname: (name) => void inside.push(name),
    onclosetag: () => void inside.pop(),
    ontext: (text) => void (/^(style|script)$/.test(inside.at(-1) ?? '') || texts.push(text)),
  });
  parser.end(page);
  return texts.join('').replace(/\s+/g, ' ');
}
