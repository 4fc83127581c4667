// One message: drawn once, then kept up to date in place.
import { attempt, avatar, h, icon, refill } from './dom.js';
import { drawSlackBlocks } from './blocks.js';
import { anchor, drawInline, drawLines, drawMarkdown, emoji } from './draw.js';
import { sizeText } from './files.js';
import { parseMrkdwn } from './mrkdwn.js';
import { agoOf, dateOf, timeOf } from './time.js';
import { messageTools } from './tools.js';

const SHORT_LINES = 12;
const FOLD_ABOVE = 14; // a fold that hides two lines is only a nuisance
const SHORT_TEXT = 1600;

// MessageView draws a message of a channel; place is main or thread.
export class MessageView {
  constructor(app, channel, place) {
    Object.assign(this, { app, channel, place, folds: app.folds });
    this.gutter = h('div', { class: 'gutter' });
    this.head = h('div', { class: 'message-head' });
    this.markdown = h('div', { class: 'markdown' });
    this.body = h('div', { class: 'message-body' });
    this.foot = h('div', { class: 'message-foot' });
    this.tools = h('div', { class: 'message-tools', role: 'group', 'aria-label': 'Message actions' });
    this.element = h('article', { class: 'message', tabindex: '-1', data: { testid: 'message' } },
      this.gutter, h('div', { class: 'message-main' }, this.head, this.markdown, this.body, this.foot), this.tools);
    this.element.view = this;
  }

  // update shows message; beside is {compact, summary, status, isRoot}, what
  // the list knows. Nothing is touched that has not changed.
  update(message, beside) {
    const mark = JSON.stringify(beside);
    if (this.message === message && this.beside === mark) return;
    const fresh = this.message !== message;
    Object.assign(this, { message, beside: mark });
    const { element } = this;
    Object.assign(element.dataset, { ts: message.ts, user: message.user });
    element.classList.toggle('compact', beside.compact);
    element.classList.toggle('ephemeral', Boolean(message.ephemeral));
    element.classList.toggle('streaming', Boolean(message.streaming));
    element.setAttribute('aria-busy', String(Boolean(message.streaming)));
    element.setAttribute('aria-label', `${this.app.store.nameOf(message.user)}, ${timeOf(message.ts)}`);
    refill(this.head, JSON.stringify([beside.compact, beside.author, message.ephemeral]), () => this.headParts(message, beside.compact));
    if (fresh) this.drawBody(message);
    const { reactions, streaming, thread_ts } = message;
    refill(this.foot, mark + JSON.stringify([reactions, streaming, thread_ts]), () => this.footParts(message, beside));
    refill(this.tools, JSON.stringify([beside.isRoot, message.ephemeral, message.subtype, reactions, message.text]), () => messageTools(this.app, this.channel, message, beside.isRoot));
  }

  headParts(message, compact) {
    const user = this.app.store.user(message.user);
    const when = h('time', { class: 'message-time', datetime: dateOf(message.ts).toISOString(), title: dateOf(message.ts).toLocaleString() }, timeOf(message.ts));
    this.gutter.replaceChildren(compact ? when : avatar(user));
    const only = message.ephemeral ? h('div', { class: 'only-you' }, icon('eye'), 'Only visible to you') : null;
    const tag = user.app || user.bot || message.app ? h('span', { class: 'app-tag' }, 'APP') : null;
    const line = compact ? null : h('div', { class: 'message-by' }, h('span', { class: 'author' }, user.real_name || user.name), tag, when);
    return [only, line].filter(Boolean);
  }

