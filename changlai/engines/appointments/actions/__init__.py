"""What the appointments engine writes: sittings laid and changed, times booked, the queue."""
