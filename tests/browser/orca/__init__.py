"""What a blind reader hears: Orca and a real Chromium on a desktop nobody sees, run nightly."""
