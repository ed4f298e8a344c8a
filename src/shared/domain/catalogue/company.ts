import { type EventTypeInfo, dataSchema, dateTime, integer, number, text, uri } from './schema.ts'

const company = {
  id: text('Id of the company.', 'company_012'),
  name: text('Name of the company.', 'Acme Corp'),
  domain: text('Domain of its e-mail addresses.', 'acme.example'),
  website: uri('Address of its website.', 'https://www.acme.example/'),
  industry: text('Line of business.', 'Software', 'Manufacturing', 'Healthcare', 'Financial Services', 'Retail', 'Logistics'),
  employees: integer('Number of people it employs.', 250),
  annualRevenue: number('Revenue of a year, in whole units of `currency`.', 12000000),
  currency: text('Currency of `annualRevenue`, ISO 4217.', 'USD', 'EUR', 'GBP'),
  phone: text('Telephone number, international form.', '+1234567890'),
  city: text('City of its main office.', 'Springfield'),
  country: text('Country of its main office, ISO 3166-1 alpha-2.', 'US', 'DE', 'GB'),
  ownerId: text('Id of the user who owns the company.', 'user_456'),
  createdAt: dateTime('When the company was created.'),
  createdBy: text('Id of the user who created the company.', 'user_456'),
}

const essential = ['id', 'name']

/** Events of companies, in the guide's order. */
export const COMPANY_EVENTS = [
  {
    type: 'company.created',
    description: 'New company created',
    hasChanges: false,
    dataSchema: dataSchema(company, essential),
  },
  {
    type: 'company.updated',
    description: 'Company information updated',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...company,
        updatedAt: dateTime('When the company was last changed.'),
        updatedBy: text('Id of the user who last changed the company.', 'user_456'),
      },
      essential,
    ),
  },
  {
    type: 'company.deleted',
    description: 'Company deleted',
    hasChanges: false,
    dataSchema: dataSchema(
      {
        ...company,
        deletedAt: dateTime('When the company was deleted.'),
        deletedBy: text('Id of the user who deleted the company.', 'user_456'),
      },
      ['id'],
    ),
  },
] as const satisfies readonly EventTypeInfo[]
