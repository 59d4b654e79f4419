"""The front office: contacts, account managers, complaints, CRM, loyalty programmes."""
