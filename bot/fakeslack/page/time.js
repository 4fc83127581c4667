// Times as Slack writes them. A ts is "seconds.microseconds".
const LANGUAGE = 'en-US';
const clock = new Intl.DateTimeFormat(LANGUAGE, { hour: 'numeric', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat(LANGUAGE, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const weekday = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'long' });
const month = new Intl.DateTimeFormat(LANGUAGE, { month: 'long' });
const monthShort = new Intl.DateTimeFormat(LANGUAGE, { month: 'short' });

export const dateOf = (ts) => new Date(Number(ts) * 1000);
export const timeOf = (ts) => clock.format(dateOf(ts));

function ordinal(n) {
  if (n % 100 >= 11 && n % 100 <= 13) return `${n}th`;
  return `${n}${['th', 'st', 'nd', 'rd'][n % 10] || 'th'}`;
}

// dayOf names the day of a date as a divider does.
export function dayOf(date, now = new Date()) {
  return relativeDay(date, now) || `${weekday.format(date)}, ${month.format(date)} ${ordinal(date.getDate())}`;
}

function relativeDay(date, now) {
  const midnight = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(date)) / 86400000);
  return { '0': 'Today', '1': 'Yesterday', '-1': 'Tomorrow' }[String(days)] || '';
}

// agoOf says when a thread last moved: "today at 9:41 AM".
export function agoOf(ts) {
  const date = dateOf(ts);
  return `${dayOf(date).replace(/^(Today|Yesterday)/, (day) => day.toLowerCase())} at ${clock.format(date)}`;
}

// formatDate fills the {…} of <!date^unix^format|fallback>.
export function formatDate(unix, format, fallback) {
  const date = new Date(unix * 1000);
  if (Number.isNaN(date.getTime())) return fallback;
  const day = date.getDate();
  const two = (n) => String(n).padStart(2, '0');
  const long = `${weekday.format(date)}, ${month.format(date)} ${ordinal(day)}, ${date.getFullYear()}`;
  const short = `${monthShort.format(date)} ${day}, ${date.getFullYear()}`;
  const plain = `${month.format(date)} ${ordinal(day)}, ${date.getFullYear()}`;
  const near = relativeDay(date, new Date()).toLowerCase();
  const parts = {
    date_num: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(day)}`, date: plain, date_short: short, date_long: long,
    date_pretty: near || plain, date_short_pretty: near || short, date_long_pretty: near || long,
    time: clock.format(date), time_secs: clockSeconds.format(date), ago: agoOf(unix),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
}
