// The page as a whole: what is open, and what the reader does with it.
import { Citations } from './cite.js';
import { Composer } from './composer.js';
import { avatar, h, icon, narrow, refill, toast } from './dom.js';
import { MessageList } from './list.js';
import { post } from './net.js';
import { SIGNS, Sidebar } from './sidebar.js';
import { isReply, Store } from './store.js';
import { Home, Modal } from './views.js';
import { chips, Hint, intro, sampleMenu, welcome } from './welcome.js';

const at = (id) => document.getElementById(id);

export class App {
  constructor() {
    this.store = new Store();
    this.folds = new Map(); // ts of long messages that the reader opened
    this.pressed = new Map(); // feedback that the reader gave
    this.current = '';
    this.thread = null; // {channel, ts}
    this.tab = 'messages';
    this.cites = new Citations(this);
    this.sidebar = new Sidebar(this);
    this.home = new Home(this);
    this.modal = new Modal(this);
    this.hint = new Hint(this);
    this.build();
  }

  build() {
    this.main = new MessageList(this, 'main', 'Messages', (channel, thread, messages) => this.topOf(channel, messages));
    this.aside = new MessageList(this, 'thread', 'Thread messages', null);
    this.chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Suggestions' });
    this.mainHint = h('div', { class: 'hint-slot' });
    this.threadHint = h('div', { class: 'hint-slot' });
    this.composer = new Composer(this, { testid: 'composer', target: () => ({ channel: this.current, thread_ts: '' }), above: [this.mainHint, this.chips] });
    this.replier = new Composer(this, {
      testid: 'thread-composer', target: () => ({ channel: this.thread?.channel, thread_ts: this.thread?.ts }), above: [this.threadHint],
    });
    this.samples = sampleMenu(this);
    at('drawer').append(this.sidebar.element);
    at('panel-messages').append(this.main.element, this.composer.element);
    at('main').append(this.home.element);
    at('thread').append(this.aside.element, this.replier.element);
    at('menu').append(icon('menu'));
    at('thread-close').append(icon('back'), icon('close'));
  }

  // topOf is what stands above the first message of the main list.
  topOf(id, messages) {
    const channel = this.store.channel(id);
    const isDM = id === this.store.dm()?.id;
    if (isDM && !messages.length) return { mark: JSON.stringify(this.store.state.samples), draw: () => welcome(this) };
    return channel && { mark: channel.topic, draw: () => intro(this, channel) };
  }

  // post sends a deed; when it fails the reader is told and false comes back.
  async post(path, body) {
    try {
      return await post(path, body);
    } catch (error) {
      return this.refuse(error.message);
    }
  }

  refuse(sentence) {
    toast(sentence);
    return false;
  }

  // load takes a whole state; the first one also opens the app's conversation.
  load(state) {
    this.store.load(state);
    if (!this.store.channel(this.current)) this.openChannel(this.store.dm()?.id || this.store.state.channels[0]?.id || '');
    this.render();
  }

  // take applies one event, and opens the thread in which the reader's own
  // message gets its first answer.
  take(event) {
    const fresh = this.store.apply(event);
    if (event.type === 'modal_errors') this.modal.showErrors(event.errors || {});
    if (fresh && this.store.isMine(event.message)) this.cites.clear();
    else if (fresh) this.arrived(event.channel, event.message);
    this.renderSoon();
  }

  arrived(channel, message) {
    const seen = channel === this.current && this.tab === 'messages';
    if (!seen) this.store.unread.set(channel, (this.store.unread.get(channel) || 0) + 1);
    const root = isReply(message) && this.store.find(channel, message.thread_ts);
    const first = root && this.store.isMine(root) && this.store.replies(channel, root.ts).every((reply) => !this.store.isMine(reply));
    if (seen && first && !narrow() && this.store.replies(channel, root.ts).length === 1) this.openThread(channel, root.ts);
  }

  renderSoon() {
    if (this.pending) return;
    this.pending = true;
    queueMicrotask(() => {
      this.pending = false;
      this.render();
    });
  }

  openChannel(id, { keepThread = false, quiet = false, focus = false } = {}) {
    const moved = this.current !== id;
    this.closeDrawer();
    if (!quiet) this.cites.clear();
    if (!keepThread && (moved || quiet)) this.thread = null;
    if (moved || quiet) this.tab = 'messages';
    this.current = id;
    this.store.unread.delete(id);
    if (moved && id && id === this.store.dm()?.id) this.post('/page/home', { tab: 'messages' });
    else if (moved) this.look(id, '');
    this.render();
    if (focus && !narrow()) this.composer.input.focus();
  }

  // openThread shows a thread beside the list; opener is what was pressed.
  openThread(channel, ts, { opener = null, quiet = false } = {}) {
    if (!quiet && this.thread?.ts !== ts) this.cites.clear();
    this.thread = { channel, ts };
    this.look(channel, ts);
    this.render();
    if (opener && narrow()) at('thread-close').focus();
    else if (opener) this.replier.input.focus();
  }

