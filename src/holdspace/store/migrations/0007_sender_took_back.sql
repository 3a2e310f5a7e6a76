-- What its sender took back, after it had its outcome: the number of that fact. What was written newer is not taken back.
ALTER TABLE interruptions ADD COLUMN sender_took_back INTEGER;
