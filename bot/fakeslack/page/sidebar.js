// The workspace's channels and conversations. Up and Down walk through them.
import { avatar, h, icon, refill } from './dom.js';

// SIGNS are the icons of the kinds of channel that are not public.
export const SIGNS = { private: 'lock', mpim: 'people' };

export class Sidebar {
  constructor(app) {
    this.app = app;
    this.list = h('div', { class: 'sidebar-list', onkeydown: (event) => this.keyed(event) });
    this.team = h('div', { class: 'team' });
    this.element = h('nav', { class: 'sidebar', id: 'sidebar', 'aria-label': 'Channels and direct messages' }, this.team, this.list);
  }

  // sections in Slack's order; the page's own app stands last, like there.
  sections() {
    const { channels, bot } = this.app.store.state;
    return [
      ['Channels', channels.filter((channel) => !this.app.store.isDirect(channel))],
      ['Direct messages', channels.filter((channel) => this.app.store.isDirect(channel) && channel.user !== bot)],
      ['Apps', channels.filter((channel) => channel.kind === 'im' && channel.user === bot)],
    ].filter(([, members]) => members.length);
  }

  render(current) {
    const { store } = this.app;
    const { team, channels, users } = store.state;
    this.team.textContent = team.name || '';
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
    refill(this.list, JSON.stringify([current, channels, users, [...store.unread]]), () => this.sections().map(([title, members]) => h('section', { 'aria-label': title },
      h('h2', { class: 'sidebar-title' }, title), members.map((channel) => this.item(channel, current)))));
    if (focused) this.list.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
  }

  item(channel, current) {
    const { store } = this.app;
    const unread = channel.id === current ? 0 : store.unread.get(channel.id) || 0;
    const here = channel.id === current;
    const sign = channel.kind === 'im' ? avatar(store.user(channel.user), true) : icon(SIGNS[channel.kind] || 'hash');
    return h('button', {
      type: 'button', class: `sidebar-item${unread ? ' unread' : ''}`, 'aria-current': here ? 'page' : null, tabindex: here ? '0' : '-1',
      data: { channel: channel.id, testid: 'channel' }, onclick: () => this.app.openChannel(channel.id, { focus: true }),
    }, sign, h('span', { class: 'sidebar-name' }, store.titleOf(channel)),
    unread ? h('span', { class: 'badge', 'aria-label': `${unread} unread` }, String(unread)) : null);
  }

  get items() { return [...this.list.querySelectorAll('.sidebar-item')]; }

  keyed(event) {
    const at = this.items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.items.length - 1 }[event.key];
    if (to === undefined || event.altKey || at < 0) return;
    event.preventDefault();
    this.items[(to + this.items.length) % this.items.length].focus();
  }

  // step opens the next channel, or with -1 the one before.
  step(by) {
    const ids = this.items.map((item) => item.dataset.channel);
    const at = ids.indexOf(this.app.current) + by;
    this.app.openChannel(ids[(at + ids.length) % ids.length]);
  }
}
