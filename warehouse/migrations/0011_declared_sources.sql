-- The sources that the workspace declares and has on, as the last run knew them: what is none of them is missed by nobody.

CREATE TABLE declared_sources (
    source      VARCHAR NOT NULL
);
