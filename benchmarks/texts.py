"""Needs as municipalities might write them, in any number, the same for the same seed.

The sentences are ours and the places do not exist. ``needs(count, seed)`` gives dicts with
title, problem, affected_group, today and lang; about one in four is in nynorsk.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

Pair = tuple[str, str]  # bokmål, nynorsk


def _pairs(text: str) -> list[Pair]:
    """Read lines of ``bokmål | nynorsk``; a line without ``|`` is the same in both."""
    halves = [line.split("|") for line in text.strip().splitlines()]
    return [(half[0].strip(), half[-1].strip()) for half in halves]


SECTORS: dict[str, tuple[list[Pair], list[Pair]]] = {
    "care": (
        _pairs("""
            hjemmeboende eldre | heimebuande eldre
            sykepleiere i hjemmetjenesten | sjukepleiarar i heimetenesta
            pårørende til personer med demens | pårørande til personar med demens
            beboere på sykehjemmet | bebuarar på sjukeheimen
        """),
        _pairs("""
            Brukerne får besøk av opptil tolv ulike ansatte i uka | Brukarane får besøk av opptil tolv ulike tilsette i veka
            Medisiner deles ut for sent på dagen | Medisinar blir delte ut for seint på dagen
            Nattevakten rekker ikke over hele kommunen | Nattevakta rekk ikkje over heile kommunen
            Fall blir ikke oppdaget før om morgenen | Fall blir ikkje oppdaga før om morgonen
            Trygghetsalarmer går av uten grunn | Tryggleiksalarmar går av utan grunn
            Rapporten mellom vaktene mangler det viktigste | Rapporten mellom vaktene manglar det viktigaste
            Hjelpemidler står på lager mens folk venter | Hjelpemiddel står på lager medan folk ventar
            Måltidene kommer for tett og frister ikke | Måltida kjem for tett og freistar ikkje
        """),
    ),
    "health": (
        _pairs("""
            innbyggere som venter på rehabilitering | innbyggjarar som ventar på rehabilitering
            fastlegene og legevakten | fastlegane og legevakta
            unge med psykiske plager | unge med psykiske plager
            gravide og småbarnsfamilier | gravide og småbarnsfamiliar
        """),
        _pairs("""
            Henvisninger blir borte mellom tjenestene | Tilvisingar blir borte mellom tenestene
            Ventelisten hos fysioterapeuten er et halvt år | Ventelista hjå fysioterapeuten er eit halvt år
            Legevakten får telefoner som fastlegen kunne tatt | Legevakta får telefonar som fastlegen kunne teke
            Helsestasjonen når ikke familier som ikke møter | Helsestasjonen når ikkje familiar som ikkje møter
            Utskrevne pasienter kommer hjem uten plan | Utskrivne pasientar kjem heim utan plan
            Vaksiner kastes fordi timene ikke fylles | Vaksinar blir kasta fordi timane ikkje blir fylte
            Ingen har oversikt over hvem som røyker eller drikker for mye | Ingen har oversikt over kven som røykjer eller drikk for mykje
            Ungdom vet ikke hvem de kan snakke med | Ungdom veit ikkje kven dei kan snakke med
        """),
    ),
    "school": (
        _pairs("""
            elever på ungdomstrinnet | elevar på ungdomstrinnet
            kontaktlærere | kontaktlærarar
            foreldre i skolen | foreldre i skulen
            elever med spesialundervisning | elevar med spesialundervisning
        """),
        _pairs("""
            Fraværet blir fulgt opp ulikt fra skole til skole | Fråværet blir følgt opp ulikt frå skule til skule
            Beskjeder hjem drukner i andre meldinger | Beskjedar heim druknar i andre meldingar
            Vikarene kjenner verken klassen eller opplegget | Vikarane kjenner verken klassen eller opplegget
            Mobbing meldes sent og behandles tilfeldig | Mobbing blir meld seint og handsama tilfeldig
            Leseprøvene ligger i permer ingen åpner | Leseprøvene ligg i permar ingen opnar
            Skoleskyssen passer ikke med timeplanen | Skuleskyssen passar ikkje med timeplanen
            Overgangen fra barnehagen begynner på nytt hver høst | Overgangen frå barnehagen byrjar på nytt kvar haust
            Leksehjelpen når ikke dem som trenger den mest | Leksehjelpa når ikkje dei som treng ho mest
        """),
    ),
    "nursery": (
        _pairs("""
            småbarnsforeldre | småbarnsforeldre
            ansatte i barnehagene | tilsette i barnehagane
            styrere | styrarar
        """),
        _pairs("""
            Det er uklart hvor det finnes ledig plass | Det er uklart kvar det finst ledig plass
            Grunnbemanningen ryker når én er syk | Grunnbemanninga ryk når éin er sjuk
            Allergier står på en lapp på kjøkkenet | Allergiar står på ein lapp på kjøkenet
            Planleggingsdagene faller på ulike dager for søsken | Planleggingsdagane fell på ulike dagar for sysken
            Bekymring for et barn blir ikke skrevet ned | Uro for eit barn blir ikkje skriven ned
            Vognskuret og uteområdet blir ikke vedlikeholdt | Vognskuret og uteområdet blir ikkje halde ved like
        """),
    ),
    "welfare": (
        _pairs("""
            mottakere av økonomisk sosialhjelp | mottakarar av økonomisk sosialhjelp
            flyktninger i introduksjonsprogrammet | flyktningar i introduksjonsprogrammet
            vanskeligstilte på boligmarkedet | vanskelegstilte på bustadmarknaden
            barn i lavinntektsfamilier | barn i låginntektsfamiliar
        """),
        _pairs("""
            De samme papirene må leveres hver måned | Dei same papira må leverast kvar månad
            Tolk bestilles for sent eller møter ikke | Tolk blir bestilt for seint eller møter ikkje
            Leiligheter står tomme etter at noen har flyttet ut | Leilegheiter står tomme etter at nokon har flytta ut
            Brev fra kommunen er umulige å forstå | Brev frå kommunen er umoglege å forstå
            Gjeldsrådgivning kommer først når strømmen er stengt | Gjeldsrådgjeving kjem først når straumen er stengd
            Språkpraksis finnes ikke nær der folk bor | Språkpraksis finst ikkje nær der folk bur
            Barn faller ut av fritidsaktiviteter når utstyret koster | Barn fell ut av fritidsaktivitetar når utstyret kostar
        """),
    ),
    "building": (
        _pairs("""
            innbyggere som vil bygge på huset | innbyggjarar som vil byggje på huset
            saksbehandlere på byggesak | sakshandsamarar på byggjesak
            naboer til nye byggefelt | naboar til nye byggjefelt
        """),
        _pairs("""
            Søknader mangler kart og nabovarsel | Søknader manglar kart og nabovarsel
            Svarbrevene er skrevet for jurister | Svarbreva er skrivne for juristar
            Gamle tegninger ligger bare på papir i kjelleren | Gamle teikningar ligg berre på papir i kjellaren
            Ulovlige tiltak blir meldt, men aldri fulgt opp | Ulovlege tiltak blir melde, men aldri følgde opp
            Ferdigattest blir glemt til huset skal selges | Ferdigattest blir gløymd til huset skal seljast
            Reguleringsplanen finnes i tre utgaver | Reguleringsplanen finst i tre utgåver
        """),
    ),
    "roads": (
        _pairs("""
            bilister og syklister | bilistar og syklistar
            brøytemannskapene | brøytemannskapa
            skolebarn som går langs veien | skuleborn som går langs vegen
        """),
        _pairs("""
            Hull i veien blir meldt flere ganger uten svar | Hol i vegen blir melde fleire gonger utan svar
            Gatelys er mørke hele vinteren | Gatelys er mørke heile vinteren
            Ingen vet når veien blir brøytet | Ingen veit når vegen blir brøytt
            Grøfter går tette før hvert regnvær | Grøfter går tette før kvart regnvêr
            Fortauet er glatt der de eldre går | Fortauet er glatt der dei eldre går
            Rekkverk og skilt står skeivt etter vinteren | Rekkverk og skilt står skeivt etter vinteren
        """),
    ),
    "water": (
        _pairs("""
            abonnenter på kommunalt vann | abonnentar på kommunalt vatn
            driftsoperatører på vannverket | driftsoperatørar på vassverket
            huseiere med kjeller | huseigarar med kjellar
        """),
        _pairs("""
            Lekkasjer oppdages først når vannet står i kjelleren | Lekkasjar blir oppdaga først når vatnet står i kjellaren
            Overvann fyller kummene ved hvert styrtregn | Overvatn fyller kummane ved kvart styrtregn
            Målerstanden blir ikke sendt inn | Målarstanden blir ikkje send inn
            Kokevarsel når ikke fram til alle | Kokevarsel når ikkje fram til alle
            Ledningskartet stemmer ikke med det vi finner i grøfta | Leidningskartet stemmer ikkje med det vi finn i grøfta
            Slamtømming skjer på dager folk ikke er hjemme | Slamtøming skjer på dagar folk ikkje er heime
        """),
    ),
    "finance": (
        _pairs("""
            enhetsledere | einingsleiarar
            regnskapsmedarbeidere | rekneskapsmedarbeidarar
            leverandører til kommunen | leverandørar til kommunen
        """),
        _pairs("""
            Fakturaer blir liggende uten at noen godkjenner dem | Fakturaer blir liggjande utan at nokon godkjenner dei
            Månedstallene kommer når det er for sent å gjøre noe | Månadstala kjem når det er for seint å gjere noko
            Innkjøp gjøres utenom avtalene | Innkjøp blir gjorde utanom avtalane
            Refusjoner blir ikke krevd inn i tide | Refusjonar blir ikkje kravde inn i tide
            Budsjettet legges på nytt fra bunnen hver høst | Budsjettet blir lagt på nytt frå botnen kvar haust
            Lønn for ekstravakter føres for hånd | Løn for ekstravakter blir ført for hand
        """),
    ),
    "staff": (
        _pairs("""
            nyansatte og ferievikarer | nytilsette og ferievikarar
            ledere med mange medarbeidere | leiarar med mange medarbeidarar
            tillitsvalgte og verneombud | tillitsvalde og verneombod
            ansatte i ufrivillig deltid | tilsette i ufrivillig deltid
        """),
        _pairs("""
            Nye medarbeidere står uten tilganger den første uka | Nye medarbeidarar står utan tilgangar den første veka
            Vakante vakter dekkes ved å ringe rundt | Ledige vakter blir dekte ved å ringje rundt
            Sykefravær følges opp ulikt | Sjukefråvær blir følgt opp ulikt
            Kompetanse er det ingen som vet hvor finnes | Kompetanse er det ingen som veit kvar finst
            Avvik meldes ikke fordi ingen svarer | Avvik blir ikkje melde fordi ingen svarar
            Sluttsamtaler blir ikke holdt, så vi lærer ikke hvorfor folk går | Sluttsamtalar blir ikkje haldne, så vi lærer ikkje kvifor folk går
            Overtid godkjennes i etterkant uten at noen spør | Overtid blir godkjend i etterkant utan at nokon spør
        """),
    ),
    "records": (
        _pairs("""
            arkivarer | arkivarar
            journalister og innbyggere som ber om innsyn | journalistar og innbyggjarar som bed om innsyn
            folkevalgte | folkevalde
        """),
        _pairs("""
            Dokumenter lagres på egne områder og blir borte | Dokument blir lagra på eigne område og blir borte
            Sladding gjøres side for side | Sladding blir gjord side for side
            Sakspapirene er for lange til å bli lest | Sakspapira er for lange til å bli lesne
            Det samme spørsmålet blir besvart mange ganger | Det same spørsmålet blir svara på mange gonger
            Vedtak blir ikke fulgt opp etter møtet | Vedtak blir ikkje følgde opp etter møtet
            Gamle kart og tegninger finnes bare ett sted | Gamle kart og teikningar finst berre éin stad
        """),
    ),
    "culture": (
        _pairs("""
            lag og foreninger | lag og foreiningar
            besøkende på biblioteket | vitjande på biblioteket
            frivillige | frivillige
        """),
        _pairs("""
            Haller står tomme mens lag mangler treningstid | Hallar står tomme medan lag manglar treningstid
            Tilskudd søkes på skjemaer få forstår | Tilskot blir søkt om på skjema få forstår
            Arrangementer kolliderer fordi ingen ser hverandres planer | Arrangement kolliderer fordi ingen ser planane til kvarandre
            Nøkler må hentes og leveres i kontortiden | Nøklar må hentast og leverast i kontortida
            Frivillige finner ikke dem som ønsker besøk | Frivillige finn ikkje dei som ønskjer besøk
            Kulturskolen har lang ventetid og ledige plasser samtidig | Kulturskulen har lang ventetid og ledige plassar samstundes
        """),
    ),
    "buildings": (
        _pairs("""
            vaktmestere | vaktmeistrar
            renholdere | reinhaldarar
            brukere av kommunale bygg | brukarar av kommunale bygg
        """),
        _pairs("""
            Bygg varmes opp når ingen er der | Bygg blir varma opp når ingen er der
            Rom vaskes etter en plan fra før de ble bygd om | Rom blir vaska etter ein plan frå før dei blei bygde om
            Feil meldes på telefon og glemmes | Feil blir melde på telefon og gløymde
            Inneklimaet gir hodepine om ettermiddagen | Inneklimaet gir hovudpine om ettermiddagen
            Vedlikehold utsettes til det blir dyrt | Vedlikehald blir utsett til det blir dyrt
            Møterom er bestilt, men ingen kommer | Møterom er bestilte, men ingen kjem
        """),
    ),
    "preparedness": (
        _pairs("""
            kriseledelsen | kriseleiinga
            innbyggere uten strøm og mobil | innbyggjarar utan straum og mobil
            brannvesenet | brannvesenet
        """),
        _pairs("""
            Varsling skjer etter en liste som ikke er oppdatert | Varsling skjer etter ei liste som ikkje er oppdatert
            Øvelser blir ikke evaluert | Øvingar blir ikkje evaluerte
            Sårbare innbyggere er det ingen samlet oversikt over | Sårbare innbyggjarar er det inga samla oversikt over
            Reservestrøm finnes ikke der folk skal samles | Reservestraum finst ikkje der folk skal samlast
            Feiing varsles i posten og mange er ikke hjemme | Feiing blir varsla i posten og mange er ikkje heime
        """),
    ),
}

OFTEN = _pairs("""
    Det skjer {n} ganger i måneden | Det skjer {n} gonger i månaden
    Vi talte {n} tilfeller i fjor høst | Me talde {n} tilfelle i fjor haust
    Hver uke går {n} timer med | Kvar veke går {n} timar med
    {n} av dem vi spurte, kjenner seg igjen | {n} av dei me spurde, kjenner seg att
    I {place} gjelder det nesten alle | I {place} gjeld det nesten alle
    Verst er det ved {place} | Verst er det ved {place}
    Omtrent {n} personer er berørt hvert år | Om lag {n} personar er råka kvart år
    Vi har {n} klager liggende | Me har {n} klager liggjande
