"""Terms and tools: proposed, and decided on by the manager of their department."""
