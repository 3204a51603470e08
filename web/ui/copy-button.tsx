/** Copies a text, and says so where it happened. */

import { useEffect, useState, type ReactNode } from 'react';

import { Button } from './button.tsx';

/** `label` is the button's name: what it copies, such as `Copy password`. */
export const CopyButton = ({
  text,
  label,
  iconOnly = true,
  size = 'small',
  onCopy,
}: {
  text: string;
  label: string;
  iconOnly?: boolean;
  size?: 'small' | 'normal';
  onCopy?(): void;
}): ReactNode => {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = async (): Promise<void> => {
    const copied = await writeClipboard(text);
    setResult(copied ? 'copied' : 'failed');
    if (copied) onCopy?.();
  };
  return (
    <span className="copy">
      <Button
        kind={iconOnly ? 'quiet' : 'plain'}
        size={size}
        icon={result === 'copied' ? 'check' : 'copy'}
        iconOnly={iconOnly}
        onClick={() => void copy()}
      >
        {label}
      </Button>
      <span role="status" className={iconOnly ? 'copy-result' : 'visually-hidden'}>
        {result === 'copied' && 'Copied'}
        {result === 'failed' && 'Not copied: mark it and copy by hand'}
      </span>
    </span>
  );
};

const SHOWN_MS = 2000;

/** Over plain HTTP from elsewhere there is no clipboard API; a hidden field and the old command do it then. */
const writeClipboard = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
};

const copyByCommand = (text: string): boolean => {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
};
