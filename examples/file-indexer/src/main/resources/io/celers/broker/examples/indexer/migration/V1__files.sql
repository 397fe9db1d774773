create table files (
  id              uuid    not null,
  folder          text collate "C" not null,
  path            text collate "C" not null,
  size            bigint  not null,
  modified_micros bigint  not null,
  revision        integer not null,
  task_id         uuid    not null,
  missing         boolean not null default false,
  sha256          bytea,
  bytes           bigint,
  lines           bigint,
  words           bigint,
  indexed_at      timestamptz,

  constraint files_pkey primary key (id),
  constraint files_indexed_as_a_whole check (
    num_nulls(sha256, bytes, lines, words, indexed_at) in (0, 5)),
  constraint files_sha256_length check (octet_length(sha256) = 32)
);

-- Serves the reports of one folder.
create index files_folder_idx on files (folder, id);

comment on table files is 'One row for each file that was found, with what is in it once its task is done.';
comment on column files.id is 'First half of the SHA-256 of folder and path: a path may be too long for an index.';
comment on column files.folder is 'The folder that was indexed, each byte outside ASCII percent-encoded.';
comment on column files.path is 'Path below the folder, each byte outside ASCII percent-encoded: names need not be valid UTF-8.';
comment on column files.size is 'Size in bytes when the folder was walked.';
comment on column files.modified_micros is 'Time of the last change when the folder was walked, microseconds since 1970.';
comment on column files.revision is 'How often the file was found changed, or back again.';
comment on column files.task_id is 'The task that indexes, or has indexed, this revision.';
comment on column files.missing is 'Whether the file was not there any more.';
comment on column files.sha256 is 'Digest of the content.';
comment on column files.bytes is 'Bytes read.';
comment on column files.lines is 'Line feeds.';
comment on column files.words is 'Runs of bytes between white space.';
comment on column files.indexed_at is 'When the task was done.';
