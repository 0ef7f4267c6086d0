"""The class as one HTML file for people: counts, a map of the class, every student's findings."""
