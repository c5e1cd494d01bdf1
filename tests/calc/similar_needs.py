"""Needs and paraphrases as different municipalities might write them, to measure similarity by.

Each paraphrase tells one of the needs again, by somebody else, often in the other written
language and mostly in other words. ``CHOSEN_ON`` was looked at while the method was chosen;
``HELD_BACK`` was written at the same time and only measured afterwards. ``IN_OTHER_WORDS``
shares hardly a word with its need: what a person would still recognise.
"""

NEEDS: tuple[tuple[str, str, str], ...] = (
    (
        "night",
        "nb",
        "Hjemmetjenesten kjører lange nattrunder bare for å se at brukerne sover. Mange vekkes av "
        "besøket og får ikke sove igjen, og nattevaktene rekker ikke de som virkelig trenger hjelp.",
    ),
    (
        "medicine",
        "nb",
        "Hjemmeboende eldre glemmer å ta medisinene sine til rett tid eller tar dem to ganger. "
        "Sykepleierne kjører ut fire ganger om dagen bare for å gi tabletter.",
    ),
    (
        "shifts",
        "nn",
        "Leiarane på sjukeheimane brukar halve dagen på å ringje etter vikarar når nokon er sjuke. "
        "Same personen kan bli ringd av tre avdelingar, og vakter står likevel tomme i helgane.",
    ),
    (
        "sick_leave",
        "nb",
        "Sykefraværet blant assistenter i barnehagene er høyt, og det følges opp ulikt fra enhet til "
        "enhet. Medarbeidere forteller at ingen tok kontakt før det hadde gått flere uker.",
    ),
    (
        "building_case",
        "nb",
        "Søknader om å bygge garasje og tilbygg kommer inn med mangler. Saksbehandlerne skriver brev "
        "om det samme hver gang, og innbyggerne venter i månedsvis på svar.",
    ),
    (
        "neighbour_notice",
        "nb",
        "Innbyggere som skal varsle naboene før de bygger, vet ikke hvem som eier eiendommene rundt. "
        "De møter opp på servicetorget for å få lister over hjemmelshavere.",
    ),
    (
        "parents_messages",
        "nn",
        "Foreldre i skulen får meldingar på ranselpost, e-post og i tre ulike kanalar, og mistar "
        "viktige beskjedar. Lærarane skriv det same fleire gonger.",
    ),
    (
        "school_refusal",
        "nb",
        "Stadig flere elever på ungdomstrinnet er borte fra skolen i lange perioder. Skole, PPT og "
        "barnevern får vite om det sent og på hver sin måte, og foreldrene føler seg alene.",
    ),
    (
        "nursery_places",
        "nb",
        "Familier som flytter hit midt i året, får ikke vite om det er ledig barnehageplass. De "
        "ringer rundt til alle styrerne, som heller ikke har oversikt over hverandres plasser.",
    ),
    (
        "special_education",
        "nn",
        "Det tek eit halvt år frå ein lærar melder uro for ein elev til barnet får spesialpedagogisk "
        "hjelp. Papira går fram og tilbake mellom skulen og PP-tenesta.",
    ),
    (
        "invoice",
        "nb",
        "Fakturaer blir liggende fordi den som bestilte, ikke har registrert bestillingen. "
        "Regnskapsavdelingen må purre, og kommunen betaler forsinkelsesrenter til leverandørene.",
    ),
    (
        "budget_reports",
        "nb",
        "Enhetslederne får tallene for måneden først tre uker etter at den er over. Overforbruk "
        "oppdages for sent til at det går an å gjøre noe med det samme år.",
    ),
    (
        "procurement",
        "nn",
        "Små kommunar har ikkje eigne innkjøparar. Kvar kommune skriv sine eigne konkurransegrunnlag "
        "for det same, til dømes straum og kontorrekvisita, og får dårlege prisar.",
    ),
    (
        "archive",
        "nb",
        "Ansatte finner ikke igjen gamle vedtak og lagrer dokumenter på egne områder. Når noen ber om "
        "innsyn, bruker arkivet dager på å lete fram sakene.",
    ),
    (
        "access_requests",
        "nb",
        "Pressen og innbyggere ber om innsyn i postlisten hver dag. Sladding av personopplysninger "
        "gjøres for hånd, side for side, og fristen på tre dager ryker ofte.",
    ),
    (
        "onboarding",
        "nb",
        "Nyansatte står uten nøkler, tilganger og opplæring den første uka. Lederne må selv huske "
        "hvem som skal varsles, og ferievikarene er nesten ferdige før alt er på plass.",
    ),
    (
        "recruit_nurses",
        "nn",
        "Me lyser ut stillingar for sjukepleiarar gong på gong utan å få kvalifiserte søkjarar. Dei "
        "som er her, går dobbeltvakter, og byråvikarar kostar meir enn tre gonger så mykje.",
    ),
    (
        "part_time",
        "nb",
        "Mange i pleie og omsorg jobber ufrivillig deltid. De jakter ekstravakter for å få en lønn å "
        "leve av, og beboerne må forholde seg til veldig mange ansikter.",
    ),
    (
        "loneliness",
        "nb",
        "Eldre som bor alene, forteller at det kan gå dager uten at de snakker med noen. Frivillige "
        "vil gjerne besøke dem, men vet ikke hvem de er.",
    ),
    (
        "falls",
        "nb",
        "Det skjer mange fall på sykehjemmet om natta når beboere med demens går ut av senga. "
        "Personalet oppdager det først på neste runde, og noen brekker hoften.",
    ),
    (
        "nutrition",
        "nn",
        "Bebuarar på sjukeheimen et lite og går ned i vekt. Middagen blir servert tidleg, nattefasten "
        "er lang, og ingen har oversikt over kva den einskilde likar.",
    ),
    (
        "discharge",
        "nb",
        "Pasienter skrives ut fra sykehuset på fredag ettermiddag uten at kommunen har fått vite hva "
        "de trenger. Hjelpemidler og medisinlister mangler når de kommer hjem.",
    ),
    (
        "social_benefit",
        "nb",
        "De som søker økonomisk sosialhjelp, må levere de samme kontoutskriftene hver måned. "
        "Veilederne på NAV bruker tiden på papirer i stedet for på samtaler om arbeid.",
    ),
    (
        "refugees",
        "nn",
        "Nye flyktningar får brev dei ikkje forstår, på norsk og med mange framandord. Dei møter opp "
        "på feil kontor til feil tid, og det er vanskeleg å skaffe tolk på kort varsel.",
    ),
    (
        "housing",
        "nb",
        "Vanskeligstilte på boligmarkedet venter lenge på kommunal leilighet mens flere står tomme "
        "fordi ingen har meldt fra om at de er pusset opp.",
    ),
    (
        "child_welfare",
        "nb",
        "Barnevernet får bekymringsmeldinger på papir og telefon. Det er vanskelig å se om det er "
        "meldt om samme familie før, og noen barn venter for lenge på undersøkelse.",
    ),
    (
        "snow",
        "nb",
        "Når det snør om natta, ringer innbyggerne for å spørre når veien deres blir brøytet. "
        "Driftslederen svarer telefonen i stedet for å følge opp mannskapene.",
    ),
    (
        "potholes",
        "nn",
        "Folk melder frå om hol i vegen og mørke gatelykter til feil etat. Ingen gir tilbakemelding, "
        "og den same feilen blir meld ti gonger.",
    ),
    (
        "water_leaks",
        "nb",
        "Nesten halvparten av drikkevannet forsvinner på veien fra vannverket til kranene. Lekkasjer "
        "i gamle rør oppdages først når kjellere oversvømmes.",
    ),
    (
        "water_meter",
        "nb",
        "Huseierne får påminnelse i posten om å lese av vannmåleren. Mange glemmer det, gebyret blir "
        "anslått, og klagene må behandles en for en.",
    ),
    (
        "waste",
        "nb",
        "Avfallet sorteres dårlig i borettslagene. Matavfall havner i restavfallet, og "
        "renovatørene finner batterier og elektronikk i papirdunkene.",
    ),
    (
        "flood",
        "nb",
        "Ved styrtregn går overvannet inn i kjellere i sentrum. Vi vet ikke hvilke kummer som er "
        "tette før det er for sent, og beredskapen kalles ut på måfå.",
    ),
    (
        "zoning",
        "nn",
        "Reguleringsplanar er vanskelege å forstå for vanlege folk. Merknadene kjem etter fristen, og "
        "planleggjarane svarar på dei same spørsmåla i kvart folkemøte.",
    ),
    (
        "cleaning",
        "nb",
        "Renholderne vasker alle møterom hver dag, også de som ikke har vært brukt. Andre rom blir "
        "ikke rene nok fordi timene er fordelt etter en gammel plan.",
    ),
    (
        "energy",
        "nb",
        "Skoler og idrettshaller varmes opp for fullt i helger og ferier. Vaktmestrene må innom hvert "
        "bygg for å skru ned, og strømregningen øker.",
    ),
    (
        "hall_booking",
        "nn",
        "Lag og foreiningar veit ikkje når gymsalen er ledig. Dei får nøkkel hjå vaktmeisteren og "
        "oppdagar at andre alt er der, medan hallen står tom andre kveldar.",
    ),
    (
        "culture_grants",
        "nb",
        "Frivillige organisasjoner søker om kulturmidler på skjemaer de ikke forstår. Mange gir opp, "
        "og de samme tre lagene får pengene hvert år.",
    ),
    (
        "deviations",
        "nb",
        "Ansatte lar være å melde avvik fordi det tar lang tid og ingen hører noe etterpå. De samme "
        "uønskede hendelsene skjer igjen, og lederne får ikke lært av dem.",
    ),
    (
        "meetings",
        "nb",
        "Lederne sitter i møter det meste av uka. Sakspapirene kommer kvelden før, det er uklart hva "
        "som skal besluttes, og det samme tas opp igjen neste gang.",
    ),
    (
        "switchboard",
        "nb",
        "Innbyggere som ringer kommunen, blir satt over mange ganger før de treffer rett person. "
        "Sentralbordet vet ikke hvem som er på jobb eller hvem som har ansvar for hva.",
    ),
    (
        "political_papers",
        "nn",
        "Folkevalde får sakspapir på fleire hundre sider nokre dagar før møtet. Dei rekk ikkje å lese "
        "alt, og det er uråd å sjå kva saka eigentleg gjeld.",
    ),
    (
        "respite",
        "nb",
        "Foreldre til barn med store funksjonsnedsettelser må søke om avlastning, støttekontakt og "
        "hjelpemidler hver for seg, og fortelle hele historien på nytt i hvert kontor.",
    ),
    (
        "school_bus",
        "nb",
        "Elever som trenger skoleskyss, får beskjed om ny rute samme morgen. Foreldre kjører selv for "
        "å være trygge, og bussene går halvtomme.",
    ),
    (
        "young_mental",
        "nn",
        "Ungdomar som slit psykisk, veit ikkje kven dei kan snakke med. Helsesjukepleiaren er på "
        "skulen ein dag i veka, og ventetida hjå andre er fleire månader.",
    ),
)

