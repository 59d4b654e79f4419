"""Customers, what they need and when: drawn before the clock starts."""
