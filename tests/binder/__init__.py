"""The kit on Binder: what repo2docker makes of the repository, and the lessons on a twin of what it installs."""
