// Talking to the server: JSON posts, and its stream of events. Every request
// carries X-Page, which another site's page cannot send unasked.
const HEADERS = { 'X-Page': '1' };
const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;

// post sends one thing the reader did; it throws the sentence to show them.
export async function post(path, body) {
  let answer;
  try {
    const response = await fetch(path, { method: 'POST', headers: { ...HEADERS, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    answer = await response.json();
  } catch {
    throw new Error('This Slack could not be reached. Is it still running?');
  }
  if (!answer.ok) throw new Error(answer.error || 'That did not work.');
  return answer;
}

// follow keeps reading events for as long as the page lives. After each new
// connection onState gets the whole state, and only then onEvent what came
// since; onLink says whether the connection stands.
export async function follow({ onState, onEvent, onLink }) {
  let wait = FIRST_WAIT;
  for (;;) {
    try {
      const response = await fetch('/page/events', { headers: { ...HEADERS, Accept: 'text/event-stream' }, cache: 'no-store' });
      if (!response.ok) throw new Error(`events: ${response.status}`);
      await readEvents(response.body, onEvent, async () => {
        onState(await state());
        onLink(true);
        wait = FIRST_WAIT;
      });
    } catch (error) {
      console.warn(error);
    }
    onLink(false);
    await new Promise((resume) => setTimeout(resume, wait * (0.75 + Math.random() / 2)));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

async function state() {
  const response = await fetch('/page/state', { headers: HEADERS, cache: 'no-store' });
  if (!response.ok) throw new Error(`state: ${response.status}`);
  return response.json();
}

// readEvents holds back what arrives until begin is done. Reading goes on
// meanwhile, so that a failing begin also ends the stream.
async function readEvents(body, onEvent, begin) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let held = [];
  const give = (event) => (held ? held.push(event) : onEvent(event));
  const begun = begin().then(() => {
    const early = held;
    held = null;
    early.forEach(onEvent);
  });
  begun.catch(() => reader.cancel());
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const chunks = (rest + value.replace(/\r/g, '')).split('\n\n');
    rest = chunks.pop();
    chunks.map(parseEvent).filter(Boolean).forEach(give);
  }
  await begun;
}

function parseEvent(chunk) {
  const data = chunk.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).replace(/^ /, ''));
  return data.length ? JSON.parse(data.join('\n')) : null;
}
