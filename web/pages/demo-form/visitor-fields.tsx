/** What a visitor fills in, as on the page of a shop. */

import type { ReactNode } from 'react';

import type { Visitor } from '../../../src/model/online-form/back-end.ts';
import { TextArea, TextField } from '../../ui/field.tsx';

export const VisitorFields = ({
  visitor,
  errors,
  onChange,
}: {
  visitor: Visitor;
  errors: Readonly<Record<string, string>>;
  onChange(visitor: Visitor): void;
}): ReactNode => (
  <fieldset className="form-part card card-pad">
    <legend className="visually-hidden">What the visitor fills in</legend>
    <h2 aria-hidden="true">Contact us</h2>
    <div className="form-pair">
      <TextField
        label="Your name"
        value={visitor.name}
        maxLength={100}
        error={errors['visitor.name']}
        onChange={(name) => onChange({ ...visitor, name })}
      />
      <TextField
        label="Your address"
        type="email"
        value={visitor.address}
        maxLength={320}
        error={errors['visitor.address']}
        onChange={(address) => onChange({ ...visitor, address })}
      />
    </div>
    <TextArea
      label="Message"
      value={visitor.message}
      maxLength={10_000}
      error={errors['visitor.message']}
      onChange={(message) => onChange({ ...visitor, message })}
    />
  </fieldset>
);
