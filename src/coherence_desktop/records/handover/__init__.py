"""A plan to the patient and sessions back, each as one encrypted file."""