CHOSEN_ON: tuple[tuple[str, str, str], ...] = (
    (
        "night",
        "nn",
        "Nattpatruljen i heimetenesta køyrer rundt til folk som søv. Dei eldre vaknar når me låser "
        "oss inn, og det tek tid frå dei som treng oss om natta.",
    ),
    (
        "medicine",
        "nn",
        "Brukarane i heimetenesta hugsar ikkje på tablettane sine. Me må innom mange gonger for dagen "
        "for å passe på at dei får rett medisin.",
    ),
    (
        "shifts",
        "nb",
        "Når ansatte melder seg syke, går mye av arbeidsdagen til avdelingslederne med til å skaffe "
        "vikar på telefonen. Likevel mangler det folk på sykehjemmet hver helg.",
    ),
    (
        "building_case",
        "nn",
        "Byggesøknadene er sjeldan komplette. Kvar gong må sakshandsamar be om meir dokumentasjon, og "
        "sakshandsamingstida vert lang for den som vil setje opp garasje.",
    ),
    (
        "parents_messages",
        "nb",
        "Informasjonen mellom skole og hjem er spredt på mange kanaler, og viktige beskjeder til "
        "foreldrene drukner.",
    ),
    (
        "invoice",
        "nn",
        "Rekningar frå leverandørar vert ikkje betalte i tide av di innkjøpet ikkje er ført i "
        "systemet. Me betaler purregebyr og renter for seine fakturaar.",
    ),
    (
        "archive",
        "nn",
        "Det er vanskeleg å finne fram til tidlegare vedtak. Tilsette lagrar dokument lokalt, og "
        "arkivet må leite når det kjem krav om innsyn.",
    ),
    (
        "loneliness",
        "nn",
        "Mange eldre er einsame. Dei bur åleine og kan gå fleire dagar utan å snakke med andre "
        "menneske.",
    ),
    (
        "potholes",
        "nb",
        "Innbyggerne vet ikke hvor de skal melde fra om dårlig vei og gatelys som ikke virker, og "
        "hører aldri om det blir rettet.",
    ),
    (
        "energy",
        "nn",
        "Kommunale bygg brukar mykje straum når ingen er der. Varmen står på i skulane gjennom heile "
        "ferien.",
    ),
    (
        "switchboard",
        "nn",
        "Innbyggjarar vert sende frå den eine til den andre når dei ringjer oss. Ingen på "
        "sentralbordet veit kven som har ansvaret.",
    ),
    (
        "young_mental",
        "nb",
        "Unge med psykiske plager får ikke hjelp i tide. Det er lang ventetid, og helsesykepleier er "
        "sjelden på skolen.",
    ),
)

