"""Addresses of pages about batons."""

from django.urls import path

from stafett.handovers.views import batons, delegation, receipts

app_name = "handovers"
urlpatterns = [
    path("tiltak/<int:pk>/stafettpinner/", batons.of_initiative, name="of_initiative"),
    path("tiltak/<int:pk>/stafettpinner/alle.xlsx", batons.workbook, name="workbook"),
    path("tiltak/<int:pk>/stafettpinner/ny/", batons.prepare, name="prepare"),
    path("stafettpinne/<int:pk>/", batons.baton, name="baton"),
    path("stafettpinne/<int:pk>/endre/", batons.change, name="change"),
    path("stafettpinne/<int:pk>/tilby/", batons.offer, name="offer"),
    path("stafettpinne/<int:pk>/trekk/", batons.withdraw, name="withdraw"),
    path("stafettpinne/<int:pk>/lofter/", batons.gather, name="gather"),
    path("stafettpinne/<int:pk>/forbered/", batons.fill_in, name="fill_in"),
    path("stafettpinne/<int:pk>/vurder/", batons.consider, name="consider"),
    path("stafettpinne/<int:pk>/svar/", batons.answer, name="answer"),
    path("stafettpinne/<int:pk>/begynn/", batons.begin, name="begin"),
    path("stafettpinne/<int:pk>/ny-praksis/", batons.practise, name="practise"),
    path("stafettpinne/<int:pk>/stopp/", batons.stop, name="stop"),
    path("stafettpinne/<int:pk>/steg/", batons.add_step, name="add_step"),
    path("endringssteg/<int:pk>/", batons.change_step, name="change_step"),
    path("endringssteg/<int:pk>/gjort/", batons.do_step, name="do_step"),
    path("endringssteg/<int:pk>/bort/", batons.remove_step, name="remove_step"),
    path("kvittering/<int:pk>/", receipts.receipt, name="receipt"),
    path("kvittering/<int:pk>/pdf/", receipts.receipt_pdf, name="receipt_pdf"),
    path("kvittering/<int:pk>/json/", receipts.receipt_json, name="receipt_json"),
    path("stafettpinne/<int:pk>/arkiv/", receipts.archive, name="archive"),
    path("stafettpinner/tall/", receipts.figures, name="figures"),
    path("stafettpinner/tall/alt.xlsx", receipts.workbook, name="figures_workbook"),
    path("kvittering/sjekk/", receipts.check, name="check"),
    path("delegering/", delegation.delegation, name="delegation"),
    path("delegering/<int:pk>/slutt/", delegation.end_delegation, name="end_delegation"),
    path("delegering/<int:pk>/pa-nytt/", delegation.name_anew, name="name_anew"),
    path("delegering/kvittering/<int:pk>/pdf/", delegation.delegation_pdf, name="delegation_pdf"),
    path(
        "delegering/kvittering/<int:pk>/json/", delegation.delegation_json, name="delegation_json"
    ),
]
