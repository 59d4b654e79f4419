"""What a person marks: one question over all students, without names, on a page of this computer (`kefu review`)."""
