// Slack's rich_text block as the tree of markdown.js. No DOM here.

// parseRichText returns blocks for a rich_text block's elements; a list
// carries its indent, since Slack writes nested lists one after another.
export function parseRichText(block) {
  return (block.elements || []).map(element);
}

function element(part) {
  switch (part.type) {
    case 'rich_text_list': return {
      type: 'list', ordered: part.style === 'ordered', start: (part.offset || 0) + 1, indent: part.indent || 0,
      items: (part.elements || []).map((item) => ({ done: null, blocks: [paragraph(item)] })),
    };
    case 'rich_text_preformatted': return { type: 'code', text: plain(part), language: part.language || '' };
    case 'rich_text_quote': return { type: 'quote', blocks: [paragraph(part)] };
    default: return paragraph(part);
  }
}

const plain = (part) => (part.elements || []).map((inner) => inner.text ?? inner.url ?? '').join('');

function paragraph(part) {
  return { type: 'paragraph', children: (part.elements || []).flatMap(inline) };
}

function inline(part) {
  const nodes = bare(part);
  const style = part.style || {};
  return ['strike', 'italic', 'bold'].reduce((inner, name) => (style[name] ? [{ type: name, children: inner }] : inner), nodes);
}

function bare(part) {
  switch (part.type) {
    case 'text': return part.style?.code ? [{ type: 'code', text: part.text || '' }] : lines(part.text || '');
    case 'link': return [{ type: 'link', href: part.url || '', children: [part.text || part.url || ''] }];
    case 'user': return [{ type: 'user', id: part.user_id, label: '' }];
    case 'channel': return [{ type: 'channel', id: part.channel_id, label: '' }];
    case 'usergroup': return [{ type: 'broadcast', name: part.usergroup_id }];
    case 'broadcast': return [{ type: 'broadcast', name: part.range }];
    case 'emoji': return [{ type: 'emoji', name: part.name }];
    case 'date': return [{ type: 'date', unix: part.timestamp, format: part.format || '{date_pretty}', href: part.url || '', fallback: part.fallback || '' }];
    default: return [part.text || part.value || ''];
  }
}

function lines(text) {
  return text.split('\n').flatMap((line, index) => (index ? [{ type: 'break' }, line] : [line])).filter((node) => node !== '');
}
