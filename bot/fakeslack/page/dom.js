// Building DOM without markup: text becomes text nodes, whatever is in it.

// h makes an element. props: `on…` are listeners, `data` is the dataset, true
// is an empty attribute, null and false are none; the rest are attributes.
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// attempt draws what others wrote; where that cannot be done, otherwise is
// shown in its place and the rest of the page goes on.
export function attempt(draw, otherwise) {
  try {
    return draw();
  } catch (error) {
    console.warn('this could not be drawn', error);
    return otherwise();
  }
}

// refill draws host's children again only when mark has changed, so that a
// button is not taken away under a finger while text streams in.
export function refill(host, mark, make) {
  if (host.filledFrom === mark) return;
  host.filledFrom = mark;
  host.replaceChildren(...make());
}

const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  hash: 'M6 2 4.5 14M11.5 2 10 14M2 5.5h12M1.5 10.5h12',
  lock: 'M3.5 7h9v7h-9zM5.5 7V4.5a2.5 2.5 0 0 1 5 0V7',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M3 3l10 10M13 3 3 13',
  send: 'M2 2.5 14 8 2 13.5 4 8zM4 8h5',
  down: 'M3 6l5 5 5-5',
  up: 'M3 10l5-5 5 5',
  back: 'M7 3 2 8l5 5M2 8h12',
  reply: 'M2 3h12v8H7l-3.5 3v-3H2z',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  eye: 'M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  auto: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 2v12M8 5l4.5-1M8 8h6M8 11l4.5 1',
  bulb: 'M6 13h4M6.5 15h3M5.5 10.5a4.5 4.5 0 1 1 5 0V13h-5z',
  clip: 'M13 7.5 7.8 12.7a3 3 0 0 1-4.3-4.3L9 3a2 2 0 0 1 2.9 2.9l-5.3 5.2a1 1 0 0 1-1.4-1.4L10 5',
  file: 'M4 1.5h5L12.5 5v9.5H4zM9 1.5V5h3.5M6 8h4.5M6 11h4.5',
  good: 'M2 7.5h2.5v6H2zM4.5 8 7.5 2c1.5 0 1.8 1 1.5 2l-.5 2.5H13c1 0 1.2.8 1 1.5l-1.2 4.5c-.2.6-.6 1-1.3 1h-7',
  bad: 'M2 8.5h2.5v-6H2zM4.5 8l3 6c1.5 0 1.8-1 1.5-2l-.5-2.5H13c1 0 1.2-.8 1-1.5l-1.2-4.5c-.2-.6-.6-1-1.3-1h-7',
  people: 'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 2.8a2.3 2.3 0 0 1 0 4.4M12.3 9.8c1.4.5 2.2 1.8 2.2 3.7',
  home: 'M2 7.5 8 2l6 5.5M3.5 6.5V14h9V6.5M6.5 14v-4h3v4',
  spark: 'M8 1.5 9.5 6.5 14.5 8 9.5 9.5 8 14.5 6.5 9.5 1.5 8 6.5 6.5z',
  smile: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M6 6.5v.01M10 6.5v.01M5.5 9.5a3 3 0 0 0 5 0',
  open: 'M6 3H3v10h10v-3M9 2.5h4.5V7M13.5 2.5 7.5 8.5',
};

// icon draws one of our own line drawings; it is decoration, never a name.
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name] || PATHS.spark);
  svg.append(path);
  return svg;
}

// avatar is a person's initial on a colour of their own, or the app's sign.
export function avatar(user, small = false) {
  const name = user.real_name || user.name || user.id || '?';
  const tone = [...(user.id || name)].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 8, 7);
  const classes = `avatar${small ? ' avatar-small' : ''}${user.app || user.bot ? ' avatar-app' : ''}`;
  if (user.app || user.bot) return h('span', { class: classes, 'aria-hidden': 'true' }, h('img', { src: new URL('./icon.svg', import.meta.url).href, alt: '' }));
  return h('span', { class: classes, 'aria-hidden': 'true', data: { tone } }, [...name][0].toUpperCase());
}

// narrow and still ask the reader's device.
export const narrow = () => matchMedia('(max-width: 760px)').matches;
export const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

let toasts = null;

// toast says a sentence for a while, in a corner, and to screen readers.
export function toast(text, tone = 'error') {
  toasts ||= document.body.appendChild(h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' }));
  const host = document.querySelector('dialog[open]') || document.body;
  if (toasts.parentElement !== host) host.append(toasts);
  const note = h('div', { class: `toast toast-${tone}` }, text);
  const dismiss = () => note.remove();
  note.append(h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', onclick: dismiss }, icon('close')));
  toasts.append(note);
  setTimeout(dismiss, 8000);
}
