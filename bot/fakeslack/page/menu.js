// What opens over the page: menus of choices, and the question before a deed.
import { h, icon } from './dom.js';
import { drawText, plainText } from './draw.js';

let close = null;

// openMenu lists items, {label, note, value, group, selected, testid}, at a
// button and calls pick with the one chosen. Arrows, Home, End, a first letter
// and Esc work in it; the focus goes back to the button.
export function openMenu(button, items, pick, label) {
  if (close) close();
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label || button.textContent, tabindex: '-1' });
  let group = '';
  for (const item of items) {
    if (item.group && item.group !== group) menu.append(h('div', { class: 'menu-group', role: 'presentation' }, item.group));
    group = item.group || group;
    menu.append(menuItem(item, () => {
      shut();
      pick(item);
    }));
  }
  function shut(refocus = true) {
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    close = null;
    if (refocus) button.focus();
  }
  const outside = (event) => {
    if (!menu.contains(event.target)) shut(false);
  };
  menu.addEventListener('keydown', (event) => moveInMenu(event, menu, shut));
  (button.closest('dialog') || document.body).append(menu);
  place(menu, button);
  button.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  close = shut;
  (menu.querySelector('[aria-checked=true]') || menu.querySelector('button') || menu).focus();
}

function menuItem(item, choose) {
  const choice = item.selected !== undefined;
  const props = { type: 'button', class: 'menu-item', tabindex: '-1', role: choice ? 'menuitemradio' : 'menuitem', onclick: choose };
  if (choice) props['aria-checked'] = String(item.selected);
  if (item.testid) props.data = { testid: item.testid };
  return h('button', props, h('span', { class: 'menu-label' }, plainText(item.label)), item.note ? h('span', { class: 'menu-note' }, item.note) : null);
}

function moveInMenu(event, menu, shut) {
  const items = [...menu.querySelectorAll('button')];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === 'Escape' || event.key === 'Tab') shut();
  else if (to !== undefined) items.at(to >= items.length ? 0 : to)?.focus();
  else if (/^\S$/.test(event.key)) items.find((item) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  else return;
  event.stopPropagation();
  if (event.key !== 'Tab') event.preventDefault();
}

function place(menu, button) {
  const at = button.getBoundingClientRect();
  const below = innerHeight - at.bottom > menu.offsetHeight + 12 || at.top < menu.offsetHeight + 12;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, below ? Math.min(at.bottom + 4, innerHeight - menu.offsetHeight - 8) : at.top - menu.offsetHeight - 4)}px`;
}

// askFirst shows Slack's confirm object and resolves to what was answered.
export function askFirst(confirm, app) {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const style = confirm.style === 'danger' ? 'button-danger' : 'button-primary';
    const dialog = h('dialog', { class: 'modal modal-small', 'aria-labelledby': 'confirm-title', data: { testid: 'confirm' } },
      h('header', { class: 'modal-head' }, h('h2', { id: 'confirm-title' }, drawText(confirm.title, app))),
      h('div', { class: 'modal-body' }, drawText(confirm.text, app)),
      h('footer', { class: 'modal-foot' },
        h('button', { type: 'button', class: 'button', onclick: answer(false) }, confirm.deny?.text || 'Cancel'),
        h('button', { type: 'button', class: `button ${style}`, onclick: answer(true) }, confirm.confirm?.text || 'OK')));
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      answer(false)();
    });
    dialog.addEventListener('keydown', keepFocus);
    document.body.append(dialog);
    dialog.showModal();
  });
}

// keepFocus lets Tab go round inside a dialog and not out of it.
export function keepFocus(event) {
  if (event.key !== 'Tab') return;
  const inside = [...event.currentTarget.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]')]
    .filter((element) => !element.disabled && element.offsetParent !== null && element.tabIndex >= 0);
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (!inside.length || (document.activeElement !== edge && event.currentTarget.contains(document.activeElement))) return;
  event.preventDefault();
  (event.shiftKey ? inside.at(-1) : inside[0]).focus();
}

// chooser is a button that shows a choice and opens the menu to make it.
export function chooser(props, text, open) {
  return h('button', { type: 'button', class: 'button chooser', 'aria-haspopup': 'menu', 'aria-expanded': 'false', onclick: (event) => open(event.currentTarget), ...props },
    h('span', { class: 'chooser-text' }, text), icon('down'));
}
