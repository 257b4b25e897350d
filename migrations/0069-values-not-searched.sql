-- A firm's name found each of its yearly values beside the firm. They are reached from the firm and filtered, and no longer searched:
-- a sheet of thousands is entered in a third of the time.
DELETE FROM search_entries WHERE record = 'pointsInput';
