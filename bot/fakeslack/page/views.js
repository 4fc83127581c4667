// Slack's views: the Home tab and the modal on top.
import { h, icon } from './dom.js';
import { drawSlackBlocks } from './blocks.js';
import { keepFocus } from './menu.js';
import { plainText } from './draw.js';
import { isFilled, readValues, writeValues } from './state.js';

// Home draws the app's Home tab.
export class Home {
  constructor(app) {
    this.app = app;
    this.element = h('div', { class: 'home', role: 'tabpanel', id: 'panel-home', 'aria-labelledby': 'tab-home', tabindex: '0' });
  }

  render(view) {
    if (this.view === view && this.element.hasChildNodes()) return;
    this.view = view;
    if (!view) {
      this.element.replaceChildren(h('div', { class: 'home-empty' }, h('p', {}, this.app.store.state.words.no_home || 'Nothing here yet.')));
      return;
    }
    redraw(this.element, [h('div', { class: 'home-page' }, drawSlackBlocks(view.blocks || [], placeOf(this.app, view)))]);
  }
}

const placeOf = (app, view) => ({ app, container: 'view', view_id: view.id });

// redraw replaces what host shows but not what was filled in, nor the focus.
function redraw(host, children) {
  const values = readValues(host);
  const focused = host.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const scroll = host.scrollTop;
  host.replaceChildren(...children);
  writeValues(host, values);
  host.scrollTop = scroll;
  if (focused) host.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

// Modal shows the top view of the stack in a dialog.
export class Modal {
  constructor(app) {
    this.app = app;
    this.title = h('h2', { id: 'modal-title' });
    this.body = h('div', { class: 'modal-body' });
    this.cancel = h('button', { type: 'button', class: 'button', onclick: () => this.close() });
    this.submit = h('button', { type: 'submit', class: 'button button-primary', data: { testid: 'modal-submit' } });
    const form = h('form', { class: 'modal-form', novalidate: true, onsubmit: (event) => this.send(event) },
      h('header', { class: 'modal-head' }, this.title, h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => this.close() }, icon('close'))),
      this.body, h('footer', { class: 'modal-foot' }, this.cancel, this.submit));
    this.element = h('dialog', { class: 'modal', 'aria-labelledby': 'modal-title', data: { testid: 'modal' } }, form);
    this.element.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    this.element.addEventListener('keydown', keepFocus);
    for (const kind of ['input', 'change', 'click']) this.element.addEventListener(kind, () => setTimeout(() => this.settle()));
    document.body.append(this.element);
  }

  render(view) {
    if (this.view === view) return;
    const same = view && this.view?.id === view.id;
    this.view = view;
    this.submit.removeAttribute('aria-busy');
    if (!view) {
      this.hide();
      return;
    }
    this.title.replaceChildren(plainText(view.title?.text || ''));
    const blocks = drawSlackBlocks(view.blocks || [], placeOf(this.app, view));
    if (same) redraw(this.body, blocks);
    else this.body.replaceChildren(...blocks);
    this.cancel.replaceChildren(plainText(view.close?.text || (view.submit ? 'Cancel' : 'Close')));
    this.submit.hidden = !view.submit && !(view.blocks || []).some((block) => block.type === 'input');
    this.submit.replaceChildren(plainText(view.submit?.text || 'Submit'));
    if (!this.element.open) {
      this.opener = document.activeElement;
      this.element.showModal();
    }
    if (!same) (this.body.querySelector('.field, input, .chooser') || this.cancel).focus();
  }

  // hide gives the focus back; its element may have been drawn anew since.
  hide() {
    if (!this.element.open) return;
    this.element.close();
    if (this.opener?.isConnected && this.opener !== document.body) this.opener.focus();
    else this.app.focusComposer();
  }

  close() {
    if (this.view) this.app.post('/page/close', { view_id: this.view.id });
  }

  async send(event) {
    event.preventDefault();
    if (!this.view || this.submit.hidden) return;
    const values = readValues(this.body);
    if (this.showErrors(this.missing(values))) return;
    this.submit.setAttribute('aria-busy', 'true');
    const { id } = this.view;
    await this.app.post('/page/submit', { view_id: id, values });
    if (this.view?.id === id) this.submit.removeAttribute('aria-busy');
  }

  // missing says what Slack itself says before it asks the app.
  missing(values) {
    const errors = {};
    for (const block of (this.view.blocks || []).filter((candidate) => candidate.type === 'input')) {
      const value = values[block.block_id]?.[block.element?.action_id];
      if (!value) continue;
      const filled = isFilled(value);
      const { min_length: least } = block.element;
      if (!filled && !block.optional) errors[block.block_id] = 'Please fill in this field.';
      else if (least && filled && String(value.value).length < least) errors[block.block_id] = `Please write at least ${least} characters.`;
    }
    return errors;
  }

  // settle takes away what was said of inputs that are filled in by now.
  settle() {
    if (!this.view) return;
    const missing = this.missing(readValues(this.body));
    for (const line of this.body.querySelectorAll('[data-error]')) {
      if (!line.textContent || missing[line.dataset.error]) continue;
      line.textContent = '';
      line.parentElement.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid');
    }
  }

  // showErrors puts each error under its input; it returns whether there are any.
  showErrors(errors) {
    this.submit.removeAttribute('aria-busy');
    let first = null;
    for (const line of this.body.querySelectorAll('[data-error]')) {
      const text = errors[line.dataset.error] || '';
      line.textContent = text;
      const control = line.parentElement.querySelector('.field, .chooser, input');
      if (text) control?.setAttribute('aria-invalid', 'true');
      else control?.removeAttribute('aria-invalid');
      if (text) first ||= control;
    }
    first?.focus();
    return Object.keys(errors).length > 0;
  }
}