  // look tells the app what the reader has open: the last channel, and thread
  // in it, that is not their conversation with the app.
  look(channel, thread) {
    const mark = `${channel}/${thread}`;
    if (!channel || channel === this.store.dm()?.id || mark === this.looked) return;
    this.looked = mark;
    this.post('/page/look', { channel, thread_ts: thread });
  }

  closeThread() {
    const { channel, ts } = this.thread || {};
    this.cites.clear();
    this.thread = null;
    this.look(channel, '');
    this.render();
    const bar = this.main.find(ts)?.element.querySelector('.thread-bar');
    if (bar) bar.focus();
    else this.focusComposer();
  }

  openTab(tab) {
    if (this.tab === tab) return;
    this.cites.clear();
    this.tab = tab;
    if (tab === 'home') this.thread = null;
    else this.store.unread.delete(this.current);
    this.post('/page/home', { tab });
    this.render();
  }

  // openHome shows what the app keeps of the reader, from wherever they are.
  openHome() {
    this.openChannel(this.store.dm().id);
    this.openTab('home');
  }

  follow(cite, link) { this.cites.follow(cite, link); }
  focusComposer() { (this.thread ? this.replier : this.composer).input.focus(); }

  openDrawer() {
    document.body.classList.add('drawer-open');
    this.renderDrawer();
    (this.sidebar.list.querySelector('[aria-current]') || this.sidebar.items[0])?.focus();
  }

  closeDrawer() {
    if (!document.body.classList.contains('drawer-open')) return;
    document.body.classList.remove('drawer-open');
    this.renderDrawer();
    at('menu').focus();
  }

  renderDrawer() {
    const open = document.body.classList.contains('drawer-open');
    at('drawer').inert = matchMedia('(max-width: 1000px)').matches && !open;
    at('menu').setAttribute('aria-expanded', String(open));
  }

  render() {
    const channel = this.store.channel(this.current);
    this.sidebar.render(this.current);
    this.renderDrawer();
    if (channel) this.renderHead(channel);
    this.renderMain(channel);
    this.renderThread();
    this.modal.render(this.store.state.modal);
    this.hint.render(this.mainHint, this.threadHint);
    const { me, team } = this.store.state;
    refill(at('rail-me'), me, () => [avatar(this.store.user(me))]);
    at('rail-team').textContent = [...(team.name || '?')][0];
    const unread = [...this.store.unread.values()].reduce((sum, n) => sum + n, 0);
    document.title = `${unread ? `(${unread}) ` : ''}${channel ? this.store.titleOf(channel) : 'Messages'} · ${team.name}`;
  }

  renderHead(channel) {
    const isDM = channel.id === this.store.dm()?.id;
    const title = this.store.titleOf(channel);
    refill(at('title'), `${channel.id} ${title}`, () => [
      channel.kind === 'im' ? avatar(this.store.user(channel.user), true) : icon(SIGNS[channel.kind] || 'hash'), title,
      isDM ? h('span', { class: 'app-tag' }, 'APP') : null].filter(Boolean));
    at('topic').textContent = channel.topic || '';
    at('tabs').hidden = !isDM;
    for (const tab of at('tabs').children) {
      const chosen = tab.dataset.tab === this.tab;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    const panel = at('panel-messages');
    if (isDM) {
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', 'tab-messages');
    } else panel.removeAttribute('role');
    const words = isDM && this.store.state.words.composer ? this.store.state.words.composer : `Message ${this.store.isDirect(channel) ? title : `#${title}`}`;
    this.composer.show(channel.id, words);
    const mine = this.store.messages(channel.id).length > 0;
    refill(this.composer.tools, String(isDM && mine && this.store.state.samples.length > 0), () => (isDM && mine && this.store.state.samples.length ? [this.samples] : []));
    refill(this.chips, JSON.stringify(isDM ? this.store.state.prompts : []), () => (isDM ? chips(this) : []));
  }

  renderMain(channel) {
    const home = this.tab === 'home';
    at('panel-messages').hidden = home;
    this.home.element.hidden = !home;
    if (home) this.home.render(this.store.state.home);
    else if (channel) this.main.render(channel.id, '', this.store.roots(channel.id));
  }

  renderThread() {
    const { thread, store } = this;
    const root = thread && store.find(thread.channel, thread.ts);
    if (thread && !root) this.thread = null;
    at('thread').hidden = !root;
    document.body.classList.toggle('thread-open', Boolean(root));
    at('main').inert = Boolean(root) && narrow();
    if (!root) return;
    const channel = store.channel(thread.channel);
    at('thread-where').textContent = store.isDirect(channel) ? `with ${store.titleOf(channel)}` : `#${store.titleOf(channel)}`;
    this.replier.show(`${thread.channel}/${thread.ts}`, channel.id === store.dm()?.id ? 'Ask a follow-up' : 'Reply');
    this.aside.render(thread.channel, thread.ts, [root, ...store.replies(thread.channel, thread.ts)]);
  }
}
