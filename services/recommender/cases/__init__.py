"""
The clinicians' cases: patients in words, and the plans that they must get.

They stand beside the tables, in `pathways/cases/`, and judge them: whoever changes a row sees
which patients then get another plan.
"""

from services.recommender.cases.example import CASES, Example, Expected, Fate
from services.recommender.cases.judging import Difference, judge
from services.recommender.cases.reading import read_cases
from services.recommender.cases.running import Verdict, outline_of, try_example

__all__ = [
    "CASES",
    "Difference",
    "Example",
    "Expected",
    "Fate",
    "Verdict",
    "judge",
    "outline_of",
    "read_cases",
    "try_example",
]
