/** The attachments of a message, each to be saved; none is opened here. */

import type { ReactNode } from 'react';

import type { MessageDetail } from '../../../src/http/contract/messages.ts';
import { api } from '../../api.ts';
import { Icon } from '../../ui/icon.tsx';
import { Badge } from '../../ui/status.tsx';
import { formatSize } from '../../parts/size.ts';

export const AttachmentsTab = ({ message: { id, attachments } }: { message: MessageDetail }): ReactNode =>
  attachments.length === 0 ? (
    <p className="dim">The message has no attachments.</p>
  ) : (
    <ul role="list" className="attachments" aria-label="Attachments">
      {attachments.map(({ n, filename, contentType, size, disposition }) => {
        const name = filename ?? `attachment-${n}`;
        return (
          <li key={n}>
            <div>
              <strong>{name}</strong>
              <span className="dim">
                {contentType}, {formatSize(size)}
              </span>
              {disposition === 'inline' && <Badge>shown in the HTML</Badge>}
            </div>
            <a
              className="button button-small"
              href={api.messages.attachmentUrl(id, n)}
              download={name}
              aria-label={`Download ${name}`}
            >
              <Icon name="download" />
              Download
            </a>
          </li>
        );
      })}
    </ul>
  );
