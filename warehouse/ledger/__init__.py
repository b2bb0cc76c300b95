"""What each run and each poll brought, and the proof that nothing was lost."""
