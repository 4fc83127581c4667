// The page's own dialogs: forwarding a message and editing one.
import { avatar, h, icon } from './dom.js';
import { keepFocus, openMenu, chooser } from './menu.js';
import { placesFor } from './store.js';

// dialog shows a form; send is called when it is submitted and closes it by
// returning something true.
function dialog({ title, body, submit, send, testid }) {
  const close = () => {
    element.close();
    element.remove();
    if (opener?.isConnected) opener.focus();
  };
  const opener = document.activeElement;
  const button = h('button', { type: 'submit', class: 'button button-primary', data: { testid: `${testid}-send` } }, submit);
  const form = h('form', {
    class: 'modal-form', novalidate: true,
    onsubmit: async (event) => {
      event.preventDefault();
      button.setAttribute('aria-busy', 'true');
      const done = await send();
      button.removeAttribute('aria-busy');
      if (done) close();
    },
  },
  h('header', { class: 'modal-head' }, h('h2', { id: `${testid}-title` }, title), h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: close }, icon('close'))),
  h('div', { class: 'modal-body' }, body),
  h('footer', { class: 'modal-foot' }, h('button', { type: 'button', class: 'button', onclick: close }, 'Cancel'), button));
  const element = h('dialog', { class: 'modal', 'aria-labelledby': `${testid}-title`, data: { testid } }, form);
  element.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  element.addEventListener('keydown', keepFocus);
  document.body.append(element);
  element.showModal();
  element.querySelector('textarea, .chooser')?.focus();
}

const labelled = (label, control) => h('div', { class: 'block-input' }, h('label', { class: 'input-label' }, label, control));

// forwardMessage asks where to and what to say with it.
export function forwardMessage(app, channel, message) {
  const places = placesFor(app.store);
  let place = places[0];
  const box = chooser({ data: { testid: 'forward-to' } }, place.label, (opener) => {
    openMenu(opener, places.map((item) => ({ ...item, selected: item === place })), (item) => {
      place = places.find((other) => other.id === item.id);
      box.querySelector('.chooser-text').textContent = place.label;
    }, 'Forward to');
  });
  const comment = h('textarea', { class: 'field', rows: '2', placeholder: 'Add a message, if you like', data: { testid: 'forward-comment' } });
  const author = app.store.user(message.user);
  const preview = h('blockquote', { class: 'share' }, h('div', { class: 'share-by' }, avatar(author, true), author.real_name || author.name),
    h('div', { class: 'share-text' }, (message.markdown || message.text || 'A message with attachments').slice(0, 400)));
  dialog({
    title: 'Forward this message', submit: 'Forward', testid: 'forward-dialog',
    body: [labelled('To', box), labelled('Message', comment), preview],
    async send() {
      const sent = await app.post('/page/forward', { channel: place.id, text: comment.value.trim(), origins: [{ channel, ts: message.ts }] });
      if (sent) app.openChannel(place.id);
      return sent;
    },
  });
}

// editMessage changes what the reader has written.
export function editMessage(app, channel, message) {
  const field = h('textarea', { class: 'field', rows: '6', value: plainOf(message.text), data: { testid: 'edit-text' } });
  dialog({
    title: 'Edit message', submit: 'Save', testid: 'edit-dialog', body: [labelled('Message', field)],
    send: () => app.post('/page/edit', { channel, ts: message.ts, text: field.value }),
  });
}

// plainOf is a text as it was typed: without Slack's escapes, and without the
// marks around links.
export function plainOf(text) {
  return text.replace(/<(https?:[^|>]*)(?:\|[^>]*)?>/g, '$1').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