""")

CONSEQUENCES = _pairs("""
    De ansatte bruker tid på å lete i stedet for å hjelpe | Dei tilsette brukar tid på å leite i staden for å hjelpe
    Folk mister tilliten og ringer flere steder | Folk mistar tilliten og ringjer fleire stader
    Det ender med overtid og innleie | Det endar med overtid og innleige
    Noen gir opp og lar det være | Nokon gjev opp og let det vere
    Små feil vokser til store saker | Små feil veks til store saker
    Lederne oppdager det når pengene er brukt | Leiarane oppdagar det når pengane er brukte
    Det går ut over dem som sier minst | Det går ut over dei som seier minst
    Arbeidet må gjøres to ganger | Arbeidet må gjerast to gonger
    Fristene i loven blir ikke holdt | Fristane i lova blir ikkje haldne
    Nye kolleger slutter før de er lært opp | Nye kollegaer sluttar før dei er lærte opp
    Vi kjører unødig langt hver dag | Me køyrer unødig langt kvar dag
    Ingen tør å ta avgjørelsen alene | Ingen torer å ta avgjerda åleine
    Familiene må fortelle alt på nytt | Familiane må fortelje alt på nytt
    Det som fungerer i én avdeling, blir aldri kjent i den neste | Det som fungerer i éi avdeling, blir aldri kjent i den neste
