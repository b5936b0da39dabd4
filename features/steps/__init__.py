"""Steps: what a promise can say, through public doors only."""
