import { type EventTypeInfo, dataSchema, dateTime, email, text } from './schema.ts'

const contact = {
  id: text('Id of the contact.', 'contact_789'),
  firstName: text('Given name.', 'John'),
  lastName: text('Family name.', 'Doe'),
  email: email('E-mail address.', 'john.doe@example.com'),
  phone: text('Telephone number, international form.', '+1234567890'),
  jobTitle: text('Position in the company.', 'Head of Operations'),
  companyId: text('Id of the company the contact works for.', 'company_012'),
  leadId: text('Id of the lead that the contact was converted from; absent when there was none.', 'lead_abc123'),
  ownerId: text('Id of the user who owns the contact.', 'user_456'),
  createdAt: dateTime('When the contact was created.'),
  createdBy: text('Id of the user who created the contact.', 'user_456'),
}

const essential = ['id', 'firstName', 'lastName']

/** Events of contacts, in the guide's order. */
export const CONTACT_EVENTS = [
  {
    type: 'contact.created',
    description: 'New contact created',
    hasChanges: false,
    dataSchema: dataSchema(contact, essential),
  },
  {
    type: 'contact.updated',
    description: 'Contact information updated',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...contact,
        updatedAt: dateTime('When the contact was last changed.'),
        updatedBy: text('Id of the user who last changed the contact.', 'user_456'),
      },
      essential,
    ),
  },
  {
    type: 'contact.deleted',
    description: 'Contact deleted',
    hasChanges: false,
    dataSchema: dataSchema(
      {
        ...contact,
        deletedAt: dateTime('When the contact was deleted.'),
        deletedBy: text('Id of the user who deleted the contact.', 'user_456'),
      },
      ['id'],
    ),
  },
] as const satisfies readonly EventTypeInfo[]
