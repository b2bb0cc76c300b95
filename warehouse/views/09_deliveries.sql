-- One attempt to hand an alert to a channel.
CREATE OR REPLACE VIEW main.deliveries AS
SELECT alert_id, channel, key, attempt, outcome, error, attempted_at
FROM store.delivery_log;
