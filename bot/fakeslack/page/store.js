// What the page knows: the server's state, kept current by its events. No DOM.

const GROUP_WINDOW = 300; // seconds in which one author's messages stand together

export class Store {
  constructor() {
    this.state = { team: {}, users: {}, channels: [], samples: [], commands: [], prompts: [], messages: {}, statuses: {}, home: null, modal: null, hint: '', words: {} };
    this.unread = new Map();
    this.threads = new Map(); // the replies of a channel by thread, until it changes
  }

  // load replaces everything by a fresh state.
  load(state) {
    this.threads.clear();
    this.state = { ...this.state, ...state };
    for (const name of ['users', 'messages', 'statuses']) this.state[name] ||= {};
    for (const name of ['channels', 'samples', 'commands', 'prompts']) this.state[name] ||= [];
    for (const messages of Object.values(this.state.messages)) messages.sort(byTime);
  }

  // apply takes one event; it returns true when a message is a new one.
  apply(event) {
    switch (event.type) {
      case 'message': return this.putMessage(event.channel, event.message);
      case 'message_deleted': this.dropMessage(event.channel, event.ts); break;
      case 'home': this.state.home = event.view; break;
      case 'modal': this.state.modal = event.view; break;
      case 'status': this.putStatus(event.key, event.text); break;
      case 'prompts': this.state.prompts = event.prompts || []; break;
      case 'user': this.putUser(event.user || event); break;
      default: break;
    }
    return false;
  }

  putMessage(channel, message) {
    this.threads.delete(channel);
    const messages = (this.state.messages[channel] ||= []);
    const at = messages.findIndex((other) => other.ts === message.ts && other.ephemeral === message.ephemeral);
    if (at >= 0) messages[at] = message;
    else {
      const inOrder = !messages.length || byTime(messages.at(-1), message) <= 0;
      messages.push(message);
      if (!inOrder) messages.sort(byTime);
    }
    return at < 0;
  }

  dropMessage(channel, ts) {
    this.threads.delete(channel);
    this.state.messages[channel] = this.messages(channel).filter((message) => message.ts !== ts);
  }

  putStatus(key, text) {
    if (text) this.state.statuses[key] = { text };
    else delete this.state.statuses[key];
  }

  putUser(user) {
    if (typeof user === 'object' && user.id) this.state.users[user.id] = { ...this.state.users[user.id], ...user };
  }

  messages(channel) { return this.state.messages[channel] || []; }
  channel(id) { return this.state.channels.find((channel) => channel.id === id); }
  find(channel, ts) { return this.messages(channel).find((message) => message.ts === ts); }
  user(id) { return this.state.users[id] || { id, name: id || 'unknown', real_name: '' }; }
  nameOf(id) { return this.user(id).real_name || this.user(id).name; }
  dm() { return this.state.channels.find((channel) => channel.kind === 'im' && channel.user === this.state.bot); }
  isDirect(channel) { return channel.kind === 'im' || channel.kind === 'mpim'; }
  isMine(message) { return message.user === this.state.me && !message.app; }
  titleOf(channel) { return channel.kind === 'im' ? this.nameOf(channel.user) : channel.name; }

  // roots are what the main list shows; replies what a thread shows below its root.
  roots(channel) {
    return this.messages(channel).filter((message) => !isReply(message) || message.subtype === 'thread_broadcast');
  }

  replies(channel, thread) {
    if (!this.threads.has(channel)) this.threads.set(channel, byThread(this.messages(channel)));
    return this.threads.get(channel).get(thread) || [];
  }

  // status says what the app is doing in a thread; once it writes there, that
  // is to be seen.
  status(channel, thread) {
    const writing = thread && this.replies(channel, thread).some((message) => message.streaming);
    return writing ? '' : this.state.statuses[`${channel}/${thread}`]?.text || '';
  }

  // reply counts for the bar below a root; ephemeral replies do not count.
  replySummary(channel, thread) {
    const replies = this.replies(channel, thread).filter((message) => !message.ephemeral);
    return { count: replies.length, last: replies.at(-1)?.ts || '', users: [...new Set(replies.map((message) => message.user))] };
  }

  // nextStep is the one line that says what to try next: {text, place: main |
  // thread, offer: home | thread | "", thread: the newest root}.
  nextStep() {
    const dm = this.dm();
    const mine = dm ? this.messages(dm.id).filter((message) => this.isMine(message) && !message.ephemeral) : [];
    const roots = mine.filter((message) => !isReply(message));
    if (!roots.length) return { text: this.state.hint, place: 'main', offer: '', thread: '' };
    const step = { place: 'thread', offer: '', thread: roots.at(-1).ts };
    const words = this.state.words;
    const begun = this.replies(dm.id, step.thread).length > 0;
    if (!this.isAnswered(dm.id, step.thread)) {
      return { ...step, offer: begun ? 'thread' : '', text: words.answering };
    }
    if (!mine.some(isReply)) return { ...step, offer: 'thread', text: words.follow_up };
    if (roots.length < 2) return { ...step, place: 'main', text: words.again };
    return { ...step, place: 'main', offer: 'home', text: words.home };
  }

  isAnswered(channel, thread) {
    return this.replies(channel, thread).some((message) => message.user === this.state.bot && !message.streaming && !message.ephemeral);
  }
}

const byTime = (a, b) => (a.ts < b.ts ? -1 : Number(a.ts > b.ts));

function byThread(messages) {
  const threads = new Map();
  for (const message of messages.filter(isReply)) {
    if (threads.has(message.thread_ts)) threads.get(message.thread_ts).push(message);
    else threads.set(message.thread_ts, [message]);
  }
  return threads;
}

// isReply: a root carries its own ts as thread_ts once it has replies.
export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

// placesFor lists where a message can be forwarded to, {id, label}: the app's
// conversation first.
export function placesFor(store) {
  const dm = store.dm();
  const others = store.state.channels.filter((channel) => channel !== dm);
  return [dm, ...others].filter(Boolean).map((channel) => ({ id: channel.id, label: store.isDirect(channel) ? store.titleOf(channel) : `#${channel.name}` }));
}

// follows says whether a message goes without its own heading.
export function follows(message, previous) {
  return Boolean(previous) && previous.user === message.user && !message.ephemeral && !previous.ephemeral &&
    !message.subtype && Number(message.ts) - Number(previous.ts) < GROUP_WINDOW;
}
