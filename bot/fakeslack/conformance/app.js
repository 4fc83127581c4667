// A tiny app on Slack's own SDKs. It keeps what it hears.
import bolt from '@slack/bolt';
import { WebClient } from '@slack/web-api';

const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN } = process.env;

export const clientOptions = { slackApiUrl: SLACK_API_URL, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
export const client = new WebClient(SLACK_BOT_TOKEN, clientOptions);

export const newApp = () => new bolt.App({
  token: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, socketMode: true, logLevel: 'error', clientOptions, ignoreSelf: true,
});

// Heard is a list that can be waited on.
export class Heard {
  items = [];

  waiting = [];

  push(item) {
    const next = this.waiting.shift();
    if (next) next(item);
    else this.items.push(item);
  }

  next() {
    if (this.items.length) return Promise.resolve(this.items.shift());
    return new Promise((resolve) => { this.waiting.push(resolve); });
  }
}

// refused runs a call that must fail and gives the SDK's error.
export async function refused(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('the call went through');
}
