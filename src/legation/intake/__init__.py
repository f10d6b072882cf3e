"""From a page or a text to an `Article`: main text, title, date, outlet, with page furniture told apart."""
