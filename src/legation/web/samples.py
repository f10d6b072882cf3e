"""Examples of what each address of the interface answers, for its description; a test holds them to the truth."""

TODAY = {}
ARTICLES = {}
TIMELINE = {}
MONTHS = {}
MAP = {}
DOCKET = {}
CALENDAR = {}
SEARCH = {}
STATEMENTS = {}
PARTY = {}
RELATION = {}
ENTRY = {}
ARTICLE = {}
REVIEW = {}
