-- What analysts have laid down about stories: one row an act, never changed. Its place in the sequence of arrivals is kept,
-- so that the same articles and acts in the same order give the same stories again.

CREATE TABLE pin_log (
    number      INTEGER NOT NULL,    -- in order, from 1
    pin_id      VARCHAR NOT NULL,    -- of what it says; of an undo: of the pin that it ends
    kind        VARCHAR NOT NULL,    -- together, apart, merge, split, undo
    articles    JSON NOT NULL,       -- ids; of a split: those that leave
    others      JSON NOT NULL,
    after_seq   INTEGER NOT NULL,    -- the last article that had arrived
    refused     VARCHAR,             -- why it was not made
    note        VARCHAR,
    made_by     VARCHAR,
    evidence    JSON NOT NULL,       -- the stories it concerned, what it changed there, the pins it contradicts
    asked_at    TIMESTAMPTZ NOT NULL,
    made_at     TIMESTAMPTZ NOT NULL
);
