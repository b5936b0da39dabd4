"""Speech: how a promise is read, by the catalogue that assessments are made of."""