HELD_BACK: tuple[tuple[str, str, str], ...] = (
    (
        "falls",
        "nn",
        "Personar med demens fell når dei står opp om natta. Dei tilsette på institusjonen merkar det "
        "ikkje før det er gått lang tid, og lårhalsbrot er vanleg.",
    ),
    (
        "discharge",
        "nn",
        "Når sjukehuset skriv ut pasientar rett før helga, veit ikkje heimetenesta kva hjelp dei skal "
        "ha. Medisinlista kjem gjerne etterpå.",
    ),
    (
        "recruit_nurses",
        "nb",
        "Det er nesten umulig å få tak i sykepleiere. Utlysninger står uten søkere, og vi bruker "
        "mye penger på innleie fra vikarbyrå.",
    ),
    (
        "school_refusal",
        "nn",
        "Ungdomsskuleelevar med høgt fråvær blir fanga opp for seint. Dei ulike tenestene veit ikkje "
        "om kvarandre, og heimen står åleine med problemet.",
    ),
    (
        "onboarding",
        "nn",
        "Nytilsette kjem til arbeidsplassen utan at noko er klart: ingen tilgang til systema, ingen "
        "nøklar og inga opplæring.",
    ),
    (
        "social_benefit",
        "nn",
        "Søkjarar av sosialhjelp må kome med dei same dokumenta kvar einaste månad, og rettleiarane "
        "sit med papirarbeid.",
    ),
    (
        "water_leaks",
        "nn",
        "Me mistar store mengder reint vatn gjennom lekkasjar i eit gammalt leidningsnett, og finn "
        "ikkje lekkasjane før skaden har skjedd.",
    ),
    (
        "snow",
        "nn",
        "Telefonen gløder hjå teknisk drift kvar gong det har snødd. Alle lurer på når brøytebilen "
        "kjem til deira gate.",
    ),
    (
        "hall_booking",
        "nb",
        "Idrettslag og foreninger har ikke oversikt over ledige tider i gymsaler og haller. Noen møter "
        "til opptatt sal mens andre lokaler står tomme.",
    ),
    (
        "deviations",
        "nn",
        "Avvik vert ikkje melde. Folk opplever at det er tungvint og at ingenting skjer etterpå, så "
        "feila tek seg opp att.",
    ),
    (
        "procurement",
        "nb",
        "Hver kommune lager sine egne anbud på de samme varene. Vi har verken folk eller kunnskap til "
        "å drive innkjøp, og betaler for mye.",
    ),
    (
        "respite",
        "nn",
        "Familiar med barn som har store funksjonshemmingar, må gjenta soga si til kvart einaste "
        "kontor og fylle ut mange søknader om hjelp.",
    ),
)

