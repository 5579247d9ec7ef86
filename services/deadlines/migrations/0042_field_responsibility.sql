-- Which department answers for a field in a place (重点领域责任分工): administrators' data, where a
-- text only counts the fields. Without a department the field is not routed any more.
create table field_responsibility (
    id uuid primary key,
    unit_code text not null,
    field text not null,
    title text not null,
    department text,
    department_name text,
    note text,
    version integer not null,
    set_at timestamptz not null,
    set_by text not null,
    unique (unit_code, field)
);
