/** The frame around every page: list, navigation, live state, keyboard. */

import { lazy, Suspense, useEffect, useLayoutEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { listenToKeys, useKey } from '../keys.ts';
import { followLogOut } from '../log-out.ts';
import { paths } from '../paths.ts';
import { readSetting } from '../storage.ts';
import { Icon } from '../ui/icon.tsx';
import { Toasts } from '../ui/toast.tsx';
import { whenIdle } from '../when-idle.ts';
import { ConnectionNotice } from './connection-notice.tsx';
import { useCurrentList } from './current-list.ts';
import { Foot } from './foot.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { ListSwitcher } from './list-switcher.tsx';
import { loadedApart } from './loaded-apart.tsx';
import { Navigation } from './navigation.tsx';
import { SettingsMenu } from './settings-menu.tsx';
import './shell.css';

const palette = loadedApart(() => import('./palette.tsx').then(({ Palette }) => Palette));
const KeysSheet = lazy(() => import('./keys-sheet.tsx').then(({ KeysSheet }) => ({ default: KeysSheet })));

export const Shell = ({ children }: { children: ReactNode }): ReactNode => {
  const list = useCurrentList();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useShellKeys(list, setOpen);
  useEffect(followLogOut, []);
  useEffect(() => whenIdle(palette.preload), []);
  const close = (): void => setOpen(null);
  return (
    <div className="shell">
      <a className="skip button" href="#main">
        Skip to the page
      </a>
      <ConnectionNotice />
      <div className="rail">
        <header className="rail-top">
          <div className="brand">
            <img src="/icon.svg" alt="" />
            <span>SMTP+</span>
          </div>
          <ListSwitcher list={list} />
          <button
            type="button"
            className="button button-small palette-button"
            aria-keyshortcuts="Control+K Meta+K"
            onClick={() => setOpen('palette')}
          >
            <Icon name="search" />
            <span className="palette-words">Go to anything</span>
            <kbd aria-hidden="true">{IS_MAC ? '⌘K' : 'Ctrl K'}</kbd>
          </button>
          <div className="top-settings">
            <SettingsMenu onKeys={() => setOpen('keys')} />
          </div>
        </header>
        <Navigation list={list} />
        <Foot list={list} onKeys={() => setOpen('keys')} />
      </div>
      <main id="main" className="main" tabIndex={-1}>
        {children}
      </main>
      <LeaveDialog />
      <Toasts />
      <Suspense fallback={null}>
        {open === 'palette' && (
          <palette.Component list={list} onClose={close} onKeys={() => setOpen('keys')} />
        )}
        {open === 'keys' && <KeysSheet onClose={close} />}
      </Suspense>
    </div>
  );
};

const IS_MAC = /mac|iphone|ipad/i.test(navigator.userAgent);

const useShellKeys = (list: string, open: (what: 'palette' | 'keys') => void): void => {
  const [, navigate] = useLocation();
  useLayoutEffect(() => listenToKeys(() => readSetting('single-keys') !== 'off'), []);
  useKey('palette', () => open('palette'));
  useKey('help', () => open('keys'));
  useKey('go-smtp-plus', () => navigate(paths.smtpPlus(list)));
  useKey('go-inbox', () => navigate(paths.inbox(list)));
  useKey('go-sessions', () => navigate(paths.sessions(list)));
  useKey('go-form', () => navigate(paths.demoForm()));
  useKey('go-rules', () => navigate(paths.rules()));
};
