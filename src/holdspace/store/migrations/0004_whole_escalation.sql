-- The whole escalation: who answered through what, what a rule let through, who called again, what was asked together.
ALTER TABLE cases ADD COLUMN prev TEXT;          -- the caller's last case before this one
ALTER TABLE timeline ADD COLUMN device TEXT;
ALTER TABLE timeline ADD COLUMN channel TEXT;
ALTER TABLE timeline ADD COLUMN rev INTEGER;     -- of the case, that an answer or a letter spoke of
ALTER TABLE timeline ADD COLUMN rule TEXT;       -- of the policy, by its name
ALTER TABLE timeline ADD COLUMN interruption TEXT; -- what was merged into the case
ALTER TABLE timeline ADD COLUMN bundle TEXT;     -- what was asked in one card with others
UPDATE timeline SET rev = (SELECT json_extract(body, '$.rev') FROM facts WHERE facts.seq = timeline.seq)
    WHERE kind = 'letter_failed';
UPDATE timeline SET device = '', channel = '', rev = 0 WHERE kind IN ('answered', 'refused');
UPDATE timeline SET why = 'next' WHERE kind = 'asked';
DROP VIEW answers;
CREATE VIEW answers AS
    SELECT answer, case_id, at, by, choice, note, kind = 'answered' AS counted, why, holder, device, channel, rev
    FROM timeline WHERE kind IN ('answered', 'refused');
