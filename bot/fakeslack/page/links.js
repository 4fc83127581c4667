// Which addresses become links, and which of those lead to a message here.
// No DOM here.

const MESSAGE = /^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})\/?$/i;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

// readLink returns {cite} for a message of this workspace, {href} for any
// other page that may be linked, null for what must stay text. here is the
// page's own address, domain the workspace's name on slack.com.
export function readLink(href, here, domain) {
  let url;
  try {
    url = new URL(href, here);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const own = new URL(here);
  const home = url.origin === own.origin || (LOOPBACK.test(url.hostname) && LOOPBACK.test(own.hostname) && url.port === own.port) ||
    (domain && url.hostname === `${domain}.slack.com`);
  const cite = home && readCitation(url);
  return cite ? { cite } : { href: url.href };
}

// readCitation reads /archives/CHANNEL/pTS#L12-L14: {channel, ts, first, last, path};
// lines count from 1, first is 0 when the whole message is meant.
export function readCitation(url) {
  const message = MESSAGE.exec(url.pathname);
  if (!message) return null;
  const lines = /^#L(\d+)(?:-L?(\d+))?$/.exec(url.hash);
  const first = lines ? Number(lines[1]) : 0;
  const last = lines ? Number(lines[2] || lines[1]) : 0;
  return {
    channel: message[1], ts: `${message[2]}.${message[3]}`,
    first: Math.min(first, last), last: Math.max(first, last), path: url.pathname + url.search + url.hash,
  };
}