""")

CAUSES = _pairs("""
    Ansvaret er delt mellom {place} og rådhuset | Ansvaret er delt mellom {place} og rådhuset
    Rutinen er fra før sammenslåingen | Rutinen er frå før samanslåinga
    Hver enhet har sin egen måte å gjøre det på | Kvar eining har sin eigen måte å gjere det på
    Den som kunne dette, har gått av med pensjon | Den som kunne dette, har gått av med pensjon
    Opplysningene ligger i et regneark som én person eier | Opplysningane ligg i eit rekneark som éin person eig
    Det er ingen som har bestemt hvem som skal gjøre det | Det er ingen som har bestemt kven som skal gjere det
    Avstandene rundt {place} er store | Avstandane rundt {place} er store
    Tjenestene møtes bare når noe har gått galt | Tenestene møtest berre når noko har gått gale
    Skjemaet ble laget for noe annet | Skjemaet blei laga for noko anna
    Vi får beskjed for sent fra andre | Me får beskjed for seint frå andre
    Det er fullt kjør fra {n} om morgenen | Det er fullt kjør frå {n} om morgonen
    Vi har aldri spurt {group} | Me har aldri spurt {group}
""")

TODAY = _pairs("""
    {n} timer i uka går med, anslått av fem ansatte. | {n} timar i veka går med, anslått av fem tilsette.
    Ventetiden var {n} dager i forrige kvartal. | Ventetida var {n} dagar i førre kvartal.
    {n} av 100 får svar innen fristen. | {n} av 100 får svar innan fristen.
    Vi har ikke målt, men hører det hver uke. | Me har ikkje målt, men høyrer det kvar veke.
    {n} avvik er meldt siden nyttår. | {n} avvik er melde sidan nyttår.
    Antallet har økt fra {n} til nesten det dobbelte på to år. | Talet har auka frå {n} til nesten det doble på to år.
