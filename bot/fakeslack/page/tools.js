// What a reader can do with a message: the buttons over it and their menu.
import { editMessage, forwardMessage } from './dialogs.js';
import { h, icon, toast } from './dom.js';
import { askFirst, openMenu } from './menu.js';

const REACTIONS = ['+1', 'eyes', 'white_check_mark', 'tada', 'thinking_face', 'raised_hands'];

const tool = (name, label, onclick, testid) => h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, data: { testid } }, icon(name));

// messageTools draws the buttons over a message.
export function messageTools(app, channel, message, isRoot) {
  if (message.ephemeral) return [tool('close', 'Dismiss', () => app.post('/page/dismiss', { channel, ts: message.ts }), 'dismiss')];
  const react = (name) => {
    const mine = (message.reactions || []).some((reaction) => reaction.name === name && reaction.users.includes(app.store.state.me));
    if (!mine) app.post('/page/react', { channel, ts: message.ts, name });
  };
  const reactions = REACTIONS.map((name) => ({ label: `:${name}: ${name.replaceAll('_', ' ')}`, name }));
  const parts = [tool('smile', 'Add a reaction', (event) => openMenu(event.currentTarget, reactions, (item) => react(item.name), 'Add a reaction'), 'react')];
  if (isRoot) parts.push(tool('reply', 'Reply in thread', (event) => app.openThread(channel, message.ts, { opener: event.currentTarget }), 'reply'));
  parts.push(tool('more', 'More actions', (event) => openMenu(event.currentTarget, moreItems(app, channel, message), (item) => item.act(), 'More actions'), 'more'));
  return parts;
}

// moreItems are the entries of a message's menu: the app's own shortcuts last,
// under its name.
export function moreItems(app, channel, message) {
  const { state } = app.store;
  const items = [
    { label: 'Forward message…', testid: 'forward', act: () => forwardMessage(app, channel, message) },
    { label: 'Copy link', testid: 'copy-link', act: () => copyLink(message.permalink) },
  ];
  if (app.store.isMine(message) && message.subtype !== 'tombstone') {
    items.push({ label: 'Edit message', testid: 'edit', act: () => editMessage(app, channel, message) });
    items.push({ label: 'Delete message', testid: 'delete', act: () => deleteMessage(app, channel, message) });
  }
  const group = app.store.nameOf(state.bot);
  for (const shortcut of state.shortcuts || []) {
    items.push({
      label: shortcut.name, note: shortcut.description || '', group, testid: 'shortcut',
      act: () => app.post('/page/shortcut', { channel, ts: message.ts, callback_id: shortcut.callback_id }),
    });
  }
  return items;
}

async function deleteMessage(app, channel, message) {
  const confirm = { title: { text: 'Delete message' }, text: { text: 'This cannot be undone.' }, confirm: { text: 'Delete' }, style: 'danger' };
  if (await askFirst(confirm, app)) app.post('/page/delete', { channel, ts: message.ts });
}

async function copyLink(link) {
  try {
    await navigator.clipboard.writeText(link);
    toast('The link is copied. Paste it into a message.', 'info');
  } catch {
    toast(`This browser does not let the page copy. The link is ${link}`, 'info');
  }
}
