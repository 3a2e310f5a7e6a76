-- What the practitioner writes in a session: one text, written over as it grows.

ALTER TABLE sessions ADD COLUMN note TEXT;      -- a text
