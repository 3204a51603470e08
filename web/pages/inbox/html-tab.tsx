/** The HTML of a message in a frame that runs nothing and loads nothing from elsewhere, unless that is asked for. */

import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import { Button } from '../../ui/button.tsx';

export const HtmlTab = ({ message }: { message: MessageDetail }): ReactNode => {
  const [remote, setRemote] = useState(false);
  const [width, setWidth] = useWidth();
  const blocked = message.remote.images + message.remote.other;
  return (
    <div className="html-tab">
      <div className="html-bar">
        {blocked > 0 && (
          <p role="status">
            {remote ? `${remoteWords(message.remote)} loaded` : `${remoteWords(message.remote)} blocked`}
            {': '}
            <Button size="small" onClick={() => setRemote(!remote)}>
              {remote ? 'Hide' : 'Show'}
            </Button>
          </p>
        )}
        <fieldset className="html-widths">
          <legend className="visually-hidden">Width</legend>
          {WIDTHS.map((one) => (
            <Button
              key={one}
              size="small"
              kind="quiet"
              aria-pressed={one === width}
              onClick={() => setWidth(one)}
            >
              {LABELS[one]}
            </Button>
          ))}
        </fieldset>
      </div>
      <div className="html-frame scroll-x" data-width={width}>
        <iframe
          key={String(remote)}
          title="HTML of the message"
          src={api.messages.htmlUrl(message.id, remote)}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
        />
      </div>
    </div>
  );
};

const WIDTHS = ['phone', 'tablet', 'desktop'] as const;
type Width = (typeof WIDTHS)[number];
const LABELS: Readonly<Record<Width, string>> = { phone: 'Phone', tablet: 'Tablet', desktop: 'Desktop' };

const useWidth = (): [width: Width, set: (width: Width) => void] => {
  const [params, setParams] = useSearchParams();
  const width = WIDTHS.find((one) => one === params.get('width')) ?? 'desktop';
  return [
    width,
    (next) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (next === 'desktop') after.delete('width');
          else after.set('width', next);
          return after;
        },
        { replace: true },
      ),
  ];
};

/** `3 remote images`, or `4 remote files` where some are none. */
const remoteWords = ({ images, other }: MessageDetail['remote']): string => {
  const all = images + other;
  return `${all} remote ${other === 0 ? 'image' : 'file'}${all === 1 ? '' : 's'}`;
};
