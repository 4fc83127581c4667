// Starts the page: its keys, its theme, its connection to the server.
import { App } from './app.js';
import { icon } from './dom.js';
import { readCitation } from './links.js';
import { follow } from './net.js';

const at = (id) => document.getElementById(id);
const app = new App();

// Esc leaves the innermost thing that is open; menus and modals see to it
// themselves.
function escape() {
  if (document.body.classList.contains('drawer-open')) app.closeDrawer();
  else if (app.cites.origin) app.cites.back();
  else if (app.thread) app.closeThread();
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') escape();
  else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    event.preventDefault();
    app.sidebar.step(event.key === 'ArrowUp' ? -1 : 1);
  }
});

at('tabs').addEventListener('click', (event) => event.target.dataset.tab && app.openTab(event.target.dataset.tab));
at('tabs').addEventListener('keydown', (event) => {
  if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
  event.preventDefault();
  app.openTab(app.tab === 'home' ? 'messages' : 'home');
  at(`tab-${app.tab}`).focus();
});
at('thread-close').addEventListener('click', () => app.closeThread());
at('menu').addEventListener('click', () => app.openDrawer());
at('backdrop').addEventListener('click', () => app.closeDrawer());
addEventListener('resize', () => app.render());

function showTheme(name) {
  const words = { auto: 'as the device', light: 'light', dark: 'dark' };
  at('theme').replaceChildren(icon({ auto: 'auto', light: 'sun', dark: 'moon' }[name]));
  at('theme').setAttribute('aria-label', `Colours: ${words[name]}. Change`);
  at('theme').title = `Colours: ${words[name]}`;
}
at('theme').addEventListener('click', () => showTheme(window.pageTheme.next()));
showTheme(window.pageTheme.name);

// An address that names a message opens at it, once.
let linked = readCitation(new URL(location.href));

follow({
  onState(state) {
    app.load(state);
    if (linked) app.follow(linked, null);
    else if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches) app.focusComposer();
    linked = null;
  },
  onEvent: (event) => app.take(event),
  onLink(up) { at('link-bar').hidden = up; },
});
