"""What pages share: shell, static files, language and direction, errors; and the pages of the record."""
