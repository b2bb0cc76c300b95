"""The words by which Portuguese and Italian take a count back, deny it or only imagine it (pipeline.facts.unsaid_words)."""

from typing import Final

from pipeline.facts.figure_words import word_set
from pipeline.facts.unsaid_words import UnsaidWords, phrases, said

_PORTUGUESE: Final = UnsaidWords(
    instead=phrases("não,e não,em vez de,ao invés de,em lugar de", last=True),
    earlier=said(
        "inicialmente anteriormente erroneamente equivocadamente originalmente", "informou informado informava disse dizia dito indicou indicava afirmou afirmava noticiou noticiado divulgou divulgado anunciou anunciado",
        "versão anterior,primeira versão,versão original,versão inicial,balanço anterior,informou por engano,afirmava por engano,número anterior",
    ),
    right=word_set("mas verdade correto correta efetivamente finalmente"),
    denies=word_set("negou nega negaram negam negar negado negava desmentiu desmente desmentiram desmentem desmentido rejeitou rejeita rejeitaram refutou refuta refutaram descartou descarta"),
    untrue=word_set("falso falsa falsos falsas boato boatos infundado infundada infundados infundadas mentira"),
    reports=word_set("relatório relatórios informação informações rumor rumores boato boatos acusações alegações notícia notícias relatos versões"),
    that=word_set("que"),
    unreal=phrases(
        "se,não há provas,não há evidências,sem provas,não há confirmação,não é verdade,boato,boatos,rumores",
        "prevê,preveem,previa,teme,temem,temia,risco de,ameaça de,ameaçou,evitar,evitou,espera,esperam,projeta,projetam,estima-se que possam",
    ),
    staged=word_set("simulação simulações simulado simulada simulou cenário cenários fictício fictícia imaginário"),
    modal=word_set("pode podem poderia poderiam poderá poderão podia podiam supostamente deve devem deverá"),
    led=word_set("ter haver deixar causar provocar matar chegar subir ultrapassar superar passar a até os as o número de ser mais ainda"),
    parts=word_set("depois quando desde enquanto embora após porque antes onde"),
    relatives=word_set("quem cujo cujos cuja qual"), apart=word_set("fiança recurso apelação liberdade"), totals=word_set("número total balanço"),
)  # fmt: skip

_ITALIAN: Final = UnsaidWords(
    instead=phrases("non,e non,anziché,invece di,invece che,piuttosto che", last=True),
    earlier=said(
        "inizialmente precedentemente erroneamente originariamente", "detto riferito riportato indicato annunciato comunicato scritto parlato affermato",
        "versione precedente,prima versione,versione originale,versione iniziale,bilancio precedente,precedente bilancio,per errore aveva,in un primo momento",
    ),
    right=word_set("ma realtà corretto corretta effettivamente infine"),
    denies=word_set("smentito smentisce smentiscono smentì smentire negato nega negano negò negare respinto respinge respingono confutato confuta contestato contesta"),
    untrue=word_set("falso falsa falsi false infondato infondata infondate infondati bufala bufale"),
    reports=word_set("notizia notizie informazioni voce voci accuse affermazioni dichiarazioni rapporti rapporto"),
    that=word_set("che secondo"),
    unreal=phrases(
        "se,nessuna prova,nessuna conferma,senza prove,non è vero,non confermato,non confermate",
        "prevede,prevedono,prevedeva,teme,temono,temeva,rischio di,rischia di,rischiava di,minaccia di,minacciato di,evitare,evitato,si aspetta,si aspettano",
    ),
    staged=word_set("simulazione simulazioni simulato simulata simula scenario scenari fittizio fittizia immaginario esercitazione"),
    modal=word_set("potrebbe potrebbero può possono poteva potevano presumibilmente dovrebbe dovrebbero rischia"),
    led=word_set("avere essere causare provocare uccidere salire arrivare superare raggiungere a ad fino i le gli il numero dei di più ancora anche"),
    parts=word_set("dopo quando mentre sebbene perché prima dove da"),
    relatives=word_set("cui quale quali"), apart=word_set("ricorso appello cauzione libertà"), totals=word_set("numero bilancio totale"),
)  # fmt: skip

SOUTH_UNSAID: Final = {"pt": _PORTUGUESE, "it": _ITALIAN}
