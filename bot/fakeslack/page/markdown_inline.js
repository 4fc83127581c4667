// The inline part of Markdown: emphasis, code, links, emoji, kept line breaks.
// The method is CommonMark's delimiter run, with one difference: beside `*`
// only white space counts, not punctuation, so that it works in Japanese too.
import { parseAngle, trimURL } from './mrkdwn.js';

const DEEPEST = 4;
const LINK = /\(\s*<?((?:[^\s<>()\\]|\\.|\([^\s<>()]*\))*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/y;
const EMOJI = /:([a-z0-9_+'-]+)(?:::skin-tone-\d)?:/iy;
const URL_HERE = /https?:\/\/[^\s<>|]+/iy;
const ANGLE = /<([^<>\n]+)>/y;
const ENTITY = /&(amp|lt|gt|quot|apos|nbsp|#39);/y;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', '#39': "'" };
const isWord = (c) => c !== undefined && /[\p{L}\p{N}]/u.test(c);
const isSpace = (c) => c === undefined || /\s/.test(c);

// parseMarkdownInline returns inline nodes. With open, marks still unclosed at
// the end count as closed there.
export function parseMarkdownInline(text, open = false, depth = 0) {
  const parts = [];
  let at = 0;
  while (at < text.length) {
    const read = special(text, at, open, depth);
    if (read) {
      parts.push(read.part);
      at = read.next;
    } else {
      addText(parts, text[at]);
      at++;
    }
  }
  pairUp(parts);
  return settle(parts, open);
}

function addText(parts, text) {
  if (typeof parts[parts.length - 1] === 'string') parts[parts.length - 1] += text;
  else parts.push(text);
}

// special reads what begins at text[at] when that is more than a letter.
function special(text, at, open, depth) {
  switch (text[at]) {
    case '\n': return { part: { type: 'break' }, next: at + 1 };
    case '\\': return escaped(text, at);
    case '`': return codeSpan(text, at, open);
    case '*': case '_': case '~': return delimiter(text, at);
    case '!': return text[at + 1] === '[' ? link(text, at + 1, open, depth) : null;
    case '[': return link(text, at, open, depth);
    case '<': return match(ANGLE, text, at, ([, inner]) => parseAngle(inner));
    case ':': return match(EMOJI, text, at, ([, name]) => ({ type: 'emoji', name: name.toLowerCase() }));
    case '&': return match(ENTITY, text, at, ([, name]) => ENTITIES[name]);
    case 'h': return isWord(text[at - 1]) ? null : bareURL(text, at);
    default: return null;
  }
}

function match(pattern, text, at, make) {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  const part = found && make(found);
  return part ? { part, next: at + found[0].length } : null;
}

function escaped(text, at) {
  if (text[at + 1] === '\n') return { part: { type: 'break' }, next: at + 2 };
  if (!/[!-/:-@[-`{-~]/.test(text[at + 1] || '')) return null;
  return { part: { type: 'text', text: text[at + 1] }, next: at + 2 };
}

function bareURL(text, at) {
  URL_HERE.lastIndex = at;
  const found = URL_HERE.exec(text);
  if (!found) return null;
  const href = trimURL(found[0]);
  return { part: { type: 'link', href, children: [href] }, next: at + href.length };
}

function codeSpan(text, at, open) {
  const marks = /^`+/.exec(text.slice(at, at + 64))[0];
  let end = text.indexOf(marks, at + marks.length);
  while (end >= 0 && text[end + marks.length] === '`') {
    while (text[end] === '`') end++;
    end = text.indexOf(marks, end);
  }
  if (end < 0 && !open) return { part: { type: 'text', text: marks }, next: at + marks.length };
  const inner = text.slice(at + marks.length, end < 0 ? text.length : end).replace(/\n/g, ' ');
  const trimmed = /^ .*[^ ].* $/.test(inner) ? inner.slice(1, -1) : inner;
  if (!trimmed) return { part: { type: 'text', text: open ? '' : marks }, next: at + marks.length };
  return { part: { type: 'code', text: trimmed }, next: end < 0 ? text.length : end + marks.length };
}

function delimiter(text, at) {
  const mark = text[at];
  let next = at;
  while (text[next] === mark) next++;
  const [before, after] = [text[at - 1], text[next]];
  const inWord = mark === '_' && isWord(before) && isWord(after);
  if (mark === '~' && next - at !== 2) return { part: { type: 'text', text: text.slice(at, next) }, next };
  return {
    part: { type: 'mark', mark, count: next - at, opens: !isSpace(after) && !inWord, closes: !isSpace(before) && !inWord },
    next,
  };
}

function link(text, at, open, depth) {
  if (depth >= DEEPEST) return null;
  let level = 0;
  let close = at;
  for (; close < text.length; close++) {
    if (text[close] === '\\') close++;
    else if (text[close] === '[') level++;
    else if (text[close] === ']' && --level === 0) break;
  }
  const label = text.slice(at + 1, Math.min(close, text.length));
  LINK.lastIndex = close + 1;
  const target = close < text.length && LINK.exec(text);
  if (target) {
    const children = parseMarkdownInline(label, false, depth + 1);
    return { part: { type: 'link', href: target[1].replace(/\\(.)/g, '$1'), children }, next: close + 1 + target[0].length };
  }
  const halfWritten = open && (close >= text.length - 1 || /^\([^\s)]*$/.test(text.slice(close + 1)));
  if (!halfWritten) return null;
  return { part: { type: 'group', children: parseMarkdownInline(label, true, depth + 1) }, next: text.length };
}

// pairUp replaces, in place, opening and closing marks by what they enclose.
function pairUp(parts) {
  for (let closer = 0; closer < parts.length; closer++) {
    while (parts[closer]?.type === 'mark' && parts[closer].closes && parts[closer].count > 0) {
      const opener = findOpener(parts, closer);
      if (opener < 0) break;
      const [from, to] = [parts[opener], parts[closer]];
      const used = from.count >= 2 && to.count >= 2 ? 2 : 1;
      const children = settle(parts.splice(opener + 1, closer - opener - 1), false);
      parts.splice(opener + 1, 0, { type: kind(from.mark, used), children });
      from.count -= used;
      to.count -= used;
      closer = opener + 2;
    }
  }
}

function findOpener(parts, closer) {
  const { mark, count } = parts[closer];
  for (let at = closer - 1; at >= 0; at--) {
    const part = parts[at];
    const fits = part?.type === 'mark' && part.mark === mark && part.opens && part.count > 0 && at < closer - 1;
    if (fits && (mark !== '~' || (part.count === 2 && count === 2))) return at;
  }
  return -1;
}

function kind(mark, used) {
  if (mark === '~') return 'strike';
  return used === 2 ? 'bold' : 'italic';
}

// settle turns what is left of marks into text; with open the last unclosed
// ones enclose all that follows them.
function settle(parts, open) {
  if (open) closeAtEnd(parts);
  const nodes = [];
  for (const part of parts) {
    if (typeof part === 'string') addText(nodes, part);
    else if (part.type === 'text') addText(nodes, part.text);
    else if (part.type === 'mark') addText(nodes, part.mark.repeat(part.count));
    else if (part.type === 'group') nodes.push(...part.children);
    else nodes.push(part);
  }
  return nodes.filter((node) => node !== '');
}

function closeAtEnd(parts) {
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at];
    if (part?.type !== 'mark' || part.count === 0) continue;
    if (at === parts.length - 1) parts.pop();
    else if (part.opens) {
      const used = part.mark === '~' || part.count >= 2 ? 2 : 1;
      const children = settle(parts.splice(at + 1), false);
      parts.splice(at, 1, { type: kind(part.mark, used), children });
    }
  }
}
