/** The tooltip itself, loaded when one is first wanted. */

import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';

import './tooltip.css';

export const TooltipPopup = ({
  anchor,
  words,
  id,
}: {
  anchor: Element;
  words: string;
  id: string;
}): ReactNode => (
  <Base.Root open>
    <Base.Portal>
      <Base.Positioner sideOffset={6} anchor={anchor} className="tooltip-positioner">
        <Base.Popup className="tooltip" id={id} role="tooltip">
          {words}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
