// Draws the trees of mrkdwn.js, markdown.js and richtext.js.
import { h } from './dom.js';
import { findEmoji } from './emoji.js';
import { readLink } from './links.js';
import { formatDate } from './time.js';
import { parseInline, parseMrkdwn, unescape } from './mrkdwn.js';
import { parseMarkdown } from './markdown.js';

const TAGS = { bold: 'strong', italic: 'em', strike: 's' };

// drawInline turns inline nodes into a list of DOM nodes.
export const drawInline = (nodes, app) => nodes.map((node) => inline(node, app));

function inline(node, app) {
  if (typeof node === 'string') return node;
  switch (node.type) {
    case 'code': return h('code', {}, node.text);
    case 'break': return h('br');
    case 'link': return anchor(node.href, drawInline(node.children, app), app);
    case 'user': return h('span', { class: `mention${node.id === app.store.state.me ? ' mention-me' : ''}` }, `@${node.label || app.store.nameOf(node.id)}`);
    case 'channel': return channelLink(node, app);
    case 'broadcast': return h('span', { class: 'mention mention-me' }, `@${node.name}`);
    case 'date': return dated(node, app);
    case 'emoji': return emoji(node.name);
    default: return h(TAGS[node.type] || 'span', {}, drawInline(node.children || [], app));
  }
}

// emoji shows an unknown name as it was written.
export function emoji(name) {
  const picture = findEmoji(name);
  return picture ? h('span', { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' ') }, picture) : `:${name}:`;
}

function channelLink(node, app) {
  const known = app.store.channel(node.id);
  const name = `#${node.label || (known ? known.name : node.id)}`;
  if (!known) return h('span', { class: 'mention' }, name);
  return h('button', { type: 'button', class: 'mention', onclick: () => app.openChannel(node.id) }, name);
}

function dated(node, app) {
  const text = formatDate(node.unix, node.format, node.fallback);
  const time = h('time', { datetime: Number.isFinite(node.unix) ? new Date(node.unix * 1000).toISOString() : null }, text);
  return node.href ? anchor(node.href, [time], app) : time;
}

// anchor makes a link of an address that may be one, and of no other.
export function anchor(href, children, app) {
  const link = readLink(href, location.href, app.store.state.team.domain);
  if (!link) return h('span', {}, children);
  if (!link.cite) return h('a', { href: link.href, target: '_blank', rel: 'noopener noreferrer nofollow' }, children);
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.follow(link.cite, event.currentTarget);
  };
  return h('a', { href: link.cite.path, class: 'cite', data: { testid: 'cite' }, onclick: follow }, children);
}

// drawText shows a plain_text or mrkdwn object.
export function drawText(object, app) {
  if (!object) return [];
  if (object.type === 'mrkdwn') return drawLines(parseMrkdwn(object.text || ''), app);
  return [plainText(object.text || '', object.emoji !== false)];
}

// plainText has emoji, and nothing else.
export function plainText(text, withEmoji = true) {
  const span = h('span', { class: 'plain' });
  const nodes = withEmoji ? text.split(/(:[a-z0-9_+'-]+:)/i) : [text];
  span.append(...nodes.map((part) => (/^:.+:$/.test(part) ? emoji(part.slice(1, -1)) : unescape(part))));
  return span;
}

export const drawLine = (text, app) => drawInline(parseInline(text), app);

// drawLines makes one element for each line, which a citation can mark.
export function drawLines(lines, app) {
  return lines.map((line, index) => {
    const beside = [lines[index - 1], lines[index + 1]].map((other) => other?.kind === line.kind);
    const edge = `${beside[0] ? '' : ' line-first'}${beside[1] ? '' : ' line-last'}`;
    return h('div', { class: `line line-${line.kind}${edge}`, data: { line: line.number } }, line.children.length ? drawInline(line.children, app) : h('br'));
  });
}

// drawMarkdown brings host's children up to text. A block that has not
// changed keeps its element, so growing text does not move what was read.
export function drawMarkdown(host, text, open, app) {
  const blocks = parseMarkdown(text, { open });
  blocks.forEach((block, index) => {
    const mark = JSON.stringify(block);
    const old = host.children[index];
    if (old && old.drawnFrom === mark) return;
    const fresh = drawBlock(block, app);
    fresh.drawnFrom = mark;
    if (old) old.replaceWith(fresh);
    else host.append(fresh);
  });
  while (host.children.length > blocks.length) host.lastChild.remove();
}

export const drawBlocks = (blocks, app) => blocks.map((block) => drawBlock(block, app));

function drawBlock(block, app) {
  switch (block.type) {
    case 'heading': return h(`h${Math.max(3, Math.min(block.level + 1, 6))}`, { class: `md-heading md-heading-${Math.min(block.level, 4)}` }, drawInline(block.children, app));
    case 'list': return list(block, app);
    case 'code': return h('pre', { tabindex: '0', 'aria-label': block.language ? `${block.language} code` : 'code' }, h('code', {}, block.text));
    case 'quote': return h('blockquote', {}, drawBlocks(block.blocks, app));
    case 'rule': return h('hr');
    case 'table': return table(block.head.map((cell) => drawInline(cell, app)), block.rows.map((row) => row.map((cell) => drawInline(cell, app))), block.align);
    default: return h('p', {}, drawInline(block.children, app));
  }
}

function list(block, app) {
  const props = { start: block.ordered && block.start !== 1 ? block.start : null, class: block.indent ? `indent-${Math.min(block.indent, 5)}` : null };
  return h(block.ordered ? 'ol' : 'ul', props, block.items.map((item) => {
    const box = item.done === null ? null : h('span', { class: 'task', role: 'img', 'aria-label': item.done ? 'done' : 'to do' }, item.done ? '☑' : '☐');
    return h('li', { class: box ? 'has-task' : null }, box, drawBlocks(item.blocks, app));
  }));
}

// table draws a table of ready cells, which scrolls when it is too wide.
export function table(head, rows, align = []) {
  const cell = (tag, content, index) => h(tag, { class: `align-${align[index] || 'left'}`, scope: tag === 'th' ? 'col' : null }, content);
  return h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Table' }, h('table', {},
    h('thead', {}, h('tr', {}, head.map((content, index) => cell('th', content, index)))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.map((content, index) => cell('td', content, index)))))));
}
