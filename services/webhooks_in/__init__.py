"""What others tell us: their endpoints, what their events mean, and what follows."""
