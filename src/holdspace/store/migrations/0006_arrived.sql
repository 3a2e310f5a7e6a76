-- How much arrived in the session that ended is asked for with each picture of the window, and grows while it is asked.
CREATE INDEX arrived_in_a_session ON interruptions(session, verdict) WHERE verdict <> 'noise';
