"""The people who deal with customers: contacts, account managers, complaints, CRM."""
