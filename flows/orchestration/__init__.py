"""What `wirewatch up` keeps running: a private Prefect server, the schedule, and the looks at folders and at itself."""
