"""`kefu collect`: files from an LMS become `submitted/STUDENT/ASSIGNMENT`, and nothing is lost on the way.

Originals are kept as they came (`originals`). Their files are found, also in archives within archives (`archive`), and read
(`contents`); whose they are follows from places and the roster (`identity`). Of all attempts one counts (`deciding`);
it is written where `kefu mark` finds it (`placing`), and everything is reported (`report`). All of it is worked out
again each time from the originals, so that a corrected roster or deadline needs only `kefu collect` again.
"""
