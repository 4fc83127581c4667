// A scrolling list of messages: the main one, or a thread.
import { h, icon, still } from './dom.js';
import { follows, isReply } from './store.js';
import { MessageView, statusLine } from './message.js';
import { dateOf, dayOf } from './time.js';

const NEAR = 48; // pixels from the end that count as reading the end
const PAGE = 300; // messages that are drawn at first, and more of at a time

export class MessageList {
  // place is main or thread; top draws what stands above the first message.
  constructor(app, place, label, top) {
    Object.assign(this, { app, place, top, views: new Map(), extras: new Map(), newest: '', at: 0, stuck: true, past: false, held: false, shown: '', from: 0, messages: [] });
    this.content = h('div', { class: 'list-content' });
    this.scroller = h('div', { class: 'list', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', 'aria-label': label, tabindex: '0' }, this.content);
    this.pill = h('button', { type: 'button', class: 'pill new-pill', hidden: true, data: { testid: 'new-messages' }, onclick: () => this.toEnd() }, 'New messages', icon('down'));
    this.element = h('div', { class: 'list-frame' }, this.scroller, this.pill);
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    const keep = new ResizeObserver(() => this.stuck && this.follow());
    keep.observe(this.content);
    keep.observe(this.scroller);
  }

  // scrolled notes whether the reader is at the end, and whether they went
  // there past the beginning of the last message.
  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.at = scrollTop;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    this.past = this.stuck && scrollTop > this.lastTop();
    if (this.stuck) this.pill.hidden = true;
  }

  // toEnd goes to the newest message and stays with it.
  toEnd() {
    this.stuck = true;
    this.past = true;
    this.pill.hidden = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: still() ? 'instant' : 'smooth' });
  }

  // follow keeps up with what arrives, but leaves the beginning of a long last
  // message in sight: it is read from there. While held it stays where it is.
  follow() {
    if (this.held) return;
    if (this.scroller.scrollTop < this.at) this.scrolled(); // the reader's own move, not yet told
    if (!this.stuck) return;
    const end = this.scroller.scrollHeight - this.scroller.clientHeight;
    const top = this.past ? end : Math.min(end, this.lastTop());
    this.scroller.scrollTo({ top, behavior: 'instant' });
    this.at = this.scroller.scrollTop;
    if (end - top >= NEAR) this.scrolled();
  }

  lastTop() {
    const last = this.views.get(this.newest);
    if (!this.newest) return 0; // the welcome is read from its beginning
    return last ? Math.max(0, last.element.offsetTop - 8) : Infinity;
  }

  // render shows messages of a channel, in a thread of thread ("" in the main
  // list). A list that turns to something else is drawn quietly, at its end.
  render(channel, thread, messages) {
    const turned = this.shown !== `${channel}/${thread}`;
    const last = messages.at(-1);
    const fresh = Boolean(last) && last.ts > this.newest;
    if (turned) this.turn(channel, thread, messages);
    this.messages = messages;
    this.newest = last?.ts || '';
    if (turned || fresh) this.past = false;
    this.fill(channel, thread, messages);
    if (turned || (fresh && this.app.store.isMine(last))) Object.assign(this, { stuck: true, at: 0 });
    if (this.stuck) this.follow();
    if (turned) requestAnimationFrame(() => this.scroller.setAttribute('aria-busy', 'false'));
    else if (!this.stuck && last && (fresh || last.streaming)) this.pill.hidden = false;
    const { scrollTop, clientHeight } = this.scroller;
    this.pill.firstChild.textContent = this.lastTop() < scrollTop + clientHeight ? 'More below' : 'New messages';
  }

  turn(channel, thread, messages) {
    this.shown = `${channel}/${thread}`;
    this.from = Math.max(0, messages.length - PAGE);
    this.views.clear();
    this.extras.clear();
    this.content.replaceChildren();
    this.scroller.setAttribute('aria-busy', 'true');
    this.stuck = true;
  }

  fill(channel, thread, messages) {
    const wanted = [];
    const top = this.top?.(channel, thread, messages);
    if (top) wanted.push(this.extra(`top ${top.mark}`, top.draw));
    const seen = new Set();
    let previous = null;
    const from = Math.min(this.from, messages.length);
    const drawn = thread && from > 1 ? [messages[0], ...messages.slice(from)] : messages.slice(from);
    if (!thread && from > 0) wanted.push(this.earlier(from));
    for (const message of drawn) {
      const day = dayOf(dateOf(message.ts));
      const newDay = !thread && (!previous || day !== dayOf(dateOf(previous.ts)));
      if (newDay) wanted.push(this.extra(`day ${day}`, () => this.divider(day)));
      const key = message.ts + (message.ephemeral ? 'e' : '');
      seen.add(key);
      wanted.push(this.draw(key, channel, thread, message, newDay ? null : previous));
      if (thread && message.ts === thread) wanted.push(this.countDivider(messages.length - 1));
      if (thread && message.ts === thread && from > 1) wanted.push(this.earlier(from - 1));
      previous = thread && message.ts === thread ? null : message;
    }
    const status = this.app.store.status(channel, thread);
    if (status) wanted.push(this.extra(`status ${status}`, () => statusLine(status, this.app, channel, thread)));
    for (const key of this.views.keys()) if (!seen.has(key)) this.views.delete(key);
    this.arrange(wanted);
  }

  draw(key, channel, thread, message, previous) {
    if (!this.views.has(key)) this.views.set(key, new MessageView(this.app, channel, this.place));
    const view = this.views.get(key);
    const { store } = this.app;
    const isRoot = !thread && !message.ephemeral && !isReply(message);
    const summary = isRoot ? store.replySummary(channel, message.ts) : null;
    const tail = isRoot && previous && store.replySummary(channel, previous.ts).count > 0;
    view.update(message, {
      compact: !tail && follows(message, previous), isRoot, summary, author: store.nameOf(message.user),
      status: isRoot ? store.status(channel, message.ts) : '',
    });
    return view.element;
  }

  divider(day) {
    return h('div', { class: 'day', role: 'separator', 'aria-label': day }, h('span', {}, day));
  }

  countDivider(count) {
    const text = count < 1 ? 'No replies yet' : count === 1 ? '1 reply' : `${count} replies`;
    const line = this.extra('count', () => h('div', { class: 'thread-start', 'aria-live': 'off' }, h('span')));
    if (line.textContent !== text) line.firstChild.textContent = text;
    return line;
  }

  // extra keeps what stands between messages from being drawn, and read out,
  // again.
  extra(key, make) {
    if (!this.extras.has(key)) this.extras.set(key, make());
    return this.extras.get(key);
  }

  // arrange puts the wanted elements in order and removes all others, without
  // moving an element that already stands where it belongs.
  arrange(wanted) {
    const keep = new Set(wanted);
    for (const child of [...this.content.children]) if (!keep.has(child)) child.remove();
    wanted.forEach((element, index) => {
      const there = this.content.children[index];
      if (there !== element) this.content.insertBefore(element, there || null);
    });
  }

  // earlier is the button that draws more of what came before.
  earlier(count) {
    const label = `Show ${Math.min(count, PAGE)} of ${count.toLocaleString('en-US')} earlier messages`;
    return this.extra(label, () => h('button', { type: 'button', class: 'link-button earlier', data: { testid: 'earlier' }, onclick: () => this.reach(this.from - PAGE) }, label));
  }

  // reach draws the messages from an index on.
  reach(from) {
    const [channel, thread] = this.shown.split('/');
    this.from = Math.max(0, from);
    this.stuck = false;
    this.fill(channel, thread, this.messages);
  }

  // reveal draws as many messages as it takes to have one of them.
  reveal(ts) {
    const at = this.messages.findIndex((message) => message.ts === ts);
    if (at >= 0 && at < this.from) this.reach(at - 10);
  }

  // find returns the view of a message that is shown here.
  find(ts) { return this.views.get(ts) || null; }
}
