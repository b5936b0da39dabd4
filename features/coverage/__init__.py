"""Coverage of the clinic: rows, interventions and findings that examples visit, or none does."""
