// Elements that choose from what the workspace or the app knows: people,
// channels, options that the app looks up, files.
import { h, icon } from './dom.js';
import { plainText } from './draw.js';
import { readFiles, tooMuch } from './files.js';
import { chooser, openMenu } from './menu.js';
import { act, dispatches, keep, keyOf, whereOf } from './state.js';

const wordOf = (element, otherwise) => plainText(element.placeholder?.text || otherwise);

// picker is a chooser of one thing by its id; options gives {id, label}s.
function picker(element, block, place, name, initial, options) {
  let chosen = element[initial] || null;
  const text = () => {
    const option = chosen && options().find((candidate) => candidate.id === chosen);
    return option ? option.label : wordOf(element, 'Choose');
  };
  const show = () => box.querySelector('.chooser-text').replaceChildren(text());
  const box = chooser({ data: { focus: keyOf(block, element) } }, text(), (opener) => {
    const items = options().map((option) => ({ ...option, selected: option.id === chosen }));
    openMenu(opener, items, async (item) => {
      if (dispatches(block) && !(await act(place, block, element, { value: item.id }))) return;
      chosen = item.id;
      show();
    }, block.label?.text);
  });
  return keep(box, block, element, () => ({ type: element.type, [name]: chosen }), (value) => {
    chosen = value[name];
    show();
  });
}

// usersSelect chooses a person.
export const usersSelect = (element, block, place) => picker(element, block, place, 'selected_user', 'initial_user',
  () => Object.values(place.app.store.state.users).map((user) => ({ id: user.id, label: user.real_name || user.name })));

const channelsOf = ({ app }, kinds) => app.store.state.channels.filter((channel) => kinds.includes(channel.kind))
  .map((channel) => ({ id: channel.id, label: channel.kind === 'im' ? app.store.titleOf(channel) : `#${channel.name}` }));

// channelsSelect and conversationsSelect choose a channel.
export const channelsSelect = (element, block, place) => picker(element, block, place, 'selected_channel', 'initial_channel', () => channelsOf(place, ['channel']));
export const conversationsSelect = (element, block, place) => picker(element, block, place, 'selected_conversation', 'initial_conversation',
  () => channelsOf(place, ['channel', 'private', 'mpim', 'im']));

// externalSelect asks the app for options that go on from what is typed.
export function externalSelect(element, block, place) {
  const many = element.type === 'multi_external_select';
  let chosen = many ? element.initial_options || [] : [element.initial_option].filter(Boolean);
  const least = element.min_query_length ?? 3;
  const field = h('input', { type: 'text', class: 'field', autocomplete: 'off', placeholder: element.placeholder?.text || null, data: { focus: keyOf(block, element) }, oninput: () => ask() });
  const list = h('ul', { class: 'options', role: 'listbox', hidden: true });
  const picked = h('div', { class: 'picked' });
  const state = () => (many ? { selected_options: chosen } : { selected_option: chosen[0] || null });
  const show = () => {
    picked.replaceChildren(...chosen.map((option) => h('span', { class: 'token' }, plainText(option.text?.text || ''),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': `Remove ${option.text?.text || ''}`, onclick: () => choose(chosen.filter((other) => other !== option)) }, icon('close')))));
  };
  const choose = async (options) => {
    if (dispatches(block) && !(await act(place, block, element, many ? { selected_options: options } : { selected_option: options[0] || null }))) return;
    chosen = options;
    field.value = '';
    list.hidden = true;
    show();
    field.focus();
  };
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    if (field.value.length < least) {
      list.hidden = true;
      return;
    }
    const answer = await place.app.post('/page/options', { ...whereOf(place), block_id: block.block_id || '', action_id: element.action_id || '', text: field.value });
    if (!answer || mine !== asked) return; // an older question's answer comes too late
    list.hidden = false;
    list.replaceChildren(...(answer.options.length ? answer.options.map((option) => h('li', { role: 'option', data: { testid: 'option' } },
      h('button', { type: 'button', class: 'menu-item', onclick: () => choose(many ? [...chosen, option] : [option]) }, h('span', { class: 'menu-label' }, plainText(option.text?.text || '')),
        option.description ? h('span', { class: 'menu-note' }, plainText(option.description.text)) : null)))
      : [h('li', { class: 'options-none' }, 'Nothing found')]));
  };
  show();
  const box = h('div', { class: 'field-box' }, picked, field, list);
  return keep(box, block, element, () => ({ type: element.type, ...state() }), (value) => {
    chosen = many ? value.selected_options || [] : [value.selected_option].filter(Boolean);
    show();
  });
}

// fileInput takes files, which are handed over when they are chosen.
export function fileInput(element, block, place) {
  let files = [];
  const most = element.max_files || 10;
  const list = h('ul', { class: 'attachments' });
  const show = () => list.replaceChildren(...files.map((file) => h('li', { class: 'file-box' }, icon('file'), h('span', {}, file.name),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': `Remove ${file.name}`, onclick: () => put(files.filter((other) => other !== file)) }, icon('close')))));
  const put = (next) => {
    files = next;
    show();
  };
  const input = h('input', {
    type: 'file', class: 'field', multiple: most > 1, accept: (element.filetypes || []).map((type) => `.${type}`).join(',') || null, data: { focus: keyOf(block, element), testid: 'file-input' },
    onchange: async () => {
      const chosen = [...input.files];
      const sentence = files.length + chosen.length > most ? `At most ${most === 1 ? 'one file' : `${most} files`}, please.` : tooMuch(chosen);
      if (sentence) place.app.refuse(sentence);
      else {
        for (const file of await readFiles(chosen)) {
          const answer = await place.app.post('/page/file', { files: [file] });
          if (answer) put([...files, answer.file]);
        }
      }
      input.value = '';
    },
  });
  const box = h('div', { class: 'field-box' }, input, list);
  return keep(box, block, element, () => ({ type: element.type, files }), (value) => put(value.files || []));
}
