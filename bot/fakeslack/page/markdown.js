// Standard Markdown as a tree of blocks. No DOM here: a tree is plain data.
//
// Blocks: {type: paragraph, children}, {type: heading, level, children},
// {type: list, ordered, start, items: [{done: null|bool, blocks}]},
// {type: code, text, language}, {type: quote, blocks}, {type: rule},
// {type: table, align, head, rows}. Inline nodes: see mrkdwn.js, and {type: break}.
import { parseMarkdownInline } from './markdown_inline.js';

const FENCE = /^( {0,3})(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const ITEM = /^(\s*)([-*+•]|\d{1,9}[.)])(\s+)(\S.*)?$/;
const DELIMITERS = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const HALF_WRITTEN = /^\s*([-*+>#|`~_]+|\d+[.)]?)\s*$/;
const DEEPEST = 12;

// parseMarkdown reads text. While more of it is still to come (open), marks
// that are not closed yet count as closed at the end, so that nothing jumps.
export function parseMarkdown(text, { open = false } = {}) {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  if (open && HALF_WRITTEN.test(lines[lines.length - 1])) lines.pop();
  return parseBlocks(lines, open, 0);
}

function parseBlocks(lines, open, depth) {
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at].trim()) {
      at++;
      continue;
    }
    const read = (depth < DEEPEST && nested(lines, at, open, depth)) || leaf(lines, at, open) || paragraph(lines, at, open);
    blocks.push(read.block);
    at = read.next;
  }
  return blocks;
}

function nested(lines, at, open, depth) {
  if (QUOTE.test(lines[at])) {
    let next = at;
    while (next < lines.length && QUOTE.test(lines[next])) next++;
    const inner = lines.slice(at, next).map((line) => QUOTE.exec(line)[1]);
    return { block: { type: 'quote', blocks: parseBlocks(inner, open, depth + 1) }, next };
  }
  if (ITEM.test(lines[at]) && !RULE.test(lines[at])) return list(lines, at, open, depth);
  return null;
}

function leaf(lines, at, open) {
  const fence = FENCE.exec(lines[at]);
  if (fence) return fenced(lines, at, fence);
  const heading = HEADING.exec(lines[at]);
  if (heading) {
    return { block: { type: 'heading', level: heading[1].length, children: parseMarkdownInline(heading[2], open) }, next: at + 1 };
  }
  if (RULE.test(lines[at])) return { block: { type: 'rule' }, next: at + 1 };
  if (isTable(lines, at)) return table(lines, at, open);
  return null;
}

function fenced(lines, at, [, indent, marks, language]) {
  const close = new RegExp(`^ {0,3}${marks[0]}{${marks.length},}\\s*$`);
  const text = [];
  let next = at + 1;
  while (next < lines.length && !close.test(lines[next])) {
    text.push(lines[next].replace(new RegExp(`^ {0,${indent.length}}`), ''));
    next++;
  }
  return { block: { type: 'code', text: text.join('\n'), language }, next: next + 1 };
}

function paragraph(lines, at, open) {
  let next = at + 1;
  while (next < lines.length && lines[next].trim() && !interrupts(lines, next)) next++;
  const text = lines.slice(at, next).map((line) => line.trim()).join('\n');
  return { block: { type: 'paragraph', children: parseMarkdownInline(text, open && next >= lines.length) }, next };
}

// interrupts: a number ends a paragraph only as the first of a list, since
// prose may well have a line that begins "2024. …".
function interrupts(lines, at) {
  const item = ITEM.exec(lines[at]);
  if (item && item[4] && (!/\d/.test(item[2]) || /^1[.)]/.test(item[2]))) return true;
  return FENCE.test(lines[at]) || HEADING.test(lines[at]) || RULE.test(lines[at]) || QUOTE.test(lines[at]) || isTable(lines, at);
}

function list(lines, at, open, depth) {
  const first = ITEM.exec(lines[at]);
  const ordered = /\d/.test(first[2]);
  const items = [];
  let next = at;
  while (next < lines.length) {
    const item = ITEM.exec(lines[next]);
    if (!item || /\d/.test(item[2]) !== ordered || RULE.test(lines[next])) break;
    const read = itemLines(lines, next, item);
    items.push(listItem(read.lines, open && read.next >= lines.length, depth));
    next = read.next;
    while (next < lines.length && !lines[next].trim() && ITEM.test(lines[next + 1] || '')) next++;
  }
  return { block: { type: 'list', ordered, start: ordered ? parseInt(first[2], 10) : 1, items }, next };
}

// itemLines collects an item's own lines, dedented. Two columns are enough to
// be inside: models indent by two under "1." as often as by three.
function itemLines(lines, at, [, indent, marker, gap, rest]) {
  const inside = indent.length + 2;
  const full = indent.length + marker.length + Math.min(gap.length, 4);
  const own = [rest || ''];
  let next = at + 1;
  for (; next < lines.length; next++) {
    const line = lines[next].replace(/\t/g, '    ');
    const column = line.search(/\S/);
    if (column < 0) {
      const after = (lines[next + 1] || '').replace(/\t/g, '    ').search(/\S/);
      if (after < inside) break;
      own.push('');
    } else if (column >= inside) own.push(line.slice(Math.min(column, full)));
    else if (ITEM.test(line) || interrupts(lines, next) || !own[own.length - 1].trim()) break;
    else own.push(line.trim());
  }
  return { lines: own, next };
}

function listItem(lines, open, depth) {
  const task = /^\[([ xX])\]\s+/.exec(lines[0]);
  if (task) lines[0] = lines[0].slice(task[0].length);
  return { done: task ? task[1] !== ' ' : null, blocks: parseBlocks(lines, open, depth + 1) };
}

function isTable(lines, at) {
  return lines[at].includes('|') && at + 1 < lines.length && lines[at + 1].includes('-') &&
    DELIMITERS.test(lines[at + 1]) && cells(lines[at]).length === cells(lines[at + 1]).length;
}

function table(lines, at, open) {
  const align = cells(lines[at + 1]).map((cell) => {
    if (/^:-+:$/.test(cell)) return 'center';
    return cell.endsWith(':') ? 'right' : 'left';
  });
  const row = (line) => cells(line).slice(0, align.length).map((cell) => parseMarkdownInline(cell, open));
  let next = at + 2;
  while (next < lines.length && lines[next].trim() && lines[next].includes('|')) next++;
  return { block: { type: 'table', align, head: row(lines[at]), rows: lines.slice(at + 2, next).map(row) }, next };
}

function cells(line) {
  const inner = line.trim().replace(/^\|/, '').replace(/(^|[^\\])\|$/, '$1');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, '|'));
}
