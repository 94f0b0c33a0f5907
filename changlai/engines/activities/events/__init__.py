"""What happened to activities, sign-ups and attendance, as facts: ids, codes and minutes."""
