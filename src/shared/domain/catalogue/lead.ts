import { type EventTypeInfo, dataSchema, dateTime, email, text } from './schema.ts'

const lead = {
  id: text('Id of the lead.', 'lead_abc123'),
  firstName: text('Given name.', 'John'),
  lastName: text('Family name.', 'Doe'),
  email: email('E-mail address.', 'john.doe@example.com'),
  phone: text('Telephone number, international form.', '+1234567890'),
  company: text('Name of the company the lead works for.', 'Example Corp'),
  source: text('Where the lead came from.', 'Website', 'Referral', 'Trade Show', 'Advertisement', 'Cold Call', 'Partner'),
  status: text('Where the lead stands.', 'New', 'Contacted', 'Qualified', 'Unqualified', 'Converted'),
  ownerId: text('Id of the user who owns the lead.', 'user_456'),
  createdAt: dateTime('When the lead was created.'),
  createdBy: text('Id of the user who created the lead.', 'user_456'),
}

const updated = {
  updatedAt: dateTime('When the lead was last changed.'),
  updatedBy: text('Id of the user who last changed the lead.', 'user_456'),
}

const essential = ['id', 'firstName', 'lastName', 'email', 'status']

/** Events of leads, in the guide's order. */
export const LEAD_EVENTS = [
  {
    type: 'lead.created',
    description: 'New lead created',
    hasChanges: false,
    dataSchema: dataSchema(lead, essential),
    guideExample: {
      id: 'lead_abc123',
      firstName: 'John',
      lastName: 'Doe',
      email: 'john.doe@example.com',
      phone: '+1234567890',
      company: 'Example Corp',
      source: 'Website',
      status: 'New',
      createdAt: '2026-01-17T10:30:00Z',
      createdBy: 'user_456',
    },
  },
  {
    type: 'lead.updated',
    description: 'Lead information updated',
    hasChanges: true,
    dataSchema: dataSchema({ ...lead, ...updated }, essential),
  },
  {
    type: 'lead.deleted',
    description: 'Lead deleted',
    hasChanges: false,
    dataSchema: dataSchema(
      { ...lead, deletedAt: dateTime('When the lead was deleted.'), deletedBy: text('Id of the user who deleted the lead.', 'user_456') },
      ['id'],
    ),
  },
  {
    type: 'lead.converted',
    description: 'Lead converted to contact',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...lead,
        ...updated,
        contactId: text('Id of the contact that the lead became.', 'contact_789'),
        companyId: text('Id of the company that the contact belongs to.', 'company_012'),
        convertedAt: dateTime('When the lead was converted.'),
        convertedBy: text('Id of the user who converted the lead.', 'user_456'),
      },
      [...essential, 'contactId'],
    ),
  },
  {
    type: 'lead.status_changed',
    description: 'Lead status changed',
    hasChanges: true,
    dataSchema: dataSchema({ ...lead, ...updated }, essential),
  },
] as const satisfies readonly EventTypeInfo[]
