// The box to write in: grows with its text, knows commands and people.
import { h, icon } from './dom.js';
import { drawLine } from './draw.js';
import { Attachments, readFiles } from './files.js';

const COMMAND = /^\/([a-z][\w-]*)(?:[ \t]+([^\n]*))?$/i;

export class Composer {
  // target says where a message goes: {channel, thread_ts}; drafts are kept
  // for each place that was left half written.
  constructor(app, { testid, target, above }) {
    Object.assign(this, { app, target, drafts: new Map(), at: '', options: [], picked: 0 });
    this.suggestions = h('ul', { class: 'suggestions', role: 'listbox', id: `${testid}-suggestions`, 'aria-label': 'Suggestions', hidden: true });
    this.input = h('textarea', {
      rows: '1', class: 'composer-input', data: { testid }, autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': this.suggestions.id,
      oninput: () => this.changed(), onkeydown: (event) => this.keyed(event), onblur: () => setTimeout(() => this.suggest([]), 150),
    });
    this.button = h('button', { type: 'button', class: 'send', 'aria-label': 'Send', title: 'Send (Enter)', data: { testid: `${testid}-send` }, disabled: true, onclick: () => this.send() }, icon('send'));
    this.tools = h('div', { class: 'composer-tools' });
    this.attachments = new Attachments({ testid, refuse: (sentence) => app.refuse(sentence), changed: () => this.changed() });
    const keys = h('span', { class: 'composer-keys', 'aria-hidden': 'true' }, h('b', {}, 'Shift + Enter'), ' for a new line');
    this.element = h('div', { class: 'composer' }, above, h('div', { class: 'composer-box', onclick: (event) => event.target === event.currentTarget && this.input.focus() },
      this.suggestions, this.input, this.attachments.element, h('div', { class: 'composer-foot' }, this.attachments.button, this.attachments.input, this.tools, keys, this.button)));
    this.attachments.accept(this.element);
  }

  // show turns the box to a place, with the draft that was left there.
  show(at, placeholder) {
    this.input.placeholder = placeholder;
    this.input.setAttribute('aria-label', placeholder);
    if (this.at === at) return;
    if (!this.at) { // what was written before the page knew its channels goes to the first
      this.at = at;
      return;
    }
    this.drafts.set(this.at, { text: this.input.value, files: this.attachments.files });
    this.at = at;
    const { text, files } = this.drafts.get(at) || { text: '', files: [] };
    this.attachments.set(files);
    this.put(text);
  }

  put(text) {
    this.input.value = text;
    this.changed();
  }

  changed() {
    this.button.disabled = !this.input.value.trim() && !this.attachments.files.length;
    if (!CSS.supports('field-sizing', 'content')) {
      this.input.style.height = 'auto';
      this.input.style.height = `${this.input.scrollHeight}px`;
    }
    this.suggest(this.candidates());
  }

  // candidates are the commands, or the people, that go on from what is typed.
  candidates() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    const { commands, users } = this.app.store.state;
    if (/^\/[^\n]*$/.test(before) && !this.target().thread_ts) {
      return commands.filter((command) => command.name.startsWith(before)).map((command) => ({ insert: `${command.name} `, from: 0, name: command.name, note: command.hint }));
    }
    const at = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(before);
    if (!at) return [];
    return Object.values(users).filter((user) => user.name.toLowerCase().startsWith(at[1].toLowerCase())).slice(0, 6)
      .map((user) => ({ insert: `@${user.name} `, from: before.length - at[1].length - 1, name: `@${user.name}`, note: user.real_name }));
  }

  suggest(options) {
    this.options = options;
    this.picked = 0;
    this.suggestions.hidden = !options.length;
    this.suggestions.replaceChildren(...options.map((option, index) => h('li', {
      role: 'option', id: `${this.suggestions.id}-${index}`, data: { testid: 'suggestion' },
      onpointerdown: (event) => {
        event.preventDefault();
        this.take(option);
      },
    }, h('b', {}, option.name), h('span', {}, drawLine(option.note || '', this.app)))));
    this.mark();
  }

  mark() {
    [...this.suggestions.children].forEach((item, index) => item.setAttribute('aria-selected', String(index === this.picked)));
    if (this.options.length) this.input.setAttribute('aria-activedescendant', `${this.suggestions.id}-${this.picked}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  take(option) {
    const rest = this.input.value.slice(this.input.selectionStart);
    this.input.setRangeText(option.insert, option.from, this.input.value.length - rest.length, 'end');
    this.changed();
    this.suggest([]);
  }

  keyed(event) {
    if (event.isComposing) return;
    if (this.options.length && this.keyedInSuggestions(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    }
  }

  // keyedInSuggestions: Enter takes a suggestion unless all of it is typed.
  keyedInSuggestions(event) {
    const option = this.options[this.picked];
    const complete = event.key === 'Enter' && this.input.value.trim() === option.insert.trim();
    if (event.key === 'ArrowDown') this.picked = (this.picked + 1) % this.options.length;
    else if (event.key === 'ArrowUp') this.picked = (this.picked + this.options.length - 1) % this.options.length;
    else if (event.key === 'Escape') this.suggest([]);
    else if ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'Enter' && !complete && !event.shiftKey)) this.take(option);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    this.mark();
    return true;
  }

  async send() {
    const text = this.input.value.replace(/^\s*\n|\s+$/g, '');
    const { files } = this.attachments;
    if ((!text && !files.length) || this.sending) return;
    this.sending = true;
    const sent = files.length ? await this.upload(text, files) : await this.deliver(text);
    this.sending = false;
    if (sent && files.length && this.attachments.files === files) this.attachments.set([]);
    if (sent && this.input.value.replace(/^\s*\n|\s+$/g, '') === text) this.put('');
  }

  async upload(text, files) {
    try {
      return await this.app.post('/page/upload', { ...this.target(), text, files: await readFiles(files) });
    } catch {
      return this.app.refuse('A file could not be read. Was it moved or changed?');
    }
  }

  deliver(text) {
    const { channel, thread_ts } = this.target();
    const command = COMMAND.exec(text);
    if (!command) return this.app.post('/page/post', { channel, thread_ts, text });
    const name = `/${command[1]}`;
    if (!this.app.store.state.commands.some((known) => known.name.split(' ')[0] === name)) return this.app.refuse(`${name} is not a command here.`);
    if (thread_ts) return this.app.refuse(`${name} does not work in threads. Use it in the conversation itself.`);
    return this.app.post('/page/command', { channel, command: name, text: command[2] || '' });
  }
}
