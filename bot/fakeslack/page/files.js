// Files that the reader hands over: chosen, dropped or pasted.
import { h, icon } from './dom.js';

const MOST = 20 << 20; // bytes, all files of a message together
const CHUNK = 0x8000; // characters that fromCharCode takes at once

// toBase64 encodes bytes of any length.
export function toBase64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

// sizeText says a size in bytes as a person would.
export function sizeText(bytes) {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

// tooMuch is the sentence for files that cannot be sent together, "" for others.
export function tooMuch(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return size > MOST ? `That is ${sizeText(size)} at once; at most ${sizeText(MOST)} can be sent.` : '';
}

// readFiles makes of File objects what the server takes.
export function readFiles(files) {
  return Promise.all([...files].map(async (file) => ({ name: file.name, content: toBase64(new Uint8Array(await file.arrayBuffer())) })));
}

// Attachments are the files that wait to be sent with the next message.
export class Attachments {
  // refuse shows a sentence; changed is called after every change.
  constructor({ testid, refuse, changed }) {
    Object.assign(this, { files: [], refuse, changed });
    this.input = h('input', { type: 'file', multiple: true, hidden: true, data: { testid: `${testid}-file` }, onchange: () => this.take(this.input) });
    this.button = h('button', { type: 'button', class: 'icon-button attach', 'aria-label': 'Attach a file', title: 'Attach a file', data: { testid: `${testid}-attach` }, onclick: () => this.input.click() }, icon('clip'));
    this.element = h('ul', { class: 'attachments', 'aria-label': 'Files to send', hidden: true });
  }

  take(input) {
    this.add(input.files);
    input.value = '';
  }

  add(files) {
    const all = [...this.files, ...files];
    const sentence = tooMuch(all);
    if (sentence) this.refuse(sentence);
    else this.set(all);
  }

  set(files) {
    this.files = files;
    this.element.hidden = !files.length;
    this.element.replaceChildren(...files.map((file) => h('li', { class: 'file-box', data: { testid: 'attachment' } }, icon('file'), h('span', {}, file.name),
      h('span', { class: 'file-note' }, sizeText(file.size)),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': `Do not send ${file.name}`, onclick: () => this.set(this.files.filter((other) => other !== file)) }, icon('close')))));
    this.changed();
  }

  // accept lets files be dropped on an element, and pasted into it.
  accept(element) {
    const dragged = (event) => [...(event.dataTransfer?.types || [])].includes('Files');
    const mark = (on) => element.classList.toggle('dropping', on);
    element.addEventListener('dragover', (event) => {
      if (!dragged(event)) return;
      event.preventDefault();
      mark(true);
    });
    element.addEventListener('dragleave', (event) => element.contains(event.relatedTarget) || mark(false));
    element.addEventListener('drop', (event) => {
      mark(false);
      if (!dragged(event)) return;
      event.preventDefault();
      this.add(event.dataTransfer.files);
    });
    element.addEventListener('paste', (event) => {
      if (!event.clipboardData?.files.length || event.clipboardData.types.includes('text/plain')) return;
      event.preventDefault();
      this.add(event.clipboardData.files);
    });
  }
}
