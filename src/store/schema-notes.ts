/**
 * Notes are facts that a person adds: they outlive every linking and every import. What a note is about is kept as a document and as a
 * key, which name it by exec id, fingerprint, addresses and time; there is no reference to a row of another table.
 */
export const NOTES = `
create table note (
  id integer primary key,
  subject_key text not null,
  subject text not null,
  label text not null,
  text text not null,
  at_us integer,
  written_at_us integer not null
) strict;
create index note_subject on note(subject_key);`;