""")

ESPECIALLY = _pairs("""
    Det gjelder særlig {thing} og {thing} | Det gjeld særleg {thing} og {thing}
    Vi ser det tydeligst når det handler om {thing} eller {thing} | Me ser det tydelegast når det handlar om {thing} eller {thing}
    Mest tid går med til {thing}, {thing} og {thing} | Mest tid går med til {thing}, {thing} og {thing}
    Ingen kan svare på hvem som tar seg av {thing} | Ingen kan svare på kven som tek seg av {thing}
    I fjor ble det meldt om {thing} og mangelfull {thing} | I fjor blei det meldt om {thing} og mangelfull {thing}
""")

# Norwegian makes new words by joining old ones: any of these in front of any of those.
_FRONT = """
    arbeids avfalls barne beredskaps besøks bibliotek bolig brann bruker bygge dag dokument drifts
    elev energi familie ferie fjern flom fritids frivillig gangveis hage helse hjelpe hjemme hverdags
    idretts informasjons innkjøps internat kai kart kjøkken kjøre klasse klima kommune kontroll kultur
    kurs kveld lager leder leke leve lærings mat medisin miljø mottaks møte natt natur nybygg nær
    omsorgs oppfølgings oppvekst park pasient personal plan post prøve regnskaps rehabiliterings
    renholds reise rydde saks samtale sentrums sikkerhets skade skog skole slam sommer språk stillings
    strand støtte sykkel tannhelse telefon tilsyns transport trafikk trenings turnus ungdoms utleie
    utstyrs vakt varslings vedlikeholds veg velferds venne vinter vikar vei verksted vurderings
