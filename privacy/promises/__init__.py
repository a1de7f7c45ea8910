"""What the policy promises, each sentence with the evidence that it is kept."""
