"""The doing: sources that fetch, channels that deliver, the runs that join the rooms, the command line."""
