// Draws Slack's blocks. A place is where they stand: see elements.js.
import { attempt, h } from './dom.js';
import { drawBlocks, drawMarkdown, drawText, plainText, table } from './draw.js';
import { drawElement } from './elements.js';
import { parseRichText } from './richtext.js';

const DRAW = { section, header, divider, context, actions, context_actions: actions, input, markdown, rich_text: richText, image, table: tableBlock };

// drawSlackBlocks draws a message's or a view's blocks, one element for each.
export function drawSlackBlocks(blocks, place) {
  return blocks.map((block) => attempt(() => (Object.hasOwn(DRAW, block?.type) ? DRAW[block.type] : unknown)(block || {}, place), () => unknown(block || {})));
}


function section(block, place) {
  const text = block.text ? h('div', { class: 'section-text' }, drawText(block.text, place.app)) : null;
  const fields = block.fields?.length ? h('div', { class: 'fields' }, block.fields.map((field) => h('div', {}, drawText(field, place.app)))) : null;
  const accessory = block.accessory ? h('div', { class: 'accessory' }, elementOrFallback(block.accessory, block, place)) : null;
  return h('div', { class: 'block block-section' }, h('div', { class: 'section-main' }, text, fields), accessory);
}

function header(block, place) {
  return h(place.container === 'view' ? 'h2' : 'h3', { class: 'block block-header' }, plainText(block.text?.text || ''));
}

function divider() {
  return h('hr', { class: 'block' });
}

function context(block, place) {
  return h('div', { class: 'block block-context' }, (block.elements || []).map((element) => (
    element.type === 'image' ? picture(element, 'context-image') : h('div', {}, drawText(element, place.app)))));
}

function actions(block, place) {
  return h('div', { class: `block block-${block.type}` }, (block.elements || []).map((element) => elementOrFallback(element, block, place)));
}

function elementOrFallback(element, block, place) {
  if (element.type === 'image') return picture(element, 'accessory-image');
  return drawElement(element, block, place) || h('span', { class: 'muted-box' }, `This page has no “${element.type}”.`);
}

let inputs = 0;

// input ties label, hint and error to the control by ids.
function input(block, place) {
  const control = elementOrFallback(block.element || {}, block, place);
  const field = control.matches('.field, button') ? control : control.querySelector('.field');
  const id = `input-${++inputs}`;
  const hint = block.hint ? h('p', { class: 'input-hint', id: `${id}-hint` }, plainText(block.hint.text)) : null;
  const error = h('p', { class: 'input-error', id: `${id}-error`, role: 'alert', data: { error: block.block_id || '' } });
  const optional = block.optional ? h('span', { class: 'input-optional' }, ' (optional)') : null;
  const label = h(field ? 'label' : 'div', { class: 'input-label', id: `${id}-label` }, plainText(block.label?.text || ''), optional);
  const described = `${hint ? `${id}-hint ` : ''}${id}-error`;
  if (field) {
    field.id = id;
    label.setAttribute('for', id);
    if (field.matches('button')) field.setAttribute('aria-labelledby', `${id}-label ${id}`);
  } else control.setAttribute('aria-labelledby', `${id}-label`);
  (field || control).setAttribute('aria-describedby', described);
  return h('div', { class: 'block block-input' }, label, control, hint, error);
}

function markdown(block, place) {
  const host = h('div', { class: 'block markdown' });
  drawMarkdown(host, block.text || '', false, place.app);
  return host;
}

function richText(block, place) {
  return h('div', { class: 'block markdown rich-text' }, drawBlocks(parseRichText(block), place.app));
}

function image(block) {
  const title = block.title?.text ? h('figcaption', {}, plainText(block.title.text)) : null;
  return h('figure', { class: 'block' }, title, picture(block, 'block-image'));
}

// picture loads nothing from elsewhere: such an image is its description.
function picture(block, name) {
  const alt = block.alt_text || '';
  const source = block.image_url || '';
  const words = () => h('span', { class: 'muted-box' }, alt ? `Image: ${alt}` : 'Image');
  const here = source.startsWith('data:image/') || (source && URL.canParse(source, location.href) && new URL(source, location.href).origin === location.origin);
  if (!here) return words();
  return h('img', { class: name, src: source, alt, onerror: (event) => event.currentTarget.replaceWith(words()) });
}

function tableBlock(block, place) {
  const cell = (content) => {
    if (content?.type === 'rich_text') return drawBlocks(parseRichText(content), place.app);
    return [plainText(String(content?.text ?? ''))];
  };
  const [head = [], ...rows] = (block.rows || []).map((row) => row.map(cell));
  return h('div', { class: 'block' }, table(head, rows, (block.column_settings || []).map((column) => column?.align)));
}

function unknown(block) {
  const text = block.text?.text ?? block.text ?? block.fallback ?? block.alt_text ?? '';
  return h('div', { class: 'block muted-box' }, typeof text === 'string' && text ? text : `(a “${block.type}” block)`);
}