IN_OTHER_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "medicine",
        "nb",
        "Brukere roter med pillene. Vi er innom flere ganger daglig kun for å dele ut dosetter.",
    ),
    (
        "night",
        "nb",
        "Tilsyn etter midnatt forstyrrer folk som ligger trygt i egen seng, og koster oss mye bilkjøring.",
    ),
    (
        "loneliness",
        "nb",
        "Pensjonister savner selskap. Besøksvenner finnes, men vi klarer ikke å koble dem sammen.",
    ),
    (
        "sick_leave",
        "nn",
        "Tilsette i barnehagane er mykje borte frå jobb, og leiarane tek ikkje den første samtalen tidleg nok.",
    ),
    (
        "building_case",
        "nb",
        "Folk som vil sette opp et påbygg, sender inn halvferdige papirer, og køen hos plan og bygg vokser.",
    ),
    (
        "onboarding",
        "nb",
        "Folk som begynner i jobb hos oss, må vente på PC, adgangskort og en som viser dem til rette.",
    ),
    (
        "budget_reports",
        "nn",
        "Leiarane ser ikkje at pengane er brukte opp før året nesten er omme, for rapportane kjem seint.",
    ),
    (
        "cleaning",
        "nn",
        "Reinhaldarane går over tomme kontor kvar einaste dag, medan toaletta på skulen er skitne.",
    ),
    (
        "water_meter",
        "nn",
        "Abonnentane sender ikkje inn målarstanden, og me må gjette på forbruket når gebyra skal ut.",
    ),
    (
        "child_welfare",
        "nn",
        "Uro for barn blir meld på ulike måtar, og me ser ikkje samanhengen når det har kome varsel tidlegare.",
    ),
    (
        "flood",
        "nn",
        "Kraftig regn gir vatn i kjellarane nede i byen. Slukane er fulle av lauv, og me får ikkje varsel.",
    ),
    (
        "political_papers",
        "nb",
        "Kommunestyret drukner i lange dokumenter og finner ikke fram til det de skal ta stilling til.",
    ),
)
