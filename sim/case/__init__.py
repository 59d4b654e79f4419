"""What a case is made of: frozen data, one file for each part of the firm and its market."""
