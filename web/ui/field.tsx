/** A labelled field with hint and error, and the plain kinds of it. Any control of one's own fits in as well. */

import { useId, type ComponentProps, type ReactNode } from 'react';

import { classNames } from './class-names.ts';
import './field.css';

/** What a control must be given, so that label, hint and error belong to it. */
export type ControlProps = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

type Around = {
  label: string;
  /** How it is meant, always there. */
  hint?: ReactNode;
  /** What is wrong and what to do; the control's description, together with the hint. */
  error?: string | null | undefined;
};

/** `children` draws the control: `(props) => <input {...props} />`. */
export const Field = ({
  label,
  hint,
  error,
  className,
  children,
}: Around & { className?: string; children: (control: ControlProps) => ReactNode }): ReactNode => {
  const id = useId();
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div className={classNames('field', className)} data-invalid={error ? '' : undefined}>
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error ? true : undefined,
      })}
      <div id={`${id}-error`} className="field-error" aria-live="polite">
        {error}
      </div>
      {hint && (
        <div id={`${id}-hint`} className="hint">
          {hint}
        </div>
      )}
    </div>
  );
};

export const TextField = ({
  label,
  hint,
  error,
  onChange,
  className,
  ...rest
}: Around & Omit<ComponentProps<'input'>, 'onChange'> & { onChange(value: string): void }): ReactNode => (
  <Field {...{ label, hint, error }} {...(className === undefined ? {} : { className })}>
    {(control) => (
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...control}
        className="input"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )}
  </Field>
);

export const TextArea = ({
  label,
  hint,
  error,
  onChange,
  ...rest
}: Around & Omit<ComponentProps<'textarea'>, 'onChange'> & { onChange(value: string): void }): ReactNode => (
  <Field {...{ label, hint, error }}>
    {(control) => (
      <textarea
        rows={3}
        {...rest}
        {...control}
        className="input"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )}
  </Field>
);

/** The browser's own: the best there is on a phone, and known to every screen reader. */
export const Select = ({
  label,
  hint,
  error,
  value,
  options,
  onChange,
}: Around & {
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}): ReactNode => (
  <Field {...{ label, hint, error }}>
    {(control) => (
      <span className="select">
        <select
          {...control}
          className="input"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    )}
  </Field>
);
