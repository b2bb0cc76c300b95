"""What people are called by their work: the usual single words of the groups of ISCO-08, in comparable form (pipeline.texts.text).

Neither the trades by which families are called (baker, carpenter, taylor, mason) nor words that are given names, too.
"""

from typing import Final


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Journalists and professionals (sub-major groups 21 to 26); none is a usual surname.
PROFESSIONS: Final = _set(
    "blogger broadcaster cartoonist columnist commentator copyeditor critic essayist freelance freelancer illustrator journalist newscaster photographer photojournalist presenter",
    "producer publisher reviewer subeditor videographer",
    "astronomer biologist botanist chemist engineer geologist mathematician meteorologist physicist scientist statistician zoologist architect cartographer designer surveyor",
    "audiologist dentist dietician dietitian midwife nutritionist optometrist pharmacist physician physiotherapist surgeon therapist veterinarian",
    "coach instructor lecturer professor researcher scholar teacher",
    "accountant adviser advisor analyst auditor consultant strategist developer programmer",
    "attorney barrister lawyer solicitor anthropologist archivist curator economist geographer historian librarian linguist philosopher psychologist sociologist",
    "choreographer composer interpreter musician translator",
    "chefredakteur chefredakteurin redakteur redakteurin rédacteur journaliste redactor periodista korrespondent",
)

# Groups 2 to 8, what English sets right before a name: Nurse Ann Lee.
_ENGLISH: Final = _set(
    "actor actress singer dancer comedian filmmaker novelist poet playwright writer author painter sculptor rapper conductor pianist violinist screenwriter",
    "nurse paramedic psychiatrist cardiologist virologist epidemiologist gynaecologist paediatrician pediatrician ecologist geophysicist seismologist volcanologist",
    "prosecutor notary diplomat politician lawmaker activist campaigner theologian criminologist demographer",
    "banker broker trader businessman businesswoman entrepreneur industrialist financier investor retailer shopkeeper hairdresser waiter waitress bartender receptionist",
    "pilot driver sailor seaman firefighter bodyguard investigator policeman policewoman lifeguard astronaut",
    "farmer fisherman rancher miner plumber electrician mechanic welder bricklayer trucker builder technician machinist",
    "footballer goalkeeper midfielder striker defender athlete sprinter swimmer boxer jockey cyclist cricketer gymnast referee",
)

# Other languages, both genders.
_ELSEWHERE: Final = _set(
    "ingenieur ingenieurin anwalt anwältin rechtsanwalt rechtsanwältin staatsanwalt staatsanwältin arzt ärztin lehrer lehrerin journalist journalistin schauspieler schauspielerin sänger sängerin",
    "schriftsteller schriftstellerin autor autorin pilot pilotin ökonom ökonomin historiker historikerin politologe politologin physiker physikerin chemiker chemikerin biologe biologin architekt architektin",
    "landwirt landwirtin unternehmer unternehmerin trainer trainerin regisseur regisseurin musiker musikerin fotograf fotografin psychologe psychologin chirurg chirurgin virologe virologin soziologe soziologin",
    "ingénieur ingénieure avocat avocate médecin professeur professeure acteur actrice chanteur chanteuse écrivain écrivaine romancier romancière pilote économiste historien historienne politologue",
    "physicien physicienne chimiste biologiste architecte agriculteur agricultrice entrepreneur entrepreneuse réalisateur réalisatrice musicien musicienne photographe psychologue chirurgien chirurgienne",
    "procureur procureure infirmier infirmière entraîneur entraîneuse sociologue",
    "ingeniero ingeniera abogado abogada médico médica profesor profesora maestro maestra actor actriz cantante escritor escritora novelista piloto economista historiador historiadora politólogo politóloga",
    "físico arquitecto arquitecta agricultor agricultora empresario empresaria cineasta músico fotógrafo fotógrafa psicólogo psicóloga cirujano cirujana fiscal enfermero enfermera entrenador entrenadora",
    "инженер адвокат юрист врач хирург учитель учительница профессор журналист журналистка актёр актер актриса певец певица писатель писательница пилот лётчик летчик экономист историк политолог физик химик",
    "биолог архитектор фермер предприниматель бизнесмен режиссёр режиссер музыкант художник художница фотограф психолог прокурор следователь тренер медсестра социолог активист активистка",
    "інженер інженерка адвокатка лікар лікарка хірург вчитель вчителька професор журналіст журналістка актор акторка співак співачка письменник письменниця пілот льотчик економіст економістка історик",
    "історикиня політолог політологиня фізик хімік біолог архітектор підприємець підприємиця бізнесмен режисер режисерка музикант художниця слідчий тренерка медсестра соціолог активістка активіст",
)
OCCUPATIONS: Final = PROFESSIONS | _ENGLISH | _ELSEWHERE
