"""Alerts: what decisions start from, what was decided and told, what waits to be sent; and the stream replayed for a backtest."""
