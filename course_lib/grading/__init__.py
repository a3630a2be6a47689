"""What an instructor needs beyond nbgrader.  Wants the extra `instructor`."""
