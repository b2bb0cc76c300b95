"""Whose fault is it that a batch cannot be loaded: its own, or that of the machine?"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from flows.errors import UserError
from warehouse.database.connection import WarehouseError

# A full disk, a file that cannot be opened, a database that gave up: the run ends with these, and the next tries again.
_MACHINE = (
    OSError,
    MemoryError,
    WarehouseError,
    duckdb.OperationalError,  # what PEP 249 calls so: memory, files, a commit that could not be written
    duckdb.FatalException,
)


class BatchError(Exception):
    """A batch cannot be loaded as it is; the text's first line says why, a traceback of what we did not expect follows."""


@contextmanager
def blamed_on_batch() -> Iterator[None]:
    """What goes wrong inside is a BatchError, unless the machine lacks something.

    Around the work itself: what Prefect meets while it records a step is no fault of a batch either.
    """
    try:
        yield
    except _MACHINE:
        raise
    except UserError as error:
        raise BatchError(str(error)) from error
    except Exception as error:
        told = f"{type(error).__name__}: {error}".replace("\n", " ")
        raise BatchError(f"{told}\n\n{traceback.format_exc()}") from error
