-- How many are held is asked for each picture of the window, ten times a second in a flood: counted in an index of their own.
CREATE INDEX held_of_a_session ON interruptions(session, outcome, verdict)
    WHERE verdict <> 'noise' AND (outcome = 'held' OR (outcome IS NULL AND verdict = 'hold'));
