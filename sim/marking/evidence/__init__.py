"""For teachers, besides points: statistics of questions, evidence of copying, oral questions with answers."""
