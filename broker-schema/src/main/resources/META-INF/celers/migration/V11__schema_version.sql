create table celers_schema_version (
  version      integer     not null,
  installed_at timestamptz not null default celers_clock(),

  constraint celers_schema_version_pkey primary key (version)
);

comment on table celers_schema_version is
  'What schema this is, for clients that did not run the migrations themselves; the highest number counts.';
comment on column celers_schema_version.version is 'Number of the schema; every migration that clients must know of raises it.';
comment on column celers_schema_version.installed_at is 'When it was installed.';

insert into celers_schema_version (version) values (1);
