"""`kefu export` and `kefu return`: marks as a table, into the sheet of an LMS, and the pages that students get back."""
