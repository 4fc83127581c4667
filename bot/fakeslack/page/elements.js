// The elements of blocks that a reader can press, choose or fill in. A place
// is where they stand: see state.js.
import { h, icon } from './dom.js';
import { anchor, plainText } from './draw.js';
import { readLink } from './links.js';
import { chooser, openMenu } from './menu.js';
import { channelsSelect, conversationsSelect, externalSelect, fileInput, usersSelect } from './pickers.js';
import { act, dispatches, keep, keyOf as key } from './state.js';

const DRAW = {
  button, icon_button: button, static_select: select, external_select: externalSelect, multi_external_select: externalSelect, overflow, feedback_buttons: feedback,
  plain_text_input: textInput, email_text_input: textInput, url_text_input: textInput, number_input: textInput, datepicker: textInput, timepicker: textInput,
  users_select: usersSelect, channels_select: channelsSelect, conversations_select: conversationsSelect, file_input: fileInput,
  radio_buttons: choices, checkboxes: choices, multi_static_select: choices,
};

// drawElement draws one element; null for a type this page does not know.
export function drawElement(element, block, place) {
  return Object.hasOwn(DRAW, element.type) ? DRAW[element.type](element, block, place) : null;
}

function button(element, block, place) {
  const style = element.style === 'primary' || element.style === 'danger' ? ` button-${element.style}` : '';
  const label = plainText(element.text?.text || element.icon || 'Button');
  const props = { class: `button${style}`, 'aria-label': element.accessibility_label || null, data: { focus: key(block, element) } };
  const link = element.url && readLink(element.url, location.href, place.app.store.state.team.domain);
  if (link?.href) {
    const a = anchor(element.url, [label, icon('open')], place.app);
    a.className = props.class;
    a.dataset.focus = props.data.focus;
    a.addEventListener('click', () => act(place, block, { ...element, confirm: null }, { value: element.value || '' }));
    return a;
  }
  const press = async (event) => {
    const pressed = event.currentTarget;
    pressed.setAttribute('aria-busy', 'true');
    await act(place, block, element, { value: element.value || '' });
    pressed.removeAttribute('aria-busy');
    if (link?.cite) place.app.follow(link.cite, pressed);
  };
  return h('button', { type: 'button', ...props, onclick: press }, label);
}

const optionsOf = (element) => [
  ...(element.options || []).map((option) => ({ option, group: '' })),
  ...(element.option_groups || []).flatMap((group) => (group.options || []).map((option) => ({ option, group: group.label?.text || '' }))),
];

const menuItems = (element, chosen) => optionsOf(element).map(({ option, group }) => ({
  option, group, label: option.text?.text || '', note: option.description?.text || '',
  ...(chosen === undefined ? {} : { selected: option.value === chosen?.value }),
}));

// select opens our own menu, so that the arrow keys look at choices without
// making them.
function select(element, block, place) {
  let chosen = element.initial_option || null;
  const text = () => (chosen ? plainText(chosen.text?.text || '') : plainText(element.placeholder?.text || 'Choose'));
  const name = element.accessibility_label || element.placeholder?.text || block.label?.text || null;
  const box = chooser({ data: { focus: key(block, element) }, title: name }, text(), (opener) => {
    openMenu(opener, menuItems(element, chosen), async ({ option }) => {
      if (dispatches(block) && !(await act(place, block, element, { selected_option: option }))) return;
      chosen = option;
      box.querySelector('.chooser-text').replaceChildren(text());
    }, name);
  });
  return keep(box, block, element, () => ({ type: element.type, selected_option: chosen }), (value) => {
    chosen = value.selected_option;
    box.querySelector('.chooser-text').replaceChildren(text());
  });
}

