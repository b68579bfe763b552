"""Pictures that people sent, as they were made anew."""
