-- What broke a session, as the practitioner said after its end; NULL where nothing was said.
ALTER TABLE sessions ADD COLUMN ended_why TEXT;
-- How often they broke in themselves is asked for with each picture of the window after a session.
CREATE INDEX by_myself ON interruptions(session, source, outcome) WHERE source = 'self';
