// Slack's mrkdwn as a tree, line by line, so that a line can be cited.
// No DOM here: a tree is plain data.
//
// Inline nodes: a string, {type: bold|italic|strike, children}, {type: code, text},
// {type: link, href, children}, {type: user|channel, id, label},
// {type: broadcast, name}, {type: date, unix, format, href, fallback}, {type: emoji, name}.

const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>|]+)|:([a-z0-9_+'-]+)(?:::skin-tone-\d)?:|([*_~])/gi;
const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' };
const DEEPEST = 8;
const isWord = (c) => c !== undefined && /[\p{L}\p{N}]/u.test(c);
const isSpace = (c) => c === undefined || /\s/.test(c);

// parseMrkdwn returns one {number, kind, children} for each line of text,
// kind text | quote | code | fence. A fence is the line of the marks alone.
// verbatim leaves * _ ~ as they were typed, for what a person pasted.
export function parseMrkdwn(text, { verbatim = false } = {}) {
  const depth = verbatim ? DEEPEST : 0;
  const lines = text.split('\n');
  const parsed = [];
  let fenced = false;
  let quoted = false;
  lines.forEach((line, index) => {
    const number = index + 1;
    const pieces = line.split('```');
    if (!fenced && pieces.length % 2 === 0 && !closesLater(lines, index)) {
      pieces.splice(-2, 2, pieces.slice(-2).join('```'));
    }
    if (pieces.length > 1) {
      parsed.push(fenceLine(number, pieces, fenced, depth));
      fenced = fenced !== (pieces.length % 2 === 0);
      return;
    }
    if (fenced) {
      parsed.push({ number, kind: 'code', children: [unescape(line)] });
      return;
    }
    const quote = /^\s?(>>>|&gt;&gt;&gt;|>|&gt;) ?(.*)$/s.exec(line);
    if (quote && quote[1].length !== 1 && quote[1] !== '&gt;') quoted = true;
    const kind = quote || quoted ? 'quote' : 'text';
    parsed.push({ number, kind, children: parseInline(quote ? quote[2] : line, depth) });
  });
  return parsed;
}

const closesLater = (lines, index) => lines.slice(index + 1).some((line) => line.includes('```'));

// fenceLine reads a line with ``` in it; pieces alternate between text and code.
function fenceLine(number, pieces, fenced, depth) {
  const children = [];
  let onlyCode = true;
  pieces.forEach((piece, index) => {
    const code = (index % 2 === 1) !== fenced;
    if (!piece.trim()) return;
    if (!code) onlyCode = false;
    if (code) children.push({ type: 'code', text: unescape(piece) });
    else children.push(...parseInline(piece, depth));
  });
  if (!children.length) return { number, kind: 'fence', children };
  if (onlyCode) return { number, kind: 'code', children: children.map((child) => child.text) };
  return { number, kind: 'text', children };
}

// parseInline reads one line's formatting, links, mentions and emoji.
export function parseInline(text, depth = 0) {
  const nodes = [];
  const hopeless = new Set(); // marks known to have no close further on
  let plain = 0;
  const token = new RegExp(TOKEN);
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [whole, code, angle, url, emoji, mark] = match;
    let node = null;
    let end = match.index + whole.length;
    if (code) node = { type: 'code', text: unescape(code) };
    else if (angle) node = parseAngle(angle);
    else if (url) {
      const href = trimURL(url);
      end = match.index + href.length;
      node = { type: 'link', href: unescape(href), children: [unescape(href)] };
    } else if (emoji) node = { type: 'emoji', name: emoji.toLowerCase() };
    else if (mark && depth < DEEPEST && !hopeless.has(mark) && opens(text, match.index)) {
      const close = closing(text, match.index, mark);
      if (close < 0) hopeless.add(mark);
      else {
        end = close + 1;
        node = { type: MARKS[mark], children: parseInline(text.slice(match.index + 1, close), depth + 1) };
      }
    }
    if (node) {
      if (match.index > plain) nodes.push(unescape(text.slice(plain, match.index)));
      nodes.push(node);
      plain = end;
    }
    token.lastIndex = node ? end : match.index + (mark ? 1 : whole.length);
  }
  if (plain < text.length) nodes.push(unescape(text.slice(plain)));
  return nodes;
}

const opens = (text, at) => !isWord(text[at - 1]) && !isSpace(text[at + 1]) && text[at + 1] !== text[at];

function closing(text, from, mark) {
  for (let at = text.indexOf(mark, from + 2); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (!isSpace(text[at - 1]) && !isWord(text[at + 1])) return at;
  }
  return -1;
}

// parseAngle reads what stands between < and >; null when it is only text.
export function parseAngle(inner) {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : unescape(inner.slice(bar + 1));
  if (/^@[UW]\w*$/.test(target)) return { type: 'user', id: target.slice(1), label };
  if (/^#[CDG]\w*$/.test(target)) return { type: 'channel', id: target.slice(1), label };
  if (/^!(here|channel|everyone)$/.test(target)) return { type: 'broadcast', name: target.slice(1) };
  if (target.startsWith('!subteam^')) return { type: 'broadcast', name: label.replace(/^@/, '') || 'group' };
  const date = /^!date\^(\d+)\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date) return { type: 'date', unix: Number(date[1]), format: unescape(date[2]), href: unescape(date[3] || ''), fallback: label };
  if (/^(https?:\/\/|mailto:|\/archives\/)/i.test(target)) {
    return { type: 'link', href: unescape(target), children: [label || unescape(target)] };
  }
  return null;
}

// trimURL cuts the punctuation that ends a sentence, not the address.
export function trimURL(url) {
  let end = url.length;
  while (end > 0) {
    const last = url[end - 1];
    const unpaired = last === ')' && count(url.slice(0, end), ')') > count(url.slice(0, end), '(');
    if (!unpaired && !/[.,;:!?'"*_~`\]]/.test(last)) break;
    end--;
  }
  return url.slice(0, end);
}

const count = (text, c) => text.split(c).length - 1;

// unescape undoes the three entities that Slack writes.
export function unescape(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&' })[name]);
}
