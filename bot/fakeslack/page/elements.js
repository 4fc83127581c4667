// The elements of blocks that a reader can press, choose or fill in. A place
// is where they stand: {app, container: message|view, channel, ts, view_id}.
import { h, icon } from './dom.js';
import { anchor, plainText } from './draw.js';
import { readLink } from './links.js';
import { askFirst, chooser, openMenu } from './menu.js';

const key = (block, element) => `${block.block_id || ''}/${element.action_id || ''}`;

// act tells the server what was done, after the reader confirmed it.
async function act(place, block, element, extra) {
  if (element.confirm && !(await askFirst(element.confirm, place.app))) return false;
  const { container, channel, ts, view_id } = place;
  const where = container === 'view' ? { container, view_id } : { container, channel, ts };
  return place.app.post('/page/action', { ...where, block_id: block.block_id || '', action_id: element.action_id || '', type: element.type, ...extra });
}

const DRAW = {
  button, icon_button: button, static_select: select, external_select: select, overflow, feedback_buttons: feedback,
  plain_text_input: textInput, email_text_input: textInput, url_text_input: textInput, number_input: textInput, datepicker: textInput,
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
      if (block.type !== 'input' || block.dispatch_action) {
        if (!(await act(place, block, element, { selected_option: option }))) return;
      }
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
  const types = { email_text_input: 'email', url_text_input: 'url', number_input: 'number', datepicker: 'date' };
  const field = h(element.multiline ? 'textarea' : 'input', {
    type: element.multiline ? null : types[element.type] || 'text', class: 'field', rows: element.multiline ? '5' : null,
    placeholder: element.placeholder?.text || null, minlength: min || null, maxlength: max || null, data: { focus: key(block, element) },
    value: element.initial_value ?? element.initial_date ?? '',
    onchange: () => block.dispatch_action && act(place, block, element, { value: field.value }),
  });
  const left = max ? h('span', { class: 'field-left', 'aria-hidden': 'true' }) : null;
  const count = () => left && (left.textContent = max - field.value.length <= 100 ? String(max - field.value.length) : '');
  field.addEventListener('input', count);
  count();
  const name = element.type === 'datepicker' ? 'selected_date' : 'value';
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
    onchange: () => (block.type !== 'input' || block.dispatch_action) && act(place, block, element, chosen()),
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

// keep lets readValues and writeValues reach what the reader has filled in.
function keep(box, block, element, read, write) {
  box.dataset.value = key(block, element);
  box.stateful = { block: block.block_id || '', action: element.action_id || '', read, write };
  return box;
}

// readValues gathers what is filled in below host, as Slack's view.state.values.
export function readValues(host) {
  const values = {};
  for (const box of host.querySelectorAll('[data-value]')) {
    const { block, action, read } = box.stateful;
    (values[block] ||= {})[action] = read();
  }
  return values;
}

// writeValues puts values back after a view was drawn anew.
export function writeValues(host, values) {
  for (const box of host.querySelectorAll('[data-value]')) {
    const { block, action, write } = box.stateful;
    if (values[block]?.[action]) write(values[block][action]);
  }
}
