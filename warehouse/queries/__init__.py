"""What people ask the published warehouse; every answer is plain rows."""
