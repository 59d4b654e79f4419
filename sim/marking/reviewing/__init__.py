"""`kefu review`: marking by a person, one question over all students, without names, on a page of this computer."""
