"""What is wrong with settings, and what belongs there instead. Kinds of `words_codes`."""

from holdspace.words import mark

PROBLEMS: dict[str, str] = {
    "unreadable": mark("cannot be read: {why}"),
    "file_too_large": mark("is larger than {limit} bytes"),
    "not_utf8": mark("is not UTF-8 text"),
    "not_toml": mark("is not TOML: {why}"),
    "no_date_here": mark("a date does not belong here; put text in quotation marks"),
    "out_of_range_number": mark("is not a number that can be used"),
    "missing": mark("is missing"),
    "empty": mark("must not be empty"),
    "unknown_key": mark("unknown key; known here: {known}"),
    "unknown_schema": mark("unknown schema; this version knows schema {known}"),
    "wrong_type": mark("has the wrong type: {wanted} belongs here"),
    "too_many": mark("more than {most} are too many"),
    "too_long": mark("is longer than {limit} characters"),
    "not_one_of": mark("must be one of: {allowed}"),
    "out_of_range": mark("must be from {lowest} to {highest}"),
    "bad_date": mark("is not a date such as 2027-01-31"),
    "bad_id": mark("an id has at most 32 letters, digits, dots, dashes and underscores, and is not “practitioner”"),
    "duplicate": mark("“{value}” is there twice"),
    "bad_zone": mark("“{value}” is not a time zone such as Europe/Lisbon"),
    "bad_duty": mark("“{value}” is not duty hours such as Mo-Fr 09:00-17:00"),
    "let_through_needs_reason": mark("what reaches you in a session needs a reason: say why it cannot wait"),
    "let_through_needs_until": mark(
        "what reaches you in a session comes to an end: a date of at most {days} days from now, {latest} or earlier"
    ),
    "nobody_serves": mark("nobody can serve this step: no responder has the role “{role}”"),
}

WANTED: dict[str, str] = {
    "table": mark("a table"),
    "tables": mark("an array of tables"),
    "text": mark("text"),
    "texts": mark("text or a list of texts"),
    "number": mark("a whole number"),
    "switch": mark("true or false"),
}