""".split()
_BACK = """
    adgang ansvar ansettelse apotek arkiv avgift avtale behandling bemanning beskjed bestilling bidrag
    bil bok brev budsjett bygg bytte deling frist følge gebyr gjeld grense gruppe hall henting hjelp
    håndtering innsats kasse kjøp klage kompetanse kontakt kort kostnad krav kurs kø leder lager leie
    liste lokale løsning lån merking måling møte mønster nøkkel område opplæring ordning oversikt pakke
    papir permisjon plan plass praksis protokoll rapport register regning rom rute samarbeid sending
    service sjef skjema sone spørsmål stasjon stilling støtte svar søknad tall team tid tiltak tilsyn
    transport turnus utlån utsendelse utstyr vakt vedtak vei ventetid vurdering vask øvelse
""".split()

_FIRST = "Fur Sol Tver Lang Brei Nør Ytre Hog Ask Eld Gran Berg Haug Lyng Stor Vest Ram Skar Tind Ulv".split()
_LAST = (
    "vik nes dal li moen åsen sund bakken vollen eidet strand haugen øya myra stad holmen".split()
)


def needs(count: int, seed: int) -> Iterator[dict[str, str]]:
    """Yield ``count`` needs."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _need(chance)


def joined(need: dict[str, str]) -> str:
    """Return the text a need is compared by."""
    return f"{need['title']}\n{need['problem']}\n{need['affected_group']}"


def _need(chance: random.Random) -> dict[str, str]:
    nynorsk = chance.random() < 0.25
    groups, problems = SECTORS[chance.choice(list(SECTORS))]
    group = chance.choice(groups)[nynorsk]

    def pick(pairs: list[Pair]) -> str:
        text = chance.choice(pairs)[nynorsk].format(
            n=chance.randint(2, 90),
            place=chance.choice(_FIRST) + chance.choice(_LAST),
            group=group,
            thing="{thing}",
        )
        while "{thing}" in text:
            text = text.replace("{thing}", chance.choice(_FRONT) + chance.choice(_BACK), 1)
        return text

    parts = [
        pick(problems),
        pick(OFTEN),
        pick(CONSEQUENCES),
        pick(CAUSES),
        pick(ESPECIALLY),
        pick(problems),
    ]
    return {
        "title": parts[0],
        "problem": ". ".join(dict.fromkeys(parts)) + ".",
        "affected_group": group,
        "today": pick(TODAY),
        "lang": "nn" if nynorsk else "nb",
    }
