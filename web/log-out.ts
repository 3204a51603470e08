/** Ends the login of this browser: in this tab, and in every other that shows these pages. */

import { askBeforeLeaving } from './leave-guard.ts';
import { apiUrl, goToLogin } from './request.ts';
import { describeProblem } from './ui/problem-notice.tsx';
import { toast } from './ui/toast.tsx';

/** Asks first where changes would be lost. */
export const logOut = (): void => askBeforeLeaving(() => void end());

/** Tabs share the login, so each of them leads to the login page once it has ended in one; call it once. */
export const followLogOut = (): (() => void) => {
  // What is unsaved in a tab holds it: the browser asks, and whoever stays can still copy what was typed.
  tabs.addEventListener('message', goToLogin);
  return () => tabs.removeEventListener('message', goToLogin);
};

const tabs = new BroadcastChannel('smtp-plus.log-out');

const end = async (): Promise<void> => {
  try {
    const { type, status } = await fetch(apiUrl('/logout'), { method: 'POST', redirect: 'manual' });
    // It leads to the login page, where the page goes by itself.
    if (type !== 'opaqueredirect') throw new Error(`The service answered ${status}, so the login goes on.`);
  } catch (error) {
    const { title, words } = describeProblem(error);
    toast({ kind: 'alert', title, description: words });
    return;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origins
  tabs.postMessage('');
  location.assign('/login');
};