function overflow(element, block, place) {
  const pick = ({ option }) => {
    const link = option.url && readLink(option.url, location.href, '');
    if (link?.href) open(link.href, '_blank', 'noopener,noreferrer');
    act(place, block, element, { selected_option: option });
  };
  return h('button', {
    type: 'button', class: 'button icon-button', 'aria-label': element.accessibility_label || 'More', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
    data: { focus: key(block, element) }, onclick: (event) => openMenu(event.currentTarget, menuItems(element), pick, 'More'),
  }, icon('more'));
}

// feedback remembers which of the two was pressed for as long as the page lives.
function feedback(element, block, place) {
  const at = `${place.channel}/${place.ts}/${key(block, element)}`;
  const two = [['good', element.positive_button], ['bad', element.negative_button]].filter(([, half]) => half);
  const buttons = two.map(([sign, half]) => h('button', {
    type: 'button', class: 'button button-quiet', 'aria-label': half.accessibility_label || null, 'aria-pressed': String(place.app.pressed.get(at) === half.value),
    data: { focus: `${key(block, element)}/${sign}` },
    onclick: async () => {
      if (!(await act(place, block, element, { value: half.value || '' }))) return;
      place.app.pressed.set(at, half.value);
      buttons.forEach((other, index) => other.setAttribute('aria-pressed', String(two[index][1] === half)));
    },
  }, icon(sign), plainText(half.text?.text || '')));
  return h('span', { class: 'feedback', role: 'group', 'aria-label': 'Was this good?' }, buttons);
}

function textInput(element, block, place) {
  const [min, max] = [element.min_length, element.max_length];
  const types = { email_text_input: 'email', url_text_input: 'url', number_input: 'number', datepicker: 'date', timepicker: 'time' };
  const field = h(element.multiline ? 'textarea' : 'input', {
    type: element.multiline ? null : types[element.type] || 'text', class: 'field', rows: element.multiline ? '5' : null,
    placeholder: element.placeholder?.text || null, minlength: min || null, maxlength: max || null, data: { focus: key(block, element) },
    value: element.initial_value ?? element.initial_date ?? element.initial_time ?? '',
    onchange: () => dispatches(block) && act(place, block, element, { value: field.value }),
  });
  const left = max ? h('span', { class: 'field-left', 'aria-hidden': 'true' }) : null;
  const count = () => left && (left.textContent = max - field.value.length <= 100 ? String(max - field.value.length) : '');
  field.addEventListener('input', count);
  count();
  const name = { datepicker: 'selected_date', timepicker: 'selected_time' }[element.type] || 'value';
  const box = h('div', { class: 'field-box' }, field, left);
  return keep(box, block, element, () => ({ type: element.type, [name]: field.value || null }), (value) => {
    field.value = value[name] ?? '';
    count();
  });
}

// choices are radio buttons or check boxes, each with its note.
function choices(element, block, place) {
  const single = element.type === 'radio_buttons';
  const initial = single ? [element.initial_option] : element.initial_options || [];
  const name = `${place.view_id || place.ts}-${key(block, element)}`;
  const options = optionsOf(element).map(({ option }) => option);
  const inputs = options.map((option) => h('input', {
    type: single ? 'radio' : 'checkbox', name, value: option.value, data: { focus: `${key(block, element)}/${option.value}` },
    onchange: () => dispatches(block) && act(place, block, element, chosen()),
  }));
  const chosen = () => {
    const picked = options.filter((_, index) => inputs[index].checked);
    return single ? { selected_option: picked[0] || null } : { selected_options: picked };
  };
  const mark = (picked) => inputs.forEach((input, index) => { input.checked = picked.some((option) => option?.value === options[index].value); });
  mark(initial);
  const box = h('div', { class: 'choices', role: single ? 'radiogroup' : 'group' }, options.map((option, index) => h('label', { class: 'choice' }, inputs[index],
    h('span', {}, plainText(option.text?.text || ''), option.description ? h('span', { class: 'choice-note' }, plainText(option.description.text)) : null))));
  return keep(box, block, element, () => ({ type: element.type, ...chosen() }), (value) => mark(single ? [value.selected_option] : value.selected_options || []));
}
