"""Who may open which page of the desk: every address and every role, and none unclassified."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, URLResolver, reverse

from accounts.actions import ensure_roles
from accounts.roles import ANALYSTS, EDITORS, OPERATORS, ORGANISERS, PLANNERS, READERS, TYPISTS
from concept.actions.chapters import ensure_chapters
from concept.models import (
    AgeCount,
    Chapter,
    CountPurge,
    Dissent,
    Finding,
    LogLine,
    Measure,
    Norm,
    OfficeArgument,
    OfficeCriterion,
    OfficeElsewhere,
    OfficeOption,
    OfficeTask,
    Overlap,
    Release,
    Resolution,
    WaitingList,
)
from needs.models import (
    Batch,
    Contribution,
    PlanningArea,
    Question,
    Questionnaire,
    RawReading,
    Submission,
    Theme,
    Thresholds,
    Wave,
)
from offers.actions import record_change
from offers.models import (
    Area,
    EmergencyNumber,
    ErrorReport,
    MissingHelp,
    Offer,
    Place,
    Provider,
    SearchMiss,
    TargetGroup,
    Topic,
    TopicGroup,
    UnknownWord,
)
from portal.models import Job
from tests.concept_factories import make_overlap, make_release
from tests.desk_rows import make_measures_of_stock, make_needs_rows, make_office_rows, make_trail, make_workshop_rows
from tests.factories import (
    NOW,
    TODAY,
    make_emergency_number,
    make_error_report,
    make_offer,
    make_place,
    make_target_group,
    make_user,
)
from tests.signing_in import sign_in
from tests.working import fail_a_job
from workshops.models import ListExport, Notice, PriorityRound, Purge, Registration, Series, Workshop

pytestmark = pytest.mark.django_db

STAFF = {EDITORS, PLANNERS, ORGANISERS, ANALYSTS, TYPISTS, OPERATORS, READERS, "superuser"}
CATALOGUE = STAFF - {ORGANISERS, ANALYSTS, TYPISTS}
WORKERS = CATALOGUE - {READERS}
TOLD = WORKERS | {ANALYSTS}
KEEPERS = {PLANNERS, OPERATORS, "superuser"}
OPERATING = {OPERATORS, "superuser"}
NOBODY: set[str] = set()
# Workshops: who reads, who plans them, who also sees names, and who reads what was printed and deleted.
WORKSHOPS = {PLANNERS, ORGANISERS, READERS, "superuser"}
PLANNING = WORKSHOPS - {READERS}
ARRANGING = {ORGANISERS, "superuser"}
RECORDED = PLANNING | {OPERATORS}
# The needs form: who asks, and who reads what is asked.
ASKING = {PLANNERS, "superuser"}
ASKED = ASKING | {ANALYSTS}
# Who reads what stock and need are compared by.
COMPARED = ASKED | {OPERATORS, READERS}
# Who reads what was written, and who writes down what is said on the telephone.
READING = {ANALYSTS, "superuser"}
NOTING = READING | {TYPISTS}
# Who reads that it was read, and why.
READINGS = ASKED | {OPERATORS}
TYPING = {TYPISTS, "superuser"}
# Whom a page lets in. All others: 302 to the sign-in for who isn't staff, else 403.
WHO = {
    "index": STAFF,
    "logout": "post",
    "password_change": STAFF,
    "password_change_done": STAFF,
    "autocomplete": "asked with a field",
    "jsi18n": STAFF,
    "view_on_site": "answers by type",
    "app_list": STAFF,
    "second_factor": "own test",
    "second_factor_set_up": "own test",
    "login": "everybody",
    "offers_offer_preview": CATALOGUE,
    "offers_offer_check": WORKERS,
    "offers_offer_restore": "post",
    "auth_user_password_change": OPERATING,
    "workshops_workshop_copy": PLANNING,
    "workshops_workshop_move": PLANNING,
    "workshops_workshop_call_off": PLANNING,
    "workshops_workshop_minutes": PLANNING,
    "workshops_workshop_minutes_approval": PLANNING,
    "workshops_workshop_register": ARRANGING,
    "workshops_workshop_queue": ARRANGING,
    "workshops_workshop_all_calls": ARRANGING,
    "workshops_workshop_calls": ARRANGING,
    "workshops_workshop_letter": ARRANGING,
    "workshops_workshop_invitations": ARRANGING,
    "workshops_workshop_invitation_letters": ARRANGING,
    "workshops_workshop_list": ARRANGING,
    "workshops_workshop_check_in": ARRANGING,
    "workshops_workshop_needs": ARRANGING,
    "workshops_priorityround_course": PLANNING,
    "workshops_priorityround_sheet": PLANNING,
    "workshops_priorityround_slips": ARRANGING,
    "workshops_priorityround_ballots": ARRANGING,
    "workshops_registration_receipt": ARRANGING,
    "workshops_registration_ticket": ARRANGING,
    "workshops_registration_edit": ARRANGING,
    "workshops_registration_cancel": ARRANGING,
    "workshops_registration_erase": ARRANGING,
    "workshops_registration_confirm": "post",
    "needs_questionnaire_preview": ASKED,
    "needs_questionnaire_new_version": "post",
    "needs_question_condition": ASKING,
    "needs_question_move": "post",
    "needs_wave_open": ASKING,
    "needs_wave_results": ASKED | {READERS},
    "needs_wave_results_export": "post",
    "needs_wave_close": ASKING,
    "needs_wave_letters": ASKING,
    "needs_wave_paper": ASKING,
    "needs_wave_print_letters": ASKING,
    "needs_planningarea_districts": ASKING,
    "needs_submission_changelist": READING,
    "needs_submission_add": NOBODY,
    "needs_submission_change": "asks for a reason",
    "needs_submission_delete": NOBODY,
    "needs_submission_history": READING,
    "needs_contribution_reading": READING,
    "needs_contribution_redact": "asks for a reason",
    "needs_contribution_reports": READING,
    "needs_contribution_take_in": "post",
    "needs_contribution_code": NOTING,
    "needs_batch_course": TYPING | READING,
    "needs_batch_close": TYPING,
    "needs_batch_sheet": TYPING,
    "needs_batch_paper": TYPING,
    "needs_batch_correct": "own test",
    "needs_batch_code": "own test",
    "needs_batch_remove": "own test",
    "needs_batch_second": "own test",
    "concept_agecount_upload": ASKING,
    "concept_agecount_keep": "post",
    "concept_chapter_ensure": "own test",
    "concept_chapter_preview": "own test",
    "concept_chapter_preview_pdf": "own test",
    "concept_officeargument_both": COMPARED,
    # Live numbers: not for operators.
    "concept_matchcell_changelist": COMPARED - {OPERATORS},
    "concept_matchcell_cell": COMPARED - {OPERATORS},
    "concept_release_waves": ASKING,
    "concept_release_freeze": "post",
    "concept_release_figures": COMPARED,
    "concept_release_publish": ASKING,
    "concept_release_discard": "post",
    "concept_finding_withdraw": ASKING,
    "concept_measure_propose": ASKING,
    "concept_measure_report": ASKING,
    "concept_logline_check": COMPARED,
    "concept_logline_forget": {"superuser"},
    "concept_overlap_find": "post",
    "concept_overlap_twins": ASKING,
    "concept_overlap_letter": "own test",
    "concept_overlap_note": "own test",
}
for model, (view, add, change, delete, history) in {
    "offers_offer": (CATALOGUE, WORKERS, CATALOGUE, NOBODY, CATALOGUE),
    "offers_provider": (CATALOGUE, WORKERS, CATALOGUE, OPERATING, CATALOGUE),
    "offers_place": (
        CATALOGUE | {ORGANISERS},
        WORKERS | {ORGANISERS},
        CATALOGUE | {ORGANISERS},
        OPERATING,
        CATALOGUE | {ORGANISERS},
    ),
    "offers_topic": (STAFF, NOBODY, STAFF, NOBODY, STAFF),
    "offers_topicgroup": (STAFF, NOBODY, STAFF, NOBODY, STAFF),
    "offers_targetgroup": (STAFF, KEEPERS, STAFF, OPERATING, STAFF),
    "offers_area": (STAFF, NOBODY, STAFF, NOBODY, STAFF),
    "offers_emergencynumber": (CATALOGUE, OPERATING, CATALOGUE, OPERATING, CATALOGUE),
    "offers_errorreport": (TOLD, NOBODY, TOLD, NOBODY, TOLD),
    "offers_missinghelp": (TOLD, NOBODY, TOLD, NOBODY, TOLD),
    "offers_searchmiss": (CATALOGUE, NOBODY, CATALOGUE, NOBODY, CATALOGUE),
    "offers_unknownword": (CATALOGUE, NOBODY, CATALOGUE, NOBODY, CATALOGUE),
    "auth_user": (OPERATING, OPERATING, OPERATING, OPERATING, OPERATING),
    "portal_job": (OPERATING, NOBODY, OPERATING, NOBODY, OPERATING),
    "workshops_workshop": (WORKSHOPS, PLANNING, WORKSHOPS, NOBODY, WORKSHOPS),
    "workshops_series": (WORKSHOPS, PLANNING, WORKSHOPS, {"superuser"}, WORKSHOPS),
    "workshops_registration": (ARRANGING, NOBODY, ARRANGING, NOBODY, ARRANGING),
    "workshops_priorityround": (PLANNING, PLANNING, PLANNING, NOBODY, PLANNING),
    "workshops_listexport": (RECORDED, NOBODY, RECORDED, NOBODY, RECORDED),
    "workshops_purge": (RECORDED, NOBODY, RECORDED, NOBODY, RECORDED),
    "needs_questionnaire": (ASKED, ASKING, ASKED, NOBODY, ASKED),
    "needs_question": (ASKED, ASKING, ASKED, ASKING, ASKED),
    "needs_wave": (ASKED | {READERS}, ASKING, ASKED | {READERS}, {"superuser"}, ASKED | {READERS}),
    "needs_planningarea": (ASKED | {READERS}, ASKING, ASKED | {READERS}, {"superuser"}, ASKED | {READERS}),
    "needs_thresholds": (ASKED | {READERS}, ASKING, ASKED | {READERS}, NOBODY, ASKED | {READERS}),
    "needs_rawreading": (READINGS, NOBODY, READINGS, NOBODY, READINGS),
    "needs_contribution": (ASKED, NOTING, ASKED, NOBODY, ASKED),
    "needs_batch": (TYPING | READING, TYPING, TYPING | READING, NOBODY, TYPING | READING),
    "needs_theme": (ASKED | {READERS}, ASKED, ASKED | {READERS}, NOBODY, ASKED | {READERS}),
    "concept_agecount": (COMPARED, NOBODY, COMPARED, {"superuser"}, COMPARED),
    "concept_chapter": (COMPARED, ASKING, COMPARED, {"superuser"}, COMPARED),
    "concept_release": (COMPARED, ASKING, COMPARED, NOBODY, COMPARED),
    "concept_officetask": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    "concept_officeoption": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    "concept_officecriterion": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    # Of the planning: the Seniorenbeirat adds its own, and can't delete this one.
    "concept_officeargument": (COMPARED, ASKING | {READERS}, COMPARED, ASKING, COMPARED),
    "concept_officeelsewhere": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    # Drafts: what is published is kept.
    "concept_finding": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    "concept_measure": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    "concept_resolution": (COMPARED, ASKING, COMPARED, NOBODY, COMPARED),
    "concept_dissent": (COMPARED, {READERS, "superuser"}, COMPARED, NOBODY, COMPARED),
    "concept_logline": (COMPARED, NOBODY, COMPARED, NOBODY, COMPARED),
    "concept_countpurge": (KEEPERS, NOBODY, KEEPERS, NOBODY, KEEPERS),
    "concept_norm": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    "concept_waitinglist": (COMPARED, ASKING, COMPARED, ASKING, COMPARED),
    "concept_overlap": (ASKING, NOBODY, ASKING, NOBODY, ASKING),
}.items():
    WHO |= {
        f"{model}_changelist": view,
        f"{model}_add": add,
        f"{model}_change": change,
        f"{model}_delete": delete,
        f"{model}_history": history,
    }
PAGES = [name for name, who in WHO.items() if isinstance(who, set)]
PEOPLE = ["anonymous", "without account at the desk", *sorted(STAFF)]


def names_of_the_desk():
    return set(_names(admin.site.get_urls()))


def _names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def test_every_page_of_the_desk_is_classified():
    assert names_of_the_desk() == {*WHO}


@pytest.fixture
def rows(db):
    offer = make_offer(places=[make_place()], target_groups=[make_target_group()])
    record_change(offer, by=None, role="Redaktion", event="angelegt", now=NOW)
    make_emergency_number()
    make_error_report(offer=offer)
    MissingHelp.objects.create(text="Ein Chor", received_on=TODAY)
    SearchMiss.objects.create(day=TODAY)
    UnknownWord.objects.create(digest="x", word="Rollator", days=[TODAY, TODAY, TODAY])
    fail_a_job()
    make_workshop_rows()
    make_needs_rows()
    make_overlap()
    make_measures_of_stock(offer)
    make_office_rows()
    CountPurge.objects.create(release=make_release(), count=12, purged_on=TODAY)
    make_trail()
    ensure_chapters()
    ensure_roles()


def address(name):
    models = {
        "offer": Offer,
        "provider": Provider,
        "place": Place,
        "topic": Topic,
        "topicgroup": TopicGroup,
        "targetgroup": TargetGroup,
        "area": Area,
        "emergencynumber": EmergencyNumber,
        "errorreport": ErrorReport,
        "missinghelp": MissingHelp,
        "searchmiss": SearchMiss,
        "unknownword": UnknownWord,
        "user": get_user_model(),
        "job": Job,
        "workshop": Workshop,
        "series": Series,
        "registration": Registration,
        "listexport": ListExport,
        "purge": Purge,
        "priorityround": PriorityRound,
        "questionnaire": Questionnaire,
        "wave": Wave,
        "planningarea": PlanningArea,
        "thresholds": Thresholds,
        "question": Question,
        "contribution": Contribution,
        "theme": Theme,
        "batch": Batch,
        "submission": Submission,
        "rawreading": RawReading,
        "overlap": Overlap,
        "finding": Finding,
        "measure": Measure,
        "resolution": Resolution,
        "dissent": Dissent,
        "logline": LogLine,
        "countpurge": CountPurge,
        "agecount": AgeCount,
        "norm": Norm,
        "chapter": Chapter,
        "release": Release,
        "officetask": OfficeTask,
        "officeoption": OfficeOption,
        "officecriterion": OfficeCriterion,
        "officeargument": OfficeArgument,
        "officeelsewhere": OfficeElsewhere,
        "waitinglist": WaitingList,
    }
    if name == "app_list":
        return reverse("admin:app_list", args=["offers"])
    if name == "concept_matchcell_cell":
        return reverse(f"admin:{name}", args=[TopicGroup.objects.first().pk, "stadt"])
    if name == "workshops_workshop_letter":
        return reverse(f"admin:{name}", args=[Notice.objects.first().pk])
    try:
        return reverse(f"admin:{name}")
    except NoReverseMatch:
        model = models[name.split("_")[1]]
        rows = model.objects.filter(is_superuser=False) if model is get_user_model() else model.objects
        more = {"workshops_workshop_list": ["attendance"], "workshops_workshop_invitation_letters": [1]}
        return reverse(f"admin:{name}", args=[rows.first().pk, *more.get(name, ())])


def enter(client, person):
    if person == "anonymous":
        return
    user = make_user(
        is_staff=person != "without account at the desk",
        is_superuser=person == "superuser",
        groups=[person] if person in STAFF - {"superuser"} else [],
    )
    sign_in(client, user)


def expected(person, who):
    if person not in STAFF:
        return 302
    return 200 if person in who else 403


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_open_which_page(client, rows, person):
    make_user(username="kollegin")
    enter(client, person)
    answers = {name: client.get(address(name)).status_code for name in PAGES}
    assert answers == {name: expected(person, WHO[name]) for name in PAGES}


def test_a_person_without_a_role_sees_the_start_page_only(client, rows):
    sign_in(client, make_user())
    opened = {name for name in PAGES if client.get(address(name)).status_code == 200}
    assert opened == {"index", "jsi18n", "password_change", "password_change_done"}


@pytest.mark.parametrize(
    ("person", "status"), [("anonymous", 302), ("without account at the desk", 302), (READERS, 200), (EDITORS, 200)]
)
def test_the_pickers_show_what_one_may_see(client, rows, person, status):
    enter(client, person)
    field = {"app_label": "offers", "model_name": "offer", "field_name": "places", "term": ""}
    response = client.get(reverse("admin:autocomplete"), field)
    assert response.status_code == status
    if status == 200:
        assert [row["text"] for row in response.json()["results"]] == [
            place.name for place in Place.objects.order_by("sort_name")
        ]
