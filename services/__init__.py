"""The stations: intake, recommender, review; and the doors that they share."""
