"""The knowledge in the languages of others: DMN for decision engines, FHIR for health records."""
