"""The thinking: pure functions over frozen records; no clock, network, file, database or orchestrator."""
