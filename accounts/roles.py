"""The roles and what each may do: the one table of rights. `manage.py ensure_roles` writes it to the database.

Rights are Django's own (view, add, change, delete) on a model. Superusers may do everything.
"""

EDITORS, PLANNERS, OPERATORS, READERS = "Redaktion", "Planung", "Betrieb", "Seniorenbeirat"
# Who arranges workshops: the only role that sees who comes and what they need.
ORGANISERS = "Organisation"
# The only role that reads single answers and free text as it was written; each reading is noted.
ANALYSTS = "Auswertung"
# Types paper forms in and asks on the telephone: sees the sheet on the desk, nothing that was sent.
TYPISTS = "Erfassung"

READ = "view"
EDIT = "view change"
KEEP = "view add change"
OWN = "view add change delete"

# What belongs to an entry comes and goes with it.
_PARTS = {
    "offers.contact": OWN,
    "offers.openingtime": OWN,
    "offers.closure": OWN,
    "offers.offerprovider": OWN,
    "offers.offertopic": OWN,
    "offers.succession": OWN,
}
# Counted without a person: everybody at the desk may read it.
_COUNTED = {"offers.searchmiss": READ, "offers.unknownword": READ}
# Written by citizens: may name people, so readers don't see it.
_TOLD = {"offers.errorreport": EDIT, "offers.missinghelp": EDIT}
_ORDER = (
    "offers.topicgroup",
    "offers.topic",
    "offers.topicword",
    "offers.targetgroup",
    "offers.area",
    "offers.absence",
)
# Announced and written up together by those who arrange and those who plan; no names in any of it.
_WORKSHOPS = {
    "workshops.series": KEEP,
    # Only drafts can be deleted (workshops.admin).
    "workshops.workshop": OWN,
    "workshops.minutes": KEEP,
    "workshops.seatevent": READ,
    "workshops.priorityround": KEEP,
    "workshops.priorityoption": OWN,
    "workshops.listexport": READ,
    "workshops.purge": READ,
}
# Names, numbers, needs.
_PARTICIPANTS = {
    "workshops.registration": KEEP,
    "workshops.contactdetails": KEEP,
    "workshops.guest": KEEP,
    "workshops.accessneed": KEEP,
    "workshops.notice": EDIT,
    "workshops.invitation": "view add",
    "workshops.listexport": "view add",
    "workshops.votingslip": "view add",
    "workshops.ballot": "view add",
}

# What is asked, whom, and what is compared; no answers in it.
_ASKING = {
    "needs.questionnaire": KEEP,
    "needs.question": OWN,
    "needs.option": OWN,
    "needs.wave": KEEP,
    "needs.planningarea": KEEP,
    "needs.thresholds": "view add",
    "needs.letter": "view add",
    "needs.theme": KEEP,
    "needs.event": READ,
    "needs.rawreading": READ,
    "needs.needspurge": READ,
}

# Stock against need, and what follows from it. Counts behind figures and salts of the log are nobody's.
_CONCEPT = {
    "concept.release": OWN,
    # Only drafts can be deleted (concept.admin).
    "concept.finding": OWN,
    "concept.evidence": OWN,
    "concept.measure": OWN,
    "concept.statusreport": "view add",
    "concept.resolution": KEEP,
    "concept.dissent": READ,
    "concept.chapter": KEEP,
    "concept.logline": READ,
    "concept.overlap": KEEP,
    "concept.overlapreply": READ,
    "concept.agecount": KEEP,
    "concept.norm": OWN,
    "concept.waitinglist": OWN,
    "concept.officetask": OWN,
    "concept.officeoption": OWN,
    "concept.officecriterion": OWN,
    "concept.officeargument": OWN,
    "concept.officeelsewhere": OWN,
    "concept.matchcell": READ,
}
# Until providers confirm an overlap, only who asks them reads their names and what they say.
_UNCONFIRMED = dict.fromkeys(("concept.overlap", "concept.overlapreply"), "")

RIGHTS: dict[str, dict[str, str]] = {
    EDITORS: {
        "offers.offer": KEEP,
        "offers.provider": KEEP,
        "offers.place": KEEP,
        "offers.emergencynumber": READ,
        **_PARTS,
        **_COUNTED,
        **_TOLD,
        **dict.fromkeys(_ORDER, READ),
    },
    PLANNERS: {
        "offers.offer": KEEP,
        "offers.provider": KEEP,
        "offers.place": KEEP,
        "offers.emergencynumber": EDIT,
        **_PARTS,
        **_COUNTED,
        **_TOLD,
        **dict.fromkeys(_ORDER, EDIT),
        "offers.absence": OWN,
        "offers.topicword": OWN,
        "offers.targetgroup": KEEP,
        **_WORKSHOPS,
        **_ASKING,
        **_CONCEPT,
        "concept.countpurge": READ,
        # Redacted ones only (needs.admin.coding).
        "needs.contribution": READ,
        # Whoever may add statements approves the minutes that they come from.
        "workshops.statement": KEEP,
    },
    ORGANISERS: {
        **_WORKSHOPS,
        **_PARTICIPANTS,
        "offers.place": KEEP,
        **dict.fromkeys(_ORDER, READ),
    },
    ANALYSTS: {
        **dict.fromkeys(_ASKING, READ),
        "needs.theme": KEEP,
        "needs.submission": READ,
        "needs.contribution": KEEP,
        "needs.rawreading": "view add",
        "needs.batch": READ,
        **dict.fromkeys(_CONCEPT, READ),
        **_UNCONFIRMED,
        **_TOLD,
        **dict.fromkeys(_ORDER, READ),
    },
    TYPISTS: {
        "needs.batch": KEEP,
        "needs.sheet": KEEP,
        # Writes down what is said on the telephone, and doesn't see it again.
        "needs.contribution": "add",
        **dict.fromkeys(_ORDER, READ),
    },
    OPERATORS: {
        "offers.offer": KEEP,
        "offers.provider": OWN,
        "offers.place": OWN,
        "offers.emergencynumber": OWN,
        **_PARTS,
        **_COUNTED,
        **_TOLD,
        **dict.fromkeys(_ORDER, EDIT),
        "offers.absence": OWN,
        "offers.topicword": OWN,
        "offers.targetgroup": OWN,
        "auth.user": OWN,
        "portal.job": EDIT,
        "needs.rawreading": READ,
        "needs.needspurge": READ,
        "workshops.listexport": READ,
        "workshops.purge": READ,
        **dict.fromkeys(_CONCEPT, READ),
        **_UNCONFIRMED,
        "concept.countpurge": READ,
        # The live matrix is for who plans, and for who advises on it.
        "concept.matchcell": "",
    },
    READERS: {
        "offers.offer": READ,
        "offers.provider": READ,
        "offers.place": READ,
        "offers.emergencynumber": READ,
        **dict.fromkeys(_PARTS, READ),
        **_COUNTED,
        **dict.fromkeys(_ORDER, READ),
        "workshops.workshop": READ,
        "workshops.series": READ,
        "workshops.statement": READ,
        "needs.wave": READ,
        "needs.theme": READ,
        "needs.planningarea": READ,
        "needs.thresholds": READ,
        **dict.fromkeys(_CONCEPT, READ),
        **_UNCONFIRMED,
        # Its own voice (concept.admin): a vote stays as it was cast, an argument can be put better.
        "concept.dissent": "view add",
        "concept.officeargument": KEEP,
    },
}
