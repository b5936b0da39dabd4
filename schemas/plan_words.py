"""The words that a plan is written in, each list in the order that it is read in."""

STATUSES = ("proposed", "conflict")
URGENCIES = ("emergency", "same_day", "urgent", "soon", "routine")
STAGES = ("emergency", "protect", "rehabilitate", "restore", "refine")
SIDES = ("left", "right", "bilateral", "unknown")
ITEM_SIDES = ("left", "right", "both", "affected", "opposite")
STRENGTHS = ("strong", "recommended", "option", "specialist_option")
STANDINGS = ("certain", "in_doubt", "conditional")
ZONES = ("brow", "eye", "midface", "mouth", "neck")
ARCHETYPES = tuple(f"A{number:02}" for number in range(1, 22))
KINDS_NOT_OFFERED = (
    "not_indicated",
    "not_yet",
    "window_closed",
    "contraindicated",
    "deferred",
    "refused",
    "tried_without_benefit",
    "emergency_first",
    "conflict_first",
)
EVIDENCE = (
    "guideline_strong",
    "guideline_recommendation",
    "guideline_option",
    "guideline_none",
    "cochrane_high",
    "cochrane_moderate",
    "cochrane_low",
    "cochrane_very_low",
    "rct",
    "sr_observational",
    "cohort",
    "case_series",
    "expert_opinion",
    "label",
    "law",
)
SENT_TO = (
    "emergency_department",
    "stroke_team",
    "ent",
    "facial_nerve_surgeon",
    "head_neck_oncology",
    "ophthalmology",
    "oculoplastic",
    "neurology",
    "neurosurgery",
    "facial_therapist",
    "speech_and_swallowing",
    "paediatrics",
    "obstetrics",
    "infectious_disease",
    "psychology",
)
AIMS = (
    "eye_safety",
    "eyelid_function",
    "symmetry_at_rest",
    "dynamic_movement",
    "oral_competence",
    "spasm_relief",
    "comfort",
)
DATED = ("opens", "by", "closes", "until")
