-- A newer text stands beside the earlier ones, not in their place: `interruptions.text` is the first one.

CREATE TABLE revisions(                -- newer texts of an interruption, a row a fact
    seq INTEGER PRIMARY KEY,
    interruption TEXT NOT NULL,
    text TEXT,                         -- a text
    at TEXT NOT NULL
);
CREATE INDEX revisions_of_an_interruption ON revisions(interruption, seq);

-- What was written over is still in the journal, and its text with it.
INSERT INTO revisions(seq, interruption, text, at)
    SELECT seq, json_extract(body, '$.interruption'), json_extract(body, '$.text'), json_extract(body, '$.at')
    FROM facts WHERE type = 'InterruptionRevised';
UPDATE interruptions
    SET text = (SELECT json_extract(body, '$.text') FROM facts WHERE facts.seq = interruptions.seq)
    WHERE id IN (SELECT interruption FROM revisions);

-- A text without a name belongs to whom its interruption belongs to, so that it is forgotten with them.
UPDATE texts
    SET person = (SELECT i.person FROM revisions r JOIN interruptions i ON i.id = r.interruption WHERE r.text = texts.id)
    WHERE person IS NULL AND id IN (SELECT text FROM revisions);
