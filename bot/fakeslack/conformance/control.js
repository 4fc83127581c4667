// The fake Slack's control API: do plays people and faults, see looks.
const { CONTROL } = process.env;

async function ask(method, path, body) {
  const response = await fetch(CONTROL + path, { method, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.error}`);
  return answer;
}

export const play = (name, order = {}) => ask('POST', name, order);
export const see = (name, query = {}) => ask('GET', `${name}?${new URLSearchParams(query)}`);

// until waits until a condition holds, asked again after every change.
export async function until(what, condition) {
  let changes = 0;
  for (let tries = 0; tries < 2000; tries++) {
    const answer = await condition();
    if (answer) return answer;
    ({ changes } = await see('changes', { since: changes }));
  }
  throw new Error(`it never came to this: ${what}`);
}
