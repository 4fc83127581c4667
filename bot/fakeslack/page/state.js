// What is filled in on a form, and telling the server what was pressed. A place
// is where an element stands: {app, container: message|view, channel, ts, view_id}.
import { askFirst } from './menu.js';

// keyOf names an element within its message or view.
export const keyOf = (block, element) => `${block.block_id || ''}/${element.action_id || ''}`;

// whereOf is a place as the server wants it named.
export const whereOf = ({ container, channel, ts, view_id }) => (container === 'view' ? { container, view_id } : { container, channel, ts });

// act tells the server what was done, after the reader confirmed it.
export async function act(place, block, element, extra) {
  if (element.confirm && !(await askFirst(element.confirm, place.app))) return false;
  return place.app.post('/page/action', { ...whereOf(place), block_id: block.block_id || '', action_id: element.action_id || '', type: element.type, ...extra });
}

// dispatches says whether choosing is told to the app at once.
export const dispatches = (block) => block.type !== 'input' || Boolean(block.dispatch_action);

// keep lets readValues and writeValues reach what the reader has filled in.
export function keep(box, block, element, read, write) {
  box.dataset.value = keyOf(block, element);
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

// isFilled says whether a state value holds anything but its type.
export function isFilled(value) {
  return Object.entries(value || {}).some(([name, held]) => name !== 'type' && held !== null && held !== '' && held !== undefined && !(Array.isArray(held) && !held.length));
}
