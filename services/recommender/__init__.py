"""A plan is proposed: the recommender station, its pure engine and the clinicians' tables."""
