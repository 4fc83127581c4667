// Following a citation to the lines it speaks of, and the way back.
import { h, icon, narrow, still, toast } from './dom.js';
import { isReply } from './store.js';

export class Citations {
  constructor(app) {
    this.app = app;
    this.origin = null;
    this.button = h('button', { type: 'button', class: 'pill back-pill', data: { testid: 'back' }, onclick: () => this.back() }, icon('back'), 'Back to the link');
  }

  // follow shows the cited message beside the explanation where there is room
  // for both, and marks its lines.
  follow(cite, link) {
    const message = this.app.store.find(cite.channel, cite.ts);
    if (!message) {
      toast('That message is not here, or not for you to see.');
      return;
    }
    const origin = this.origin || this.place(link);
    this.clear();
    this.origin = origin;
    const list = this.show(cite.channel, message);
    list.reveal(cite.ts);
    const view = list.find(cite.ts);
    if (!view) return;
    if (view.folded) {
      this.opened = view;
      view.fold(true);
    }
    const target = this.mark(view.element, cite);
    list.held = true;
    this.list = list;
    if (link || origin.ts) list.element.append(this.button); // who came by an address has nothing to go back to
    this.marked = view.element;
    target.scrollIntoView({ block: target === view.element ? 'nearest' : 'center', behavior: still() ? 'instant' : 'smooth' });
    (this.button.isConnected ? this.button : view.element).focus({ preventScroll: true });
  }

  // place remembers where the reader was, down to the link they pressed.
  place(link) {
    const view = link?.closest('.message')?.view;
    return {
      channel: this.app.current, thread: this.app.thread, tab: this.app.tab, main: this.app.main.scroller.scrollTop, aside: this.app.aside.scroller.scrollTop,
      ts: view?.message.ts, inAside: view?.place === 'thread', index: view ? [...view.element.querySelectorAll('.cite')].indexOf(link) : -1,
    };
  }

  // show opens the list in which the message stands. On a narrow screen the
  // thread covers everything: its own first message is shown there.
  show(channel, message) {
    const { app } = this;
    const thread = isReply(message) ? message.thread_ts : '';
    if (thread) {
      if (app.thread?.ts !== thread) app.openThread(channel, thread, { quiet: true });
      return app.aside;
    }
    const open = app.thread;
    if (narrow() && open && open.channel === channel && open.ts === message.ts) return app.aside;
    app.openChannel(channel, { keepThread: !narrow(), quiet: true });
    return app.main;
  }

  mark(element, { first, last }) {
    const lines = [...element.querySelectorAll('.line')].filter((line) => Number(line.dataset.line) >= first && Number(line.dataset.line) <= last);
    if (first && lines.length) {
      lines.forEach((line) => line.classList.add('cited'));
      return lines[Math.floor((lines.length - 1) / 2)];
    }
    element.classList.add('cited');
    return element;
  }

  clear() {
    this.marked?.querySelectorAll('.cited').forEach((line) => line.classList.remove('cited'));
    this.marked?.classList.remove('cited');
    this.button.remove();
    if (this.list) this.list.held = false;
    this.list = null;
    if (this.opened?.element.isConnected) this.opened.fold(false);
    this.opened = null;
    this.marked = null;
    this.origin = null;
  }

  // back restores the reader's place and puts the focus on the link again.
  back() {
    const { origin, app } = this;
    this.clear();
    if (!origin) return;
    if (app.current !== origin.channel) app.openChannel(origin.channel, { keepThread: true, quiet: true });
    Object.assign(app, { thread: origin.thread, tab: origin.tab });
    app.render();
    app.main.scroller.scrollTop = origin.main;
    app.aside.scroller.scrollTop = origin.aside;
    const view = (origin.inAside ? app.aside : app.main).find(origin.ts);
    const link = view?.element.querySelectorAll('.cite')[origin.index];
    if (link) link.focus({ preventScroll: true });
    else if (origin.tab === 'home') app.home.element.focus();
    else app.focusComposer();
  }
}
