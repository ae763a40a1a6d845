"""What people are writing, kept before it is a proposal."""