  // drawBody: an app's blocks are what it says and its text only stands in for
  // them; a person's text is what they typed, line for line.
  drawBody(message) {
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const markdown = message.markdown || '';
    drawMarkdown(this.markdown, markdown, message.streaming, this.app);
    const blocks = message.app && message.blocks?.length ? message.blocks : null;
    const place = { app: this.app, container: 'message', channel: this.channel, ts: message.ts };
    if (blocks) this.body.replaceChildren(...drawSlackBlocks(blocks, place));
    else if (!markdown && message.text) this.body.replaceChildren(...this.textParts(message));
    else this.body.replaceChildren();
    this.body.append(...attached(message, this.app));
    const last = this.body.lastElementChild?.querySelector('.line:last-child') || this.body.lastElementChild || this.markdown.lastElementChild;
    if (message.edited && !message.streaming) (last || this.body).append(h('span', { class: 'edited' }, ' (edited)'));
    if (focused) this.body.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  textParts(message) {
    const lines = parseMrkdwn(message.text, { verbatim: !message.app });
    if (lines.length === 1 && lines[0].kind === 'text' && message.text.length <= SHORT_TEXT) {
      return [h('div', { class: 'line', data: { line: 1 } }, drawInline(lines[0].children, this.app))];
    }
    const long = !message.app && (lines.length > FOLD_ABOVE || message.text.length > SHORT_TEXT);
    if (!long) return [h('div', { class: 'lines' }, drawLines(lines, this.app))];
    const open = this.folds.get(message.ts) === 'open';
    const text = h('div', { class: `lines${open ? '' : ' lines-folded'}` }, drawLines(open ? lines : lines.slice(0, SHORT_LINES), this.app));
    const label = open ? 'Show less' : lines.length > SHORT_LINES ? `Show all ${lines.length.toLocaleString('en-US')} lines` : 'Show all';
    return [text, h('button', {
      type: 'button', class: 'fold link-button', 'aria-expanded': String(open), data: { focus: 'fold', testid: 'fold' }, onclick: () => this.fold(!open),
    }, label, icon(open ? 'up' : 'down'))];
  }

  // fold opens or closes a long text; closing keeps the message in sight.
  fold(open) {
    if (open) this.folds.set(this.message.ts, 'open');
    else this.folds.delete(this.message.ts);
    this.drawBody(this.message);
    if (!open) this.element.scrollIntoView({ block: 'nearest' });
  }

  get folded() { return this.body.querySelector('.lines-folded') !== null; }

  footParts(message, { summary, status, isRoot }) {
    const { store } = this.app;
    const reactions = (message.reactions || []).filter((reaction) => reaction.users?.length).map((reaction) => h('button', {
      type: 'button', class: `reaction${reaction.users.includes(store.state.me) ? ' reaction-mine' : ''}`,
      title: reaction.users.map((id) => store.nameOf(id)).join(', '), onclick: () => this.react(message, reaction.name),
    }, emoji(reaction.name), h('span', { class: 'reaction-count' }, String(reaction.users.length))));
    const parts = reactions.length ? [h('div', { class: 'reactions' }, reactions)] : [];
    if (isRoot && summary?.count) parts.push(this.threadBar(message, summary));
    if (status) parts.push(statusLine(status, this.app, this.channel, message.ts));
    else if (message.streaming) parts.push(stopButton(this.app, this.channel, message.thread_ts || message.ts));
    return parts;
  }

  react(message, name) {
    const mine = (message.reactions || []).some((reaction) => reaction.name === name && reaction.users.includes(this.app.store.state.me));
    if (!mine) this.app.post('/page/react', { channel: this.channel, ts: message.ts, name });
  }

  threadBar(message, { count, last, users }) {
    return h('button', { type: 'button', class: 'thread-bar', data: { testid: 'thread-bar' }, onclick: (event) => this.app.openThread(this.channel, message.ts, { opener: event.currentTarget }) },
      h('span', { class: 'thread-faces' }, users.slice(0, 4).map((id) => avatar(this.app.store.user(id), true))),
      h('span', { class: 'thread-count' }, count === 1 ? '1 reply' : `${count} replies`),
      h('span', { class: 'thread-last' }, `Last reply ${agoOf(last)}`), h('span', { class: 'thread-view' }, 'View thread'));
  }
}

// attached draws what files, forwards and older apps add: their text, never
// their picture.
function attached(message, app) {
  return [...(message.files || []).map(fileBox), ...(message.attachments || []).map((attachment) => attempt(() => drawAttachment(attachment || {}, app),
    () => h('blockquote', {}, 'An attachment that this page cannot show')))];
}

const FILE_WORDS = { tombstone: 'This file was deleted', hidden_by_limit: 'This file is hidden: the workspace is over its limit', file_access: 'A file of another workspace' };

function fileBox(file) {
  const size = file?.size > 0 ? h('span', { class: 'file-note' }, sizeText(file.size)) : null;
  return h('div', { class: 'file-box', data: { testid: 'file' } }, icon('file'), h('span', {}, FILE_WORDS[file?.mode] || file?.title || file?.name || 'File'), size);
}

function drawAttachment(attachment, app) {
  const text = typeof attachment.text === 'string' && attachment.text ? attachment.text : String(attachment.fallback ?? '');
  const title = attachment.title ? h('strong', {}, String(attachment.title)) : null;
  if (!attachment.is_share) return h('blockquote', {}, title, drawLines(parseMrkdwn(text), app));
  const author = app.store.state.users[attachment.author_id] || { id: attachment.author_id, name: attachment.author_name };
  const foot = attachment.from_url ? anchor(attachment.from_url, [attachment.footer || 'View message'], app) : attachment.footer;
  return h('blockquote', { class: 'share', data: { testid: 'share' } }, h('div', { class: 'share-by' }, avatar(author, true), attachment.author_name || author.name || ''),
    drawLines(parseMrkdwn(text, { verbatim: true }), app), (attachment.files || []).map(fileBox), h('div', { class: 'share-foot' }, foot));
}

// statusLine says what the app is doing, "App is reading your thread…", and
// lets the reader stop it.
export function statusLine(text, app, channel, thread) {
  const name = app.store.nameOf(app.store.state.bot);
  const says = /^(is|are|was|has) /.test(text) ? `${name} ${text}` : text;
  return h('div', { class: 'status', data: { testid: 'status' } }, h('span', { class: 'status-dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), says,
    stopButton(app, channel, thread));
}

function stopButton(app, channel, thread) {
  return h('button', { type: 'button', class: 'link-button stop', data: { testid: 'stop' }, onclick: () => app.post('/page/stop', { channel, thread_ts: thread }) }, 'Stop');
}
