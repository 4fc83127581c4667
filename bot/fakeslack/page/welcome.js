// What a newcomer meets: the sample threads, the prompts, the next step.
import { avatar, h, icon, narrow, refill } from './dom.js';
import { plainText } from './draw.js';
import { chooser, openMenu } from './menu.js';

// welcome is the card in the empty conversation with the app.
export function welcome(app) {
  const { samples } = app.store.state;
  const bot = app.store.user(app.store.state.bot);
  return h('section', { class: 'welcome', 'aria-labelledby': 'welcome-title' },
    avatar(bot), h('h2', { id: 'welcome-title' }, `Hello, I am ${bot.real_name || bot.name}.`),
    h('p', { class: 'welcome-lead' }, app.store.state.words.about || ''),
    h('p', { class: 'welcome-how' }, app.store.state.words.how || ''),
    h('div', { class: 'samples' }, samples.map((sample) => h('button', {
      type: 'button', class: 'sample', data: { testid: 'sample' }, onclick: (event) => send(app, sample.text, event.currentTarget),
    }, h('span', { class: 'sample-title' }, sample.title), h('span', { class: 'sample-note' }, sample.note || ''),
    h('span', { class: 'sample-size' }, `${sample.text.trim().split('\n').length} lines`)))));
}

// intro stands above the first message of a channel.
export function intro(app, channel) {
  const title = app.store.titleOf(channel);
  const text = app.store.isDirect(channel) ? `This is your conversation with ${title}.` : `This is where #${title} begins.${channel.topic ? ` ${channel.topic}` : ''}`;
  return h('section', { class: 'intro' }, h('h2', {}, app.store.isDirect(channel) ? title : `# ${title}`), h('p', {}, text));
}

// send posts a text in the conversation with the app, as the reader's own.
async function send(app, text, button) {
  const dm = app.store.dm();
  if (!dm) return;
  if (button) button.disabled = true;
  const sent = await app.post('/page/post', { channel: dm.id, thread_ts: '', text });
  if (button?.isConnected) button.disabled = false;
  if (sent && !narrow()) app.focusComposer();
}

// sampleMenu keeps the sample threads at hand after the first one.
export function sampleMenu(app) {
  const items = () => app.store.state.samples.map((sample) => ({ label: sample.title, note: sample.note, text: sample.text, testid: 'sample' }));
  const box = chooser({ class: 'button button-quiet chooser', data: { testid: 'samples' } }, 'Sample threads', (opener) => openMenu(opener, items(), (item) => send(app, item.text), 'Sample threads'));
  box.prepend(icon('file'));
  return box;
}

// chips are the app's suggested prompts.
export function chips(app) {
  return app.store.state.prompts.map((prompt) => h('button', {
    type: 'button', class: 'chip', data: { testid: 'prompt' }, title: prompt.message, onclick: (event) => send(app, prompt.message, event.currentTarget),
  }, plainText(prompt.title)));
}

// Hint is the one line that says what to try next. There is one, and it moves
// to where the reader would do it.
export class Hint {
  constructor(app) {
    this.app = app;
    this.text = h('span', { class: 'hint-text' });
    this.offer = h('span', { class: 'hint-offer' });
    this.element = h('div', { class: 'hint', role: 'status', data: { testid: 'hint' } }, icon('bulb'), this.text, this.offer);
  }

  render(mainSlot, threadSlot) {
    const step = this.app.store.nextStep();
    const slot = step.place === 'thread' && this.app.thread ? threadSlot : mainSlot;
    if (this.element.parentElement !== slot) slot.append(this.element);
    this.element.hidden = !step.text;
    if (this.text.textContent !== step.text) this.text.textContent = step.text;
    const offer = step.place === 'thread' && this.app.thread ? '' : step.offer;
    const button = (text, onclick) => [h('button', { type: 'button', class: 'link-button', onclick }, text)];
    refill(this.offer, offer + step.thread, () => {
      if (offer === 'home') return button('Open Home', () => this.app.openHome());
      if (offer === 'thread') return button('Open the thread', (event) => this.app.openThread(this.app.store.dm().id, step.thread, { opener: event.currentTarget }));
      return [];
    });
  }
}
