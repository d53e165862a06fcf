-- The words of a file of evidence, so that search finds them.

ALTER TABLE evidence_item ADD COLUMN file_text TEXT DEFAULT '' NOT NULL;
