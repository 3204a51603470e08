/** Buttons, and links that look like them. */

import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';

import './button.css';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

type Look = {
  /** `primary` once a page at most; `danger` for what cannot be undone; `quiet` has no frame. */
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  size?: 'small' | 'normal';
  icon?: IconName;
  /** Shows the icon alone; the children are its name. */
  iconOnly?: boolean;
};

/**
 * A button that is `disabled` with a `reason` stays in the order of focus, does nothing, and tells the reason as its
 * description: nobody has to guess why.
 */
export const Button = ({
  kind,
  size,
  icon,
  iconOnly,
  className,
  children,
  reason,
  disabled,
  onClick,
  ...rest
}: ComponentProps<'button'> & Look & { reason?: string | undefined }): ReactNode => {
  const held = disabled === true && reason !== undefined;
  return (
    <button
      type="button"
      {...rest}
      className={classNames(look({ kind, size, iconOnly }), className)}
      disabled={disabled === true && !held}
      aria-disabled={held || undefined}
      title={
        held ? reason : (rest.title ?? (iconOnly && typeof children === 'string' ? children : undefined))
      }
      onClick={held ? (event) => event.preventDefault() : onClick}
    >
      <Face icon={icon} iconOnly={iconOnly}>
        {children}
      </Face>
    </button>
  );
};

/** Leads to another page of ours. */
export const LinkButton = ({
  kind,
  size,
  icon,
  iconOnly,
  className,
  children,
  href,
  ...rest
}: Omit<ComponentProps<'a'>, 'href' | 'ref'> & Look & { href: string }): ReactNode => (
  <Link {...rest} href={href} className={classNames(look({ kind, size, iconOnly }), className)}>
    <Face icon={icon} iconOnly={iconOnly}>
      {children}
    </Face>
  </Link>
);

type Undefined<T> = { [K in keyof T]: T[K] | undefined };

const look = ({ kind = 'plain', size = 'normal', iconOnly }: Partial<Undefined<Look>>): string =>
  classNames('button', `button-${kind}`, size === 'small' && 'button-small', iconOnly && 'button-icon');

const Face = ({
  icon,
  iconOnly,
  children,
}: Partial<Undefined<Look>> & { children: ReactNode }): ReactNode => (
  <>
    {icon && <Icon name={icon} />}
    {iconOnly ? <span className="visually-hidden">{children}</span> : children}
  </>
);
