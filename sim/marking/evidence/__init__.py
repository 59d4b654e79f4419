"""What marking tells a teacher beyond points: statistics of questions, evidence of copying, oral questions with answers."""
