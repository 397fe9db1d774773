create table celers_schema_version (
  version       integer     not null,
  oldest_client integer     not null,
  installed_at  timestamptz not null default celers_clock(),

  constraint celers_schema_version_pkey primary key (version),
  constraint celers_schema_version_oldest_client check (oldest_client <= version)
);

comment on table celers_schema_version is
  'What schema this is, for clients that did not run the migrations themselves; the highest numbers count.';
comment on column celers_schema_version.version is 'Number of the schema; every migration that clients must know of raises it.';
comment on column celers_schema_version.oldest_client is
  'A client made for an earlier schema than this one must not use it any more; one made for this or a later one may.';
comment on column celers_schema_version.installed_at is 'When it was installed.';

insert into celers_schema_version (version, oldest_client) values (1, 1);
